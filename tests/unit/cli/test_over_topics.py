"""Verbs over topics in memory: what is printed, what is written, and the exit codes."""

from __future__ import annotations

import json
import sys
import time

import pytest

from pipeline.cli.main import main
from pipeline.codec import decode, encode
from pipeline.kafka.records import raw_id, record_of
from pipeline.stream.dead_letter import refuse, rejected_record
from pipeline.stream.messages import Message
from pipeline.topology import ALIASES, CONTROL, ENRICHED, LINKS, RAW, REJECTED
from pipeline.types.articles import Origin, RawArticle
from pipeline.types.records import Alias, Control, LinkRecord
from tests.made_feeds import item, rss
from tests.misbehaving import plain, web_server
from tests.topics_in_memory import NOW, Topics

HEADLINE = "灯塔博物馆迎来首批访客"
URL = "https://gate.example/7"
RAW_BODY = {"id": "gate-7", "url": URL, "text": "石桥昨天通车。"}
ID = raw_id(RawArticle(origin=Origin(source_id=""), url=URL))


class Desk:
    """Runs verbs, and says what they printed."""

    def __init__(self, topics, capture) -> None:
        self.topics, self.capture = topics, capture
        self.err = ""

    def lines(self, *arguments, code=0):
        """Run a verb; return its lines on standard output."""
        self.capture.readouterr()
        assert main([*map(str, arguments)]) == code
        out, err = self.capture.readouterr()
        self.err = err.decode()
        return out.decode().splitlines()

    def facts(self, *arguments, code=0):
        return [json.loads(line) for line in self.lines(*arguments, "--json", code=code)]

    def link(self, number, *, count=3, headline="", sites=("a.example", "b.example"), marks=()):
        record = LinkRecord(
            id=f"{number:016x}", headline=headline or f"第{number}座灯塔亮灯", decorations=marks,
            sites=sites, site_count=len(sites), first_seen=0.0, last_seen=60.0, count=count,
        )  # fmt: skip
        self.topics.add(LINKS.name, encode(record), key=record.id.encode())

    def alias(self, old, new, *, kind="link"):
        alias = Alias(kind=kind, old=f"{old:016x}", new=f"{new:016x}")
        self.topics.add(ALIASES.name, encode(alias), key=alias.old.encode())

    def raw(self, **fields):
        return self.topics.add(
            RAW.name,
            json.dumps(RAW_BODY | fields, ensure_ascii=False).encode(),
            key=b"gate.example",
        )

    def reject(self, record, *, partition=0, at=NOW, reason="no-article"):
        read = record_of(record)
        message = Message(
            topic=read.topic, partition=read.partition, offset=read.offset, key=read.key,
            timestamp=read.timestamp, value=read.value, headers=read.headers,
        )  # fmt: skip
        output = rejected_record(refuse("clean", reason, "it says nothing"), message, now=at)
        self.topics.add(
            REJECTED.name, output.value, key=output.key, headers=output.headers,
            partition=partition, timestamp=at,
        )  # fmt: skip


@pytest.fixture
def desk(monkeypatch, capsysbinary, tmp_path):
    monkeypatch.setenv("NEWS_BROKER", "kafka.example:9092")
    monkeypatch.setenv("NEWS_DATA_DIR", str(tmp_path / "data"))
    topics = Topics().install(monkeypatch)
    yield Desk(topics, capsysbinary)
    assert topics.open_clients == 0


def test_the_links_of_most_pages_are_printed(desk):
    for number, count in ((1, 3), (2, 9), (3, 5)):
        desk.link(number, count=count, marks=("环球速递",))
    desk.link(1, count=4, sites=("a.example", "c.example"))
    desk.topics.add(LINKS.name, b"{broken", key=b"x")
    assert [(each["headline"], each["count"]) for each in desk.facts("links", "top")] == [
        ("第2座灯塔亮灯", 9), ("第3座灯塔亮灯", 5), ("第1座灯塔亮灯", 4),
    ]  # fmt: skip
    assert desk.err.startswith("news: news.links.v1, partition ")
    assert len(desk.facts("links", "top", "--limit", 2)) == 2
    assert [each["count"] for each in desk.facts("links", "top", "--site", "c.example")] == [4]
    line = desk.lines("links", "top", "--limit", 1)[0]
    assert line == "       9 pages     2 sites  0000000000000002  第2座灯塔亮灯"
    decorations = desk.facts("links", "top", "--decorations")
    assert [each["decoration"] for each in decorations] == ["环球速递"]
    assert "shipped" in desk.lines("links", "top", "--decorations")[0]


