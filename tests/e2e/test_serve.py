"""`news serve` on a real broker: as many records as were answered with 202."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter

import httpx
import pytest

from pipeline.cli.main import main
from pipeline.topology import RAW
from tests.e2e.running import read_topic
from tests.made_feeds import text_of

pytestmark = pytest.mark.kafka

TOKEN = "only-the-desk-knows-it"
HEADERS = {"authorization": f"Bearer {TOKEN}"}
REQUESTS = 10_000
MIB = 2**20


class Serve:
    """A running `news serve`."""

    def __init__(self, env, *options):
        command = [sys.executable, "-m", "pipeline", "serve", "--port", "0", *options]
        self.process = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, encoding="utf-8")
        line = self.process.stderr.readline()
        assert "taking articles on http://" in line, line
        self.url = line.split()[4].removesuffix("/articles")

    def post(self, content, *, kind="application/json", headers=HEADERS, params=None):
        headers = {**headers, "content-type": kind}
        return httpx.post(f"{self.url}/articles", content=content, headers=headers, params=params)


@pytest.fixture(scope="module")
def env(quiet_broker, tmp_path_factory):
    own = {"NEWS_BROKER": quiet_broker.bootstrap, "NEWS_SERVE_TOKEN": TOKEN}
    own["NEWS_DATA_DIR"] = str(tmp_path_factory.mktemp("data"))
    subprocess.run(
        [sys.executable, "-m", "pipeline", "topics", "create"], env=os.environ | own, check=True
    )
    return os.environ | own


@pytest.fixture(scope="module")
def serve(env):
    running = Serve(env, "--max-body", "9", "--pending", "64")
    for _ in range(100):
        try:
            if httpx.get(f"{running.url}/healthz").status_code == 200:
                break
        except httpx.HTTPError:
            time.sleep(0.2)
    yield running
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(60) in (0, 130)


def raw(env, site):
    values = [json.loads(value) for _, _, value in read_topic(env["NEWS_BROKER"], RAW.name)]
    return [each for each in values if site in (each.get("url") or each.get("site") or "")]


def test_each_form_is_answered_with_id_partition_and_offset(serve, env):
    one = {"url": "https://served.example/1", "text": text_of(1), "own_field": 1}
    two = {"url": "https://served.example/2", "text": text_of(2)}
    three = {"url": "https://served.example/3", "text": text_of(3)}
    lines = "\n".join(json.dumps(each) for each in (two, three))
    page = f"<html><body><h1>停航</h1><p>{text_of(4)}</p></body></html>".encode("gbk")
    answers = [
        serve.post(json.dumps(one)),
        serve.post(lines, kind="application/x-ndjson"),
        serve.post(page, kind="text/html; charset=gbk", params={"url": "https://served.example/4"}),
        serve.post(text_of(5), kind="text/plain; charset=utf-8", params={"site": "served.example"}),
    ]
    assert [each.status_code for each in answers] == [202] * 4
    receipts = [receipt for each in answers for receipt in each.json()["articles"]]
    assert len(receipts) == 5
    assert all(set(receipt) == {"id", "partition", "offset"} for receipt in receipts)
    found = raw(env, "served.example")
    assert len(found) == 5
    assert one in found


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 401), ({"authorization": "Bearer no"}, 401), ({"authorization": f"Basic {TOKEN}"}, 401)],
)
def test_without_the_token_nothing_is_taken(serve, headers, status):
    answer = serve.post("{}", headers=headers)
    assert answer.status_code == status
    assert answer.headers["www-authenticate"] == "Bearer"


def test_what_is_no_article_is_named_and_nothing_of_the_request_is_sent(serve, env):
    articles = [{"url": "https://fault.served/1", "text": "渡船开航。"}, {"text": 5}]
    answer = serve.post(json.dumps(articles))
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert (fault["index"], fault["reason"]) == (1, "wrong-type")
    assert raw(env, "fault.served") == []


def test_other_bodies_are_refused(serve):
    assert serve.post("<a/>", kind="application/xml").status_code == 415
    packed = serve.post("{}", headers={**HEADERS, "content-encoding": "gzip"})
    assert packed.status_code == 415
    assert httpx.get(f"{serve.url}/articles", headers=HEADERS).status_code == 405
    assert serve.post(b"x" * (9 * MIB + 1), kind="text/plain").status_code == 413


def test_a_body_that_says_no_length_is_counted(serve):
    def pieces():
        for _ in range(10):
            yield b"x" * MIB

    assert serve.post(pieces(), kind="text/plain").status_code == 413


def test_a_body_that_breaks_off_is_none(serve):
    host, port = serve.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as plug:
        head = f"POST /articles HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {TOKEN}\r\n"
        plug.sendall(f"{head}content-length: 500\r\n\r\n".encode() + b'{"text":')
    assert httpx.get(f"{serve.url}/healthz").json() == {"status": "ok"}


async def answer_of(reader):
    """Return status and Retry-After of an answer: no client library is as fast as the server."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    headers = dict(line.split(": ", 1) for line in head.splitlines()[1:] if line)
    await reader.readexactly(int(headers["content-length"]))
    return int(head.split()[1]), float(headers.get("retry-after", "0"))


