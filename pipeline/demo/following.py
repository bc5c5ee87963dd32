"""Samples into a running pipeline and back out of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from pathlib import Path

from pipeline.codec import decode
from pipeline.demo.manifest import Sample, record_of
from pipeline.document.fields import EnrichedDocument
from pipeline.errors import BrokerError, CodecError
from pipeline.intake.files import InputRecord
from pipeline.kafka.consumer import Consumer
from pipeline.kafka.publisher import Publisher
from pipeline.kafka.records import Receipt, Record
from pipeline.settings import Settings
from pipeline.topology import ALIASES, ENRICHED, REJECTED, Topic
from pipeline.types.articles import Struct
from pipeline.types.records import Alias

# Seconds until the last sample must have ended.
_PATIENCE = 60.0


class Ended(Struct, frozen=True, kw_only=True):
    """Where a sample ended: its document, or the reason and detail of its rejection."""

    sample: Sample
    seconds: float
    document: EnrichedDocument | None = None
    reason: str = ""
    detail: str = ""

    def fault(self) -> str | None:
        """Return in what this is not where the manifest says, None when it is."""
        ends = "enriched" if self.document is not None else "rejected"
        if ends != self.sample.ends:
            return f"{self.sample.name}: {ends} ({self.detail or '-'}), not {self.sample.ends}"
        if self.sample.reason and self.sample.reason != self.reason:
            return f"{self.sample.name}: rejected as {self.reason}, not {self.sample.reason}"
        return None


async def follow_samples(
    settings: Settings, samples: Sequence[Sample], folder: Path
) -> AsyncIterator[Ended]:
    """Publish `samples` and yield each as it comes out of the pipeline.

    Raises:
        BrokerError: The broker went away, or not all samples ended in time.
        ResourceError: A sample is missing.
    """
    records = [record_of(sample, folder) for sample in samples]
    began = time.time()
    found: asyncio.Queue[Record] = asyncio.Queue()
    watchers = [
        asyncio.create_task(_watch(settings, topic, began, found)) for topic in (ENRICHED, REJECTED)
    ]
    try:
        waiting = await _publish(settings, samples, records)
        end = time.monotonic() + _PATIENCE
        while waiting:
            record = await _next(found, watchers, end - time.monotonic(), waiting.values())
            document, place = _place_of(record)
            if (sample := waiting.pop(place, None)) is not None:
                yield _ended(sample, record, document, time.time() - began)
    finally:
        for watcher in watchers:
            watcher.cancel()
        await asyncio.gather(*watchers, return_exceptions=True)


async def story_names(settings: Settings) -> dict[str, str]:
    """Return the name that stands for each story that was first named otherwise.

    Copies that race through the partitions may each name the story; an alias joins them.
    """
    names: dict[str, str] = {}
    async with Consumer(settings, topic=ALIASES) as consumer:
        async for record in consumer:
            if record.value is not None:
                alias = decode(record.value, Alias)
                if alias.kind == "story":
                    names[alias.old] = alias.new
    return names


def name_of(story: str, names: Mapping[str, str]) -> str:
    """Return the name that stands for `story`, through any number of aliases."""
    seen = {story}
    while (story := names.get(story, story)) not in seen:
        seen.add(story)
    return story


async def _publish(
    settings: Settings, samples: Sequence[Sample], records: Sequence[InputRecord]
) -> dict[tuple[int, int], Sample]:
    """Return which sample stands where in `news.raw.v1`."""
    async with Publisher(settings) as publisher:
        return {
            (receipt.partition, receipt.offset): sample
            for sample, record in zip(samples, records, strict=True)
            for receipt in [await _sent(publisher, sample, record)]
        }


async def _sent(publisher: Publisher, sample: Sample, record: InputRecord) -> Receipt:
    kind = None if record.content_type == "application/json" else record.content_type
    return await publisher.send_bytes(
        record.data, content_type=kind, key=sample.site or "", where=record.source_id
    )


async def _watch(
    settings: Settings, topic: Topic, since: float, found: asyncio.Queue[Record]
) -> None:
    # A broker's clock may be a little behind ours.
    consumer = Consumer(settings, topic=topic, since=since - 5, follow=True)
    async with consumer:
        async for record in consumer:
            await found.put(record)


async def _next(
    found: asyncio.Queue[Record],
    watchers: Sequence[asyncio.Task[None]],
    seconds: float,
    waiting: Iterable[Sample],
) -> Record:
    """Return the next record that came out; a watcher that fails is heard at once."""
    getting = asyncio.ensure_future(found.get())
    done, _ = await asyncio.wait(
        {getting, *watchers}, timeout=max(seconds, 0.0), return_when=asyncio.FIRST_COMPLETED
    )
    if getting in done:
        return getting.result()
    getting.cancel()
    for watcher in done:
        watcher.result()
    names = ", ".join(sample.name for sample in waiting)
    raise BrokerError(f"not ended within {_PATIENCE:.0f} s: {names}")


def _place_of(record: Record) -> tuple[EnrichedDocument | None, tuple[int, int]]:
    """Return the document in `record`, if it is one, and where its raw record stands."""
    if record.topic == REJECTED.name:
        headers = dict(record.headers)
        place = (headers.get(name, b"-1") for name in ("x-raw-partition", "x-raw-offset"))
        partition, offset = (int(number) for number in place)
        return None, (partition, offset)
    try:
        document = record.document()
    except CodecError:
        return None, (-1, -1)
    source = document.enrichment.source if document.enrichment else None
    if source is None or source.partition is None or source.offset is None:
        return document, (-1, -1)
    return document, (source.partition, source.offset)


def _ended(
    sample: Sample, record: Record, document: EnrichedDocument | None, seconds: float
) -> Ended:
    headers = dict(record.headers)
    return Ended(
        sample=sample,
        seconds=seconds,
        document=document,
        reason=headers.get("x-reason", b"").decode(),
        detail=headers.get("x-detail", b"").decode(),
    )
