"""Publishers that are not ours: codecs, transactions that commit, abort and hang, header names."""

from __future__ import annotations

import asyncio
import json
import logging
import time
import uuid
from collections.abc import AsyncIterator, Iterator

import confluent_kafka
import msgspec
import pytest
from confluent_kafka.admin import AdminClient

from pipeline.broker.admin import Admin
from pipeline.broker.embedded import EmbeddedBroker
from pipeline.cli.main import main
from pipeline.client import Consumer
from pipeline.codec import encode
from pipeline.kafka import held
from pipeline.kafka.control import control_key
from pipeline.kafka.follower import Follower
from pipeline.settings import BrokerSettings, load_settings
from pipeline.stream.followed.control import ControlReader
from pipeline.topology import CONTROL, ENRICHED, LINKS, RAW, TOPICS, Topic
from pipeline.types.records import Control, LinkRecord
from tests.e2e.running import named_in_gbk

pytestmark = pytest.mark.kafka

CODECS = ("none", "gzip", "snappy", "lz4", "zstd")


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedBroker]:
    """A broker of this module's own: a transaction that hangs holds a topic back."""
    directory = tmp_path_factory.mktemp("kafka")
    with EmbeddedBroker(directory, load_settings().cache_path()) as broker:
        yield broker


@pytest.fixture(scope="module")
def settings(broker: EmbeddedBroker) -> BrokerSettings:
    settings = BrokerSettings(broker=broker.bootstrap)

    async def lay_out() -> None:
        async with Admin(settings) as admin:
            await admin.create(TOPICS)

    asyncio.run(lay_out())
    return settings


@pytest.fixture
async def topic(settings: BrokerSettings) -> AsyncIterator[Topic]:
    """A topic of one partition, of this test alone."""
    own = msgspec.structs.replace(RAW, name=f"test.{uuid.uuid4().hex}", partitions=1)
    async with Admin(settings) as admin:
        await admin.create([own])
    return own


class Publisher:
    """A publisher on librdkafka: one codec, and a transaction where it is asked for one."""

    def __init__(self, settings: BrokerSettings, *, codec: str = "none", **more: object) -> None:
        how = {"bootstrap.servers": settings.broker, "compression.type": codec, "linger.ms": 50}
        self._producer = confluent_kafka.Producer({**how, **more})

    def send(self, topic: Topic, *values: bytes | None, key: bytes | None = None) -> None:
        faults: list[object] = []
        for value in values:
            self._producer.produce(
                topic.name, value, key=key, on_delivery=lambda error, _: faults.append(error)
            )
        assert self._producer.flush(30) == 0
        assert faults == [None] * len(values)

    def __getattr__(self, name: str) -> object:
        return getattr(self._producer, name)


def transactional(settings: BrokerSettings, **more: object) -> Publisher:
    publisher = Publisher(settings, **{"transactional.id": uuid.uuid4().hex, **more})
    publisher.init_transactions(30)
    return publisher


def in_transaction(publisher: Publisher, topic: Topic, *values: bytes, commit: bool = True) -> None:
    publisher.begin_transaction()
    publisher.send(topic, *values)
    (publisher.commit_transaction if commit else publisher.abort_transaction)(30)


async def read(settings: BrokerSettings, topic: Topic, **how: object) -> list[bytes]:
    async with Consumer(settings, topic=topic, **how) as consumer:
        return [record.value async for record in consumer]


async def followed(settings: BrokerSettings, topic: Topic) -> list[bytes]:
    found: list[bytes] = []

    async def take(records) -> None:
        found.extend(record.value for record in records)

    await asyncio.wait_for(Follower(settings, topic).to_the_end(take), 60)
    return found


def values(codec: str) -> list[bytes]:
    """Return records that any codec makes smaller: they are sent compressed."""
    return [f"{codec} {number} {'河边新桥今天试通车。' * 50}".encode() for number in range(20)]


