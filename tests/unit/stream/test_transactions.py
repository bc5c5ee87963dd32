"""A batch in one transaction: where each record goes, how errors are judged, what is reached.

What the broker and aiokafka do of it is in `tests/e2e/test_traps.py`.
"""

from __future__ import annotations

import asyncio
import functools
from types import SimpleNamespace

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import (
    InvalidProducerEpoch,
    InvalidProducerIdMapping,
    InvalidTxnState,
    KafkaConnectionError,
    MessageSizeTooLargeError,
    OutOfOrderSequenceNumber,
    ProducerFenced,
    RecordListTooLargeError,
)

from pipeline.kafka.cancelled import part
from pipeline.settings import BrokerSettings
from pipeline.stream.batches import Origins, ProducerRecord
from pipeline.stream.delivery import TooLargeToSendError
from pipeline.stream.on_kafka import transactions as module
from pipeline.stream.on_kafka.transactions import LARGEST_REQUEST, Transactions
from pipeline.stream.stream_task import FencedError
from pipeline.text.fingerprint import murmur2
from pipeline.topology import AGENTS, MIB, TOPICS

ORIGINS = Origins(spec=AGENTS[0], message=None)


def record(topic: str = "out", key: bytes | None = b"k", value: bytes | None = b"v", **how):
    return ProducerRecord(topic=topic, key=key, value=value, origins=ORIGINS, **how)


class Producer:
    """Takes batches of at most two records, ten offsets apart, and notes the steps."""

    def __init__(self) -> None:
        self.noted: list = []
        self.fails: dict[str, Exception] = {}
        self.offset = 0
        self._sender = SimpleNamespace(close=self.close_sender, sender_task=None)
        self.client = SimpleNamespace(close=self.close_client)

    async def step(self, name: str) -> None:
        self.noted.append(name)
        if name in self.fails:
            raise self.fails[name]

    async def begin_transaction(self) -> None:
        await self.step("begin")

    async def commit_transaction(self) -> None:
        await self.step("commit")

    async def send_offsets_to_transaction(self, offsets, group) -> None:
        self.noted.append((group, offsets))
        await self.step("offsets")

    async def partitions_for(self, topic: str) -> set[int]:
        self.noted.append(f"asked {topic}")
        return set(range(4))

    def create_batch(self):
        return Builder()

    async def send_batch(self, builder, topic, *, partition):
        self.noted.append((topic, partition, builder.records))
        self.offset += 10

        async def acknowledged(offset: int):
            if topic in self.fails:
                raise self.fails[topic]
            return SimpleNamespace(offset=offset)

        return asyncio.ensure_future(acknowledged(self.offset))

    async def close_sender(self) -> None:
        await self.step("sender closed")

    async def close_client(self) -> None:
        await self.step("client closed")

    def sent(self) -> list[tuple[str, int, int]]:
        return [(each[0], each[1], len(each[2])) for each in self.noted if len(each) == 3]


class Builder:
    def __init__(self) -> None:
        self.records: list[dict] = []

    def append(self, **how):
        if len(self.records) == 2:
            return None
        self.records.append(how)
        return how


@pytest.fixture
async def way() -> Transactions:
    made = Transactions(
        BrokerSettings(broker="127.0.0.1:1"), name="news-clean-3", group="news-clean", partition=3
    )
    theirs = made._producer
    assert isinstance(theirs, AIOKafkaProducer)
    assert theirs._txn_manager.transactional_id == "news-clean-3"
    assert theirs._max_request_size == LARGEST_REQUEST
    made._producer = Producer()
    return made


def test_the_largest_record_of_all_fits_with_its_headers() -> None:
    assert max(topic.max_message_bytes for topic in TOPICS) + MIB == LARGEST_REQUEST


async def test_all_of_it_is_one_transaction(way) -> None:
    raw = TopicPartition("raw", 3)
    ends = await way.commit(
        [
            record(partition=1),
            record("log", partition=3, table="t"),
            record("log", partition=3, table="t", key=b"l"),
            record("log", partition=3, table="t", key=b"m"),
        ],
        {raw: 7},
    )
    noted = way._producer.noted
    assert noted[0] == "begin"
    assert noted[-3:] == [("news-clean", {raw: 7}), "offsets", "commit"]
    assert way._producer.sent() == [("out", 1, 1), ("log", 3, 2), ("log", 3, 1)]
    # After the last of them, in the partition that is ours.
    assert ends == {"log": 31}


