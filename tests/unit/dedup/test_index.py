"""One shard of the story index: who is named to whom, lent stories, what is no longer looked at."""

import pytest

from pipeline.dedup.stories.decide import decide
from pipeline.dedup.stories.index import StoryIndex
from pipeline.dedup.tables.day_window import DayWindow
from pipeline.text.fingerprint import hash64
from pipeline.types.records import Alias, Posting, Sketch
from tests.unit.dedup.pages import page

WHOLE = (1 << 40) - 1
DAY = 86_400
NOW = 1_700_000_000.0


class Written(dict):
    """A table that counts what is written to it."""

    writes = 0

    def __setitem__(self, key, value):
        self.writes += 1
        super().__setitem__(key, value)


def posting(name, *numbers, body=None, time=NOW, version="v1", anchors=6, **more):
    values = tuple(number << 28 for number in numbers)
    made = Sketch(
        hashes=values, limit=WHOLE, numbers=(), length=500,
        body=hash64(name) if body is None else body,
    )  # fmt: skip
    return Posting(
        article=name, version=version, event_time=time, shard=0, hashes=values[:anchors],
        partition=more.pop("partition", 0), offset=more.pop("offset", 0), sketch=made, **more,
    )  # fmt: skip


def told(name, story, time=NOW, version="v1"):
    return Posting(
        article=name, version=version, event_time=NOW, shard=0, partition=0, offset=0,
        story=story, story_time=time,
    )  # fmt: skip


def gone(name):
    return Posting(
        article=name, version="v1", event_time=NOW, shard=0, partition=0, offset=0, withdrawn=True
    )


def names(answer):
    return [one.article for one in answer.candidates]


def test_an_answer_says_what_it_answers():
    index = StoryIndex({}, shard=3)
    answer = index.match(posting("a", 1, 2, 3, partition=4, offset=9, version="v7"))
    assert (answer.article, answer.version, answer.shard) == ("a", "v7", 3)
    assert (answer.partition, answer.offset, answer.candidates) == (4, 9, ())


def test_the_three_likest_are_named_the_likest_first():
    index = StoryIndex()
    base = range(1, 11)
    index.match(posting("six", *range(1, 7), *range(21, 25), time=NOW + 5))
    index.match(posting("late", *range(1, 10), 31, time=NOW + 2))
    index.match(posting("early", *range(1, 10), 32, time=NOW + 1))
    index.match(posting("copy", *base, body=1, time=NOW + 9))
    asked = posting("new", *base, body=1, time=NOW + 10, offset=9)
    answer = index.match(asked)
    assert names(answer) == ["copy", "early", "late"]
    assert [(c.similarity, c.exact) for c in answer.candidates] == [
        (1.0, True),
        (0.9, False),
        (0.9, False),
    ]
    assert [c.event_time for c in answer.candidates] == [NOW + 9, NOW + 1, NOW + 2]


def test_one_body_comes_before_what_only_contains_it():
    index = StoryIndex()
    index.match(posting("part", *range(1, 11)))
    index.match(posting("body", *range(1, 11), body=1, time=NOW + 5))
    answer = index.match(posting("new", *range(1, 11), body=1, time=NOW + 9))
    assert [(c.article, c.similarity) for c in answer.candidates] == [("body", 1.0), ("part", 1.0)]


def test_of_equals_the_one_that_came_first_is_named_first():
    index = StoryIndex()
    for name in "dcab":
        index.match(posting(name, 1, 2, 3, body=1))
    assert names(index.match(posting("e", 1, 2, 3, body=1))) == ["d", "c", "a"]


def test_what_is_not_alike_is_not_named():
    index = StoryIndex()
    index.match(posting("a", 1, *range(20, 29)))
    assert names(index.match(posting("b", *range(1, 11)))) == []


def test_asked_again_it_names_the_same_and_writes_nothing():
    table = Written()
    index = StoryIndex(table)
    asked = [posting(name, 1, 2, 3, body=1, offset=n) for n, name in enumerate("abc")]
    first = [index.match(one) for one in asked]
    assert [names(answer) for answer in first] == [[], ["a"], ["a", "b"]]
    index.match(told("b", "a"))
    kept, writes = dict(table), table.writes
    again = [names(index.match(one)) for one in asked]
    index.match(told("b", "a"))
    assert (again, table, table.writes) == ([[], ["a"], ["a", "b"]], kept, writes)


