"""Batches in hand: none waits while they are few, the longest waiting is next, none for ever."""

from __future__ import annotations

import asyncio

import pytest

from pipeline.stream.on_kafka.batch_slots import MOST, BatchSlots

LONG = 1.0


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def started(slots: BatchSlots, who: str, within: float = LONG) -> asyncio.Future[bool]:
    return asyncio.ensure_future(slots.take(who, within))


async def test_while_few_are_at_work_nobody_waits() -> None:
    slots = BatchSlots()
    assert [await slots.take(who, LONG) for who in range(MOST)] == [False] * MOST


async def test_one_more_waits_until_one_is_given_back() -> None:
    slots = BatchSlots(2)
    await slots.take("a", LONG)
    await slots.take("b", LONG)
    third = started(slots, "c")
    await settle()
    assert not third.done()
    slots.give_back("a")
    assert await third is True


async def test_who_waits_longest_is_next_also_before_who_comes_just_then() -> None:
    slots = BatchSlots(1)
    await slots.take("a", LONG)
    second, third = started(slots, "b"), started(slots, "c")
    await settle()
    slots.give_back("a")
    late = started(slots, "d")
    await settle()
    assert [each.done() for each in (second, third, late)] == [True, False, False]
    slots.give_back("b")
    await settle()
    assert [third.done(), late.done()] == [True, False]
    slots.give_back("c")
    assert await late is True


async def test_who_waited_long_enough_takes_one_all_the_same() -> None:
    slots = BatchSlots(1)
    await slots.take("hangs", LONG)
    async with asyncio.timeout(LONG):
        assert await slots.take("b", 0.001) is True
    third = started(slots, "c")
    await settle()
    slots.give_back("b")
    await settle()
    assert not third.done(), "one is still out"
    slots.give_back("hangs")
    assert await third is True


async def test_who_stops_waiting_keeps_no_place() -> None:
    slots = BatchSlots(1)
    await slots.take("a", LONG)
    gone, third = started(slots, "b"), started(slots, "c", 10 * LONG)
    await settle()
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    slots.give_back("a")
    async with asyncio.timeout(LONG):
        assert await third is True


async def test_a_slot_that_came_too_late_can_be_given_back() -> None:
    slots = BatchSlots(1)
    await slots.take("a", LONG)
    late = started(slots, "b")
    await settle()
    slots.give_back("a")
    late.cancel()
    with pytest.raises(asyncio.CancelledError):
        await late
    slots.give_back("b")
    assert await slots.take("c", LONG) is False


async def test_who_has_none_may_give_it_back() -> None:
    slots = BatchSlots(1)
    slots.give_back("nobody")
    assert await slots.take("a", LONG) is False
    slots.give_back("nobody")
    third = started(slots, "c")
    await settle()
    assert not third.done()
    third.cancel()
