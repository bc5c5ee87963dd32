"""`news publish`: what is sent, noted, refused and gone on with; a publisher that keeps what it gets."""

from __future__ import annotations

import asyncio
import json
from itertools import count
from pathlib import Path

import pytest

from pipeline.cli import publish as verb
from pipeline.cli.inputs import content_type
from pipeline.cli.main import main
from pipeline.errors import BrokerError, UsageError
from pipeline.intake.files import InputRecord
from pipeline.kafka.records import Receipt


class Publisher:
    """Takes what it is given, in any order; refuses what holds `refuse`, ends at `gone`."""

    sent: list
    under_way: int
    most: int

    def __init__(self, settings) -> None:
        self._next = count()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *raised) -> None:
        pass

    async def send(self, raw):
        return await self._take("article", raw.text, raw.site)

    async def send_bytes(self, data, *, content_type=None, where=""):
        return await self._take("bytes", data.decode(), content_type)

    async def _take(self, how, text, more) -> Receipt:
        kind = type(self)
        number = next(self._next)
        kind.under_way += 1
        kind.most = max(kind.most, kind.under_way)
        # The later come first.
        for _ in range(5 - number % 5):
            await asyncio.sleep(0)
        kind.under_way -= 1
        if "refuse" in text:
            raise UsageError("far too much", where="here")
        if "gone" in text:
            raise BrokerError("gone")
        kind.sent.append((how, text, more))
        return Receipt(id=None if "none" in text else "i", key="k", partition=0, offset=number)


@pytest.fixture
def sent(monkeypatch, tmp_path):
    Publisher.sent, Publisher.under_way, Publisher.most = [], 0, 0
    monkeypatch.setattr(verb, "Publisher", Publisher)
    monkeypatch.setenv("NEWS_BROKER", "kafka.example:9092")
    monkeypatch.setenv("NEWS_DATA_DIR", str(tmp_path / "data"))
    return Publisher.sent


@pytest.fixture
def lines(tmp_path):
    """Write a JSON Lines file of such texts; return its path."""

    def write(*texts: str) -> str:
        path = tmp_path / "a.jsonl"
        path.write_text("".join(f"{json.dumps({'text': text})}\n" for text in texts), "utf-8")
        return str(path)

    return write


def texts(sent) -> set[str]:
    return {json.loads(text)["text"] for _, text, _ in sent}


def test_receipts_come_in_order_whatever_is_acknowledged_first(sent, lines, capsys):
    path = lines(*map(str, range(7)))
    assert main(["publish", path]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out == [f"i\t0\t{n}\t{path}:{n + 1}" for n in range(7)]
    assert [how for how, _, _ in sent] == ["bytes"] * 7


def test_receipts_as_json_and_bytes_without_an_article(sent, lines, capsys):
    path = lines("none", "a")
    assert main(["publish", "--json", path]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0]) == {
        "id": None, "partition": 0, "offset": 0, "source_id": f"{path}:1",
    }  # fmt: skip
    assert main(["publish", path]) == 0
    assert capsys.readouterr().out.startswith("-\t0\t0\t")


