"""The topics into the page's file, as any consumer would read them: from where it was read to."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from pipeline.errors import PipelineError
from pipeline.kafka.follower import Follower, Records
from pipeline.kafka.records import record_of
from pipeline.settings import BrokerSettings
from pipeline.topology import Topic
from pipeline.web.store.database import FOLLOWED, NewsDatabase

log = logging.getLogger(__name__)

# Records in one transaction: some 0.2 s of work, after which the page shows them.
_AT_ONCE = 50
# Seconds until a broker that was not there is asked again.
_PAUSE = 5.0
# Seconds between two looks whether the file is still there.
_LOOK = 2.0


class Following:
    """Reads the topics into the file until it is cancelled; a broker that is away is waited for.

    Args:
        settings: Where the broker is.
        database: Where the records go.
        changed: Called after each batch.
    """

    def __init__(
        self, settings: BrokerSettings, database: NewsDatabase, changed: Callable[[], None]
    ) -> None:
        self._settings = settings
        self._database = database
        self._changed = changed
        self._faults: dict[str, str] = {}

    def fault(self) -> str:
        """Return why a topic is not followed at this moment; empty where all are."""
        return next(iter(self._faults.values()), "")

    async def run(self) -> None:
        """Read for ever; from the beginning again where the file was deleted meanwhile."""
        while True:
            await self._same_broker()
            following = asyncio.gather(*(self._follow(topic) for topic in FOLLOWED))
            watching = asyncio.create_task(self._watch())
            tasks: set[asyncio.Future[Any]] = {following, watching}
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                if not watching.done():
                    await following
                    return
                watching.result()
            finally:
                watching.cancel()
                following.cancel()
                await asyncio.wait(tasks)

    async def _watch(self) -> None:
        """Return once the file had to be made anew."""
        # A file that goes tells nobody.
        while not await asyncio.to_thread(self._database.renew):  # noqa: ASYNC110
            await asyncio.sleep(_LOOK)
        log.warning("%s was deleted: the topics are read anew", self._database.path)

    async def _follow(self, topic: Topic) -> None:
        def tell(line: str) -> None:
            self._faults[topic.name] = line
            self._changed()

        start = self._database.read_to(topic.name)
        follower = Follower(self._settings, topic, start=start, tell=tell)

        async def take(records: Records) -> None:
            read = [record_of(record) for record in records]
            for at in range(0, len(read), _AT_ONCE):
                await asyncio.to_thread(self._database.apply, read[at : at + _AT_ONCE])
                self._faults.pop(topic.name, None)
                self._changed()

        await follower.for_ever(take)

    async def _same_broker(self) -> None:
        """Empty the file where it was read further than a topic goes: that was another broker."""
        for topic in FOLLOWED:
            read_to = self._database.read_to(topic.name)
            ends = await self._ends(topic)
            if any(ends.get(partition, 0) < at for partition, at in read_to.items()):
                log.warning("%s is not the one that was read before: reading it anew", topic.name)
                await asyncio.to_thread(self._database.empty)
                return

    async def _ends(self, topic: Topic) -> dict[int, int]:
        while True:
            try:
                found = await Follower(self._settings, topic).ends()
            except PipelineError as error:
                self._faults[topic.name] = str(error)
                self._changed()
                await asyncio.sleep(_PAUSE)
            else:
                self._faults.pop(topic.name, None)
                return found
