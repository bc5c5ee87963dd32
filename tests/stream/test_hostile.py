"""A share of the bad records of `tests/hostile.py`: each comes out once, none by a fault of ours."""

from __future__ import annotations

import asyncio

import pytest

from pipeline.topology import RAW
from tests.bad_records import BadRecord, bad_record
from tests.hostile import GROWTH, faults_of, judge, outcomes_of, run

GOOD = "{“渡口今天停航，”值班员说，“明天上午九点恢复。”}".encode()
PLAIN = ("content-type", b"text/plain")


def test_a_share_of_them() -> None:
    faults, ways, growth, _ = run(range(1050), seed=11)
    assert faults == []
    assert ways.total() == 1050
    # They are bad in every way, and some are articles all the same.
    assert {"ok", "bad-json", "wrong-type", "empty", "undecodable"} <= set(ways)
    assert growth < GROWTH


@pytest.mark.parametrize("number", range(4))
def test_one_of_each_of_the_largest(number: int) -> None:
    faults, ways = judge([bad_record(number, large=True)])
    assert faults == []
    assert ways.total() == 1


def test_they_are_the_same_for_a_seed() -> None:
    numbers = range(100)
    assert [bad_record(n, 3) for n in numbers] == [bad_record(n, 3) for n in numbers]
    assert [bad_record(n, 3) for n in numbers] != [bad_record(n, 4) for n in numbers]


def test_a_fault_is_found() -> None:
    """The judge is not blind: it names a record with two ends, and one whose bytes are lost."""
    record = BadRecord("made", b"{")
    (found,) = asyncio.run(outcomes_of([record]))
    assert faults_of(record, found) == []
    assert faults_of(record, [*found, *found]) == ["2 outcomes"]
    assert faults_of(record, []) == ["0 outcomes"]
    assert faults_of(record._replace(value=b"["), found) == ["its bytes are not kept"]


@pytest.mark.parametrize("grouping", ["all", "split"])
@pytest.mark.parametrize(
    "header",
    [
        # It stood in the row of the article that waits, which then could not be read back.
        ("tracestate", None),
        ("traceparent", None),
        # They were taken for numbers, and were too large for a rejection or for JSON.
        ("x-attempts", b"9" * 4300),
        ("x-rekeyed", b"9" * 30 + b",0"),
        ("x-rekeyed", b"-5,-6"),
    ],
)
def test_a_header_that_found_a_fault(header: tuple[str, bytes | None], grouping: str) -> None:
    records = [
        BadRecord("made", GOOD, headers=(PLAIN, header)),
        BadRecord("made", b"", headers=(PLAIN, header)),
    ]
    found = asyncio.run(outcomes_of(records, grouping))
    assert [faults_of(*each) for each in zip(records, found, strict=True)] == [[], []]
    assert [outcome.is_rejected for (outcome,) in found] == [False, True]
    assert found[1][0].headers["x-original-topic"] == RAW.name
