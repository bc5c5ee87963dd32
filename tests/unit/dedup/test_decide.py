"""The decision about one article: which candidate it copies, who names the story, what is kept."""

import msgspec
import pytest

from pipeline.dedup.stories.decide import MOST_VERSIONS, decide, decided_versions, was_decided
from pipeline.dedup.tables.day_window import DayWindow
from pipeline.types.records import Alias, Candidate
from tests.unit.dedup.pages import page

NOW = 1_700_000_000.0


def window(table=None):
    return DayWindow({} if table is None else table, scope="0", days=30)


def facts(name="m", *, time=NOW, version="v1"):
    return msgspec.structs.replace(page().facts, id=name, event_time=time, version=version)


def candidate(name, alike=0.8, *, time=NOW - 60, exact=False, **story):
    return Candidate(
        article=name, version="v1", event_time=time, similarity=alike, exact=exact, **story
    )


def duplicate(*candidates, **about):
    decision, aliases = decide(facts(**about), candidates, window())
    return decision.duplicate, aliases


def test_without_a_candidate_it_is_its_own_story():
    decision, aliases = decide(facts(time=NOW + 0.9), (), window())
    found = decision.duplicate
    assert (found.status, found.story, found.of, found.similarity) == ("original", "m", None, 0.0)
    assert (found.novelty_days, decision.story_time, aliases) == (0.0, int(NOW), ())


@pytest.mark.parametrize(
    ("candidates", "of"),
    [
        ([candidate("a", 0.9), candidate("b", 0.7, exact=True)], "b"),
        ([candidate("a", 0.7), candidate("b", 0.9)], "b"),
        ([candidate("a", time=NOW - 1), candidate("b", time=NOW - 2)], "b"),
        ([candidate("b"), candidate("a")], "a"),
        ([candidate("a", 0.7, time=NOW - 9), candidate("b", 0.9, time=NOW - 1)], "b"),
        ([candidate("a", 0.9, time=NOW - 9), candidate("b", 0.9, time=NOW - 1, exact=True)], "b"),
    ],
)
def test_the_likest_is_copied(candidates, of):
    """Exact before near, then the more alike, the earlier, the smaller id: whatever the order."""
    for order in (candidates, candidates[::-1]):
        found, _ = duplicate(*order)
        assert (found.of, found.story) == (of, of)


def test_exact_and_near_are_told_apart():
    assert duplicate(candidate("a", 1.0, exact=True))[0].status == "exact"
    assert duplicate(candidate("a", 1.0))[0].status == "near"


def test_a_copy_of_a_copy_is_in_the_story_of_the_first():
    day = 86_400
    copied = candidate("b", 0.65432, time=NOW - 1, story="a", story_time=NOW - 2.5 * day)
    decision, aliases = decide(facts(), [copied], window())
    found = decision.duplicate
    assert (found.story, found.of, found.similarity) == ("a", "b", 0.6543)
    assert (found.novelty_days, decision.story_time, aliases) == (2.5, int(NOW - 2.5 * day), ())


def test_novelty_is_rounded_to_ten_thousandths():
    found, _ = duplicate(candidate("a", time=NOW - 13))
    assert found.novelty_days == 0.0002


@pytest.mark.parametrize(
    ("name", "time", "is_first"),
    [
        ("n", NOW - 60.1, True), ("n", NOW - 59, False), ("a", NOW - 60, True), ("z", NOW - 60, False),
        ("a", NOW - 59.1, True), ("z", NOW - 59.1, False), ("m.", NOW - 60, False),
    ],
)  # fmt: skip
def test_the_earliest_article_names_the_story(name, time, is_first):
    """By whole second, then by id."""
    known = candidate("m", 0.75, time=NOW - 60)
    decision, aliases = decide(facts(name, time=time), [known], window())
    found = decision.duplicate
    if is_first:
        assert (found.status, found.story, found.of, found.similarity) == (
            "original",
            name,
            None,
            0.75,
        )
        assert (decision.story_time, found.novelty_days) == (int(time), 0.0)
        assert aliases == (
            Alias(kind="story", old="m", new=name, old_time=NOW - 60, new_time=time),
        )
    else:
        assert (found.status, found.story, aliases) == ("near", "m", ())
        assert found.novelty_days == round(max(0.0, time - NOW + 60) / 86_400, 4)


def test_an_earlier_article_renames_the_story_not_the_copy():
    known = candidate("b", time=NOW - 1, story="k", story_time=NOW - 30.5)
    _, aliases = decide(facts("c", time=NOW - 31), [known], window())
    assert [(a.old, a.new, a.old_time) for a in aliases] == [("k", "c", NOW - 30.5)]
    # Of one second with the story's first, it is the id that decides; the copy's time does not.
    assert decide(facts("l", time=NOW - 30.2), [known], window())[1] == ()