@pytest.mark.parametrize("codec", CODECS)
async def test_a_header_named_in_gbk_is_read_and_what_is_behind_it(settings, topic, codec) -> None:
    """A client in C sends any bytes as a name, and the broker takes them."""
    named_in_gbk(settings, topic, *values(codec), codec=codec)
    Publisher(settings, codec=codec).send(topic, b"behind")
    async with Consumer(settings, topic=topic) as consumer:
        found = [(record.value, record.headers) async for record in consumer]
    told = ((r"\xd6\xd0\xce\xc4", b"1"), ("x-own", b"2"))
    assert found == [*((value, told) for value in values(codec)), (b"behind", ())]
    assert await followed(settings, topic) == [*values(codec), b"behind"]


@pytest.mark.parametrize("codec", CODECS)
async def test_every_codec_is_read(settings, topic, codec) -> None:
    Publisher(settings, codec=codec).send(topic, *values(codec))
    assert await read(settings, topic) == values(codec)
    assert await followed(settings, topic) == values(codec)


async def test_codecs_stand_beside_each_other(settings, topic) -> None:
    for codec in CODECS:
        Publisher(settings, codec=codec).send(topic, *values(codec))
    everything = [value for codec in CODECS for value in values(codec)]
    assert await read(settings, topic) == everything
    assert await followed(settings, topic) == everything


def test_the_command_line_reads_every_codec(settings, monkeypatch, capsysbinary) -> None:
    monkeypatch.setenv("NEWS_BROKER", settings.broker)
    for codec in CODECS[1:]:
        link = LinkRecord(
            id=codec,
            headline=f"{codec}写成的一条链接标题" * 9,
            decorations=(),
            sites=("a.example",),
            site_count=1,
            first_seen=0.0,
            last_seen=1.0,
            count=7,
        )
        publisher = Publisher(settings, codec=codec)
        publisher.send(LINKS, encode(link), key=codec.encode())
        event = json.dumps({"uri": codec, "pad": "河" * 900}).encode()
        publisher.send(ENRICHED, event, key=codec.encode())
    assert main(["links", "top", "--json"]) == 0
    told = [json.loads(line)["id"] for line in capsysbinary.readouterr().out.splitlines()]
    assert sorted(told) == sorted(CODECS[1:])
    assert main(["consume"]) == 0
    told = [json.loads(line)["uri"] for line in capsysbinary.readouterr().out.splitlines()]
    assert sorted(told) == sorted(CODECS[1:])


async def test_what_is_committed_is_read_and_what_is_aborted_is_not(settings, topic) -> None:
    publisher = transactional(settings)
    in_transaction(publisher, topic, b"kept 1", b"kept 2")
    in_transaction(publisher, topic, b"thrown away", commit=False)
    in_transaction(publisher, topic, b"kept 3")
    # The last offset is a marker's, and behind it only what was aborted.
    in_transaction(publisher, topic, b"thrown away too", commit=False)
    kept = [b"kept 1", b"kept 2", b"kept 3"]
    assert await asyncio.wait_for(read(settings, topic), 30) == kept
    assert await followed(settings, topic) == kept
    assert await asyncio.wait_for(read(settings, topic, group=topic.name), 30) == kept
    # Nothing is left to read: a second run of the group ends, and is not behind.
    assert await asyncio.wait_for(read(settings, topic, group=topic.name), 30) == []
    async with Admin(settings) as admin:
        (mine,) = await admin.lag(topic.name, [topic.name])
        (nobodys,) = await admin.lag("nobody", [topic.name])
    assert (mine.committed, mine.end, mine.lag) == (9, 9, 0)
    assert (nobodys.committed, nobodys.lag) == (None, 9)


async def test_a_group_that_commits_before_a_marker_is_not_behind(settings, topic) -> None:
    """Other clients commit the offset after the last record; a marker stands there."""
    publisher = transactional(settings)
    in_transaction(publisher, topic, b"kept")
    in_transaction(publisher, topic, b"thrown away", commit=False)
    other = confluent_kafka.Consumer({"bootstrap.servers": settings.broker, "group.id": topic.name})
    place = confluent_kafka.TopicPartition(topic.name, 0, 1)
    other.commit(offsets=[place], asynchronous=False)
    other.close()
    async with Admin(settings) as admin:
        (row,) = await admin.lag(topic.name, [topic.name])
        assert (row.committed, row.end, row.lag) == (1, 4, 0)
        in_transaction(publisher, topic, b"new")
        (row,) = await admin.lag(topic.name, [topic.name])
        assert (row.end, row.lag) == (6, 2)