def test_a_link_is_shown_by_any_of_its_ids(desk):
    desk.link(1, headline=HEADLINE)
    desk.link(2, count=2)
    desk.alias(2, 1)
    desk.alias(7, 8, kind="story")
    (shown,) = desk.facts("links", "show", "0" * 15 + "2")
    assert (shown["id"], shown["count"], shown["said"]) == ("0" * 15 + "1", 5, None)
    assert shown["aliases"] == ["0" * 15 + "2"]
    assert shown["last_seen"] == "1970-01-01T00:01:00+00:00"
    printed = dict(line.split(None, 1) for line in desk.lines("links", "show", "0" * 15 + "1"))
    assert printed["headline"] == HEADLINE
    assert printed["sites"] == "a.example  b.example"
    assert printed["said"] == "-"
    desk.topics.add(LINKS.name, None, key=b"0" * 15 + b"1")
    desk.topics.add(LINKS.name, None, key=b"0" * 15 + b"2")
    assert desk.lines("links", "show", "0" * 15 + "1", code=1) == []
    assert "no such link was seen" in desk.err


@pytest.mark.parametrize("action", ["allow", "block"])
def test_a_word_on_a_link_is_written_for_what_it_is_called_now(desk, action):
    desk.link(1)
    desk.alias(2, 1)
    (facts,) = desk.facts("links", action, "0" * 15 + "2")
    assert (facts["kind"], facts["name"], facts["said"]) == ("link", "0" * 15 + "1", f"{action}ed")
    (word,) = desk.topics.read(CONTROL.name)
    assert (facts["partition"], facts["offset"]) == (word.partition, word.offset)
    assert word.key == b"link:" + b"0" * 15 + b"1"
    assert decode(word.value, Control) == Control(kind="link", name="0" * 15 + "1", action=action)
    (shown,) = desk.facts("links", "show", "0" * 15 + "1")
    assert shown["said"] == f"{action}ed"
    assert desk.lines("links", action, "0" * 15 + "1", "--undo") == [
        "undone link " + "0" * 15 + "1"
    ]
    assert desk.topics.read(CONTROL.name)[-1].value is None
    assert desk.facts("links", "show", "0" * 15 + "1")[0]["said"] is None


def test_a_word_on_a_decoration_is_written_without_its_marks(desk):
    assert desk.lines("links", "block", "【环球速递】", "--decoration") == [
        "blocked decoration 环球速递"
    ]
    (word,) = desk.topics.read(CONTROL.name)
    assert word.key == "decoration:环球速递".encode()
    desk.lines("links", "block", "【】", "--decoration", code=2)
    desk.lines("links", "allow", " ", code=2)


def test_what_was_rejected_is_listed_as_it_is_asked_for(desk):
    desk.reject(desk.raw(), at=time.time() - 7200)
    desk.reject(desk.raw(id="b"), partition=1, at=time.time() - 60, reason="empty")
    both = desk.facts("rejected", "list")
    assert [each["at"] for each in both] == ["0/0", "1/0"]
    assert (both[0]["stage"], both[0]["attempts"], both[0]["key"]) == ("clean", 1, "gate.example")
    assert both[0]["raw"] == both[0]["read_at"]
    for asked, found in (
        (("--reason", "empty"), ["1/0"]), (("--stage", "extract"), []), (("--since", "1h"), ["1/0"]),
        (("--until", "1h"), ["0/0"]), (("--at", "1/0"), ["1/0"]), (("--id", "gate-7"), ["0/0"]),
        (("--at", "1/0", "--at", "0/0"), ["0/0", "1/0"]),
    ):  # fmt: skip
        assert sorted(each["at"] for each in desk.facts("rejected", "list", *asked)) == found, asked
    (line,) = desk.lines("rejected", "list", "--at", "1/0")
    assert line.split()[0] == "1/0"
    assert line.split()[-5:] == ["empty", "gate.example", "it", "says", "nothing"]