@pytest.mark.timeout(600)
def test_ten_thousand_requests(serve, env, capsys):
    """As many 202 as records; who is turned away comes again."""
    host, port = serve.url.removeprefix("http://").split(":")

    async def run():
        numbers = iter(range(REQUESTS))
        answers = Counter()

        async def desk():
            reader, writer = await asyncio.open_connection(host, int(port))
            for number in numbers:
                article = {"url": f"https://many.served/{number}", "text": text_of(number)}
                body = json.dumps(article).encode()
                status = 0
                while status not in (202, 413, 422):
                    head = (
                        f"POST /articles HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {TOKEN}"
                    )
                    writer.write(f"{head}\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body)
                    status, wait = await answer_of(reader)
                    answers[status] += 1
                    await asyncio.sleep(wait / 10)
            writer.close()

        # More at once than are taken.
        await asyncio.gather(*(desk() for _ in range(96)))
        return answers

    started = time.monotonic()
    answers = asyncio.run(run())
    took = time.monotonic() - started
    assert answers[202] == REQUESTS
    assert set(answers) <= {202, 429, 503}
    found = Counter(each["url"] for each in raw(env, "many.served"))
    assert len(found) == REQUESTS
    if not answers[503]:  # a 503 may be on the topic all the same
        assert sum(found.values()) == answers[202]
    with capsys.disabled():
        print(f"\n{REQUESTS:,} requests, {dict(answers)}: {REQUESTS / took:,.0f}/s")


def test_under_pressure_the_sender_is_told_when_to_come_again(env):
    running = Serve(env, "--pending", "1")
    host, port = running.url.removeprefix("http://").split(":")
    try:
        with socket.create_connection((host, int(port))) as plug:
            head = f"POST /articles HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {TOKEN}\r\n"
            plug.sendall(f"{head}content-length: 500\r\n\r\n".encode() + b'{"text":')
            time.sleep(0.5)
            answer = running.post('{"text": "渡船开航。"}')
        assert answer.status_code == 429
        assert answer.headers["retry-after"] == "1"
    finally:
        running.process.kill()


def test_without_a_token_or_a_port_it_does_not_start(env, monkeypatch, capsys):
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NEWS_SERVE_TOKEN", "short")
    assert main(["serve"]) == 2
    assert "less than 16 characters" in capsys.readouterr().err
    monkeypatch.delenv("NEWS_SERVE_TOKEN")
    assert main(["serve"]) == 2
    assert "openssl rand" in capsys.readouterr().err
    monkeypatch.setenv("NEWS_SERVE_TOKEN", TOKEN)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 2
    assert "cannot be taken there" in capsys.readouterr().err
