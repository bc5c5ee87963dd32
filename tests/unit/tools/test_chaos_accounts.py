"""The account of a chaos run: each thing that can go wrong is noticed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tools.chaos.accounts import Event, Read, account
from tools.chaos.articles import records

SENT = {(0, 0): "https://a.example/1", (0, 1): "https://a.example/2", (1, 0): ""}
ONE = Event(
    place=(0, 0), ce_id="1:v:c", url="https://a.example/1", content="x",
    links=frozenset({"l1", "l2"}), story="s1",
)  # fmt: skip
TWO = Event(
    place=(0, 1), ce_id="2:v:c", url="https://a.example/2", content="y",
    links=frozenset({"l1"}), story="s1",
)  # fmt: skip
RIGHT = Read(events=(ONE, TWO), rejected=((1, 0),), links={"l1": 2, "l2": 1})


def account_of(read: Read, raw: Read | None = None, **how):
    return account(SENT, read, raw or read, **how)


def changed(**how) -> Read:
    return replace(RIGHT, **how)


def test_a_right_run_has_no_figure():
    told = account_of(RIGHT)
    assert told.is_clean()
    assert (told.missing, told.both, told.wrong_end, told.strangers) == (frozenset(), 0, 0, 0)
    assert (told.doubles, told.doubles_raw, told.agreement) == (0, 0, None)
    assert told.differing == told.wrong_counts == told.unknown_links == ()


def test_a_lost_record_is_missing():
    told = account_of(changed(events=(ONE,), links={"l1": 1, "l2": 1}))
    assert told.missing == {(0, 1)}
    assert not told.is_clean()
    # A rejection that does not say where its record stood stands for none.
    told = account_of(changed(rejected=(None,)))
    assert told.missing == {(1, 0)}
    assert not told.is_clean()


def test_doubles_are_counted_twice_over_by_what_a_reader_sees():
    again = changed(events=(ONE, TWO, TWO))
    told = account_of(RIGHT, again)
    assert (told.doubles, told.doubles_raw) == (0, 1)
    assert told.is_clean()
    assert account_of(again).doubles == 1
    assert account_of(changed(rejected=((1, 0), (1, 0), (1, 0)))).doubles == 2


def test_the_same_id_with_other_content_is_told():
    told = account_of(changed(events=(ONE, TWO, replace(TWO, content="z"))))
    assert told.differing == (TWO.ce_id,)
    assert not told.is_clean()


@pytest.mark.parametrize(
    ("links", "wrong", "unknown"),
    [
        ({"l1": 3, "l2": 1}, ("l1",), ()),
        ({"l1": 1, "l2": 1}, ("l1",), ()),
        ({"l1": 2}, (), ("l2",)),
        ({"l1": 2, "l2": 1, "l3": 1}, ("l3",), ()),
    ],
)
def test_a_wrong_count_and_a_link_that_the_topic_lacks_are_told(links, wrong, unknown):
    told = account_of(changed(links=links))
    assert (told.wrong_counts, told.unknown_links) == (wrong, unknown)
    assert not told.is_clean()


def test_an_article_that_came_twice_counts_its_links_once_and_as_it_came_last():
    assert account_of(changed(events=(ONE, TWO, TWO))).wrong_counts == ()
    # What its first event named is to be in the topic all the same.
    other = replace(TWO, links=frozenset({"l1", "l9"}))
    told = account_of(changed(events=(ONE, other, TWO)))
    assert (told.wrong_counts, told.unknown_links) == ((), ("l9",))


def test_a_record_in_both_topics_and_one_in_the_wrong_one_are_told():
    told = account_of(changed(rejected=((1, 0), (0, 0))))
    assert (told.both, told.wrong_end) == (1, 0)
    assert not told.is_clean()
    told = account_of(changed(events=(ONE,), rejected=((1, 0), (0, 1)), links={"l1": 1, "l2": 1}))
    assert (told.both, told.wrong_end) == (0, 1)
    assert not told.is_clean()
    poison = replace(TWO, place=(1, 0), url="")
    told = account_of(changed(events=(ONE, TWO, poison), rejected=()))
    assert told.wrong_end == 1


def test_what_nobody_was_told_is_there_is_a_stranger():
    aborted = replace(TWO, place=(1, 7), ce_id="7:v:c", links=frozenset())
    told = account_of(changed(events=(ONE, TWO, aborted)))
    assert told.strangers == 1
    assert not told.is_clean()
    elsewhere = replace(TWO, url="https://a.example/7")
    assert account_of(changed(events=(ONE, elsewhere))).strangers == 1


def test_stories_are_compared_after_aliases():
    without = {ONE.url: "a", TWO.url: "a"}
    apart = changed(events=(ONE, replace(TWO, story="s2")))
    assert account_of(RIGHT, stories=without).agreement == 1.0
    assert account_of(apart, stories=without).agreement == 0.0
    joined = replace(apart, stories={"s2": "s3", "s3": "s1"})
    assert account_of(joined, stories=without).agreement == 1.0


def test_a_seed_gives_the_same_records_and_no_two_are_alike():
    made = records(400, 3)
    assert made == records(400, 3)
    assert made != records(400, 4)
    assert len(made) == 400
    good = [record.url for record in made if record.url]
    assert len(set(good)) == len(good)
    assert 0.02 < 1 - len(good) / len(made) < 0.1