def test_a_new_version_sees_all_that_is_there_but_itself():
    index = StoryIndex({})
    for n, name in enumerate("abc"):
        index.match(posting(name, 1, 2, 3, body=1, offset=n))
    assert names(index.match(posting("a", 1, 2, 3, body=1, offset=3, version="v2"))) == ["b", "c"]
    assert len(index.store) == 3
    # It stands where it came last, and is one article.
    assert names(index.match(posting("d", 1, 2, 3, body=1, offset=4))) == ["b", "c", "a"]


@pytest.mark.parametrize(
    ("source", "found"),
    [((0, 5), []), ((0, 6), ["a"]), ((0, 7), ["a"]), ((1, 0), ["a"]), ((1, 9), ["a"])],
)
def test_what_came_later_on_the_same_partition_is_not_named(source, found):
    index = StoryIndex()
    index.match(posting("a", 1, 2, 3, offset=6))
    assert names(index.match(posting("b", 1, 2, 3, partition=source[0], offset=source[1]))) == found


@pytest.mark.parametrize(("stories", "found"), [(7, 3), (8, 0)])
def test_eight_stories_under_a_hash_make_it_boilerplate(stories, found):
    index = StoryIndex()
    for n in range(stories):
        # One anchor in common, and the rest alike: named, if the anchor is looked at.
        index.match(posting(f"a{n}", 1, *range(100 * n + 100, 100 * n + 103), anchors=1))
    for n in range(8 - stories):
        index.match(posting(f"b{n}", 1, 100, 101, 102, anchors=1))
        index.match(told(f"b{n}", "a0"))
    asked = posting("new", 1, *(100 * n + m for n in range(8) for m in (100, 101, 102)), anchors=1)
    assert len(names(index.match(asked))) == found


def test_eight_members_of_one_story_still_find_the_next():
    index = StoryIndex()
    for n in range(12):
        answer = index.match(posting(f"a{n:02}", 1, 2, 3, body=1, offset=n))
        if n:
            assert names(answer)[0] == "a00"
            index.match(told(f"a{n:02}", "a00"))


def test_a_boilerplate_hash_hides_no_other_hash():
    index = StoryIndex()
    for n in range(8):
        index.match(posting(f"a{n}", 1, *range(100 * n + 100, 100 * n + 104)))
    found = index.match(posting("new", 1, 100, 101, 102, 103))
    assert names(found) == ["a0"]


def test_a_candidate_says_its_story_once_it_is_told():
    index = StoryIndex({})
    index.match(posting("b", 1, 2, 3, time=NOW, version="v5"))
    (found,) = index.match(posting("c", 1, 2, 3)).candidates
    assert (found.story, found.story_time, found.version) == (None, 0, "v5")
    index.match(told("b", "a", NOW - 60))
    (found, _) = index.match(posting("d", 1, 2, 3)).candidates
    assert (found.article, found.story, found.story_time) == ("b", "a", NOW - 60)


def test_a_story_that_was_lent_before_it_was_told_is_mended():
    index = StoryIndex({})
    index.match(posting("b", 1, 2, 3, time=NOW))
    index.match(posting("c", 1, 2, 3))
    assert index.match(told("b", "a", NOW - 60)).aliases == (
        Alias(kind="story", old="b", new="a", old_time=NOW, new_time=NOW - 60),
    )
    # Asked again: the same word, else it is lost with the one who asked.
    assert len(index.match(told("b", "a", NOW - 60)).aliases) == 1


def test_a_story_that_was_lent_to_nobody_or_is_its_own_mends_nothing():
    index = StoryIndex({})
    index.match(posting("b", 1, 2, 3))
    assert index.match(told("b", "a")).aliases == ()
    index.match(posting("c", 1, 2, 3))
    # It was told before it was named: nothing was lent.
    assert index.match(told("b", "a")).aliases == ()
    index.match(posting("d", 7, 8, 9))
    index.match(posting("e", 7, 8, 9))
    assert index.match(told("d", "d")).aliases == ()
    assert index.match(told("nobody", "a")).aliases == ()


def test_a_story_may_be_told_anew():
    table = Written()
    index = StoryIndex(table)
    index.match(posting("c", 1, 2, 3))
    index.match(told("c", "b", NOW - 5))
    index.match(told("c", "a", NOW - 9))
    (found,) = index.match(posting("d", 1, 2, 3)).candidates
    assert (found.story, found.story_time) == ("a", NOW - 9)


def test_a_withdrawn_article_is_named_no_more():
    table = {}
    index = StoryIndex(table)
    index.match(posting("a", 1, 2, 3))
    assert index.match(gone("a")).candidates == ()
    assert (names(index.match(posting("b", 1, 2, 3))), len(table)) == ([], 1)
    index.match(gone("a"))
    assert (len(index.store), index.forgotten) == (1, 0)


