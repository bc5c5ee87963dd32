"""A Kafka client's own tasks being cancelled, told apart from ours being cancelled.

aiokafka cancels what it has running when a connection goes, and may hand that on to who waits for
it. A loop that took it for its own end would stop for ever, without a word.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

# Seconds to part from a broker that may be gone.
_PARTING = 5.0


class ClientCancelledError(ConnectionError):
    """A client cancelled what we waited for; nobody asked us to end."""


async def unless_ours(waited: Awaitable[T]) -> T:
    """Wait for something of a client.

    Raises:
        ClientCancelledError: It was cancelled, and the task that waits was not.
    """
    try:
        return await waited
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        raise ClientCancelledError("a client's own task was cancelled") from error


async def part(leaving: Coroutine[Any, Any, object], seconds: float = _PARTING) -> None:
    """Let a client end within `seconds`, whatever it raises, and go on without it after that."""
    task = asyncio.ensure_future(leaving)
    try:
        await asyncio.wait({task}, timeout=seconds)
    finally:
        task.cancel()
        task.add_done_callback(_forget)


def _forget(task: asyncio.Task[object]) -> None:
    """Take note of what a task raised: nobody else does."""
    if not task.cancelled():
        task.exception()
