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
    told = {"tell": verb.warn, "key": None}
    assert Consumer.asked == {"group": "desk", "since": 7.0, "follow": True, **told}
    assert main(["consume"]) == 0
    assert Consumer.asked == {"group": None, "since": None, "follow": False, **told}


RIVER = {
    "uri": "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e",
    "headlines": [{"role": "main", "value": "石桥\n通车"}],
    "contentCreated": None,
    "enrichment": FACTS | {"duplicate": {"status": "original"}},
}
OTHER = RIVER | {"uri": "urn:uuid:7c9e6679-7425-40de-944b-e07fc1f90ae7"}
RIVER_ID = RIVER["uri"].removeprefix("urn:uuid:")


@pytest.mark.parametrize("word", [RIVER_ID, RIVER["uri"], RIVER_ID.upper()])
def test_one_article_is_asked_for_by_its_id_and_one_partition_is_read(given, capsysbinary, word):
    given(OTHER, RIVER, RIVER)
    assert main(["consume", "--id", word, "--fields", " uri,"]) == 0
    assert (
        capsysbinary.readouterr().out.splitlines() == [b'{"uri":"%s"}' % RIVER["uri"].encode()] * 2
    )
    assert Consumer.asked["key"] == RIVER_ID


def test_a_limit_counts_what_is_printed(given, capsysbinary):
    given(OTHER, {"uri": "a"}, RIVER, RIVER, RIVER)
    assert main(["consume", "--site", "river.example", "--limit", "2", "--fields", "uri"]) == 0
    assert len(capsysbinary.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--limit", "2", "--group", "desk"], b"--limit and --group"),
        (["--id", "gate-7"], b"neither an article's id nor a URL"),
        (["--limit", "0"], b"--limit"),
    ],
)
def test_what_cannot_be_asked_for_is_told(given, capsysbinary, asked, told):
    given(RIVER)
    assert main(["consume", *asked]) == 2
    out, err = capsysbinary.readouterr()
    assert out == b""
    assert told in err


def test_fields_are_paths_and_what_is_not_there_is_null(given, capsysbinary):
    given(RIVER)
    assert main(["consume", "--fields", "headlines.0.role,headlines.7.role,uri.x,none"]) == 0
    assert json.loads(capsysbinary.readouterr().out) == {
        "headlines.0.role": "main", "headlines.7.role": None, "uri.x": None, "none": None,
    }  # fmt: skip


def test_a_table_has_a_heading_once_and_a_row_an_article(given, capsysbinary):
    given(RIVER, OTHER)
    assert main(["consume", "--table"]) == 0
    above, first, second = capsysbinary.readouterr().out.decode().splitlines()
    assert above.split() == [
        "contentCreated",
        "site",
        "pubStatus"[:8],
        "status",
        "uri",
        "headlines",
    ]
    assert first.split() == ["-", "river.example", "-", "original", RIVER["uri"], "石桥", "通车"]
    assert first.index("urn:") == above.index("uri") == second.index("urn:")
    assert main(["consume", "--table", "--fields", "enrichment.entities,uri"]) == 0
    assert capsysbinary.readouterr().out.splitlines()[1].split() == [b"[]", RIVER["uri"].encode()]


@pytest.mark.parametrize(
    ("arguments", "rows"), [([], True), (["--json"], False), (["--ninjs"], False)]
)
def test_rows_are_for_a_terminal(given, capsysbinary, monkeypatch, arguments, rows):
    given(RIVER)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main(["consume", *arguments]) == 0
    assert capsysbinary.readouterr().out.startswith(b"contentCreated") is rows
