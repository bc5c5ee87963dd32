"""The thirteen traps of Faust: each has a test that fails when it comes back.

Where the trap is the broker's or Faust's own behaviour, a test pins the setting that avoids it.
Traps 2, 8 and 12 are also behaviours (`tests/stream/behaviours.py`), in memory and on Kafka.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import faust
import msgspec
import pytest
from aiokafka import TopicPartition as AioTP
from aiokafka.errors import MessageSizeTooLargeError
from aiokafka.partitioner import DefaultPartitioner
from faust.types import TP
from pipeline.stream.on_faust.kafka import KafkaBackend, _judge, _to_the_end

from pipeline.broker.admin import Admin
from pipeline.broker.embedded import EmbeddedBroker
from pipeline.errors import TopicError
from pipeline.settings import Settings, load_settings
from pipeline.stages.built import build_stages
from pipeline.stream.delivery import TooLargeToSendError
from pipeline.stream.topics import readers_of, topics_of
from pipeline.text.fingerprint import partition_of
from pipeline.topology import GROUPINGS, MIB, RAW, TOPICS
from pipeline.worker.app import EXIT_TRY_AGAIN, create_app
from pipeline.worker.supervisor import Supervisor, prepare_topics
from tests.stream.behaviours import envelope
from tests.stream.memory import MemoryKafka, MemoryWorker, run_to_the_end
from tests.stream.tiny import TinyStages, build
from tests.stream.worlds import KafkaWorld, look_after

GROUPS = sorted({group for grouping in GROUPINGS.values() for group in grouping})
# Waiting ends when what is waited for is there: these are for slow machines only, and long enough
# for a worker that a watcher starts again.
READY = PATIENCE = 180


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(broker="127.0.0.1:1", data_dir=tmp_path, partitions=4, log_level="warning")


@pytest.fixture
def app(settings: Settings) -> faust.App:
    return create_app(settings, TinyStages(), ("dedup",))


# 1. exactly_once is not what it says.
@pytest.mark.parametrize("group", GROUPS)
def test_1_exactly_once_is_not_offered(settings: Settings, group) -> None:
    app = create_app(settings, TinyStages(), group)
    assert app.conf.processing_guarantee.value == "at_least_once"
    assert not app.in_transaction
    assert not [name for name in Settings.model_fields if "once" in name or "guarantee" in name]


# 2. An exception in an agent loses the record; see the behaviours. Nothing may leave `work`.
async def test_2_whatever_a_handler_raises_is_a_rejection() -> None:
    kafka = MemoryKafka()
    stages = TinyStages(clean=lambda _: 1 / 0)
    worker = MemoryWorker(kafka, stages, ("clean",))
    kafka.publish(RAW.name, envelope("一篇"))
    await run_to_the_end(worker)
    assert len(kafka.read("news.rejected.v1")) == 1


# 3. One unacknowledged record in a gap is skipped: strictly in order, one actor an agent.
@pytest.mark.parametrize("group", GROUPS)
def test_3_agents_do_not_run_beside_themselves(settings: Settings, group) -> None:
    app = create_app(settings, TinyStages(), group)
    assert [agent.concurrency for agent in app.agents.values()] == [1] * len(readers_of(group))
    assert not any(agent.isolated_partitions for agent in app.agents.values())


async def test_3_a_batch_is_finished_before_any_of_it_is_acknowledged() -> None:
    """Acknowledged all at once, in order, when the loop comes back: never in the middle."""
    done: list[str] = []

    class Slow:
        async def work(self, messages):
            await asyncio.sleep(0.05)
            done.append("worked")

    task = asyncio.ensure_future(_to_the_end(Slow(), []))
    await asyncio.sleep(0.01)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert done == ["worked"], "cancelled in the middle, the batch would be acknowledged unfinished"


# 4. A killed worker's partitions stall for the session timeout.
def test_4_a_killed_worker_is_missed_after_ten_seconds(app: faust.App) -> None:
    assert app.conf.broker_session_timeout == 10
    assert app.conf.broker_heartbeat_interval == 3


# 5. web_enabled=False is overwritten by Faust's command line, which binds 0.0.0.0:6066.
def test_5_no_web_server(app: faust.App) -> None:
    assert not app.conf.web_enabled
    assert list(app.boot_strategy.web_server()) == []


# 6. Topics made by the broker have its partition count, and nothing flows.
@pytest.mark.parametrize("group", GROUPS)
def test_6_every_topic_of_a_group_is_made_first_with_equal_counts(settings, group) -> None:
    app = create_app(settings, TinyStages(), group)
    topics = topics_of(settings, group)
    assert {topic.partitions for topic in topics} == {settings.partitions}
    names = {topic.name for topic in topics}
    read = {name for agent in app.agents.values() for name in agent.get_topic_names()}
    changelogs = {table.changelog_topic.get_topic_name() for table in app.tables.values()}
    assert read | changelogs | {topic.name for topic in TOPICS} == names
    assert app.conf.topic_disable_leader
    assert app.conf.topic_partitions == settings.partitions


# 7. librdkafka's default partitioner is not murmur2.
@pytest.mark.parametrize("key", ["", "a", "新闻.example", "daily.example", "x" * 21])
def test_7_keys_lie_where_every_murmur2_client_puts_them(key: str) -> None:
    partitions = list(range(8))
    theirs = DefaultPartitioner()(key.encode(), partitions, partitions)
    assert partition_of(key, 8) == theirs


def test_7_the_app_sends_by_murmur2(app: faust.App) -> None:
    assert app.conf.producer_partitioner is None  # Faust's default: aiokafka's murmur2


# 8. Decode errors are thrown into the stream: topics carry raw bytes.
@pytest.mark.parametrize("group", GROUPS)
def test_8_topics_carry_raw_bytes(settings: Settings, group) -> None:
    app = create_app(settings, TinyStages(), group)
    for agent in app.agents.values():
        schema = agent.channel.schema
        assert (schema.key_type, schema.value_type) == (bytes, bytes)
        assert (schema.key_serializer, schema.value_serializer) == ("raw", "raw")


# 9. Lag gauges go stale, partitions stop: see tests/unit/stream/test_metrics.py.
def test_9_a_worker_watches_its_partitions(app: faust.App) -> None:
    assert len(app._app_tasks) == 1


async def test_9_nothing_is_fetched_between_a_recovery_and_the_seek(app: faust.App) -> None:
    """Faust empties the streams' queues after the seek: what came in between was lost."""
    app.consumer.resume_flow()
    await app.on_rebalance_complete.send()
    assert not app.consumer.flow_active
    assert app.consumer.suspend_flow.is_set()