def test_what_is_refused_is_named_and_counted_and_stops_nothing(sent, lines, capsys):
    assert main(["publish", lines("a", "refuse", "b")]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 2
    assert err == "news: here: far too much\n"


def test_what_was_not_read_is_refused(sent, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("pipeline.intake.files.LARGEST_BYTES", 3)
    (tmp_path / "a.txt").write_text("xxxx")
    (tmp_path / "b.txt").write_text("x")
    assert main(["publish", str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]) == 1
    assert capsys.readouterr().err.startswith(f"news: {tmp_path / 'a.txt'}: the article is too")
    assert sent == [("bytes", "x", "text/plain")]


def test_an_interrupted_publish_goes_on_where_it_stopped(sent, lines, tmp_path, capsys):
    path = lines("a", "b", "gone", "c")
    assert main(["publish", path]) == 3
    assert texts(sent) >= {"a", "b"}
    assert len(list((tmp_path / "data" / "publish").iterdir())) == 1
    capsys.readouterr()
    sent.clear()
    assert main(["publish", lines("a", "b", "d", "c")]) == 0
    assert texts(sent) == {"d", "c"}
    out, err = capsys.readouterr()
    assert err == "news: going on after the 2 articles that were sent before\n"
    assert len(out.splitlines()) == 2
    # A finished run is forgotten: the next one sends all again.
    assert list((tmp_path / "data" / "publish").iterdir()) == []
    sent.clear()
    assert main(["publish", path]) == 0
    assert len(sent) == 4


def test_stopped_by_hand_it_says_how_to_go_on(sent, lines, monkeypatch, capsys):
    async def stop(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(verb._Sender, "send", stop)
    assert main(["publish", lines("a")]) == 130
    assert capsys.readouterr().err == "news: stopped; the same command goes on from here\n"


def test_64_articles_are_under_way_at_once(sent, lines, capsys):
    path = lines(*map(str, range(200)))
    assert main(["publish", path]) == 0
    sources = [line.split("\t")[3] for line in capsys.readouterr().out.splitlines()]
    assert sources == [f"{path}:{n + 1}" for n in range(200)]
    assert 5 < Publisher.most <= 64
    assert len(sent) == 200


@pytest.mark.parametrize("rate", [50, 100])
def test_a_rate_is_articles_a_second_and_one_at_a_time(sent, lines, monkeypatch, rate):
    slept: list[float] = []
    shown: list[bytes] = []
    clock = [100.0]

    async def sleep(seconds):
        if seconds:
            slept.append(seconds)
            # Each is shown before the next is waited for.
            assert len(shown) == len(slept)
            clock[0] += max(seconds, 0)

    class Loop:
        def time(self):
            return clock[0]

    async def rated():
        monkeypatch.setattr(verb.asyncio, "sleep", sleep)
        monkeypatch.setattr(verb.asyncio, "get_running_loop", Loop)
        monkeypatch.setattr(verb, "write_line", shown.append)
        sender = verb._Sender(verb.Journal(Path(), "b", ["-"]), rate=rate, as_json=False)
        given = [InputRecord(source_id=str(n), data=b"x") for n in range(5)]
        await sender.send(given, None)

    asyncio.run(rated())
    assert sum(slept) == pytest.approx(4 / rate)
    assert Publisher.most == 1


@pytest.mark.parametrize(
    ("fields", "sent_as"),
    [
        ({}, ("article", "a", "named.example")),
        ({"site": "own.example"}, ("bytes", None)),
        ({"url": "http://own.example/1"}, ("bytes", None)),
        ({"site": "named.example"}, ("article", "a", "named.example")),
    ],
)
def test_an_envelope_of_ours_is_made_only_where_we_alone_know_the_site(
    sent, tmp_path, fields, sent_as
):
    (tmp_path / "a.json").write_text(json.dumps({"text": "a"} | fields))
    assert main(["publish", str(tmp_path / "a.json"), "--site", "named.example"]) == 0
    ((how, text, more),) = sent
    assert (how, more) == ((sent_as[0], sent_as[-1]))
    assert text == "a" if how == "article" else json.loads(text) == {"text": "a"} | fields


def test_what_is_no_article_goes_as_it_is(sent, tmp_path):
    (tmp_path / "a.json").write_text("{broken")
    assert main(["publish", str(tmp_path / "a.json"), "--site", "named.example"]) == 0
    assert sent == [("bytes", "{broken", None)]


@pytest.mark.parametrize(
    ("kind", "charset", "header"),
    [
        ("application/json", None, None),
        ("text/html", None, "text/html"),
        ("text/plain", "gbk", "text/plain; charset=gbk"),
        ("application/json", "gbk", "application/json; charset=gbk"),
    ],
)
def test_an_envelope_in_utf8_needs_no_header(kind, charset, header):
    record = InputRecord(source_id="a", data=b"", content_type=kind, charset=charset)
    assert content_type(record) == header
