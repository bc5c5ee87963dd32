"""A client that cancels its own tasks ends nothing of ours."""

from __future__ import annotations

import asyncio
import gc
import logging

import pytest

from pipeline.kafka.cancelled import ClientCancelledError, part, unless_ours


async def cancelled_by_itself() -> None:
    """Wait for a task that somebody else cancels, as aiokafka does with what it has running."""
    task = asyncio.ensure_future(asyncio.sleep(60))
    asyncio.get_running_loop().call_soon(task.cancel)
    await task


async def test_what_the_client_cancels_is_a_fault_like_another() -> None:
    with pytest.raises(ClientCancelledError) as caught:
        await unless_ours(cancelled_by_itself())
    assert isinstance(caught.value, OSError), "every loop that waits for brokers goes on after it"


async def test_what_we_are_told_to_end_ends() -> None:
    task = asyncio.ensure_future(unless_ours(asyncio.sleep(60)))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_what_comes_of_it_is_handed_on() -> None:
    assert await unless_ours(asyncio.sleep(0, "answer")) == "answer"
    with pytest.raises(ValueError, match="theirs"):
        await unless_ours(fails())


async def fails() -> None:
    raise ValueError("theirs")


@pytest.mark.parametrize("leaving", [fails, cancelled_by_itself], ids=["fails", "cancelled"])
async def test_a_client_may_end_as_it_likes(leaving, caplog) -> None:
    with caplog.at_level(logging.ERROR):
        await part(leaving())
        gc.collect()
        await asyncio.sleep(0)
    assert caplog.records == []


async def test_a_client_that_does_not_end_is_left_behind() -> None:
    ended = []

    async def stays() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append("told to")

    begin = asyncio.get_running_loop().time()
    await part(stays(), 0.05)
    assert asyncio.get_running_loop().time() - begin < 5
    await asyncio.sleep(0)
    assert ended == ["told to"]
