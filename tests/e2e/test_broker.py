"""The embedded broker is a real Kafka: our clients and others' agree on what is in it."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import msgspec
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from confluent_kafka import Consumer as OtherConsumer
from confluent_kafka import Producer as OtherProducer

from pipeline import codec
from pipeline.broker.admin import Admin
from pipeline.broker.embedded import EmbeddedBroker
from pipeline.broker.startup import answers
from pipeline.client import Consumer, Publisher
from pipeline.errors import BrokerError, TopicError, UsageError
from pipeline.settings import BrokerSettings, load_settings
from pipeline.text.fingerprint import partition_of
from pipeline.topology import MIB, RAW, REJECTED, TOPICS, Topic
from pipeline.types.articles import Origin, RawArticle

pytestmark = pytest.mark.kafka


@pytest.fixture
def settings(embedded_broker: EmbeddedBroker) -> BrokerSettings:
    return BrokerSettings(broker=embedded_broker.bootstrap)


@pytest.fixture
async def topic(settings: BrokerSettings) -> Topic:
    """A topic like `news.raw.v1`, of this test alone."""
    own = msgspec.structs.replace(RAW, name=f"test.{uuid.uuid4().hex}")
    async with Admin(settings) as admin:
        await admin.create([own])
    return own


def article(number: int, site: str | None = None) -> RawArticle:
    return RawArticle(
        origin=Origin(source_id=f"sample-{number}.txt"),
        url=f"https://www.example.cn/news/{number}.html",
        site=site,
        title=f"河边新桥第{number}次试通车",
        text=f"河边新桥今天第{number}次试通车。\n工程师说桥面平稳。",
    )


async def test_topics_are_created_once_and_every_difference_is_named(settings):
    async with Admin(settings) as admin:
        await admin.create(TOPICS)
        assert await admin.create(TOPICS) == ()
        assert await admin.check(TOPICS) == ()
        assert await admin.require(TOPICS) == ()
        other = msgspec.structs.replace(
            RAW, partitions=3, cleanup="compact", retention_ms=7, max_message_bytes=64 * MIB
        )
        missing = msgspec.structs.replace(RAW, name="test.absent")
        found = await admin.check([missing, other])
        assert [(each.refuses, str(each)) for each in found if each.weight != "better"] == [
            (True, "test.absent: missing"),
            (True, "news.raw.v1: the number of partitions is 8, must be 3"),
            (True, "news.raw.v1: cleanup.policy is delete, must be compact"),
            (False, "news.raw.v1: retention.ms is 604800000, ours is 7"),
            (True, "news.raw.v1: max.message.bytes is 33554432, must be 67108864"),
        ]
        # Kafka's own settings, where ours are better ones.
        assert [each.setting for each in found if each.weight == "better"] == [
            "segment.bytes",
            "segment.ms",
            "min.cleanable.dirty.ratio",
            "delete.retention.ms",
        ]
        with pytest.raises(TopicError, match=r"test\.absent: missing.*news topics create"):
            await admin.require([missing])


async def test_what_we_publish_any_client_reads(settings, topic):
    async with Publisher(settings, topic=topic) as publisher:
        receipts = [await publisher.send(article(n, f"site{n}.example.cn")) for n in range(20)]
    assert all(r.partition == partition_of(r.key, topic.partitions) for r in receipts)
    assert len({r.id for r in receipts}) == 20

    other = OtherConsumer(
        {
            "bootstrap.servers": settings.broker,
            "group.id": topic.name,
            "auto.offset.reset": "earliest",
        }
    )
    other.subscribe([topic.name])
    seen = {}
    end = time.monotonic() + 30
    while len(seen) < 20 and time.monotonic() < end:
        message = other.poll(0.5)
        if message is not None and message.error() is None:
            seen[message.partition(), message.offset()] = message.key().decode()
    other.close()
    assert seen == {(r.partition, r.offset): r.key for r in receipts}


async def test_kcat_reads_plain_json(settings, topic):
    if shutil.which("kcat") is None and not os.environ.get("NEWS_REQUIRE_KCAT"):
        pytest.skip("kcat is not installed: apt-get install kcat")
    async with Publisher(settings, topic=topic) as publisher:
        await publisher.send(article(7))
    answer = await asyncio.to_thread(
        subprocess.run,
        ["kcat", "-C", "-b", settings.broker, "-t", topic.name, "-e", "-q", "-f", "%k %s\n"],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    lines = answer.stdout.splitlines()
    assert len(lines) == 1
    key, _, value = lines[0].partition(" ")
    assert key == "example.cn"
    assert codec.decode_json(value)["title"] == "河边新桥第7次试通车"


async def test_another_client_s_murmur2_lands_where_ours_does(settings, topic):
    other = OtherProducer({"bootstrap.servers": settings.broker, "partitioner": "murmur2_random"})
    placed = {}

    def note(error, message):
        assert error is None
        placed[message.key().decode()] = message.partition()

    for name in ("a.example.cn", "新闻源", "x" * 70):
        other.produce(topic.name, b"{}", key=name.encode(), on_delivery=note)
    assert other.flush(30) == 0
    assert placed == {name: partition_of(name, topic.partitions) for name in placed}
    assert len(placed) == 3


async def test_consumer_starts_at_the_beginning_at_a_time_or_at_its_group_s_place(settings, topic):
    async with Publisher(settings, topic=topic) as publisher:
        for n in range(3):
            await publisher.send(article(n, "one.example.cn"))
        await asyncio.sleep(0.05)
        middle = time.time()
        for n in range(3, 5):
            await publisher.send(article(n, "one.example.cn"))

        async def read(**where) -> list[int]:
            async with Consumer(settings, topic=topic, **where) as consumer:
                return [record.offset async for record in consumer]

        assert await read() == [0, 1, 2, 3, 4]
        assert await read(since=middle) == [3, 4]
        assert await read(since=time.time() + 60) == []
        assert await read(group=topic.name, since=middle) == [3, 4]
        await publisher.send(article(5, "one.example.cn"))
        assert await read(group=topic.name) == [5]

    async with Admin(settings) as admin:
        rows = await admin.lag(topic.name, [topic.name])
        assert sum(row.lag for row in rows) == 0
        rows = await admin.lag("nobody", [topic.name])
        assert [row.lag for row in rows if row.lag] == [6]
        with pytest.raises(TopicError, match=r"test\.absent: the topic is missing"):
            await admin.lag("nobody", ["test.absent"])


async def test_following_consumer_sees_what_comes_later(settings, topic):
    async with (
        Publisher(settings, topic=topic) as publisher,
        Consumer(settings, topic=topic, follow=True) as consumer,
    ):
        records = aiter(consumer)
        waiting = asyncio.ensure_future(anext(records))
        await asyncio.sleep(0.5)
        assert not waiting.done()
        receipt = await publisher.send(article(1))
        record = await asyncio.wait_for(waiting, 20)
        assert (record.partition, record.offset) == (receipt.partition, receipt.offset)


async def test_bytes_are_published_untouched(settings, topic):
    page = "<html><body><p>渡口今日停航。</p></body></html>".encode("gb18030")
    async with Publisher(settings, topic=topic) as publisher:
        sent = await publisher.send_bytes(
            page, content_type="text/html; charset=gb18030", key="ferry.example.cn", where="a.html"
        )
        broken = await publisher.send_bytes(b'{"text": ', where="b.json")
    assert sent.id is not None
    assert broken.id is None
    assert uuid.UUID(broken.key)
    async with Consumer(settings, topic=topic) as consumer:
        records = {(r.partition, r.offset): r async for r in consumer}
    got = records[sent.partition, sent.offset]
    assert (got.value, got.key) == (page, b"ferry.example.cn")
    assert dict(got.headers)["content-type"] == b"text/html; charset=gb18030"
    assert records[broken.partition, broken.offset].value == b'{"text": '


async def test_too_large_an_article_is_refused_with_path_and_hash(settings, topic):
    async with Publisher(settings, topic=topic) as publisher:
        large = msgspec.structs.replace(article(1), text="长" * (3 * MIB))
        with pytest.raises(
            UsageError, match=r"sample-1\.txt: .*9\.0 MiB where 8 MiB.*[0-9a-f]{64}"
        ):
            await publisher.send(large)
        many = msgspec.structs.replace(article(1), text="\n" * 200_000)
        with pytest.raises(UsageError, match=r"200,001 lines"):
            await publisher.send(many)
    async with Consumer(settings, topic=topic) as consumer:
        assert [record async for record in consumer] == []


async def test_raw_takes_32_mib_and_rejected_33(settings):
    async with Admin(settings) as admin:
        await admin.create(TOPICS)
    producer = AIOKafkaProducer(bootstrap_servers=settings.broker, max_request_size=64 * MIB)
    await producer.start()
    try:
        # A record's envelope counts too.
        await producer.send_and_wait(RAW.name, b"x" * (32 * MIB - 1024), key=b"large")
        await producer.send_and_wait(REJECTED.name, b"x" * (33 * MIB - 1024), key=b"large")
        with pytest.raises(KafkaError):
            await producer.send_and_wait(RAW.name, b"x" * (32 * MIB + 1024), key=b"large")
    finally:
        await producer.stop()


async def test_a_topic_that_is_not_there_is_not_made_up(settings):
    absent = msgspec.structs.replace(RAW, name=f"test.{uuid.uuid4().hex}")
    with pytest.raises(TopicError, match="news topics create"):
        async with Publisher(settings, topic=absent):
            pass
    with pytest.raises(TopicError, match="news topics create"):
        async with Consumer(settings, topic=absent):
            pass
    async with Admin(settings) as admin:
        assert [*map(str, await admin.check([absent]))] == [f"{absent.name}: missing"]


async def send_to_the_dead(broker: EmbeddedBroker, settings: BrokerSettings) -> None:
    async with Publisher(settings, within=1) as impatient:
        broker.kill()
        await impatient.send(article(9))


async def test_kill_minus_9_and_restart_lose_nothing_that_was_acknowledged(tmp_path):
    broker = EmbeddedBroker(tmp_path / "data", load_settings().cache_path())
    try:
        settings = BrokerSettings(broker=broker.start())
        with pytest.raises(BrokerError, match="another embedded broker uses this directory"):
            EmbeddedBroker(tmp_path / "data", load_settings().cache_path()).start()
        async with Admin(settings) as admin:
            await admin.create([RAW])
        async with Publisher(settings) as publisher:
            before = [await publisher.send(article(n)) for n in range(5)]
            # One that loses its patience says so, and does not hang on its way out.
            with pytest.raises(BrokerError, match=r"not acknowledged within 1 s.*the same id"):
                await send_to_the_dead(broker, settings)
            assert broker.pid == 0
            with pytest.raises(BrokerError, match="no Kafka broker answers"):
                async with Admin(settings):
                    pass
            # The publisher outlives the outage.
            waiting = asyncio.ensure_future(publisher.send(article(5)))
            assert await asyncio.to_thread(broker.restart) == settings.broker
            before.append(await asyncio.wait_for(waiting, 60))
        async with Consumer(settings, topic=RAW) as consumer:
            offsets = {(r.partition, r.offset) async for r in consumer}
        assert offsets == {(r.partition, r.offset) for r in before}
    finally:
        broker.stop()


def test_it_dies_with_its_parent(tmp_path):
    program = (
        "import sys, time; from pathlib import Path\n"
        "from pipeline.broker.embedded import EmbeddedBroker\n"
        "broker = EmbeddedBroker(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "print(broker.start(), broker.pid, flush=True); time.sleep(600)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path), str(load_settings().cache_path())],
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    bootstrap, pid = parent.stdout.readline().split()
    host, port = bootstrap.split(":")
    assert answers(host, int(port))
    os.kill(int(pid), 0)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    end = time.monotonic() + 15
    while time.monotonic() < end:
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            break
        time.sleep(0.1)
    else:
        os.kill(int(pid), signal.SIGKILL)
        pytest.fail("the broker outlived its parent")
    assert not answers(host, int(port))
