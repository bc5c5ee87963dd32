"""`news consume --to` on a real broker: killed in the middle again and again, and resumed.

DuckDB and PostgreSQL are the real ones; the search index and the webhook are a server of our own.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import confluent_kafka
import duckdb
import psycopg
import pyarrow.parquet as pq
import pytest
from confluent_kafka.admin import AdminClient

from pipeline.broker.embedded import EmbeddedBroker
from pipeline.settings import load_settings
from pipeline.topology import ENRICHED
from tests.conftest import ROOT
from tests.unit.sinks.made import document, name_of
from tests.unit.sinks.receiving import Index, receiving

pytestmark = pytest.mark.kafka

ARTICLES = 900
AGAIN = range(0, ARTICLES, 3)  # a second version
WITHDRAWN = range(1, ARTICLES, 30)
DELETED = range(2, ARTICLES, 30)
LEFT = ARTICLES - len(DELETED)
EVENTS = ARTICLES + len(AGAIN) + len(WITHDRAWN) + len(DELETED)
COUNTS = "select count(*), count(distinct id), sum(case when version = 'ffff' then 1 else 0 end) from news_articles"
ENTITIES = "select count(*), count(distinct article_id) from news_entities"
OF_EACH = 5  # entities of the sample
_SECONDS = 60


@pytest.fixture(scope="module")
def broker(tmp_path_factory) -> Iterator[str]:
    """A broker whose enriched topic holds versions, withdrawals and deletions."""
    folder = tmp_path_factory.mktemp("kafka")
    with EmbeddedBroker(folder, load_settings().cache_path()) as own:
        news(own.bootstrap, "topics", "create")
        fill(own.bootstrap)
        yield own.bootstrap


def fill(bootstrap: str) -> None:
    producer = confluent_kafka.Producer(
        {
            "bootstrap.servers": bootstrap,
            "partitioner": "murmur2_random",
            "enable.idempotence": True,
        }
    )

    def send(number: int, value: dict | None) -> None:
        version = (value or {}).get("version", "")
        status = (value or {}).get("pubStatus", "deleted")
        data = None if value is None else json.dumps(value).encode()
        headers = [("ce_id", f"{name_of(number)}:{version}:c:{status}")]
        producer.produce(ENRICHED.name, data, key=name_of(number), headers=headers)
        producer.poll(0)

    for number in range(ARTICLES):
        send(number, document(number))
    for number in AGAIN:
        send(number, document(number, "ffff"))
    for number in WITHDRAWN:
        send(number, document(number, pubStatus="canceled"))
    for number in DELETED:
        send(number, None)
    assert producer.flush(30) == 0


def environment(broker: str) -> dict[str, str]:
    return os.environ | {"NEWS_BROKER": broker, "PYTHONPATH": str(ROOT)}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pipeline", *arguments]


def news(broker: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        env=environment(broker),
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )


def killed(broker: str, uri: str, moved: Callable[[], bool]) -> None:
    """Start the verb and kill it as soon as the sink moved."""
    process = subprocess.Popen(
        command("consume", "--to", uri, "--batch", "25"),
        env=environment(broker),
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + _SECONDS
        while not moved():
            assert process.poll() is None, "it ended before it was killed"
            assert time.monotonic() < end
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
    finally:
        process.kill()
        process.wait()


def size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def killed_in_the_middle(broker: str, uri: str, seen: Callable[[], int], done: Callable[[], int]):
    """Kill it twice; each time it had gone on, and was not at the end."""
    before = 0
    for _ in range(2):
        start = seen()
        killed(broker, uri, lambda start=start: seen() != start)
        now = done()
        assert before <= now < EVENTS
        before = now
    assert before > 0


def test_duckdb_killed_and_resumed_has_every_row_once(broker, tmp_path):
    file = tmp_path / "news.duckdb"
    log = file.with_name("news.duckdb.wal")

    def placed() -> int:
        with duckdb.connect(str(file)) as found:
            return found.execute(
                "select coalesce(sum(next_offset), 0) from news_offsets"
            ).fetchone()[0]

    before = 0
    for _ in range(2):
        # Some hundred kilobytes of its log: a few batches.
        at = size_of(log)
        killed(broker, f"duckdb:{file}", lambda at=at: size_of(log) > at + 150_000)
        now = placed()
        assert before < now < EVENTS
        before = now
    done = news(broker, "consume", "--to", f"duckdb:{file}")
    assert done.returncode == 0, done.stderr
    assert placed() == EVENTS
    with duckdb.connect(str(file), read_only=True) as found:
        check(lambda question: found.execute(question).fetchone())


def check(ask: Callable[[str], tuple]) -> None:
    """Each article once, its last version, and the facts of the articles that stand."""
    assert tuple(map(int, ask(COUNTS))) == (LEFT, LEFT, len(AGAIN))
    standing = LEFT - len(WITHDRAWN)
    assert tuple(map(int, ask(ENTITIES))) == (OF_EACH * standing, standing)
    withdrawn = "select count(*), count(body) from news_articles where pub_status = 'canceled'"
    assert tuple(map(int, ask(withdrawn))) == (len(WITHDRAWN), 0)


# --- PostgreSQL ------------------------------------------------------------------------------


def program(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    path = shutil.which(name) or (str(found[-1]) if found else None)
    if path is None:
        if os.environ.get("NEWS_REQUIRE_POSTGRES"):
            pytest.fail(f"{name} is not installed: apt-get install postgresql")
        pytest.skip(f"{name} is not installed: apt-get install postgresql")
    return path


class Server:
    """Debian's PostgreSQL as a process of the test, on loopback."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.uri = f"postgresql://news@127.0.0.1:{self.port}/postgres"
        # The server refuses to run as root.
        owner = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        self.user = {"user": owner.pw_uid, "group": owner.pw_gid} if owner else {}
        if owner:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        init = [program("initdb"), "-D", folder / "data", "-U", "news", "--auth=trust", "-N"]
        subprocess.run(
            [*init, "-E", "UTF8", "--locale=C"],
            check=True,
            capture_output=True,
            cwd="/",
            **self.user,
        )
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = [
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            f"unix_socket_directories={self.folder}",
        ]
        self.process = subprocess.Popen(
            [program("postgres"), "-D", self.folder / "data", "-p", str(self.port), *options],
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self.user,
        )
        end = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(self.uri, connect_timeout=2).close()
            except psycopg.OperationalError:
                assert time.monotonic() < end
                time.sleep(0.1)
            else:
                return

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        self.process.send_signal(how)
        self.process.wait(30)

    def ask(self, question: str) -> tuple:
        with psycopg.connect(self.uri) as connection:
            try:
                return connection.execute(question).fetchone()
            except psycopg.errors.UndefinedTable:
                return (0,)


