"""A producer that was shut out says so, whatever its caller hears of it first."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from aiokafka.errors import KafkaConnectionError, ProducerFenced

from pipeline.settings import BrokerSettings
from pipeline.stream.on_kafka.transactions import Transactions
from pipeline.stream.stream_task import FencedError


async def ended(error: BaseException) -> asyncio.Task[None]:
    """Return a task that ended so."""

    async def end() -> None:
        raise error

    task = asyncio.ensure_future(end())
    await asyncio.wait([task])
    return task


@pytest.mark.parametrize(
    ("error", "meant"),
    [
        (ProducerFenced(), FencedError),
        (OSError("gone"), KafkaConnectionError),
        (asyncio.CancelledError(), KafkaConnectionError),
        (None, KafkaConnectionError),
    ],
)
async def test_why_its_sending_task_ended_is_what_happened(error, meant) -> None:
    way = Transactions(
        BrokerSettings(broker="127.0.0.1:1"), name="news-clean-3", group="news-clean", partition=3
    )

    async def fails() -> None:
        raise KafkaConnectionError("closed")

    task = None if error is None else await ended(error)
    way._producer = SimpleNamespace(
        begin_transaction=fails, _sender=SimpleNamespace(sender_task=task)
    )
    with pytest.raises(meant):
        await way.commit([], {})