def test_later_stories_that_are_liker_are_joined_with_the_earlier_one_that_is_followed():
    """Two copies that came at one time were named to each other: the third is still found."""
    later = candidate("x", 0.9, time=NOW + 5)
    also = candidate("y", 0.8, time=NOW + 2, story="w", story_time=NOW + 1)
    earlier, unlike = candidate("a", 0.7, time=NOW - 9), candidate("b", 0.6, time=NOW - 99)
    found, aliases = duplicate(unlike, earlier, also, later, time=NOW)
    assert (found.status, found.story, found.of, found.similarity) == ("near", "a", "a", 0.7)
    assert aliases == tuple(
        Alias(kind="story", old=old, new="a", old_time=time, new_time=NOW - 9)
        for old, time in (("x", NOW + 5), ("w", NOW + 1))
    )


def test_later_stories_take_the_name_of_the_earliest_article():
    twice = [candidate(name, 0.8, story="w", story_time=NOW + 1) for name in "yz"]
    found, aliases = duplicate(*twice, candidate("x", 0.9, time=NOW + 5), time=NOW)
    assert (found.status, found.story, found.of, found.similarity) == ("original", "m", None, 0.9)
    assert [(one.old, one.new) for one in aliases] == [("x", "m"), ("w", "m")]


def test_stories_of_the_same_words_are_joined():
    """Of many copies at one time each shard has seen others first."""
    first = candidate("a", 1.0, time=NOW - 9, exact=True)
    second = candidate("b", 1.0, time=NOW - 8, exact=True, story="w", story_time=NOW - 20)
    third = candidate("c", 1.0, time=NOW - 7, exact=True)
    same = candidate("d", 1.0, time=NOW - 6, exact=True, story="a", story_time=NOW - 9)
    near = candidate("e", 0.9, time=NOW - 5)
    found, aliases = duplicate(near, same, third, second, first, time=NOW)
    assert (found.status, found.story, found.of) == ("exact", "a", "a")
    # An alias leads to the earlier story, whichever of the two was followed.
    assert [(one.old, one.new) for one in aliases] == [("a", "w"), ("c", "a")]


def test_its_own_copies_are_passed_over():
    copied = candidate("b", 0.9, time=NOW + 1, story="m", story_time=NOW)
    found, aliases = duplicate(copied, candidate("a", 0.7, time=NOW - 9), time=NOW)
    assert (found.status, found.of, aliases) == ("near", "a", ())
    alone, aliases = duplicate(copied, time=NOW)
    assert (alone.status, alone.similarity, aliases) == ("original", 0.0, ())


def test_decided_once_for_all():
    table = {}
    first, _ = decide(facts(), [candidate("a")], window(table))
    kept = dict(table)
    again, aliases = decide(facts(), [candidate("b", 1.0, time=NOW + 9)], window(table))
    assert (again, aliases, table) == (first, (), kept)


def test_a_new_version_stays_in_its_story():
    decided = window()
    decide(facts(), [candidate("a", time=NOW - 86_400)], decided)
    update, aliases = decide(
        facts(version="v2"), [candidate("q", 0.7), candidate("p", 0.6)], decided
    )
    found = update.duplicate
    assert (found.status, found.story, found.of, found.similarity) == ("update", "a", "m", 0.7)
    assert (found.novelty_days, update.story_time, aliases) == (1.0, int(NOW - 86_400), ())
    third, _ = decide(facts(version="v3", time=NOW + 86_400), (), decided)
    assert (third.duplicate.similarity, third.duplicate.novelty_days) == (1.0, 2.0)
    # One that says it is older than its story is no days after it.
    early, _ = decide(facts(version="v4", time=NOW - 9 * 86_400), (), decided)
    assert early.duplicate.novelty_days == 0.0


def test_an_update_follows_the_latest_version():
    """The first version is long gone when the fifth has come; the story is still the same."""
    decided = window()
    decide(facts(version="0"), [candidate("a")], decided)
    for number in range(1, 9):
        decision, _ = decide(facts(version=str(number)), (), decided)
        assert decision.duplicate.story == "a"
        kept = [one.version for one in decided_versions(decided, "m")]
        assert kept == [str(n) for n in range(max(0, number - 3), number + 1)]
    assert MOST_VERSIONS == 4
    assert not was_decided(decided, "m", "4")
    assert was_decided(decided, "m", "5")
    assert not was_decided(decided, "n", "5")


def test_a_decision_is_kept_by_the_articles_own_time():
    table = {}
    decided = DayWindow(table, scope="0", days=2)
    day = 86_400.0
    decide(facts("a", time=100 * day), (), decided)
    decide(facts("b", time=101 * day), (), decided)
    assert was_decided(decided, "a", "v1")
    decide(facts("c", time=102 * day), (), decided)
    assert [was_decided(decided, name, "v1") for name in "abc"] == [False, True, True]
