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


def test_who_else_must_hear_of_it():
    """The second name of an old one joins the first: the owner of the larger hears it."""
    stage, decisions = Deduplicator(prior=shipped.prior()), {}
    first, better, worse = (
        alias("z", "m", 9.0, 5.0),
        alias("z", "a", 9.0, 1.0),
        alias("z", "q", 9.0, 7.0),
    )
    assert stage.join(first, decisions) == ((first,), ())
    assert stage.join(better, decisions) == ((better,), (alias("m", "a", 5.0, 1.0),))
    assert stage.join(worse, decisions) == ((), (alias("q", "a", 7.0, 1.0),))
    assert stage.join(better, decisions) == ((), ())


def test_what_is_smaller_already_is_told_to_the_other_owner():
    stage, decisions = Deduplicator(prior=shipped.prior()), {}
    assert stage.join(alias("a", "b", 1.0, 2.0), decisions) == ((), (alias("b", "a", 2.0, 1.0),))
    assert stage.join(alias("a", "a", 1.0, 1.0), decisions) == ((), ())
    assert stage.join(alias("b", "a", 1.9, 1.2), decisions)[0] == (alias("b", "a", 1.9, 1.2),)
    assert stage.join(alias("a", "b", 1.9, 1.2), decisions) == ((), (alias("b", "a", 1.0, 1.0),))


def test_owners_of_two_partitions_and_decisions_are_apart():
    stage, decisions = Deduplicator(prior=shipped.prior()), {}
    one = alias("z", "m", 9.0, 5.0)
    for partition in (0, 1):
        assert stage.join(one, decisions, partition=partition) == ((one,), ())
    assert not stage.is_decided(decisions, "z", "m", partition=0)


def test_a_name_is_remembered_for_the_window_of_its_old_time():
    stage, decisions = Deduplicator(prior=shipped.prior(), window_days=3), {}
    day = 86_400.0
    one = alias("z", "m", 100 * day, 5.0)
    stage.join(one, decisions)
    stage.join(alias("y", "m", 102 * day, 5.0), decisions)
    assert stage.join(one, decisions) == ((), ())
    stage.join(alias("x", "m", 103 * day, 5.0), decisions)
    assert stage.join(one, decisions) == ((one,), ())
