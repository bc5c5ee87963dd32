"""What an agent reads and what a handler answers: records, merged items, refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, runtime_checkable

import msgspec

from pipeline.topology import AgentSpec, Topic
from pipeline.types.articles import Origin, Rejection, Struct

Headers = tuple[tuple[str, bytes], ...]

# W3C trace context: passed through from the raw record to everything made of it.
TRACE_HEADERS = ("traceparent", "tracestate")


class Message(Struct, frozen=True, kw_only=True):
    """One record as it was read, untouched. `timestamp` is in Unix seconds."""

    topic: str
    partition: int
    offset: int
    timestamp: float
    key: bytes | None = None
    value: bytes | None = None
    headers: Headers = ()

    def header(self, name: str) -> bytes | None:
        """Return the last header of that name (in small letters), however it is written; or None.

        Kafka leaves the case to the publisher, and gateways from HTTP write `Content-Type`.
        """
        found = None
        for key, value in self.headers:
            if key.lower() == name:
                found = value
        return found

    def trace(self) -> Headers:
        """Return the trace headers, to go on every record that is made of this one.

        Kafka knows headers without a value: one that traces nothing is not passed on.
        """
        own = ((key.lower(), value) for key, value in self.headers)
        return tuple((key, value) for key, value in own if key in TRACE_HEADERS and value)


class Output(Struct, frozen=True, kw_only=True):
    """A record to send. Without `partition` its key decides (murmur2).

    `timestamp` (Unix seconds) is the broker's own when None. `origin` and `read` say which raw
    record it was made of and which record's bytes are kept, should it be too large to send.
    """

    topic: Topic
    key: bytes | None
    value: bytes | msgspec.Struct | None
    partition: int | None = None
    headers: Headers = ()
    timestamp: float | None = None
    origin: Origin | None = None
    read: Message | None = None


class Shared(Struct, frozen=True, kw_only=True):
    """One item of a record that a batch sends to one partition of `topic`."""

    topic: Topic
    partition: int
    item: msgspec.Struct


class Refusal(Struct, frozen=True, kw_only=True):
    """A rejection and what is known of the raw record.

    `message` is the record whose bytes are kept, when it is not the one in hand.
    """

    rejection: Rejection
    origin: Origin | None = None
    message: Message | None = None


class RefusedError(Exception):
    """Raised by a handler to refuse a record and to undo what it wrote to its tables."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.rejection.detail)
        self.refusal = refusal


Emit = Output | Shared | Refusal

Handler = Callable[[Message], Iterable[Emit]]
"""What an agent does with one record: decode it, call the stage, say what is to be sent."""


@runtime_checkable
class Foresighted(Protocol):
    """A handler that works faster where it knows which records come next."""

    def foresee(self, messages: Sequence[Message]) -> None:
        """Do ahead of its calls what is cheaper done for all of `messages`. Raises nothing."""


@runtime_checkable
class Ticking(Protocol):
    """A handler that has something to do when no record comes."""

    def tick(self, partition: int, now: float) -> Iterable[Emit]:
        """Return what is to be sent at `now` (Unix seconds) without a record.

        Called now and then for the partition that the handler works for; what it writes to its
        tables goes with what it returns.
        """


class RecordSpans(Protocol):
    """Makes a span of what an agent did with a record: see `pipeline.worker.otlp`."""

    def worked(self, spec: AgentSpec, message: Message, outcome: str, seconds: float) -> None:
        """Note that work on `message` has just ended. Raises nothing and waits for nothing.

        Args:
            spec: The agent.
            message: The record; one whose publisher does not trace is of no account.
            outcome: `ok`, or the reason of the rejection.
            seconds: How long it took.
        """
