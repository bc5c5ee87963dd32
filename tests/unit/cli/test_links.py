"""`news links`: what is read of the topics and printed, and which word goes out under which name."""

from __future__ import annotations

import json

import pytest

from pipeline.cli import links as verb
from pipeline.cli.main import main
from pipeline.codec import encode
from pipeline.kafka.control import Spoken
from pipeline.kafka.records import Record
from pipeline.topology import ALIASES, CONTROL, LINKS
from pipeline.types.records import Alias, Control, LinkRecord


def link(name: str, **more) -> LinkRecord:
    facts = {
        "headline": f"第{name}条新闻标题", "decorations": ("每日快看",), "sites": ("a.example", ""),
        "site_count": 2, "first_seen": 0.0, "last_seen": 86_400.5, "count": 3,
    }  # fmt: skip
    return LinkRecord(id=name, **facts | more)


@pytest.fixture
def topics(monkeypatch):
    """Topics by name, each a list of keys and values; and what was said."""
    held: dict = {ALIASES.name: [], LINKS.name: [], CONTROL.name: []}

    class Consumer:
        def __init__(self, settings, *, topic, tell) -> None:
            assert tell is verb.warn
            self.name = topic.name

        async def __aenter__(self):
            return self

        async def __aexit__(self, *raised) -> None:
            pass

        async def __aiter__(self):
            for offset, (key, value) in enumerate(held[self.name]):
                data = value if isinstance(value, bytes | None) else encode(value)
                yield Record(
                    topic=self.name, partition=0, offset=offset, timestamp=0.0,
                    key=key.encode(), value=data,
                )  # fmt: skip

    async def say(settings, key, word):
        held.setdefault("said", []).append((key, word))
        return Spoken(partition=1, offset=2)

    monkeypatch.setattr(verb, "Consumer", Consumer)
    monkeypatch.setattr(verb, "say", say)
    monkeypatch.setenv("NEWS_BROKER", "kafka.example:9092")
    return held


def alias(old: str, new: str, kind="link") -> tuple[str, Alias]:
    return old, Alias(kind=kind, old=old, new=new)


ID, OTHER, THIRD = "00000000000000aa", "00000000000000bb", "00000000000000cc"


def test_a_link_is_shown_with_its_own_other_ids(topics, capsysbinary):
    topics[LINKS.name] = [(ID, link(ID)), (OTHER, link(OTHER, count=4)), ("x", b"{broken")]
    topics[ALIASES.name] = [
        alias(OTHER, ID), alias(THIRD, "00000000000000dd"), alias("s1", ID, "story"),
        alias("00000000000000ee", ID), ("00000000000000ee", None),
    ]  # fmt: skip
    topics[CONTROL.name] = [
        (f"link:{ID}", Control(kind="link", name=ID, action="block")),
        (f"link:{THIRD}", Control(kind="link", name=THIRD, action="allow")),
    ]
    assert main(["links", "show", OTHER, "--json"]) == 0
    out, err = capsysbinary.readouterr()
    found = json.loads(out)
    assert (found["id"], found["aliases"], found["said"]) == (ID, [OTHER], "blocked")
    assert (found["first_seen"], found["last_seen"]) == (
        "1970-01-01T00:00:00+00:00", "1970-01-02T00:00:00+00:00",
    )  # fmt: skip
    assert found["count"] == 7
    assert err.startswith(b"news: news.links.v1, partition 0, offset 2: not JSON")


def test_a_word_that_was_taken_back_does_not_stand(topics, capsysbinary):
    topics[LINKS.name] = [(ID, link(ID))]
    topics[CONTROL.name] = [
        (f"link:{ID}", Control(kind="link", name=ID, action="block")), (f"link:{ID}", None),
    ]  # fmt: skip
    assert main(["links", "show", ID]) == 0
    shown = capsysbinary.readouterr().out.decode()
    assert "said        -\n" in shown
    assert "sites       a.example  (unnamed)\n" in shown


def test_a_link_that_was_deleted_was_not_seen(topics, capsysbinary):
    topics[LINKS.name] = [(ID, link(ID)), (ID, None)]
    assert main(["links", "show", ID]) == 1
    assert b"no such link was seen" in capsysbinary.readouterr().err


def test_the_most_seen_links_come_first_and_under_the_name_that_stands(topics, capsysbinary):
    topics[LINKS.name] = [(ID, link(ID)), (OTHER, link(OTHER, count=9)), (THIRD, link(THIRD))]
    topics[ALIASES.name] = [alias(THIRD, ID)]
    assert main(["links", "top", "--json"]) == 0
    found = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [(each["id"], each["count"]) for each in found] == [(OTHER, 9), (ID, 6)]
    assert main(["links", "top", "--limit", "1"]) == 0
    assert capsysbinary.readouterr().out.split()[:2] == [b"9", b"pages"]


@pytest.mark.parametrize(
    ("arguments", "key", "action"),
    [
        (["block", OTHER], f"link:{ID}", "block"),
        (["allow", ID], f"link:{ID}", "allow"),
        (["allow", ID, "--undo"], f"link:{ID}", None),
        (["block", "青萝小站", "--decoration"], "decoration:青萝小站", "block"),
    ],
)
def test_a_word_goes_out_under_the_name_that_stands(topics, capsysbinary, arguments, key, action):
    topics[ALIASES.name] = [alias(OTHER, ID)]
    assert main(["links", *arguments, "--json"]) == 0
    ((said_key, word),) = topics["said"]
    assert (said_key, word.action if word else None) == (key, action)
    told = json.loads(capsysbinary.readouterr().out)
    assert told == {
        "kind": key.split(":")[0], "name": key.split(":")[1],
        "said": {"block": "blocked", "allow": "allowed", None: "undone"}[action],
        "partition": 1, "offset": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["block", ""], "an empty name is no link"),
        (["block", "  "], "an empty name is no link"),
        (["block", "：", "--decoration"], "holds no decoration"),
    ],
)
def test_a_name_that_is_none_is_told(topics, capsysbinary, arguments, told):
    assert main(["links", *arguments]) == 2
    assert told in capsysbinary.readouterr().err.decode()
    assert "said" not in topics
