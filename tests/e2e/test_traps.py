"""The traps of Kafka and its clients: each has a test that fails when it comes back.

What Faust's consumer, producer, tables and recovery had of them went with them. What aiokafka must
do for us instead is held here against a real broker: fencing, markers, committed reads.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import InvalidProducerEpoch, ProducerFenced
from aiokafka.partitioner import DefaultPartitioner

from pipeline.broker.admin import Admin
from pipeline.broker.embedded import EmbeddedBroker
from pipeline.errors import TopicError
from pipeline.settings import Settings, load_settings
from pipeline.stages.built import build_stages
from pipeline.stream.batches import ProducerRecord, record_of, row_of
from pipeline.stream.delivery import TooLargeToSendError
from pipeline.stream.messages import Output
from pipeline.stream.on_kafka import second_protocol
from pipeline.stream.on_kafka.partition_log import KafkaPartition
from pipeline.stream.on_kafka.transactions import Transactions
from pipeline.stream.stores import MemoryStore
from pipeline.stream.stream_task import FencedError
from pipeline.stream.tables import Change
from pipeline.stream.topics import topics_of
from pipeline.text.fingerprint import partition_of
from pipeline.topology import AGENTS, CLEAN, GROUPINGS, MIB, RAW, Topic
from pipeline.worker.app import EXIT_TRY_AGAIN, create_app
from pipeline.worker.supervisor import Supervisor, prepare_topics
from tests.stream.behaviours import envelope
from tests.stream.changelogs import rows_in
from tests.stream.memory import MemoryKafka, MemoryWorker, run_to_the_end
from tests.stream.tiny import TinyStages, build
from tests.stream.worlds import KafkaWorld, look_after
from tests.unit.stream.parts import message

GROUPS = sorted({group for grouping in GROUPINGS.values() for group in grouping})
# Waiting ends when what is waited for is there: these are for slow machines only, and long enough
# for a worker that a watcher starts again.
READY = PATIENCE = 180


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(broker="127.0.0.1:1", data_dir=tmp_path, partitions=4, log_level="warning")


async def test_whatever_a_handler_raises_is_a_rejection() -> None:
    kafka = MemoryKafka()
    worker = MemoryWorker(kafka, TinyStages(clean=lambda _: 1 / 0), ("clean",))
    kafka.publish(RAW.name, envelope("一篇"))
    await run_to_the_end(worker)
    assert len(kafka.read("news.rejected.v1")) == 1


@pytest.mark.parametrize("group", GROUPS)
async def test_no_web_server_and_one_actor_an_agent(settings: Settings, group) -> None:
    """`web_enabled=False` is overwritten by Faust's command line, which binds 0.0.0.0:6066."""
    app = create_app(settings, TinyStages(), group)
    assert not app.conf.web_enabled
    assert list(app.boot_strategy.web_server()) == []
    assert {agent.concurrency for agent in app.agents.values()} == {1}


@pytest.mark.parametrize("group", GROUPS)
def test_every_topic_of_a_group_is_made_first_with_equal_counts(settings, group) -> None:
    """Topics made by the broker have its partition count, and nothing flows."""
    topics = topics_of(settings, group)
    assert {topic.partitions for topic in topics} == {settings.partitions}


@pytest.mark.parametrize("key", ["", "a", "新闻.example", "daily.example", "x" * 21])
def test_keys_lie_where_every_murmur2_client_puts_them(key: str) -> None:
    """Librdkafka's default partitioner is not murmur2."""
    partitions = list(range(8))
    theirs = DefaultPartitioner()(key.encode(), partitions, partitions)
    assert partition_of(key, 8) == theirs


async def test_every_table_key_begins_with_its_partition() -> None:
    """With the real stages: what is written for a partition can be told from all others'."""
    settings = load_settings(partitions=3)
    groups = (("clean",), ("dedup",))
    kafka = MemoryKafka(partitions=3)
    for number in range(12):
        site = f"s{number % 4}.example"
        kafka.publish(RAW.name, envelope(page(number % 5), site=site), key=site.encode())
    workers = [MemoryWorker(kafka, build_stages(settings, group), group) for group in groups]
    await run_to_the_end(*workers)
    assert {table for _, table, _ in kafka.changelogs} == {
        "line-memory", "story-index", "story-decisions", "links",
    }  # fmt: skip
    for (_, table, partition), changelog in kafka.changelogs.items():
        for key in rows_in(changelog):
            rest = key.removeprefix(str(partition).encode())
            assert rest != key, (table, partition, key)
            assert not rest[:1].isdigit(), (table, partition, key)


