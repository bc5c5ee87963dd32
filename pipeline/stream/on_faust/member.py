"""The service that reads Kafka for a Faust application: member of a group, with its partitions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from mode import Service

from pipeline.stream.on_kafka.membership import Membership
from pipeline.stream.stream_tasks import StreamTasks

# Seconds for batches in hand when the worker is told to end.
_DRAIN = 20.0


class Member(Service):
    """Starts after the agents, and stops before them: batches in hand are finished.

    Args:
        membership: Of the group.
        tasks: The partitions.
        watch: Looks after them.
    """

    def __init__(
        self,
        membership: Membership,
        tasks: StreamTasks,
        watch: Callable[[], Awaitable[None]],
        **how: Any,  # noqa: ANN401 - mode's own
    ) -> None:
        super().__init__(**how)
        self._membership = membership
        self._stream_tasks = tasks
        self._watch_them = watch

    async def on_start(self) -> None:
        """Join the group."""
        self.add_future(self._membership.for_ever())
        self.add_future(self._watch_them())

    async def on_stop(self) -> None:
        """Finish what is in hand; the membership ends after it, with the service's futures."""
        await self._stream_tasks.stop(_DRAIN)
