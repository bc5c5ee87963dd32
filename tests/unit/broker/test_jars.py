"""The lock of the broker's jars, and what happens when one cannot be had or is not the right one."""

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from pipeline.broker.jar_lock import Jar, locked_jars, parse_lock
from pipeline.broker.jars import ensure_jars
from pipeline.errors import BrokerError, ResourceError

PythonResolver = pytest.importorskip(
    "jgo.maven", reason="the extra [demo] is not installed: make test"
).PythonResolver

CONTENT = b"not really a jar"
JAR = Jar(
    group="org.example", artifact="thing", version="1.0", sha256=hashlib.sha256(CONTENT).hexdigest()
)


@pytest.fixture
def download(monkeypatch):
    """A Maven repository that serves what `served` says; counts what was fetched."""
    served = {"content": CONTENT, "fetched": 0}

    def fetch(self, artifact):
        served["fetched"] += 1
        if isinstance(served["content"], Exception):
            raise served["content"]
        artifact.cached_path.parent.mkdir(parents=True, exist_ok=True)
        artifact.cached_path.write_bytes(served["content"])
        return artifact.cached_path

    monkeypatch.setattr(PythonResolver, "download", fetch)
    return served


class Mirror(BaseHTTPRequestHandler):
    """A Maven repository on loopback that holds one jar."""

    def do_GET(self):
        there = self.path == "/maven/org/example/thing/1.0/thing-1.0.jar"
        self.send_response(200 if there else 404)
        self.end_headers()
        self.wfile.write(CONTENT if there else b"")

    def log_message(self, *arguments):
        pass


def test_the_user_s_own_repository_goes_first(tmp_path, monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Mirror)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    config = tmp_path / "jgo.conf"
    config.write_text(f"[repositories]\nown = http://127.0.0.1:{server.server_port}/maven\n")
    monkeypatch.setenv("JGO_CONFIG_FILE", str(config))
    try:
        (path,) = ensure_jars(tmp_path / "cache", (JAR,))
    finally:
        server.shutdown()
        server.server_close()
    assert path.read_bytes() == CONTENT
    assert path.is_relative_to(tmp_path / "cache" / "maven")


def test_our_lock_pins_one_kafka_with_every_jar_once():
    jars = locked_jars()
    names = [(jar.group, jar.artifact) for jar in jars]
    assert len(set(names)) == len(names) > 30
    kafka = {jar.version for jar in jars if jar.group == "org.apache.kafka"}
    assert kafka == {"4.1.1"}
    assert all(set(jar.sha256) <= set("0123456789abcdef") for jar in jars)


@pytest.mark.parametrize("line", ["a:b " + "0" * 64, "a:b:1", "a:b:1 abc"])
def test_a_damaged_line_is_named(line):
    with pytest.raises(ResourceError, match=r"kafka-jars\.lock:2"):
        parse_lock(f"# head\n{line}\n")


def test_a_jar_is_fetched_once(tmp_path, download):
    told = []
    first = ensure_jars(tmp_path, (JAR,), lambda done, total: told.append((done, total)))
    assert first[0].read_bytes() == CONTENT
    assert ensure_jars(tmp_path, (JAR,)) == first
    assert download["fetched"] == 1
    assert told == [(1, 1)]


def test_two_that_start_at_once_fetch_it_once(tmp_path, download):
    with ThreadPoolExecutor(max_workers=4) as pool:
        found = list(pool.map(lambda _: ensure_jars(tmp_path, (JAR,)), range(4)))
    assert len(set(found)) == 1
    assert download["fetched"] == 1


def test_a_download_that_was_cut_off_is_fetched_again(tmp_path, download):
    (path,) = ensure_jars(tmp_path, (JAR,))
    path.write_bytes(CONTENT[:5])
    assert ensure_jars(tmp_path, (JAR,))[0].read_bytes() == CONTENT
    assert download["fetched"] == 2


def test_another_jar_than_the_pinned_one_is_refused_and_not_kept(tmp_path, download):
    download["content"] = b"something else"
    with pytest.raises(BrokerError, match=r"org\.example:thing:1\.0: .*SHA-256 differs"):
        ensure_jars(tmp_path, (JAR,))
    assert not list(tmp_path.rglob("*.jar"))


@pytest.mark.parametrize(
    "fault", [requests.ConnectionError("no route"), RuntimeError("not found"), OSError("disk full")]
)
def test_a_jar_that_cannot_be_had_is_one_clear_line(tmp_path, download, fault):
    download["content"] = fault
    with pytest.raises(BrokerError) as raised:
        ensure_jars(tmp_path, (JAR,))
    line = str(raised.value)
    assert line.startswith("org.example:thing:1.0: the embedded broker's jar cannot be had")
    assert "NEWS_BROKER" in line
    assert "\n" not in line
    assert raised.value.exit_code == 3


def test_blank_lines_and_comments_are_no_jars():
    text = f"\n# head\n  \norg.example:thing:1.0 {JAR.sha256}\n\n"
    assert parse_lock(text) == (JAR,)
    assert JAR.coordinate == "org.example:thing:1.0"


def test_progress_is_told_of_every_jar_that_is_there(tmp_path, download):
    other = Jar(group="org.example.sub", artifact="other", version="2", sha256=JAR.sha256)
    told: list[tuple[int, int]] = []

    def tell(done, total):
        told.append((done, total))

    ensure_jars(tmp_path, (JAR,), tell)
    ensure_jars(tmp_path, (JAR, other), tell)
    paths = ensure_jars(tmp_path, (JAR, other), tell)
    assert told == [(1, 1), (2, 2), (2, 2)]
    assert [str(path.relative_to(tmp_path / "maven")) for path in paths] == [
        "org/example/thing/1.0/thing-1.0.jar",
        "org/example/sub/other/2/other-2.jar",
    ]
