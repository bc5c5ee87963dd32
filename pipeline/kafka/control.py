"""An operator's word on its way to the workers: written, and acknowledged."""

from __future__ import annotations

import asyncio
from typing import Literal

from pipeline.codec import encode
from pipeline.kafka.connections import acknowledged, close_producer, open_producer
from pipeline.kafka.faults import clear_errors
from pipeline.settings import BrokerSettings
from pipeline.topology import CONTROL, Right
from pipeline.types.articles import Struct
from pipeline.types.records import Control

# Seconds to wait for an acknowledgement; a killed leader is replaced within ten.
_WITHIN = 60.0


class Spoken(Struct, frozen=True, kw_only=True):
    """Where a word stands in `news.control.v1`."""

    partition: int
    offset: int


def control_key(kind: Literal["link", "decoration", "entry"], name: str) -> str:
    """Return the key of a word: the last one on a name stands, a null value takes it back."""
    return f"{kind}:{name}"


async def say(settings: BrokerSettings, key: str, word: Control | None) -> Spoken:
    """Write one word (None: what was said before no longer stands) and wait for the broker.

    Raises:
        BrokerError: No broker answers, or it did not acknowledge it.
        TopicError: The topic is missing.
    """
    value = None if word is None else encode(word)
    needs = Right(operation="Write", resource="topic", name=CONTROL.name)
    async with clear_errors(settings, needs):
        producer = await open_producer(settings, CONTROL)
        try:
            sent = await producer.send(CONTROL.name, value, key=key.encode())
            at = await acknowledged(asyncio.ensure_future(sent), _WITHIN, where=settings.broker)
        finally:
            await close_producer(producer, 2.0)
    return Spoken(partition=at.partition, offset=at.offset)