def test_what_is_older_than_the_window_is_answered_but_not_kept():
    index = StoryIndex({}, window_days=3)
    index.match(posting("new", 1, 2, 3, time=NOW))
    oldest = NOW - 3 * DAY
    assert names(index.match(posting("old", 1, 2, 3, time=oldest))) == ["new"]
    assert names(index.match(posting("b", 1, 2, 3))) == ["new"]
    index.match(posting("edge", 4, 5, 6, time=oldest + 1))
    assert names(index.match(posting("c", 4, 5, 6))) == ["edge"]


def test_what_has_left_the_window_is_not_named_though_it_is_not_yet_swept():
    index = StoryIndex({}, window_days=3)
    index.match(posting("a", 1, 2, 3, time=NOW))
    index.match(posting("b", 7, 8, 9, time=NOW + 3 * DAY))
    assert names(index.match(posting("c", 1, 2, 3, time=NOW + 3 * DAY))) == ["a"]
    index.match(posting("d", 7, 8, 9, time=NOW + 3 * DAY + 1))
    assert names(index.match(posting("e", 1, 2, 3, time=NOW + 3 * DAY))) == ["c"]
    assert index.forgotten == 0


def test_a_copys_row_has_room_for_its_story_and_an_originals_has_none():
    table = {}
    index = StoryIndex(table)
    index.match(posting("a", 1, 2, 3))
    index.match(posting("b", 1, 2, 3))
    original, copy = sorted(map(len, table.values()))
    assert copy == original + 17 + 4


def test_asked_again_it_gives_the_same_answer_whatever_came_in_between():
    index = StoryIndex({})
    index.match(posting("first", *range(1, 11), partition=1, offset=3))
    asked = posting("a", *range(1, 10), 21, partition=2, offset=5)
    answer = index.match(asked)
    assert names(answer) == ["first"]
    # Copies of its own partition and of others, one of them older by its offset.
    for name, partition, offset in (("b", 2, 6), ("c", 3, 1), ("d", 1, 99)):
        index.match(posting(name, *range(1, 11), partition=partition, offset=offset))
    assert index.match(asked) == answer
    assert StoryIndex(index_rows(index)).match(asked) == answer
    assert index.match(asked) == answer


def index_rows(index):
    """Return the rows that the index has kept, as a takeover finds them."""
    return dict(index.store._durable._table)


def test_asked_again_a_story_that_was_decided_meanwhile_is_told():
    index = StoryIndex({})
    index.match(posting("first", *range(1, 11)))
    asked = posting("a", *range(1, 11), offset=5)
    assert [one.story for one in index.match(asked).candidates] == [None]
    index.match(told("first", "s"))
    assert [one.story for one in index.match(asked).candidates] == ["s"]


def test_a_question_that_never_came_is_asked_after_its_copies():
    """Each sees those before it: nobody is named both ways."""
    index = StoryIndex({})
    asked = posting("a", *range(1, 11), partition=2, offset=5)
    later = posting("b", *range(1, 11), partition=3, offset=1)
    assert names(index.match(later)) == []
    assert names(index.match(asked)) == ["b"]
    assert names(index.match(later)) == []
    # Of its own partition what came later is not named, whoever was asked first.
    own = posting("c", *range(1, 11), partition=2, offset=6)
    assert names(index.match(own)) == ["b", "a"]


def test_a_shard_that_forgot_an_article_names_its_copies_and_it_stays_original():
    index = StoryIndex({})
    asked = posting("a", *range(1, 11), partition=2, offset=5)
    index.match(asked)
    index.match(posting("b", *range(1, 11), partition=3, offset=1))
    index.match(told("b", "a"))
    index.store.forget("a")
    answer = index.match(asked)
    assert [(one.article, one.story) for one in answer.candidates] == [("b", "a")]
    facts = page(number=1).facts
    facts = type(facts)(
        id="a", version="v1", site="s", event_time=NOW, language="zh", origin=facts.origin
    )
    window = DayWindow({}, scope="0", days=30)
    decision, aliases = decide(facts, answer.candidates, window)
    assert (decision.duplicate.status, decision.duplicate.story) == ("original", "a")
    assert (decision.duplicate.of, aliases) == (None, ())


def test_many_copies_at_one_time_are_no_boilerplate():
    index = StoryIndex({})
    for number in range(12):
        index.match(posting(f"copy{number}", 1, 2, 3, body=7, time=NOW + number, partition=number))
    late = index.match(posting("late", 1, 2, 3, body=7, time=NOW + 20, partition=20))
    assert names(late) == ["copy0", "copy1", "copy2"]
