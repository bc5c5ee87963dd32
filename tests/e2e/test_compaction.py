"""A changelog is compacted on a real broker while it is written, not after a gibibyte or a week."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator
from pathlib import Path

import confluent_kafka
import msgspec
import pytest
from confluent_kafka.admin import AdminClient, AlterConfigOpType, ConfigEntry, ConfigResource

from pipeline.broker.admin import Admin
from pipeline.broker.embedded import EmbeddedBroker
from pipeline.settings import BrokerSettings, Settings, load_settings
from pipeline.stream.topics import changelogs
from pipeline.topology import MIB, Topic

pytestmark = pytest.mark.kafka

SET = AlterConfigOpType.SET
CHANGES, KEYS, BYTES = 20_000, 100, 8_192
WRITTEN = CHANGES * BYTES
# The broker looks for work every half second, and deletes at once what it has rewritten.
QUICK = {
    "log.cleaner.backoff.ms": "500",
    "log.initial.task.delay.ms": "500",
    "log.segment.delete.delay.ms": "500",
}


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kafka")


@pytest.fixture(scope="module")
def broker(data_dir: Path) -> Iterator[EmbeddedBroker]:
    with EmbeddedBroker(data_dir, load_settings().cache_path(), overrides=QUICK) as broker:
        yield broker


class AsBefore(Topic, frozen=True, kw_only=True):
    """A changelog as 0.2.0 laid it out."""

    def config(self) -> dict[str, str]:
        names = ("cleanup.policy", "retention.ms", "max.message.bytes")
        return {name: value for name, value in super().config().items() if name in names}


def size(data_dir: Path, topic: str) -> int:
    return sum(path.stat().st_size for path in data_dir.glob(f"log/{topic}-0/*.log"))


async def test_twenty_thousand_changes_of_a_hundred_keys_shrink(broker, data_dir) -> None:
    settings = BrokerSettings(broker=broker.bootstrap)
    ours = changelogs(Settings(partitions=1), ("dedup",))[0]
    before = AsBefore(**{**msgspec.structs.asdict(ours), "name": "as-before"})
    async with Admin(settings) as admin:
        await admin.create([ours, before])
        assert await admin.check([ours]) == ()
        # A changelog of 0.2.0 is taken, and what could be better is named.
        better = await admin.require([msgspec.structs.replace(ours, name=before.name)])
    producer = confluent_kafka.Producer({"bootstrap.servers": broker.bootstrap})
    noise = random.Random(1).randbytes(2 * BYTES)
    for number in range(CHANGES):
        start = number % BYTES
        for topic in (ours, before):
            key, value = b"%d" % (number % KEYS), noise[start : start + BYTES]
            producer.produce(topic.name, value, key=key)
        producer.poll(0)
        if number % 500 == 0:
            assert producer.flush(60) == 0
    assert producer.flush(60) == 0
    started = time.monotonic()
    # What may be left: the newest segment, and the hundred keys' last values.
    while size(data_dir, ours.name) > ours.segment_bytes + 2 * KEYS * BYTES:
        assert time.monotonic() - started < 120, f"{size(data_dir, ours.name):,} bytes are left"
        await asyncio.sleep(0.5)
    assert size(data_dir, before.name) > WRITTEN
    mended = AdminClient({"bootstrap.servers": broker.bootstrap})
    changes = [ConfigEntry(*each.add.split("="), incremental_operation=SET) for each in better]
    topic = ConfigResource(ConfigResource.Type.TOPIC, before.name, incremental_configs=changes)
    for done in mended.incremental_alter_configs([topic]).values():
        done.result(30)
    mending = time.monotonic()
    while size(data_dir, before.name) > 3 * KEYS * BYTES:
        # The next change ends the segment of 157 MiB, once the broker goes by the new settings: it
        # answers before that, and one change alone came too early at times.
        producer.produce(before.name, b"", key=b"0")
        assert producer.flush(60) == 0
        assert time.monotonic() - mending < 120, f"{size(data_dir, before.name):,} bytes are left"
        await asyncio.sleep(0.5)
    print(
        f"{WRITTEN / MIB:.0f} MiB written, {size(data_dir, ours.name) / MIB:.1f} MiB left after "
        f"{time.monotonic() - started:.1f} s; mended as well: {size(data_dir, before.name) / MIB:.0f}"
    )