@pytest.fixture(scope="module")
def postgres() -> Iterator[Server]:
    # pytest's own folders are closed to the user that the server runs as.
    folder = Path(tempfile.mkdtemp(prefix="news-postgres-"))
    try:
        server = Server(folder)
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


PLACED = "select coalesce(sum(next_offset), 0)::int from news_offsets"


def test_postgresql_killed_and_resumed_has_every_row_once(broker, postgres):
    def placed() -> int:
        return postgres.ask(PLACED)[0]

    killed_in_the_middle(broker, postgres.uri, placed, placed)
    # And the server, which is back before the verb gives it up: 300 records are not the end.
    process = subprocess.Popen(
        command("consume", "--to", postgres.uri, "--batch", "25"),
        env=environment(broker),
        stderr=subprocess.PIPE,
        text=True,
    )
    before = placed()
    end = time.monotonic() + _SECONDS
    while placed() == before:
        assert time.monotonic() < end
    postgres.stop(signal.SIGQUIT)
    postgres.start()
    _, said = process.communicate(timeout=_SECONDS)
    assert process.returncode == 0, said
    assert placed() == EVENTS
    check(postgres.ask)


def test_another_reader_writes_the_same_articles_and_none_twice(broker, postgres):
    first = news(broker, "consume", "--to", postgres.uri, "--group", "desk", "--batch", "500")
    assert first.returncode == 0, first.stderr
    assert postgres.ask(f"{PLACED} where reader = 'desk'")[0] == EVENTS
    check(postgres.ask)


def test_a_server_that_is_not_there_is_one_line(broker):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        uri = f"postgresql://news:hush@127.0.0.1:{nobody.getsockname()[1]}/postgres"
        done = news(broker, "consume", "--to", uri)
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1
    assert "hush" not in done.stderr


# --- files, a search index, a webhook --------------------------------------------------------