def test_a_rejected_record_is_shown_whole_and_sent_again_once(desk):
    desk.reject(desk.raw())
    (shown,) = desk.facts("rejected", "show", "0/0")
    assert (shown["facts"]["standing"], shown["facts"]["retries"]) == ("open", [])
    assert json.loads(shown["record"]["value_text"])["id"] == "gate-7"
    retry = ("rejected", "retry", "--rate", "1000")
    assert desk.facts(*retry, "--dry-run")[0]["outcome"] == "would-send"
    assert desk.facts(*retry)[0]["outcome"] == "sent"
    assert "news: 1 sent" in desk.err
    assert desk.facts(*retry)[0]["outcome"] == "retried"
    assert len(desk.topics.read(RAW.name)) == 2
    (shown,) = desk.facts("rejected", "show", "0/0")
    assert (shown["facts"]["standing"], len(shown["facts"]["retries"])) == ("retried", 1)
    whole = "\n".join(desk.lines("rejected", "show", "0/0"))
    assert "石桥昨天通车" in whole
    assert desk.lines("rejected", "show", "1/9", code=1) == []
    assert "1/9: no such record" in desk.err
    assert desk.lines(*retry, "--reason", "none") == []
    assert "nothing was rejected that is meant" in desk.err
    exported = [json.loads(line) for line in desk.lines("rejected", "export")]
    assert [(each["topic"], each["offset"]) for each in exported] == [(REJECTED.name, 0)]


def test_raw_bytes_that_are_gone_make_exit_code_1(desk):
    headers = [
        ("x-original-topic", b"news.clean.v1"),
        ("x-raw-partition", b"1"),
        ("x-raw-offset", b"9"),
    ]
    desk.topics.add(REJECTED.name, b"{}", partition=0, headers=headers)
    assert desk.facts("rejected", "retry", code=1)[0]["outcome"] == "gone"


def test_nothing_is_dropped_without_a_word(desk):
    for number in range(3):
        desk.reject(desk.raw(), at=time.time() - 86_400 * (3 - number))
    (cut,) = desk.facts("rejected", "drop", "--before", "36h", code=1)
    assert cut == {"partition": 0, "before_offset": 2, "records": 2, "deleted": False}
    assert "nothing was deleted: give --yes" in desk.err
    assert desk.lines("rejected", "drop", "--before", "36h", code=1) == [
        "partition 0: 2 records before offset 2"
    ]
    assert desk.lines("rejected", "drop", "--before", "9d") == []


def test_a_trace_is_printed_and_an_article_that_nobody_knows_is_told(desk):
    desk.raw()
    (row,) = desk.facts("trace", URL)
    assert (row["what"], row["topic"], row["ms"]) == ("published", RAW.name, round(NOW * 1000))
    assert "its last raw record has come to nothing yet" in desk.err
    assert " published " in desk.lines("trace", "gate-7")[0]
    assert desk.lines("trace", "gate-8", code=1) == []
    assert "no record is of it" in desk.err
    assert desk.lines("trace", URL, "--since", "1h", code=1) == []