async def test_an_open_transaction_holds_back_and_is_told_once(
    settings, topic, monkeypatch, caplog
) -> None:
    told: list[str] = []
    hung = transactional(settings)
    Publisher(settings).send(topic, b"before")
    hung.begin_transaction()
    hung.send(topic, b"in doubt")
    Publisher(settings).send(topic, b"behind it")
    started = time.monotonic()
    assert await read(settings, topic, tell=told.append) == [b"before"]
    assert time.monotonic() - started < 10
    line = (
        f"{topic.name}: a publisher's transaction is open in partition 0 from offset 1: what "
        "stands there is read when it is committed or Kafka has ended it"
    )
    assert told == [line]
    with caplog.at_level(logging.WARNING):
        assert await followed(settings, topic) == [b"before"]
    assert [record.getMessage() for record in caplog.records] == [line]
    async with Admin(settings) as admin:
        (row,) = await admin.lag("nobody", [topic.name])
    assert (row.end, row.lag) == (1, 1)

    monkeypatch.setattr(held, "WHILE_FOLLOWING", 1.0)
    told.clear()
    async with Consumer(settings, topic=topic, follow=True, tell=told.append) as consumer:
        records = aiter(consumer)
        assert (await asyncio.wait_for(anext(records), 20)).value == b"before"
        waiting = asyncio.ensure_future(anext(records))
        await asyncio.sleep(3)
        assert (waiting.done(), told) == (False, [line])
        await asyncio.to_thread(hung.commit_transaction, 30)
        assert (await asyncio.wait_for(waiting, 20)).value == b"in doubt"
        assert (await asyncio.wait_for(anext(records), 20)).value == b"behind it"
    assert told == [line]
    told.clear()
    everything = [b"before", b"in doubt", b"behind it"]
    assert await read(settings, topic, tell=told.append) == everything
    assert told == []


async def test_a_transaction_that_ends_while_we_read_is_not_mentioned(settings, topic) -> None:
    told: list[str] = []
    slow = transactional(settings)
    slow.begin_transaction()
    slow.send(topic, b"late")

    async def end_it() -> None:
        await asyncio.sleep(1)
        await asyncio.to_thread(slow.commit_transaction, 30)

    ending = asyncio.create_task(end_it())
    assert await read(settings, topic, tell=told.append) == []
    await ending
    assert told == []


async def test_kafka_ends_what_hangs_and_reading_goes_on(settings, topic) -> None:
    hung = transactional(settings, **{"transaction.timeout.ms": 1000})
    hung.begin_transaction()
    hung.send(topic, b"never committed")
    Publisher(settings).send(topic, b"behind it")
    async with Consumer(settings, topic=topic, follow=True) as consumer:
        # The coordinator looks every ten seconds.
        record = await asyncio.wait_for(anext(aiter(consumer)), 60)
    assert record.value == b"behind it"


async def test_a_word_in_a_transaction_is_obeyed_when_it_is_committed(settings) -> None:
    word = Control(kind="link", name="abc", action="block")
    publisher = transactional(settings)
    key = control_key("link", "abc").encode()
    publisher.begin_transaction()
    publisher.send(CONTROL, encode(word), key=key)
    publisher.abort_transaction(30)
    heard: list = []
    await asyncio.wait_for(ControlReader(settings, heard.extend).catch_up(), 30)
    assert heard == []
    publisher.begin_transaction()
    publisher.send(CONTROL, encode(word), key=key)
    publisher.commit_transaction(30)
    await asyncio.wait_for(ControlReader(settings, heard.extend).catch_up(), 30)
    assert heard == [word]


async def test_of_a_log_whose_records_are_deleted_the_end_is_reached(settings, topic) -> None:
    publisher = transactional(settings)
    in_transaction(publisher, topic, b"old", b"older")
    admin = AdminClient({"bootstrap.servers": settings.broker})
    before = confluent_kafka.TopicPartition(topic.name, 0, 2)
    for done in admin.delete_records([before]).values():
        done.result(30)
    assert await asyncio.wait_for(read(settings, topic), 30) == []
    assert await followed(settings, topic) == []
    async with Admin(settings) as admin:
        (row,) = await admin.lag("nobody", [topic.name])
    assert (row.end, row.lag) == (3, 0)