async def test_9_nothing_left_to_commit_is_no_error(app: faust.App) -> None:
    """A rebalance took everything while Faust waited for its producer: it would commit nothing."""
    asked: list[dict] = []

    class Kafka:
        def assignment(self):
            return {AioTP("held", 0)}

        async def commit(self, offsets):
            # What aiokafka does.
            if not offsets:
                raise ValueError(offsets)
            asked.append(offsets)

    thread = app.consumer._new_consumer_thread()
    thread._consumer = Kafka()
    assert await thread._commit({TP("gone", 0): 5}) is False
    assert await thread._commit({TP("gone", 0): 5, TP("held", 0): 7}) is True
    assert [{tp.topic: at.offset for tp, at in offsets.items()} for offsets in asked] == [
        {"held": 7}
    ]
    assert thread.crashed is False


# 10. Inside noack().take_events() there is no current event: table writes fail.
# 13. memory:// is one dict over all partitions, rocksdb one store a partition.
@pytest.mark.parametrize("store", ["rocksdb", "memory"])
def test_10_tables_are_read_and_written_without_a_current_event(
    settings: Settings, store: str
) -> None:
    app = create_app(
        settings.model_copy(update={"store": store}), TinyStages(), ("clean",), member=3
    )
    Path(app.conf.datadir).mkdir(parents=True)
    app.conf.tabledir.mkdir(parents=True, exist_ok=True)
    backend = KafkaBackend(app, "test", {})
    for partition in (0, 1):
        backend.store(partition, {b"%d|k" % partition: b"value %d" % partition}, upto=7)
    for partition in (0, 1):
        assert backend.read(partition, b"%d|k" % partition) == b"value %d" % partition
        assert b"%d|k" % partition in backend.keys(partition)
        assert backend.keys(partition, b"%d|" % partition) == [b"%d|k" % partition]
        assert backend.keys(partition, b"%d?" % partition) == []
    if store == "rocksdb":
        assert backend.read(0, b"1|k") is None
        assert backend.keys(0) == [b"0|k"]
        assert backend._table.data.persisted_offset(TP(backend._topic, 1)) == 7
        assert type(backend._table.data._dbs[0]).__name__ == "Rdict"
    backend.store(1, {b"1|k": None, b"1|never": None}, upto=8)
    assert backend.read(1, b"1|k") is None


