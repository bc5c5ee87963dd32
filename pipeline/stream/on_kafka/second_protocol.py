"""Kafka's second transaction protocol (KIP-890) under aiokafka's producer, which speaks the first.

A transaction is then three answers of the brokers and not five: records and offsets belong to it
from their first write on, and need no word before them. The producer goes on as if it spoke the
first protocol: what it asks is asked in the second, and answered in the first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiokafka.errors import (
    ConcurrentTransactions,
    CoordinatorLoadInProgressError,
    InvalidProducerEpoch,
    NotEnoughReplicasError,
)
from aiokafka.producer.transaction_manager import PidAndEpoch
from aiokafka.protocol.produce import ProduceRequest, ProduceResponse_v7
from aiokafka.protocol.transaction import (
    AddOffsetsToTxnRequest,
    AddOffsetsToTxnResponse_v0,
    AddPartitionsToTxnRequest,
    AddPartitionsToTxnResponse_v0,
    EndTxnRequest,
    EndTxnResponse_v0,
    TxnOffsetCommitRequest,
    TxnOffsetCommitResponse_v0,
)

from pipeline.stream.on_kafka.transaction_requests import (
    EndTxn,
    Features,
    Produce,
    TxnOffsetCommit,
    has_second_protocol,
)

Send = Callable[..., Awaitable[Any]]

# What the second protocol calls a producer that was shut out, and the first does not know.
_FENCED = 90
_CONCURRENT = ConcurrentTransactions.errno
_WORDS = {_FENCED: InvalidProducerEpoch.errno}
# Of a transaction that follows on another, whose markers are not written yet: the producer comes
# again, as it does for these.
_PRODUCE_WORDS = _WORDS | {_CONCURRENT: NotEnoughReplicasError.errno}
_OFFSET_WORDS = _WORDS | {_CONCURRENT: CoordinatorLoadInProgressError.errno}


async def speak(producer: Any) -> None:  # noqa: ANN401 - aiokafka is untyped
    """Have a started transactional producer speak the second protocol where its cluster does."""
    client = producer.client
    try:
        answer = await client.send(client.get_random_node(), Features())
    except NotImplementedError:
        # A broker of before 2.4 says nothing of features.
        return
    if has_second_protocol(answer):
        # It is the producer's own client: nobody else sends by it.
        client.send = SecondProtocol(client.send, producer._txn_manager).send  # noqa: SLF001 - see `private`


class SecondProtocol:
    """Sends what a producer asks, in the second protocol.

    Args:
        send: Sends a request to a node.
        transaction: aiokafka's account of the transaction.
    """

    def __init__(self, send: Send, transaction: Any) -> None:  # noqa: ANN401 - aiokafka is untyped
        self._send = send
        self._transaction = transaction
        self._records: set[asyncio.Future[Any]] = set()

    async def send(self, node: Any, request: Any, **how: Any) -> Any:  # noqa: ANN401 - untyped
        """Send a request; return its answer as the first protocol has it."""
        if isinstance(request, AddPartitionsToTxnRequest):
            topics = _fields(request, 0).topics
            answers = [(topic, [(at, 0) for at in partitions]) for topic, partitions in topics]
            return AddPartitionsToTxnResponse_v0(0, answers)
        if isinstance(request, AddOffsetsToTxnRequest):
            return AddOffsetsToTxnResponse_v0(0, 0)
        if isinstance(request, ProduceRequest):
            sent = asyncio.ensure_future(self._produce(node, _fields(request, 7), how))
            self._records.add(sent)
            sent.add_done_callback(self._records.discard)
            return await sent
        if isinstance(request, TxnOffsetCommitRequest):
            return await self._commit_offsets(node, _fields(request, 0), how)
        if isinstance(request, EndTxnRequest):
            return await self._end(node, _fields(request, 0), how)
        return await self._send(node, request, **how)

    async def _produce(self, node: Any, asked: Any, how: Any) -> Any:  # noqa: ANN401 - untyped
        answer = await self._send(
            node, Produce(asked.transactional_id, asked.timeout, asked.topics), **how
        )
        topics = [
            (topic, [(at, _PRODUCE_WORDS.get(code, code), *rest[:3]) for at, code, *rest in some])
            for topic, some, _ in answer.topics
        ]
        return ProduceResponse_v7(topics, answer.throttle_time_ms)

    async def _commit_offsets(self, node: Any, asked: Any, how: Any) -> Any:  # noqa: ANN401 - untyped
        # The coordinator takes up one thing at a time: what comes beside it is sent away, and
        # comes again later than it would have by waiting.
        if self._records:
            await asyncio.wait(self._records)
        producer = (asked.producer_id, asked.producer_epoch)
        answer = await self._send(
            node,
            TxnOffsetCommit(asked.transactional_id, asked.group_id, producer, asked.topics),
            **how,
        )
        topics = [
            (topic, [(at, _OFFSET_WORDS.get(code, code)) for at, code, _ in some])
            for topic, some, _ in answer.topics
        ]
        return TxnOffsetCommitResponse_v0(answer.throttle_time_ms, topics)

    async def _end(self, node: Any, asked: Any, how: Any) -> Any:  # noqa: ANN401 - untyped
        producer = (asked.producer_id, asked.producer_epoch)
        answer = await self._send(
            node,
            EndTxn(asked.transactional_id, producer, committed=asked.transaction_result),
            **how,
        )
        if answer.error_code == 0:
            # Each transaction has an epoch of its own, and counts its records from nought.
            epoch = PidAndEpoch(answer.producer_id, answer.producer_epoch)
            self._transaction._pid_and_epoch = epoch  # noqa: SLF001 - see `private`
            self._transaction._sequence_numbers.clear()  # noqa: SLF001
        code = _WORDS.get(answer.error_code, answer.error_code)
        return EndTxnResponse_v0(answer.throttle_time_ms, code)


def _fields(request: Any, version: int) -> Any:  # noqa: ANN401 - aiokafka is untyped
    """Return a request with the names of its fields, in that version."""
    return request.prepare({request.API_KEY: (version, version)})
