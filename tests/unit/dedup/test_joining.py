"""Stories that turned out to be one: joined by their owners, in any order, into one id."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.dedup.deduplicator import Deduplicator
from pipeline.dedup.links.aliases import resolve
from pipeline.stages import shipped
from pipeline.types.records import Alias


def alias(old, new, old_time=2.0, new_time=1.0):
    return Alias(kind="story", old=old, new=new, old_time=old_time, new_time=new_time)


def told(stage, first, decisions):
    """Let the owners tell each other until nothing is left to say; return what is published."""
    waiting, published = list(first), {}
    while waiting:
        found, further = stage.join(waiting.pop(0), decisions)
        published |= {each.old: each.new for each in found}
        waiting += further
    return published


def test_two_that_take_the_same_story_are_joined():
    """The topic holds one new id for an old one: the second must not undo the first."""
    for order in (("b", "a"), ("a", "b")):
        first = [alias("z", new, 9.0, time) for new, time in zip(order, (1.0, 1.0), strict=True)]
        published = told(Deduplicator(prior=shipped.prior()), first, {})
        assert {resolve(published, name) for name in "abz"} == {"a"}


def test_said_twice_it_is_published_once():
    stage, decisions = Deduplicator(prior=shipped.prior()), {}
    assert told(stage, [alias("b", "a")], decisions) == {"b": "a"}
    state = dict(decisions)
    assert told(stage, [alias("b", "a")], decisions) == {}
    assert decisions == state


def test_the_smaller_stays_whichever_way_it_is_said():
    assert told(Deduplicator(prior=shipped.prior()), [alias("a", "b", 1.0, 2.0)], {}) == {"b": "a"}
    assert told(Deduplicator(prior=shipped.prior()), [alias("a", "b", 1.0, 1.9)], {}) == {"b": "a"}
    assert told(Deduplicator(prior=shipped.prior()), [alias("a", "a", 1.0, 1.0)], {}) == {}


pairs = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=16)
times = st.lists(st.integers(1, 3), min_size=8, max_size=8)


@given(pairs, times)
def test_any_pairs_in_any_order_end_in_the_smallest_of_each_group(said, when):
    names = "abcdefgh"
    first = [alias(names[i], names[j], when[i], when[j]) for i, j in said]
    published = told(Deduplicator(prior=shipped.prior()), first, {})
    groups = [{name} for name in names]
    for i, j in said:
        one = next(group for group in groups if names[i] in group)
        other = next(group for group in groups if names[j] in group)
        if one is not other:
            groups.remove(other)
            one |= other
    for group in groups:
        smallest = min(group, key=lambda name: (when[names.index(name)], name))
        assert {resolve(published, name) for name in group} == {smallest}
