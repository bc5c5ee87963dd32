"""A Faust consumer that does not die of having nothing to commit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import faust
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread, Consumer
from faust.types import TP


class CommitThread(AIOKafkaConsumerThread):
    """Commits what is still held.

    Faust looks at what is held, waits for its producer, and looks again: a rebalance in between
    may have taken all of it, and a commit of nothing is a `ValueError({})` that ends the worker.
    """

    async def _commit(self, offsets: Mapping[TP, int]) -> bool:
        held = self.assignment()
        if not any(tp in held for tp in offsets):
            # They are another worker's now, who reads on from what was committed.
            return False
        committed: bool = await super()._commit(offsets)
        return committed


class CommitConsumer(Consumer):
    """Faust's consumer on such a thread."""

    def _new_consumer_thread(self) -> AIOKafkaConsumerThread:
        return CommitThread(self, loop=self.loop, beacon=self.beacon)


def mend_commits(app: faust.App) -> None:
    """Let `app` read by such a consumer."""
    transport: Any = app.transport
    transport.Consumer = CommitConsumer