def test_lines_killed_and_resumed_are_each_there_once(broker, tmp_path):
    def lines() -> list[dict]:
        files = sorted(tmp_path.glob("articles-*.jsonl"))
        return [json.loads(line) for each in files for line in each.read_bytes().splitlines()]

    def held() -> int:
        state = tmp_path / "_news.json"
        return sum(json.loads(state.read_bytes())["places"].values()) if state.exists() else 0

    killed_in_the_middle(broker, f"jsonl:{tmp_path}", held, held)
    assert news(broker, "consume", "--to", f"jsonl:{tmp_path}").returncode == 0
    places = [(line["record"]["partition"], line["record"]["offset"]) for line in lines()]
    assert len(places) == len(set(places)) == EVENTS


def test_parquet_killed_and_resumed_is_read_by_duckdb(broker, tmp_path):
    def held() -> int:
        state = tmp_path / "_news.json"
        return sum(json.loads(state.read_bytes())["places"].values()) if state.exists() else 0

    killed_in_the_middle(broker, f"parquet:{tmp_path}", held, held)
    assert news(broker, "consume", "--to", f"parquet:{tmp_path}").returncode == 0
    found = pq.read_table(tmp_path / "news_articles", columns=["ce_id"])
    assert found.num_rows == len(set(found["ce_id"].to_pylist())) == EVENTS - len(DELETED)
    latest = (
        f"select count(*) from (select * from '{tmp_path}/news_articles/*.parquet' "
        "qualify row_number() over (partition by id order by kafka_offset desc) = 1)"
    )
    assert duckdb.execute(latest).fetchone() == (ARTICLES,)


def test_a_search_index_gets_each_article_s_last_state(broker):
    with receiving(Index()) as server:
        uri = f"elasticsearch+{server.address}/news"
        killed(broker, uri, lambda: len(server.usual.documents) > 100)
        assert len(server.usual.documents) < ARTICLES
        done = news(broker, "consume", "--to", uri)
        assert done.returncode == 0, done.stderr
        found = server.usual.documents
        assert len(found) == LEFT
        assert sum(each["version"] == "ffff" for each in found.values()) == len(AGAIN)
        assert sum(each["pub_status"] == "canceled" for each in found.values()) == len(WITHDRAWN)
        # Nothing is left to send.
        sent = len(server.requests)
        assert news(broker, "consume", "--to", uri).returncode == 0
        assert len(server.requests) == sent + 1  # whether the index is there


def test_a_webhook_gets_every_event_and_goes_on_where_it_was_stopped(broker):
    with receiving(lambda _: (204, {}, b"")) as server:
        uri = f"webhook+{server.address}/hook"
        process = subprocess.Popen(
            command("consume", "--to", uri, "--batch", "25"),
            env=environment(broker),
            stderr=subprocess.PIPE,
            text=True,
        )
        end = time.monotonic() + _SECONDS
        while len(server.requests) < 100:
            assert time.monotonic() < end
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)  # Ctrl-C
        _, said = process.communicate(timeout=_SECONDS)
        assert process.returncode == 130
        assert len(said.splitlines()) == 1, said
        done = news(broker, "consume", "--to", uri)
        assert done.returncode == 0, done.stderr
        names = [request.headers["ce-id"] for request in server.requests]
        assert len(set(names)) == EVENTS
        # At least once: no more than the batch in hand came twice.
        assert len(names) <= EVENTS + 25


def test_places_of_another_topic_are_told_and_so_is_what_was_deleted_unread(broker, tmp_path):
    assert news(broker, "consume", "--to", f"jsonl:{tmp_path}").returncode == 0
    state = tmp_path / "_news.json"
    held = json.loads(state.read_bytes())
    state.write_text(json.dumps(held | {"places": {"0": 99_999}}))
    done = news(broker, "consume", "--to", f"jsonl:{tmp_path}")
    assert done.returncode == 3
    assert "was made anew" in done.stderr
    # The last test of this topic: the beginning of a partition goes.
    admin = AdminClient({"bootstrap.servers": broker})
    for gone in admin.delete_records(
        [confluent_kafka.TopicPartition(ENRICHED.name, 0, 5)]
    ).values():
        gone.result(30)
    state.write_text(json.dumps(held | {"places": held["places"] | {"0": 2}}))
    done = news(broker, "consume", "--to", f"jsonl:{tmp_path}")
    assert done.returncode == 0
    assert "3 records of partition 0 were deleted before they were read" in done.stderr
