"""The rights of `pipeline.stream.rights` on a real broker: enough, and none is there in vain."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from pipeline.cli.main import main
from pipeline.cli.topics import wanted_topics
from pipeline.errors import NotAllowedError
from pipeline.settings import load_settings
from pipeline.stream import rights
from pipeline.topology import ENRICHED, RAW, Right
from pipeline.worker.supervisor import prepare_topics
from tests.e2e.secured import PASSWORD, Authority, secured

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed"),
]
CLEAN, REST = ("clean",), ("dedup", "extract")
GROUP = "desk-readers"
VERBS = tuple(rights.verbs(load_settings()))
PAGE = """渡口镇的新图书馆昨天开门，第一天来了三百多个孩子。
馆长蓝远山说，书架上的一万两千册书都是镇里人一本一本捐来的。
镇里说，周末开放到晚上九点，冬天也烧着炉子。
相关阅读：
- 老街改造后首批商户开门迎客
"""


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="module")
def doors(tmp_path_factory, authority):
    with secured(tmp_path_factory.mktemp("kafka"), authority) as doors:
        for user in ("publisher", "consumer", "operator", "clean", "rest", *VERBS):
            doors.add_user(user)
        yield doors


@pytest.fixture(scope="module")
def granted(doors):
    """What each user needs, and has."""
    settings = load_settings(partitions=2)
    needed = {
        "publisher": rights.publisher(),
        "consumer": rights.consumer(GROUP),
        "operator": rights.operator(settings),
        "clean": rights.worker(settings, CLEAN),
        "rest": rights.worker(settings, REST),
        **rights.verbs(settings),
    }
    for user, own in needed.items():
        doors.grant(user, own)
    return needed


@pytest.fixture(scope="module")
def environment(doors, authority, tmp_path_factory):
    """Return the environment of a user's processes."""

    def of(user: str) -> dict[str, str]:
        return {
            "NEWS_BROKER": f" {doors.sasl} , ",
            "NEWS_SECURITY_PROTOCOL": "SASL_SSL",
            "NEWS_SASL_MECHANISM": "SCRAM-SHA-512",
            "NEWS_SASL_USERNAME": user,
            "NEWS_SASL_PASSWORD": PASSWORD,
            "NEWS_SSL_CAFILE": str(authority.cert),
            "NEWS_DATA_DIR": str(tmp_path_factory.mktemp(user)),
            "NEWS_PARTITIONS": "2",
            "NEWS_LOG_LEVEL": "warning",
        }

    return of


@pytest.fixture
def news(environment, monkeypatch, capfdbinary):
    """Run a verb as a user; return its exit code, output and errors."""

    def run(user: str, *arguments: str) -> tuple[int, str, str]:
        for name, value in environment(user).items():
            monkeypatch.setenv(name, value)
        code = main(list(arguments))
        told = capfdbinary.readouterr()
        return code, told.out.decode(), told.err.decode()

    return run


