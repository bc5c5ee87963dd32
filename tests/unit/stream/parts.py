"""A record, and a way out that notes what goes through it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace

from pipeline.stream.messages import Message, Output
from pipeline.topology import RAW


def message(offset: int = 0, value: bytes | None = b"x", **how) -> Message:
    return Message(
        **{"topic": RAW.name, "partition": 0, "timestamp": 1.7e9, "offset": offset, "value": value, **how}
    )  # fmt: skip


class Port:
    """Takes what `fails` gives no error for; an error comes at once, or from the awaitable."""

    def __init__(
        self, fails: Callable[[Output], Exception | None] = lambda _: None, *, late: bool = True
    ) -> None:
        self.fails = fails
        self.late = late
        self.sent: list[tuple[Output, bytes | None]] = []

    async def send(self, output: Output, value: bytes | None):
        error = self.fails(output)
        if error is not None and not self.late:
            raise error
        future = asyncio.get_running_loop().create_future()
        if error is None:
            self.sent.append((output, value))
            future.set_result(SimpleNamespace(offset=len(self.sent) - 1))
        else:
            future.set_exception(error)
        return future

    def topics(self) -> list[str]:
        return [output.topic.name for output, _ in self.sent]


class LeftError(Exception):
    """Raised where a process would end."""


def leave(why: str) -> None:
    raise LeftError(why)
