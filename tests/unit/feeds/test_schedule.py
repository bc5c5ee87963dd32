"""When a feed is asked again."""

import pytest

from pipeline.feeds.schedule import (
    MOST_BACK_OFF,
    MOST_RETRY_AFTER,
    after_fault,
    next_turn,
    retry_after,
)

URL = "https://ferry.example/rss.xml"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("0", 0.0),
        ("999999999999", MOST_RETRY_AFTER),
        ("Sat, 18 May 2024 01:30:10 GMT", 10.0),
        ("Sat, 18 May 2024 01:29:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("٣", None),
    ],
)
def test_what_the_server_says(said, seconds):
    assert retry_after({"retry-after": said}, 1715995800.0) == seconds


def test_a_server_that_says_nothing():
    assert retry_after({}, 0.0) is None


def wait(failures, *, every=600.0, retry=None):
    return after_fault(1000.0, every, url=URL, failures=failures, retry_after=retry) - 1000.0


def test_each_fault_doubles_the_wait_up_to_a_limit():
    spread = next_turn(0.0, 600.0, url=URL) - 600.0
    assert 0 <= spread <= 60
    assert [round(wait(n) - spread) for n in (1, 2, 3, 10, 1000)] == [
        1200,
        2400,
        4800,
        MOST_BACK_OFF,
        MOST_BACK_OFF,
    ]
    # A turn that is longer anyway stays.
    assert wait(3, every=100_000.0) >= 100_000.0


def test_what_the_server_says_goes_before_the_back_off():
    assert wait(5, retry=700.0) < 800.0
    # But no feed is asked before its turn.
    assert wait(5, retry=1.0) >= 600.0


def test_a_feed_that_wants_rest_has_it():
    assert next_turn(0.0, 60.0, url=URL, ttl=3600.0) >= 3600.0
    assert next_turn(0.0, 3600.0, url=URL, ttl=60.0) >= 3600.0
    assert next_turn(0.0, 3600.0, url=URL, ttl=60.0) <= 3960.0


def test_feeds_of_one_start_are_spread():
    turns = {next_turn(0.0, 600.0, url=f"{URL}?{n}") for n in range(50)}
    assert len(turns) == 50
    assert max(turns) - min(turns) > 30
