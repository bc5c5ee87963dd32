"""`news publish`: what is sent, noted, refused and gone on with; a publisher that keeps what it gets."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from itertools import count
from pathlib import Path

import pytest

from pipeline.cli import sending
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
    monkeypatch.setattr(sending, "Publisher", Publisher)
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
    assert main(["publish", "--again", path]) == 0
    assert capsys.readouterr().out.startswith("-\t0\t0\t")


def test_what_is_refused_is_named_and_counted_and_stops_nothing(sent, lines, capsys):
    assert main(["publish", lines("a", "refuse", "b")]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 2
    assert err == "news: here: far too much\nnews: 1 not sent, each named above\n"


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
    assert err == "news: 2 were sent before and are not sent again; --again sends them\n"
    assert len(out.splitlines()) == 2
    # A finished run is remembered too: only what was changed goes out, unless all is asked for.
    sent.clear()
    assert main(["publish", lines("a", "b", "d", "e")]) == 0
    assert texts(sent) == {"e"}
    sent.clear()
    assert main(["publish", lines("a", "b", "d", "e")]) == 0
    assert sent == []
    assert "4 were sent before" in capsys.readouterr().err
    assert main(["publish", path, "--again"]) == 0
    assert len(sent) == 4
    sent.clear()
    assert main(["publish", path]) == 0
    assert sent == []


def test_another_site_makes_other_articles(sent, lines):
    path = lines("a")
    for site in ("a.example", "b.example", "a.example"):
        assert main(["publish", path, "--site", site]) == 0
    assert [more for _, _, more in sent] == ["a.example", "b.example"]


def test_stopped_by_hand_it_says_how_to_go_on(sent, lines, monkeypatch, capsys):
    async def stop(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(sending.Sender, "send", stop)
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
        monkeypatch.setattr(sending.asyncio, "sleep", sleep)
        monkeypatch.setattr(sending.asyncio, "get_running_loop", Loop)
        monkeypatch.setattr(sending, "write_line", shown.append)
        sender = sending.Sender(sending.Journal(Path(), "b", ["-"]), rate=rate, as_json=False)
        given = [
            InputRecord(source_id=str(n), data=b"x", content_type="text/plain") for n in range(5)
        ]
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


def test_what_is_no_article_is_named_with_its_id_and_not_sent(sent, tmp_path, capsys):
    path = tmp_path / "a.jsonl"
    path.write_text('{broken\n{"id": "x7", "text": 5}\n{"text": "a"}\n{"id": 8, "text": [[[\n')
    (tmp_path / "b.txt").write_bytes(b"")
    assert main(["publish", str(tmp_path)]) == 1
    assert texts(sent) == {"a"}
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith(f"news: {path}:1: not JSON: ")
    assert told[1].startswith(f"news: {path}:2 (id x7): `text` is int")
    assert told[2].startswith(f"news: {path}:4 (id 8): not JSON")
    assert told[3].startswith(f"news: {tmp_path / 'b.txt'}: the article has no text")
    assert told[4:] == ["news: 4 not sent, each named above"]
    # What is at fault is told each time; what was sent before is not sent again.
    sent.clear()
    assert main(["publish", str(tmp_path)]) == 1
    assert sent == []
    assert capsys.readouterr().err.splitlines()[4].startswith("news: 1 were sent before")


def test_strict_stops_at_the_first_that_is_refused(sent, tmp_path, capsys):
    (tmp_path / "a.txt").write_text("a", "utf-8")
    (tmp_path / "b.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "c.txt").write_text("c", "utf-8")
    (tmp_path / "d.txt").write_bytes(b"")
    assert main(["publish", "--strict", str(tmp_path)]) == 1
    assert [text for _, text, _ in sent] == ["a"]
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith(f"news: {tmp_path / 'b.txt'}: No such file")
    assert told[1:] == ["news: 1 not sent, each named above: stopped at the first (--strict)"]
    assert main(["publish", str(tmp_path)]) == 1
    assert [text for _, text, _ in sent] == ["a", "c"]
    assert "news: 2 not sent" in capsys.readouterr().err


def test_strict_stops_at_what_the_broker_would_not_take(sent, lines):
    assert main(["publish", "--strict", lines("refuse", *["a"] * 200)]) == 1
    assert len(sent) <= 64


@pytest.fixture
def stdin(monkeypatch):
    def give(*texts: str) -> None:
        data = "".join(f"{json.dumps({'text': text})}\n" for text in texts).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return give


def test_standard_input_goes_on_from_the_line_that_is_told(sent, stdin, capsys):
    stdin("a", "b", "gone", "c")
    assert main(["publish", "-"]) == 3
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "news: line 2 was sent; go on with --resume-from 3"
    sent.clear()
    stdin("a", "b", "d", "c")
    assert main(["publish", "-", "--resume-from", "3"]) == 0
    assert texts(sent) == {"d", "c"}
    out, err = capsys.readouterr()
    assert [line.split("\t")[3] for line in out.splitlines()] == ["-:3", "-:4"]
    assert err == ""


def test_a_line_to_go_on_from_is_one_of_standard_input(sent, lines, capsys):
    assert main(["publish", lines("a"), "--resume-from", "3"]) == 2
    assert "--resume-from is for standard input" in capsys.readouterr().err
    assert sent == []


def test_a_broker_that_is_gone_before_the_first_article_says_no_more(sent, stdin, capsys):
    stdin("gone")
    assert main(["publish", "-"]) == 3
    assert capsys.readouterr().err == "news: gone\n"


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
