"""`news consume`: what is printed, passed over and counted; records as they were read."""

from __future__ import annotations

import json

import pytest

from pipeline.cli import consume as verb
from pipeline.cli.main import main
from pipeline.kafka.records import Record

FACTS = {"site": "river.example", "entities": []}


class Consumer:
    """Hands on such values as they stand in a topic."""

    values: tuple = ()
    asked: dict

    def __init__(self, settings, **asked) -> None:
        type(self).asked = asked

    async def __aenter__(self):
        return self

    async def __aexit__(self, *raised) -> None:
        pass

    async def __aiter__(self):
        for offset, value in enumerate(self.values):
            yield Record(
                topic="t", partition=3, offset=offset, timestamp=0.0, key=None, value=value
            )


@pytest.fixture
def given(monkeypatch):
    monkeypatch.setattr(verb, "Consumer", Consumer)
    monkeypatch.setenv("NEWS_BROKER", "kafka.example:9092")

    def give(*values) -> None:
        Consumer.values = tuple(
            json.dumps(value).encode() if isinstance(value, dict) else value for value in values
        )

    return give


def test_what_was_deleted_is_passed_over_and_what_is_damaged_is_counted(given, capsysbinary):
    given({"uri": "a"}, None, b"{broken", {"uri": "b"})
    assert main(["consume"]) == 1
    out, err = capsysbinary.readouterr()
    assert [json.loads(line) for line in out.splitlines()] == [{"uri": "a"}, {"uri": "b"}]
    assert err.startswith(b"news: partition 3, offset 2: not JSON")
    assert err.count(b"\n") == 1


def test_whole_records_make_exit_code_0(given, capsysbinary):
    given(None, {"uri": "a"})
    assert main(["consume"]) == 0


def test_only_what_was_asked_for_is_printed_and_plain_where_asked(given, capsysbinary):
    other = {"uri": "b", "enrichment": FACTS | {"site": "hill.example"}}
    given({"uri": "a", "enrichment": FACTS}, other)
    assert main(["consume", "--site", "river.example"]) == 0
    assert json.loads(capsysbinary.readouterr().out) == {"uri": "a", "enrichment": FACTS}
    assert main(["consume", "--site", "hill.example", "--ninjs"]) == 0
    assert json.loads(capsysbinary.readouterr().out) == {"uri": "b"}


def test_options_reach_the_consumer(given, capsysbinary):
    given()
    assert main(["consume", "--follow", "--since", "7", "--group", "desk"]) == 0
    told = {"tell": verb.warn}
    assert Consumer.asked == {"group": "desk", "since": 7.0, "follow": True, **told}
    assert main(["consume"]) == 0
    assert Consumer.asked == {"group": None, "since": None, "follow": False, **told}