async def test_no_offsets_are_none(way) -> None:
    assert await way.commit([], {}) == {}
    assert way._producer.noted == ["begin", "commit"]


async def test_a_record_goes_where_it_says_else_by_its_key_else_here(way) -> None:
    records = [record(partition=0), record(key=b"a"), record(key=None), record(key=b"")]
    await way.commit(records, {})
    places = {(topic, partition) for topic, partition, _ in way._producer.sent()}
    assert places == {("out", p) for p in (0, murmur2(b"a") % 4, 3, murmur2(b"") % 4)}
    assert way._producer.noted.count("asked out") == 1, "once is enough"


async def test_bytes_times_and_headers_go_along(way) -> None:
    await way.commit(
        [
            record(timestamp=1.1239, headers=(("h", b"1"),), partition=0),
            record(timestamp=0.0, value=None, partition=1),
            record("log", table="t", partition=3, headers=(("v", b"2"),)),
        ],
        {},
    )
    (one,), (zero,), (row,) = [each[2] for each in way._producer.noted if len(each) == 3]
    assert one == {"timestamp": 1124, "key": b"k", "value": b"v", "headers": [("h", b"1")]}
    assert (zero["timestamp"], zero["value"]) == (0, None)
    assert (row["timestamp"], row["headers"]) == (None, [("v", b"2")])


@pytest.mark.parametrize("step", ["begin", "out", "offsets", "commit"])
@pytest.mark.parametrize(
    ("error", "meant"),
    [
        (ProducerFenced(), FencedError),
        (InvalidProducerEpoch(), FencedError),
        (InvalidProducerIdMapping(), FencedError),
        (InvalidTxnState(), FencedError),
        (KafkaConnectionError("gone"), KafkaConnectionError),
    ],
)
async def test_who_is_shut_out_is_told_from_every_other_failure(way, step, error, meant) -> None:
    way._producer.fails[step] = error
    with pytest.raises(meant):
        await way.commit([record()], {TopicPartition("raw", 3): 1})
    assert way._producer.noted[-1] != "commit" or step == "commit"


@pytest.mark.parametrize("error", [MessageSizeTooLargeError("big"), RecordListTooLargeError()])
async def test_the_largest_record_of_a_batch_that_is_too_large_is_named(way, error) -> None:
    way._producer.fails["out"] = error
    records = [record(value=b"v" * size, partition=0) for size in (2, 5)]
    with pytest.raises(TooLargeToSendError) as caught:
        await way.commit([record("fine"), *records], {TopicPartition("raw", 3): 1})
    assert caught.value.record is records[1]
    assert "commit" not in way._producer.noted


async def test_what_was_refused_for_what_was_too_large_before_it_is_no_failure(way) -> None:
    way._producer.fails |= {"out": MessageSizeTooLargeError("big"), "a": OutOfOrderSequenceNumber()}
    with pytest.raises(TooLargeToSendError):
        await way.commit([record("a"), record()], {})


async def test_too_large_is_no_reason_where_another_has_the_partition(way) -> None:
    way._producer.fails |= {"out": MessageSizeTooLargeError("big"), "fine": ProducerFenced()}
    with pytest.raises(FencedError):
        await way.commit([record(), record("fine")], {})


async def test_a_broker_that_does_not_answer_is_not_waited_for_for_ever(way, monkeypatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.01)

    async def never() -> None:
        await asyncio.Event().wait()

    way._producer.commit_transaction = never
    with pytest.raises(TimeoutError):
        await way.commit([record()], {})
    way._producer.start = never
    with pytest.raises(TimeoutError):
        await way.open()


async def test_it_parts_from_a_broker_that_is_gone(way, monkeypatch) -> None:
    """Nor does it flush, as `stop` would: what is not committed is done again by the next owner."""
    monkeypatch.setattr(module, "part", functools.partial(part, seconds=0.01))
    noted = way._producer.noted

    async def never(name: str) -> None:
        noted.append(name)
        await asyncio.Event().wait()

    way._producer._sender.close = lambda: never("sender")
    way._producer.client.close = lambda: never("client")
    await way.close()
    assert noted == ["sender", "client"]
    assert way._producer._closed