def page(number: int) -> str:
    body = f"镇上的第{number}座桥今天上午通车，车辆可以双向通行，货车仍要绕行老路。\n桥长两百米。"
    links = (
        "江边步道下月开放给行人",
        "县里的图书馆周末延长开放时间",
        "气象台：未来三天有小到中雨",
        "老街改造后首批商户开门迎客",
        "今年的早稻收割已经过半",
    )
    return "\n".join([f"第{number}座桥通车", body, "相关阅读：", *(f"- {link}" for link in links)])


def test_leaving_runs_no_finally() -> None:
    program = (
        "from pipeline.worker.app import leave_process\n"
        "try:\n    leave_process('test')\nfinally:\n    print('acknowledged')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (EXIT_TRY_AGAIN, "")


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedBroker]:
    directory = tmp_path_factory.mktemp("kafka")
    with EmbeddedBroker(directory, load_settings().cache_path()) as broker:
        yield broker


@pytest.fixture
def real(broker: EmbeddedBroker, settings: Settings) -> Settings:
    return settings.model_copy(update={"broker": broker.bootstrap})


SPEC = AGENTS[0]


def out(value: bytes, partition: int = 0, key: bytes = b"k") -> ProducerRecord:
    output = Output(topic=CLEAN, key=key, value=value, partition=partition)
    return record_of(output, spec=SPEC, message=message())


class Topics:
    """Topics of one test's own, and what stands in them."""

    def __init__(self, settings: Settings, name: str) -> None:
        self.settings, self.group = settings, name
        self.input = TopicPartition(f"{name}-in", 0)
        self.output = TopicPartition(f"{name}-out", 0)
        self.log = TopicPartition(f"{name}-t-changelog", 0)

    def record(self, value: bytes, **how) -> ProducerRecord:
        return msgspec.structs.replace(out(value, **how), topic=self.output.topic)

    async def make(self, **how) -> None:
        async with Admin(self.settings) as admin:
            await admin.create(
                [
                    Topic(name=tp.topic, key="", value="", doc="", partitions=1, **how)
                    for tp in (self.input, self.output, self.log)
                ]
            )

    @asynccontextmanager
    async def producer(self) -> AsyncIterator[Transactions]:
        """A producer of the one transactional id."""
        made = Transactions(self.settings, name=f"{self.group}-0", group=self.group, partition=0)
        try:
            yield await made.open()
        finally:
            await made.close()

    @asynccontextmanager
    async def consumer(self) -> AsyncIterator[AIOKafkaConsumer]:
        made = AIOKafkaConsumer(
            **self.settings.aiokafka_kwargs(),
            group_id=self.group,
            enable_auto_commit=False,
            isolation_level="read_committed",
            auto_offset_reset="earliest",
        )
        await made.start()
        try:
            yield made
        finally:
            await made.stop()

    async def read(self, tp: TopicPartition) -> tuple[list[bytes], int, int]:
        """Return the committed values, where reading them ends, and where the partition ends."""
        async with self.consumer() as consumer:
            consumer.assign([tp])
            end = (await consumer.end_offsets([tp]))[tp]
            found: list[bytes] = []
            async with asyncio.timeout(30):
                while await consumer.position(tp) < end:
                    for some in (await consumer.getmany(timeout_ms=100)).values():
                        found += [record.value for record in some]
            return found, await consumer.position(tp), end

    async def committed(self) -> int | None:
        async with self.consumer() as consumer:
            return await consumer.committed(self.input)


@pytest.fixture
async def own(real: Settings, request: pytest.FixtureRequest) -> Topics:
    topics = Topics(real, re.sub(r"\W|_", "-", request.node.name)[:80].strip("-"))
    await topics.make()
    return topics


async def begun(producer: Transactions, records, tp: TopicPartition) -> None:
    """Begin a transaction, have the broker take its records, and stand still."""
    theirs = producer._producer
    await theirs.begin_transaction()
    for record in records:
        await theirs.send_and_wait(tp.topic, record.value, key=record.key, partition=tp.partition)


