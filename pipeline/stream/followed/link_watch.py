"""news.links.v1: what the stream knows of links, read by every worker that runs the dedup stage."""

from __future__ import annotations

import logging

from pipeline.codec import decode
from pipeline.dedup.links.known_links import KnownLinks
from pipeline.errors import CodecError
from pipeline.kafka.follower import Follower, Records
from pipeline.settings import BrokerSettings
from pipeline.stream.metrics import Stats
from pipeline.topology import LINKS, Topic
from pipeline.types.records import LinkRecord

log = logging.getLogger(__name__)


class LinkWatch:
    """Feeds the filter of known links, in the background: no article waits for it.

    Args:
        settings: Where the broker is.
        known: The filter.
        stats: Told what the filter holds, and what it forgot.
        topic: The links' topic under its name on the broker.
    """

    def __init__(
        self, settings: BrokerSettings, known: KnownLinks, stats: Stats, topic: Topic = LINKS
    ) -> None:
        self._follower = Follower(settings, topic)
        self._known = known
        self._stats = stats

    def take(self, value: bytes | None) -> None:
        """Take one record. A null value says nothing: what was seen is forgotten in its turn."""
        if value is None:
            return
        try:
            record = decode(value, LinkRecord)
        except CodecError as error:
            log.warning("%s: a record is passed over: %s", LINKS.name, error)
            return
        self._known.see(record)

    async def follow(self) -> None:
        """Take what stands in the topic and what comes, for ever."""
        await self._follower.for_ever(self._take_all)

    async def _take_all(self, records: Records) -> None:
        before = self._known.forgotten
        for record in records:
            self.take(record.value)
        self._stats.forgot("known-links", self._known.forgotten - before)
        self._stats.knows_links(len(self._known))