def test_a_topic_is_exported_and_taken_back(desk, tmp_path):
    desk.topics.add("own.topic", b'{"a":1}', key=b"k", partition=1, headers=[("h", None)])
    desk.topics.add("own.topic", b"\xff", partition=0, timestamp=NOW + 60)
    lines = desk.lines("export", "own.topic")
    assert [json.loads(line)["partition"] for line in lines] == [0, 1]
    assert desk.lines("export", "own.topic", "--limit", 1) == lines[:1]
    assert desk.lines("export", "own.topic", "--since", "1h") == []
    path = tmp_path / "own.jsonl"
    path.write_text("\n".join([lines[0], "", "{broken", lines[1]]))
    assert desk.lines("import", "other.topic", path, code=1) == []
    assert "2 records were written, 1 lines were none" in desk.err
    assert f"{path}:3: " in desk.err
    there = {each.partition: each for each in desk.topics.read("other.topic")}
    assert (there[1].key, there[1].value, there[1].headers) == (b"k", b'{"a":1}', (("h", None),))
    assert (there[0].value, there[0].timestamp) == (b"\xff", round((NOW + 60) * 1000))
    desk.lines("import", "third.topic", path, "--skip", 3)
    assert [each.partition for each in desk.topics.read("third.topic")] == [1]
    desk.lines("export", " ", code=2)
    desk.lines("import", "own.topic", tmp_path / "none.jsonl", code=2)


def test_articles_are_published_once_and_what_is_none_is_named(desk, tmp_path):
    path = tmp_path / "articles.jsonl"
    two = [json.dumps(RAW_BODY | {"url": f"{URL}/{number}"}) for number in range(2)]
    path.write_text("\n".join(["{broken", *two]))
    receipts = desk.facts("publish", path, code=1)
    assert [each["source_id"] for each in receipts] == [f"{path}:2", f"{path}:3"]
    assert {(each["partition"], each["offset"]) for each in receipts} == {
        (each.partition, each.offset) for each in desk.topics.read(RAW.name)
    }
    assert "1 not sent, each named above" in desk.err
    assert desk.lines("publish", path, code=1) == []
    assert "2 were sent before and are not sent again; --again sends them" in desk.err
    assert len(desk.lines("publish", path, "--again", code=1)) == 2
    # Told to, it ends at the first that is none.
    assert desk.lines("publish", path, "--again", "--strict", code=1) == []


def test_events_are_printed_from_where_they_are_asked_for(desk):
    for number in range(3):
        event = {
            "uri": f"urn:uuid:{number}",
            "enrichment": {"site": "gate.example", "entities": []},
        }
        desk.topics.add(
            ENRICHED.name, json.dumps(event).encode(), key=b"%d" % number,
            timestamp=time.time() if number == 2 else NOW,
        )  # fmt: skip
    assert len(desk.lines("consume")) == 3
    assert len(desk.lines("consume", "--limit", 2)) == 2
    assert [json.loads(each)["uri"] for each in desk.lines("consume", "--since", "1h")] == [
        "urn:uuid:2"
    ]
    assert len(desk.lines("consume", "--group", "desk")) == 3
    assert desk.lines("consume", "--group", "desk") == []
    desk.lines("consume", "--id", "nobody", code=2)
    assert desk.lines("consume", "--id", ID) == []


def test_where_a_person_reads_there_is_a_table_and_ninjs_is_no_table(desk, monkeypatch):
    event = {"uri": "urn:uuid:1", "enrichment": {"site": "gate.example", "entities": []}}
    desk.topics.add(ENRICHED.name, json.dumps(event).encode(), key=b"1")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert not desk.lines("consume")[0].startswith("{")
    assert desk.lines("consume", "--ninjs")[0].startswith("{")


def test_a_feed_is_polled(desk, tmp_path):
    with web_server() as server:
        server.answers["/rss"] = plain(rss([item(1), item(2)]).encode())
        server.answers["/away"] = plain(b"", status=500)
        asked = ("--once", "--pause", "0", "--allow-private", "127.0.0.0/8")
        receipts = desk.facts("feed", f"{server.url}/rss", f"{server.url}/away", *asked, code=1)
        assert {each["source_id"] for each in receipts} == {
            f"https://ferry.example/a/{number}.html" for number in (1, 2)
        }
        there = desk.topics.read(RAW.name)
        assert {(each["partition"], each["offset"]) for each in receipts} == {
            (each.partition, each.offset) for each in there
        }
        assert "news: 2 items sent; 1 of 2 feeds read" in desk.err
        assert desk.lines("feed", f"{server.url}/rss", *asked) == []
        again = desk.lines("feed", f"{server.url}/rss", *asked, "--state", tmp_path / "new.sqlite")
        assert [len(line.split("\t")) for line in again] == [4, 4]