@pytest.fixture(params=["second protocol", "first protocol"])
def protocol(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both that a cluster may have: the embedded broker has the second."""
    if request.param == "first protocol":

        async def go_on_with_the_first(producer: object) -> None:
            del producer

        monkeypatch.setattr(second_protocol, "speak", go_on_with_the_first)
    return str(request.param)


@pytest.mark.kafka
@pytest.mark.usefixtures("protocol")
class TestTransactions:
    async def test_the_embedded_broker_has_the_second(self, own: Topics, protocol: str) -> None:
        async with own.producer() as first:
            sends = getattr(first._producer.client.send, "__self__", None)
        assert isinstance(sends, second_protocol.SecondProtocol) == (protocol == "second protocol")

    async def test_one_transaction_follows_on_another_at_once(self, own: Topics) -> None:
        async with own.producer() as first:
            for at in range(1, 31):
                await first.commit([own.record(b"%d" % at)], {own.input: at})
        assert (await own.read(own.output))[0] == [b"%d" % at for at in range(1, 31)]
        assert await own.committed() == 30

    async def test_the_second_of_an_id_shuts_out_the_first(self, own: Topics) -> None:
        async with own.producer() as first:
            await first.commit([own.record(b"1")], {own.input: 1})
            async with own.producer() as second:
                with pytest.raises(FencedError):
                    await first.commit([own.record(b"lost")], {own.input: 9})
                await second.commit([own.record(b"2")], {own.input: 2})
        assert (await own.read(own.output))[0] == [b"1", b"2"]
        assert await own.committed() == 2

    async def test_what_stood_still_in_a_transaction_is_never_committed(self, own: Topics) -> None:
        """Frozen between its records and its commit, it goes on when another has the partition."""
        async with own.producer() as first:
            await begun(first, [own.record(b"half")], own.output)
            async with own.producer() as second:
                await second.commit([own.record(b"whole")], {own.input: 3})
                with pytest.raises((ProducerFenced, InvalidProducerEpoch)):
                    await first._producer.commit_transaction()
                values, position, end = await own.read(own.output)
        assert values == [b"whole"]
        # Two records, and the markers of an abort and a commit: all of it is passed over.
        assert position == end == 4
        assert await own.committed() == 3

    async def test_the_end_is_before_what_is_not_committed_yet(self, own: Topics) -> None:
        async with own.producer() as first:
            await first.commit([own.record(b"1")], {})
            await begun(first, [own.record(b"open")], own.output)
            assert await own.read(own.output) == ([b"1"], 2, 2)
            await first._producer.abort_transaction()
            # The broker answers before the marker is written.
            async with asyncio.timeout(10):
                while (await own.read(own.output))[2] != 4:  # noqa: ASYNC110 - of a broker
                    await asyncio.sleep(0.05)
            assert await own.read(own.output) == ([b"1"], 4, 4)

    async def test_too_large_costs_the_transaction_and_no_more(self, own: Topics) -> None:
        await lower_limit(own.settings, own.output.topic, 100_000)
        records = [own.record(b"small"), own.record(b"x" * 200_000), own.record(b"small too")]
        with pytest.raises(TooLargeToSendError) as caught:
            async with own.producer() as first:
                await first.commit(records, {own.input: 5})
        assert caught.value.record is records[1]
        assert await own.committed() is None
        async with own.producer() as again:
            await again.commit([records[0], records[2]], {own.input: 5})
        assert (await own.read(own.output))[0] == [b"small", b"small too"]
        assert await own.committed() == 5

    async def test_a_partition_is_read_to_its_end_and_its_table_too(self, own: Topics) -> None:
        """The whole of `KafkaPartition`: markers and aborted records in its topic and changelog."""
        async with own.producer() as publisher:
            await publisher.commit([msgspec.structs.replace(out(b"1"), topic=own.input.topic)], {})
            await begun(publisher, [out(b"aborted")], own.input)
        first, second = self.partition(own), self.partition(own)
        store = MemoryStore()
        try:
            # Opening shuts out the publisher, whose id is the partition's here.
            await first.open(store)
            found: list[bytes | None] = []
            async with asyncio.timeout(30):
                while first.positions() != {own.input.topic: 4}:
                    for some in (await first.read()).values():
                        found += [read.value for read in some]
            assert found == [b"1"]
            row = row_of(Change(table="t", key=b"a", value=b"1", message=message()), SPEC)
            upto = await first.commit([row, own.record(b"o")], first.positions())
            assert upto == {"t": 1}
            await second.open(store)
            assert (store.read("t", b"a"), store.upto("t")) == (b"1", 2)
            assert second.positions() == {own.input.topic: 4}
            with pytest.raises(FencedError):
                await first.commit([row], {own.input.topic: 99})
            assert await own.committed() == 4
        finally:
            await first.close()
            await second.close()

    def partition(self, own: Topics) -> KafkaPartition:
        return KafkaPartition(
            own.settings, group=own.group, partition=0, topics=[own.input.topic], tables=["t"]
        )


@pytest.mark.kafka
class TestOnKafka:
    async def test_unequal_topics_are_refused_before_a_worker_starts(self, real) -> None:
        settings = real.model_copy(update={"app_id": "unequal", "partitions": 3})
        async with Admin(settings) as admin:
            await admin.create([msgspec.structs.replace(RAW, name="unequal", partitions=2)])
            with pytest.raises(TopicError, match="number of partitions is 2, must be 3"):
                await admin.require([msgspec.structs.replace(RAW, name="unequal", partitions=3)])

    @pytest.mark.chaos
    async def test_all_in_one_process(self, real: Settings) -> None:
        """Two workers of the grouping `all`, tables in memory: one is killed, one drains.

        The other goes on within the session timeout; a record that the broker refuses stops none.
        """
        settings = real.model_copy(update={"grouping": "all", "store": "memory"})
        groups = GROUPINGS["all"]
        await prepare_topics(settings, groups)
        await lower_limit(settings, "news.enriched.v1", 1 * MIB)
        supervisor = Supervisor(settings, groups, workers=2, build=build)
        supervisor.start()
        try:
            assert await asyncio.to_thread(supervisor.wait_ready, READY)
            assert not listens(6066)
            async with KafkaWorld(settings) as world:
                watching = asyncio.create_task(look_after(supervisor))
                await self.kill(world, supervisor)
                await self.drain(world, supervisor)
                watching.cancel()
        finally:
            supervisor.stop()

    async def kill(self, world: KafkaWorld, supervisor: Supervisor) -> None:
        text = envelope("大" * (MIB // 2), site="s1.example")
        large = await world.publish(text, key=b"s1.example")
        records = [article(number) for number in range(300)]
        places = await world.publish_all(records[:150])
        os.kill(supervisor.pids()[0], signal.SIGKILL)
        places += await world.publish_all(records[150:])
        found = await world.outcomes([*places, large], patience=PATIENCE)
        assert all(found.values()), "lost"
        assert {o.reason for o in found[large]} == {"too-large"}
        assert {o.headers["x-stage"] for o in found[large]} == {"extract"}
        # Half of the keys lie: they are published again under their site, and come out once.
        assert not any(o.is_rejected for place in places for o in found[place])

    async def drain(self, world: KafkaWorld, supervisor: Supervisor) -> None:
        """SIGTERM in the middle: the worker finishes its batches, and is not started again.

        The one that took the killed worker's place is told once it is ready.
        """
        told = 0
        places = await world.publish_all([article(number) for number in range(300, 400)])
        for _ in range(5 * PATIENCE):
            pids = supervisor.pids()
            if len(pids) == 1 and all(member.due == 0 for member in supervisor._members):
                break
            ready = all(member.ready.is_set() for member in supervisor._members)
            if ready and len(pids) == 2 and pids[-1] != told:
                told = pids[-1]
                os.kill(told, signal.SIGTERM)
            await asyncio.sleep(0.2)
        found = await world.outcomes(places, patience=PATIENCE)
        assert all(found.values()), "lost"
        assert len(supervisor.pids()) == 1


def article(number: int) -> tuple[bytes, bytes]:
    """Return `(key, value)`; every second key is not the site."""
    site = f"s{number % 5}.example"
    key = site if number % 2 else f"feed {number}"
    value = envelope(f"第{number}篇。", site=site, url=f"https://{site}/trap/{number}")
    return key.encode(), value


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def lower_limit(settings: Settings, topic: str, limit: int) -> None:
    from aiokafka.admin import AIOKafkaAdminClient
    from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

    client = AIOKafkaAdminClient(**settings.aiokafka_kwargs())
    await client.start()
    try:
        entry = {"max.message.bytes": str(limit)}
        await client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, configs=entry)])
    finally:
        await client.close()