async def test_13_every_table_key_begins_with_its_partition() -> None:
    """With the real stages: what is written for a partition can be told from all others'."""
    settings = load_settings(partitions=3)
    groups = (("clean",), ("dedup",))
    kafka = MemoryKafka(partitions=3)
    for number in range(12):
        site = f"s{number % 4}.example"
        kafka.publish(RAW.name, envelope(page(number % 5), site=site), key=site.encode())
    workers = [MemoryWorker(kafka, build_stages(settings, group), group) for group in groups]
    await run_to_the_end(*workers)
    tables = {name: b for worker in workers for name, b in worker.backends.items()}
    assert set(tables) == {"line-memory", "story-index", "story-decisions", "links"}
    for name, backend in tables.items():
        assert backend.changelog, name
        for partition, key, _ in backend.changelog:
            rest = key.removeprefix(str(partition).encode())
            assert rest != key, (name, partition, key)
            assert not rest[:1].isdigit(), (name, partition, key)


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


# 11. take_events acknowledges a batch also when the agent raises: leave by os._exit.
async def test_11_a_fault_of_ours_leaves_the_process() -> None:
    left: list[BaseException] = []

    class Broken:
        async def work(self, messages):
            raise RuntimeError("bug")

        def give_up(self, error):
            left.append(error)

    await _to_the_end(Broken(), [])
    assert [repr(error) for error in left] == ["RuntimeError('bug')"]


def test_11_leaving_runs_no_finally() -> None:
    program = (
        "from pipeline.worker.app import leave_process\n"
        "try:\n    leave_process('test')\nfinally:\n    print('acknowledged')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (EXIT_TRY_AGAIN, "")


# 12. A record too large to send fails again after every restart: a rejection. Others leave.
def test_12_too_large_is_told_from_every_other_failure() -> None:
    wrapped = RuntimeError("while sending")
    wrapped.__cause__ = MessageSizeTooLargeError()
    with pytest.raises(TooLargeToSendError):
        _judge(wrapped)
    _judge(OSError("gone"))


def test_12_limits_stand_above_the_largest_article(app: faust.App) -> None:
    largest = max(topic.max_message_bytes for topic in TOPICS)
    assert app.conf.producer_max_request_size > largest
    assert app.conf.producer_acks == -1
    assert app.conf.producer_linger == 0.005
    assert app.conf.producer_max_batch_size == 131_072
    assert app.conf.broker_commit_interval == 1


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedBroker]:
    directory = tmp_path_factory.mktemp("kafka")
    with EmbeddedBroker(directory, load_settings().cache_path()) as broker:
        yield broker


@pytest.fixture
def real(broker: EmbeddedBroker, settings: Settings) -> Settings:
    return settings.model_copy(update={"broker": broker.bootstrap})


@pytest.mark.kafka
class TestOnKafka:
    async def test_6_unequal_topics_are_refused_before_a_worker_starts(self, real) -> None:
        settings = real.model_copy(update={"app_id": "unequal", "partitions": 3})
        async with Admin(settings) as admin:
            await admin.create([msgspec.structs.replace(RAW, name="unequal", partitions=2)])
            with pytest.raises(TopicError, match="number of partitions is 2, must be 3"):
                await admin.require([msgspec.structs.replace(RAW, name="unequal", partitions=3)])

    @pytest.mark.chaos
    async def test_all_in_one_process(self, real: Settings) -> None:
        """Two workers of the grouping `all`, tables in memory: one is killed, one drains.

        Trap 5: two workers on one machine. Trap 4: the other goes on within the session timeout.
        Trap 12: the broker refuses a record, and the stream goes on.
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

        Faust may crash in a rebalance (a commit of nothing): the worker that takes its place is
        told then, once it is ready.
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
