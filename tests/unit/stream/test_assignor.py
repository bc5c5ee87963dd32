"""Who gets which partitions: as many each, and as few moved as can be."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stream.on_kafka.assignor import NAME, StickyAssignor, share


def shared(partitions: int, held: dict, stored: dict | None = None) -> dict[str, list[int]]:
    return share(range(partitions), held=held, stored=stored or dict.fromkeys(held, ()))


@pytest.mark.parametrize(
    ("partitions", "held", "stored", "found"),
    [
        (4, {"a": (), "b": ()}, {}, {"a": [0, 2], "b": [1, 3]}),
        (3, {"b": (), "a": ()}, {}, {"a": [0, 2], "b": [1]}),
        (1, {"a": (), "b": ()}, {}, {"a": [0], "b": []}),
        (0, {"a": (0,)}, {}, {"a": []}),
        # What is held stays, also where it makes one more.
        (3, {"a": (), "b": (1, 2)}, {}, {"a": [0], "b": [1, 2]}),
        (4, {"a": (0, 1, 2, 3), "b": ()}, {}, {"a": [0, 1], "b": [2, 3]}),
        (5, {"a": (0, 1, 2, 3, 4), "b": ()}, {}, {"a": [0, 1, 2], "b": [3, 4]}),
        (5, {"a": (0, 1, 2), "b": (3, 4), "c": ()}, {}, {"a": [0, 1], "b": [3, 4], "c": [2]}),
        # What nobody holds goes to whose disk has it; what is held does not.
        (4, {"a": (0,), "b": ()}, {"a": (1, 3), "b": (0, 2)}, {"a": [0, 1], "b": [2, 3]}),
        (2, {"a": (0, 1)}, {"a": ()}, {"a": [0, 1]}),
        # Two that both think they hold it: one has it.
        (2, {"a": (0,), "b": (0,)}, {}, {"a": [0], "b": [1]}),
        # A partition that is no more.
        (1, {"a": (7,), "b": (0,)}, {"a": (9,), "b": ()}, {"a": [], "b": [0]}),
    ],
)
def test_shares(partitions, held, stored, found) -> None:
    assert shared(partitions, held, stored or None) == found


@st.composite
def groups(draw):
    partitions = draw(st.integers(0, 24))
    members = draw(st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=7, unique=True))
    owners = draw(
        st.lists(
            st.sampled_from([*members, None]), min_size=partitions, max_size=partitions
        )
    )  # fmt: skip
    held = {m: [p for p, owner in enumerate(owners) if owner == m] for m in members}
    stored = {m: draw(st.lists(st.integers(0, 30), max_size=8)) for m in members}
    return partitions, held, stored


@given(groups())
def test_each_partition_once_none_has_two_more_and_what_is_held_stays(group) -> None:
    partitions, held, stored = group
    found = share(range(partitions), held=held, stored=stored)
    assert sorted(p for mine in found.values() for p in mine) == list(range(partitions))
    sizes = [len(mine) for mine in found.values()]
    assert max(sizes) - min(sizes) <= 1
    least, more = divmod(partitions, len(held))
    kept = {m: len(set(held[m]) & set(found[m])) for m in held}
    # As many stay as any balanced sharing lets stay.
    assert all(kept[m] >= min(len(held[m]), least) for m in held)
    richer = sum(len(mine) > least for mine in held.values())
    assert sum(number > least for number in kept.values()) == min(richer, more)
    again = share(range(partitions), held=found, stored=stored)
    assert again == found, "what is settled stays so"


def test_members_say_what_they_have_and_the_leader_hears_it() -> None:
    cluster = SimpleNamespace(partitions_for_topic={"raw": {0, 1, 2, 3}}.get)
    said = {}
    for member, held, stored in (("a", {2}, {0}), ("b", set(), {3})):
        assignor = StickyAssignor()
        assignor.held, assignor.stored = frozenset(held), frozenset(stored)
        assert assignor.name == NAME == "news-segments"
        said[member] = assignor.metadata(["raw"])
        assert said[member].subscription == ["raw"]
    found = StickyAssignor().assign(cluster, said)
    assert {m: each.assignment for m, each in found.items()} == {
        "a": [("raw", [0, 2])],
        "b": [("raw", [1, 3])],
    }


@pytest.mark.parametrize(
    "words", [b"", b"{", b"[]", b'{"held": 3}', b'{"held": ["x"], "stored": []}']
)
def test_a_member_that_says_nothing_we_know_has_nothing(words) -> None:
    cluster = SimpleNamespace(partitions_for_topic=lambda _: {0, 1})
    other = StickyAssignor()
    other.held = frozenset({0})
    odd = SimpleNamespace(subscription=["raw"], user_data=words)
    found = StickyAssignor().assign(cluster, {"a": odd, "b": other.metadata(["raw"])})
    assert {m: each.assignment for m, each in found.items()} == {
        "a": [("raw", [1])],
        "b": [("raw", [0])],
    }


def test_a_topic_that_is_not_there_yet_is_shared_out_as_nothing() -> None:
    cluster = SimpleNamespace(partitions_for_topic=lambda _: None)
    found = StickyAssignor().assign(cluster, {"a": StickyAssignor().metadata(["raw"])})
    assert found["a"].assignment == [("raw", [])]
