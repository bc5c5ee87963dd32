"""The raw records that a replay takes: a bounded range, each once, the oldest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from typing import Self

from pipeline.kafka.merged import Bounds, Merged
from pipeline.kafka.records import Place, Record
from pipeline.operations.article_names import Sought, raw_article, raw_names
from pipeline.operations.rejected import retried_place
from pipeline.settings import BrokerSettings
from pipeline.stream.dead_letter import REKEYED, REPLAY_OF, place_in
from pipeline.text.fingerprint import site_of_url
from pipeline.topology import RAW
from pipeline.types.articles import Struct


class Asked(Struct, frozen=True, kw_only=True):
    """Which raw records are meant: of that part of the topic, of that article, of those sites."""

    bounds: Bounds = Bounds()
    article: Sought | None = None
    sites: frozenset[str] = frozenset()

    def takes(self, record: Record) -> bool:
        """Tell whether `record`, which is of that part, is meant."""
        if self.sites and _site(record) not in self.sites:
            return False
        return self.article is None or self.article.is_named(raw_names(record))


class RawRange:
    """Reads the raw records that are meant, the oldest first; iterate over it.

    What stands in the range twice goes once: a record that a worker has put under its site's key,
    and a retry of what is in the range itself, are counted in `passed` instead.

    Use it as an asynchronous context manager.

    Args:
        settings: Where the broker is.
        wanted: Which records.
    """

    def __init__(self, settings: BrokerSettings, wanted: Asked) -> None:
        self._wanted = wanted
        self._merged = Merged(settings, RAW, wanted.bounds)
        # Of each record a number, some sixty bytes.
        self._seen: set[int] = set()
        self.passed: Counter[str] = Counter()

    async def __aenter__(self) -> Self:
        """Connect, and find out where the range ends: what comes later is not of it.

        Raises:
            BrokerError: No broker answers, or it refused us.
            TopicError: The topic is missing.
        """
        await self._merged.__aenter__()
        return self

    async def __aexit__(self, *raised: object) -> None:
        """Disconnect."""
        await self._merged.__aexit__(*raised)

    @property
    def most(self) -> int:
        """Return how many records it can be: offsets are taken by markers, too."""
        return sum(stop - start for start, stop in self._merged.spans.values())

    async def __aiter__(self) -> AsyncIterator[Record]:
        """Yield the records that are meant.

        Raises:
            BrokerError: The broker went away for good or refused us.
        """
        async for record in self._merged:
            if self._wanted.takes(record) and not self._is_double(record):
                yield record

    def _is_double(self, record: Record) -> bool:
        """Tell whether what the record holds stands in the range elsewhere."""
        first = place_in(record.header(REKEYED))
        if first is not None and self._is_in(first):
            self.passed["put under its site"] += 1
            return True
        said = hash((record.value, record.header("content-type")))
        if retried_place(record) is not None and said in self._seen:
            self.passed["retry"] += 1
            return True
        self._seen.add(said)
        return False

    def _is_in(self, place: Place) -> bool:
        start, stop = self._merged.spans.get(place[0], (0, 0))
        return start <= place[1] < stop


def copy_of(record: Record) -> Record:
    """Return what a replay's workers read in place of a raw record.

    It says where the raw record stood first; under which partition's key it belongs is found out
    anew, since a replay may have fewer partitions.
    """
    kept = [
        (number, header)
        for number, header in enumerate(record.headers)
        if header[0].lower() != REKEYED
    ]
    first = place_in(record.header(REKEYED)) or (record.partition, record.offset)
    return Record(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        timestamp=record.timestamp,
        key=record.key,
        value=record.value,
        headers=(*(header for _, header in kept), (REPLAY_OF, b"%d,%d" % first)),
        bare=tuple(at for at, (number, _) in enumerate(kept) if number in record.bare),
    )


def _site(record: Record) -> str:
    raw = raw_article(record)
    if raw is None:
        return (record.key or b"").decode("utf-8", "replace").lower()
    return (raw.site or site_of_url(raw.url or "")).lower()
