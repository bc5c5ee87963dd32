"""Large records have their turns: so many bytes at one time, first come, first served."""

from __future__ import annotations

import asyncio
import threading

import pytest

from pipeline.stages.large_records import LargeRecords


class Works:
    """Pieces of work that say when they begin and wait to be let go."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self._go: dict[str, threading.Event] = {}

    def __call__(self, name: str):
        go = self._go.setdefault(name, threading.Event())

        def work() -> str:
            self.begun.append(name)
            assert go.wait(10)
            return name

        return work

    async def begin(self, count: int) -> list[str]:
        async with asyncio.timeout(10):
            while len(self.begun) < count:  # noqa: ASYNC110 - begun in threads
                await asyncio.sleep(0.001)
        # Time for one that must not begin to do so.
        await asyncio.sleep(0.02)
        return self.begun

    def let_go(self, name: str) -> None:
        self._go[name].set()


async def test_no_more_bytes_are_in_work_than_there_is_room_for() -> None:
    works, large = Works(), LargeRecords(most=10)
    calls = [
        asyncio.create_task(large.call(works(name), size))
        for name, size in (("a", 6), ("b", 4), ("c", 1), ("d", 10))
    ]
    assert sorted(await works.begin(2)) == ["a", "b"]
    works.let_go("b")
    assert await works.begin(3) == [*works.begun[:2], "c"]
    works.let_go("c")
    works.let_go("a")
    assert (await works.begin(4))[3] == "d"
    works.let_go("d")
    assert await asyncio.gather(*calls) == ["a", "b", "c", "d"]


async def test_what_is_larger_than_the_room_is_worked_on_alone_and_overtaken_by_none() -> None:
    works, large = Works(), LargeRecords(most=10)
    calls = [
        asyncio.create_task(large.call(works(name), size))
        for name, size in (("a", 1), ("huge", 99), ("b", 1))
    ]
    assert await works.begin(1) == ["a"]
    works.let_go("a")
    assert await works.begin(2) == ["a", "huge"]
    works.let_go("huge")
    assert await works.begin(3) == ["a", "huge", "b"]
    works.let_go("b")
    await asyncio.gather(*calls)


async def test_a_fault_and_one_who_waits_no_longer_leave_their_room_to_others() -> None:
    works, large = Works(), LargeRecords(most=10)

    def broken() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await large.call(broken, 10)
    first = asyncio.create_task(large.call(works("first"), 10))
    gone = asyncio.create_task(large.call(works("gone"), 10))
    last = asyncio.create_task(large.call(works("last"), 10))
    assert await works.begin(1) == ["first"]
    gone.cancel()
    works.let_go("first")
    assert await works.begin(2) == ["first", "last"]
    works.let_go("last")
    assert await asyncio.gather(first, last) == ["first", "last"]
    assert gone.cancelled()


async def test_one_who_is_cancelled_as_its_turn_comes_gives_it_back() -> None:
    works, large = Works(), LargeRecords(most=10)

    async def first() -> None:
        await large.call(works("first"), 10)
        # In this very step of the loop the next one's turn has come.
        gone.cancel()

    begun = asyncio.create_task(first())
    gone = asyncio.create_task(large.call(works("gone"), 10))
    last = asyncio.create_task(large.call(works("last"), 10))
    assert await works.begin(1) == ["first"]
    works.let_go("first")
    assert await works.begin(2) == ["first", "last"]
    works.let_go("last")
    await asyncio.gather(begun, last)
    assert gone.cancelled()
