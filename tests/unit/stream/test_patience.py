"""How long something waits: by its records, by the watch; clocks that jump decide nothing."""

from __future__ import annotations

import pytest

from pipeline.stream.handlers.patience import (
    LONGEST_WAIT,
    MOST_RECORDS_WAITED,
    Watch,
    overdue_by_records,
)
from pipeline.stream.handlers.waiting_rows import Since
from tests.unit.stream.parts import message

HOURS = 3600
DAY = 86_400
START = 1.7e9
YEARS = {"1970": 0.0, "2099": 4.08e9}


def test_the_limits() -> None:
    assert (LONGEST_WAIT, MOST_RECORDS_WAITED) == (6 * HOURS, 10_000)


@pytest.mark.parametrize(
    ("offset", "after", "found"),
    [
        (10_007, 6 * HOURS, True),
        (10_007, 6 * HOURS - 1, False),
        (10_006, 6 * HOURS, False),
        (99_999, 6 * HOURS - 1, False),
        (8, 99 * HOURS, False),
        (10_007, 7 * DAY, True),
        (10_007, 7 * DAY + 1, None),
        (10_007, -6 * HOURS + 1, False),
        (10_007, -6 * HOURS, None),
        (10_006, 8 * DAY, False),
    ],
)
def test_by_records_it_takes_both_and_times_that_can_be(offset, after, found) -> None:
    read = message(offset, timestamp=START + after)
    assert overdue_by_records(Since(timestamp=START, offset=7), read) is found


@pytest.mark.parametrize("year", YEARS)
def test_records_of_a_wrong_clock_say_nothing(year) -> None:
    wrong, right = YEARS[year], START
    for since, read in ((wrong, right), (right, wrong)):
        found = overdue_by_records(
            Since(timestamp=since, offset=0), message(10_000, timestamp=read)
        )
        assert found is None


def watched(*looks: float, idle_from: int | None = None) -> Watch:
    watch = Watch()
    for number, now in enumerate(looks):
        if idle_from is not None and number < idle_from:
            watch.read(message(number))
        watch.look(now)
    return watch


@pytest.mark.parametrize(
    ("looks", "seconds"),
    [
        ([START], 0),
        ([START, START + 3, START + 7], 7),
        ([START, START + 30], 30),
        ([START, START + 31], 30),
        ([START, YEARS["2099"], START + 3, START + 6], 33),
        ([START, YEARS["1970"], START, START + 3], 33),
        ([START, START, START], 0),
    ],
)
def test_the_watch_counts_what_passes_between_two_looks_and_no_jump(looks, seconds) -> None:
    assert watched(*looks).seconds == seconds


def test_the_first_look_is_told_from_others() -> None:
    watch = Watch()
    assert [watch.look(START), watch.look(START + 1)] == [True, False]


def after(hours: float, *, since: Since, last_record: int | None = None, idle: float = 0) -> bool:
    watch = Watch(hours * HOURS - idle)
    if last_record is not None:
        watch.read(message(last_record))
    watch.look(START)
    watch.look(START + idle)
    return watch.is_overdue(since)


@pytest.mark.parametrize(
    ("hours", "last_record", "idle", "overdue"),
    [
        (7, 100, 10, True),
        (7, 100, 9, False),
        (6.99, 100, 10, False),
        (7, 10_005, 0, True),
        (7, 10_004, 0, False),
        (6.99, 99_999, 0, False),
    ],
)
def test_watched_for_six_hours_it_goes_if_nothing_comes_or_too_much_has(
    hours, last_record, idle, overdue
) -> None:
    since = Since(timestamp=0.0, offset=5, watched=1.0 * HOURS)
    assert after(hours, since=since, last_record=last_record, idle=idle) is overdue


def test_who_takes_a_partition_over_counts_on() -> None:
    watch = Watch(6 * HOURS - 10, 3)
    watch.look(START)
    watch.look(START + 10)
    assert watch.is_overdue(Since(timestamp=0.0, offset=0))
    assert not watch.is_overdue(Since(timestamp=0.0, offset=0, watched=1.0))
