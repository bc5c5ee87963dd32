"""What options mean: times, filters, stages."""

import pytest

from pipeline.cli.brokers import since_seconds
from pipeline.cli.consume import Filter
from pipeline.cli.run import chosen_groups
from pipeline.errors import UsageError
from pipeline.topology import GROUPINGS


@pytest.mark.parametrize(
    ("word", "seconds"),
    [
        (None, None),
        ("90m", 1_000_000 - 5400),
        ("2h", 1_000_000 - 7200),
        ("1.5d", 1_000_000 - 129_600),
        ("30s", 1_000_000 - 30),
        ("0s", 1_000_000),
        (" 1 h ", 1_000_000 - 3600),
        ("3d", 1_000_000 - 259_200),
        ("7", 7),
        (" 1700000000 ", 1_700_000_000),
        ("2024-05-18T09:30:00+02:00", 1_716_017_400),
        ("1700000000", 1_700_000_000),
        ("2024-05-18T09:30:00Z", 1_716_024_600),
        ("2024-05-18T09:30", 1_715_995_800),
        ("2024-05-18", 1_715_961_600),
    ],
)
def test_since(word, seconds):
    assert since_seconds(word, now=1_000_000) == seconds


@pytest.mark.parametrize(
    "word", ["", "yesterday", "5x", "2024-13-01", "2hours", "-2h", "1.h", "1.5", "2h30m"]
)
def test_since_that_is_no_time(word):
    with pytest.raises(UsageError, match="--since"):
        since_seconds(word, now=0)


def entity(name, kind, *, aliases=(), ids=None, key="e1"):
    return {"id": key, "type": kind, "name": name, "aliases": list(aliases), "ids": ids or {}}


DOCUMENT = {
    "enrichment": {
        "site": "river.example",
        "entities": [
            entity("蓝远山", "person", aliases=["蓝"]),
            entity("苏州", "place", ids={"adcode": "320500"}, key="e2"),
            entity("岚图新材", "organisation", ids={"ticker": "688997"}, key="e3"),
        ],
    }
}


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        ({}, True),
        ({"site": "river.example"}, True),
        ({"site": "hill.example"}, False),
        ({"site": ""}, False),
        ({"entity": ""}, False),
        ({"place": "e2"}, True),
        ({"entity": "蓝远山"}, True),
        ({"entity": "蓝"}, True),
        ({"entity": "e1"}, True),
        ({"entity": "688997"}, True),
        ({"entity": "白石川"}, False),
        ({"place": "苏州"}, True),
        ({"place": "320500"}, True),
        ({"place": "蓝远山"}, False),
        ({"entity": "蓝远山", "place": "无锡"}, False),
    ],
)
def test_filter(asked, taken):
    assert Filter(**asked).takes(DOCUMENT) is taken


def test_a_document_without_facts_matches_no_question():
    assert Filter().takes({})
    assert not Filter(entity="蓝远山").takes({})


@pytest.mark.parametrize(
    ("grouping", "stages", "groups"),
    [
        ("split", None, (("clean",), ("dedup",), ("extract",))),
        ("split", " clean ,, extract,", (("clean",), ("extract",))),
        ("dedup+extract", "extract,dedup", (("dedup", "extract"),)),
        ("all", "clean,dedup,extract", (("clean", "dedup", "extract"),)),
    ],
)
def test_chosen_groups(grouping, stages, groups):
    assert chosen_groups(GROUPINGS[grouping], stages) == groups


@pytest.mark.parametrize(
    ("grouping", "stages", "told"),
    [
        ("dedup+extract", "dedup", "tears a group"),
        ("all", "clean", "tears a group"),
        ("split", "clean,boil", "no stage is called 'boil'"),
        ("split", ",", "tears a group"),
    ],
)
def test_stages_that_cannot_be_chosen(grouping, stages, told):
    with pytest.raises(UsageError, match=told):
        chosen_groups(GROUPINGS[grouping], stages)