@contextmanager
def worker(stages: str, environment: dict[str, str], log):
    """Run the workers of a group until the block ends; they are ready when it begins."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", "run", "--stages", stages],
            env={**os.environ, **environment}, stdout=out, stderr=out,
        )  # fmt: skip
    try:
        end = time.monotonic() + 120
        while b"workers are ready" not in log.read_bytes():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait(60)


@pytest.fixture(scope="module")
def laid_out(granted, environment):
    """The topics, laid out by the operator."""
    created = subprocess.run(
        [sys.executable, "-m", "pipeline", "topics", "create"],
        env={**os.environ, **environment("operator")}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (created.returncode, created.stderr) == (0, ""), created.stderr
    assert RAW.name in created.stdout


@pytest.fixture
def running(laid_out, environment, tmp_path):
    logs = {"clean": tmp_path / "clean.log", "dedup,extract": tmp_path / "rest.log"}
    with (
        worker("clean", environment("clean"), logs["clean"]),
        worker("dedup,extract", environment("rest"), logs["dedup,extract"]),
    ):
        yield logs


def on_topic(operation: str, name: str) -> Right:
    return Right(operation=operation, resource="topic", name=name)


@pytest.mark.timeout(600)
def test_the_least_is_enough(running, news, tmp_path):
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    code, receipt, told = news("publisher", "publish", str(page), "--site", "a.example", "--json")
    assert code == 0, told
    (identifier,) = [json.loads(line)["id"] for line in receipt.splitlines()]

    found, end = [], time.monotonic() + 60
    while not found:
        assert time.monotonic() < end, [log.read_text() for log in running.values()]
        code, out, told = news("consumer", "consume")
        assert code == 0, told
        found = [json.loads(line)["uri"] for line in out.splitlines()]
    assert found == [f"urn:uuid:{identifier}"]
    code, out, told = news("consumer", "consume", "--group", GROUP)
    assert (code, len(out.splitlines())) == (0, 1), told

    end = time.monotonic() + 60
    while "老街改造后首批商户开门迎客" not in news("operator", "links", "top")[1]:
        assert time.monotonic() < end
    assert news("operator", "links", "show", "老街改造后首批商户开门迎客")[0] == 0
    assert news("operator", "links", "block", "老街改造后首批商户开门迎客")[0] == 0
    code, out, told = news("operator", "doctor", "--json")
    checks = {check["what"]: check for check in map(json.loads, out.splitlines())}
    assert checks["topics"]["ok"], checks
    assert checks["broker"]["ok"]
    code, out, told = news("operator", "topics", "check")
    assert (code, told) == (0, "")
    for log in running.values():
        assert "not allowed" not in log.read_text()
        assert "uthoriz" not in log.read_text()


@pytest.mark.timeout(600)
def test_the_verbs_of_the_day_after_need_no_more(running, news, environment, tmp_path):
    page = tmp_path / "late.txt"
    page.write_text(PAGE.replace("渡口镇", "柳湾镇"), encoding="utf-8")
    code, receipt, told = news("publisher", "publish", str(page), "--site", "b.example", "--json")
    assert code == 0, told
    identifier = json.loads(receipt.splitlines()[0])["id"]
    kept = tmp_path / "raw.jsonl"

    def ran(verb: str, *arguments: str) -> str:
        code, out, told = news(verb, *arguments)
        assert code == 0, told
        return out

    kept.write_text(ran("export", "export", RAW.name, "--limit", "1"), encoding="utf-8")
    ran("import", "import", RAW.name, str(kept))
    assert "published" in ran("trace", "trace", identifier)
    ran("lag", "lag")
    ran("rejected", "rejected", "retry", "--since", "1h")
    ran("rejected", "rejected", "drop", "--before", "1h")
    # In a process of its own: it has workers.
    answer = subprocess.run(
        [sys.executable, "-m", "pipeline", "replay", "--from", "1h", "--publish", "--json"],
        env={**os.environ, **environment("replay")}, capture_output=True, text=True, check=False,
        timeout=300,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["published"] > 0


@pytest.mark.parametrize(
    "right",
    [
        on_topic("Read", RAW.name),
        Right(operation="Create", resource="topic", name="news.replay-", prefixed=True),
        Right(operation="Write", resource="topic", name="news.replay-", prefixed=True),
        Right(operation="Read", resource="group", name="news-replay-", prefixed=True),
    ],
    ids=Right.line,
)
def test_a_replay_without_a_right_says_so_and_leaves_nothing(right, less, environment, doors):
    less("replay", right)
    answer = subprocess.run(
        [sys.executable, "-m", "pipeline", "replay", "--from", "1h", "--name", "less"],
        env={**os.environ, **environment("replay")}, capture_output=True, text=True, check=False,
        timeout=300,
    )  # fmt: skip
    assert answer.returncode == 3, answer.stderr
    assert f"is not allowed: {right.operation} on {right.resource}" in answer.stderr
    assert not [name for name in doors.admin().list_topics(timeout=20).topics if "less" in name]


def refusal(right: Right) -> str:
    """Return what is told when a right is missing."""
    return f" is not allowed: {right.line()}. Grant it as an ACL"


def without(doors, granted, user: str, right: Right):
    doors.grant(user, [each for each in granted[user] if each != right])


@pytest.fixture
def less(doors, granted, laid_out):
    """Take one right from a user, until the test is over."""
    users = set()

    def take(user: str, right: Right) -> None:
        users.add(user)
        without(doors, granted, user, right)

    yield take
    for user in users:
        doors.grant(user, granted[user])


ONE_LESS = {
    "publisher may not write": ("publisher", on_topic("Write", RAW.name), ("publish", "PAGE")),
    "consumer may not read": ("consumer", on_topic("Read", ENRICHED.name), ("consume",)),
    "consumer may not join": (
        "consumer",
        Right(operation="Read", resource="group", name=GROUP),
        ("consume", "--group", GROUP),
    ),
    "links may not be read": (
        "operator",
        on_topic("Read", "news.links.v1"),
        ("links", "top", "--decorations"),
    ),
    "aliases may not be read": ("operator", on_topic("Read", "news.aliases.v1"), ("links", "top")),
    "nothing may be said": (
        "operator",
        on_topic("Write", "news.control.v1"),
        ("links", "block", "渡口镇的新图书馆昨天开门"),
    ),
    "settings may not be seen": (
        "operator",
        on_topic("DescribeConfigs", RAW.name),
        ("topics", "check"),
    ),
    "a topic may not be seen": (
        "operator",
        on_topic("Describe", "news.unique.v1"),
        ("topics", "check"),
    ),
}


@pytest.mark.parametrize("name", ONE_LESS)
def test_one_right_less_is_named_in_one_line(name, less, news, doors, tmp_path):
    user, right, command = ONE_LESS[name]
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    less(user, right)
    arguments = [str(tmp_path / "page.txt") if each == "PAGE" else each for each in command]
    code, _, told = news(user, *arguments)
    assert code == 3, told
    assert told.count("\n") == 1, told
    assert told.startswith(f"news: {doors.sasl}: user {user}{refusal(right)}"), told


@pytest.mark.parametrize("operation", ["Describe", "DescribeConfigs"])
def test_the_doctor_names_what_it_may_not_see(operation, less, news):
    right = on_topic(operation, "news.unique.v1")
    less("operator", right)
    code, out, told = news("operator", "doctor", "--json")
    checks = {check["what"]: check for check in map(json.loads, out.splitlines())}
    assert (code, told) == (1, "")
    assert refusal(right).startswith(checks["broker"]["seen"].partition("user operator")[2])
    assert checks["broker"]["mend"].startswith("Grant it as an ACL")


def test_a_topic_that_may_not_be_created_is_named(less, news, doors):
    right = on_topic("Create", "news.unique.v1")
    less("operator", right)
    admin = doors.admin()
    admin.delete_topics(["news.unique.v1"])["news.unique.v1"].result(20)
    wait_until_gone(admin, "news.unique.v1")
    code, _, told = news("operator", "topics", "create")
    assert (code, told.count("\n")) == (3, 1), told
    assert refusal(right) in told
    less("operator", on_topic("Create", "no such topic"))
    assert news("operator", "topics", "create")[:2] == (0, "created news.unique.v1\n")


def wait_until_gone(admin, name: str) -> None:
    end = time.monotonic() + 20
    while name in admin.list_topics(timeout=20).topics:
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("user", "stages"), [("clean", CLEAN), ("rest", REST)])
def test_each_right_of_a_worker_is_missed_before_it_starts(
    user, stages, less, granted, environment, monkeypatch
):
    for name, value in environment(user).items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    for right in rights.worker(settings, stages):
        less(user, right)
        with pytest.raises(NotAllowedError) as raised:
            asyncio.run(prepare_topics(settings, [stages]))
        assert refusal(right) in str(raised.value), right


@pytest.mark.parametrize(
    "right",
    [
        on_topic("Read", RAW.name),
        on_topic("Write", "news.clean.v1"),
        Right(operation="Read", resource="group", name="news-clean"),
        Right(operation="Write", resource="transactional id", name="news-clean-", prefixed=True),
    ],
    ids=Right.line,
)
def test_workers_do_not_start_without_a_right(right, less, environment):
    less("clean", right)
    answer = subprocess.run(
        [sys.executable, "-m", "pipeline", "run", "--stages", "clean"],
        env={**os.environ, **environment("clean")}, capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip
    assert answer.returncode == 3, answer.stderr
    assert answer.stderr.count("\n") == 1, answer.stderr
    assert f"user clean{refusal(right)}" in answer.stderr


def test_the_operator_lays_out_what_the_workers_need(granted):
    topics = {topic.name for topic in wanted_topics(load_settings(partitions=2))}
    for operation in ("Create", "DescribeConfigs"):
        may = {right.name for right in granted["operator"] if right.operation == operation}
        assert may == topics
