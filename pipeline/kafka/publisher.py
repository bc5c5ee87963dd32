"""Publish raw articles, typed and acknowledged."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable
from typing import Any, Self

from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from pipeline import codec
from pipeline.errors import CodecError
from pipeline.kafka.connections import (
    acknowledged,
    close_producer,
    open_producer,
)
from pipeline.kafka.faults import clear_errors, keep_trying
from pipeline.kafka.records import (
    Receipt,
    bytes_id,
    envelope,
    not_published,
    raw_id,
    record_key,
    refuse_too_large,
)
from pipeline.settings import BrokerSettings
from pipeline.topology import MIB, RAW, Right, Topic
from pipeline.types.articles import Origin, RawArticle

# Seconds to send what waits after something else went wrong.
_LAST_TRY = 2.0


class Publisher:
    """Sends raw articles to `news.raw.v1` and waits until the broker has them.

    Use it as an asynchronous context manager. Every write is idempotent and acknowledged by all
    replicas in sync; the partitioner is murmur2, as every co-partitioned topic needs it.

    Args:
        settings: Where the broker is and how to talk to it.
        topic: Where to.
        patience: Seconds to keep trying while no broker answers.
        within: Seconds to wait for an acknowledgement; a killed leader is replaced within ten.
    """

    def __init__(
        self,
        settings: BrokerSettings,
        *,
        topic: Topic = RAW,
        patience: float = 0.0,
        within: float = 60.0,
    ) -> None:
        self._within = within
        self._settings = settings
        self._topic = topic
        self._patience = patience
        self._needs = Right(operation="Write", resource="topic", name=topic.name)
        self.producer: Any = None

    async def __aenter__(self) -> Self:
        """Connect.

        Raises:
            BrokerError: No broker answers.
            TopicError: The topic is missing.
        """
        async with clear_errors(self._settings, self._needs):
            self.producer = await keep_trying(
                lambda: open_producer(self._settings, self._topic), self._patience
            )
        return self

    async def __aexit__(self, *raised: object) -> None:
        """Send what waits, then disconnect.

        Raises:
            BrokerError: Something was not acknowledged.
        """
        if self.producer is None:
            return
        if raised[0] is None:
            async with clear_errors(self._settings, self._needs):
                await close_producer(self.producer, self._within)
        else:
            with contextlib.suppress(TimeoutError):
                await close_producer(self.producer, _LAST_TRY)

    async def send(self, raw: RawArticle) -> Receipt:
        """Publish one article and wait for its acknowledgement; see `post`."""
        return await (await self.post(raw))

    async def send_bytes(
        self, data: bytes, *, content_type: str | None = None, key: str = "", where: str = ""
    ) -> Receipt:
        """Publish a record's bytes untouched and wait for the acknowledgement.

        Args:
            data: A JSON envelope, or what `content_type` names.
            content_type: Goes along as header; None for a JSON envelope.
            key: Site or source name. Where it is empty, the bytes' own site, else id.
            where: Path, for an error's line.

        Raises:
            UsageError: The bytes, or the article in them, are too large.
            BrokerError: They were not acknowledged.
        """
        refuse_too_large(data, where=where)
        headers = [("content-type", content_type.encode())] if content_type else []
        try:
            raw = codec.decode_raw(data, Origin(source_id=where), content_type=content_type)
        except CodecError:  # the pipeline rejects it with its bytes; here it only needs a key
            return await (await self._post(data, key or bytes_id(data), None, headers, where))
        refuse_too_large(raw.text or raw.html or "", where=where)
        return await (await self._post(data, key or record_key(raw), raw_id(raw), headers, where))

    async def post(self, raw: RawArticle) -> Awaitable[Receipt]:
        """Hand one article to the sender; what is returned gives its receipt when awaited.

        Await it: many at a time may be under way.

        Raises:
            UsageError: The article is too large; the line has its path and SHA-256.
        """
        where = raw.origin.source_id
        refuse_too_large(raw.text or raw.html or "", where=where)
        return await self._post(envelope(raw), record_key(raw), raw_id(raw), [], where)

    async def _post(
        self,
        data: bytes,
        key: str,
        identifier: str | None,
        headers: list[tuple[str, bytes]],
        where: str,
    ) -> Awaitable[Receipt]:
        async with clear_errors(self._settings, self._needs):
            try:
                sent = await self.producer.send(
                    self._topic.name, data, key=key.encode("utf-8", "replace"), headers=headers
                )
            except MessageSizeTooLargeError as error:
                size = f"{len(data) / MIB:.1f} MiB with its envelope"
                line = codec.too_large_line(size, f"{self._topic.max_message_bytes // MIB} MiB")
                raise not_published(line, data, where=where) from error
        return asyncio.ensure_future(self._receipt(sent, key, identifier))

    async def _receipt(self, sent: Awaitable[Any], key: str, identifier: str | None) -> Receipt:
        async with clear_errors(self._settings, self._needs):
            at = await acknowledged(sent, self._within, where=self._settings.broker)
        return Receipt(id=identifier, key=key, partition=at.partition, offset=at.offset)


async def answers(publisher: Publisher, within: float) -> bool:
    """Tell whether a broker answers a publisher that is open within so many seconds."""
    client = publisher.producer.client
    try:
        await asyncio.wait_for(client.fetch_all_metadata(), within)
    except (KafkaError, OSError, TimeoutError):
        return False
    return True
