"""What every sink does."""

from __future__ import annotations

from threading import Event as Stop
from typing import Protocol

from pipeline.sinks.events import EventBatch, Places
from pipeline.sinks.target import Target
from pipeline.types.articles import Struct


class SinkOptions(Struct, frozen=True, kw_only=True):
    """What a sink is opened with. `stop` is set where one waits no longer: Ctrl-C."""

    target: Target
    reader: str
    secret: str
    stop: Stop


class Written(Struct, frozen=True, kw_only=True):
    """What one batch came to; `refused` are lines on events that the other side does not take."""

    refused: tuple[str, ...] = ()


class Sink(Protocol):
    """A place for articles. Calls come one at a time, from any thread.

    `batch` is how many records it takes best at once.
    """

    batch: int
    # Whether it holds an article once, by its id: it is told of articles that are gone, too.
    current: bool

    def open(self) -> Places | None:
        """Make ready; return how far it holds the topic, None where the group in Kafka knows it.

        Raises:
            SinkError: It does not answer, or refuses us.
        """

    def write(self, batch: EventBatch) -> Written:
        """Write all of a batch; what is written when this returns stays written.

        Raises:
            SinkError: It does not answer, or refuses us.
        """

    def close(self) -> None:
        """Let go of it."""
