"""The behaviours on a real Kafka, and workers that are killed in the middle of their work."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import confluent_kafka
import pytest

from pipeline.broker.embedded import EmbeddedBroker
from pipeline.settings import Settings, load_settings
from pipeline.topology import RAW
from pipeline.worker.supervisor import Supervisor
from tests.e2e.running import named_in_gbk, supervised
from tests.stream.behaviours import Behaviours, envelope
from tests.stream.tiny import build
from tests.stream.worlds import KafkaWorld, look_after

pytestmark = pytest.mark.kafka

PARTITIONS = 4
# Waiting ends when what is waited for is there: these are for slow machines only.
READY = PATIENCE = 180


def settings_for(broker: EmbeddedBroker, data_dir: Path, **how: object) -> Settings:
    return load_settings(
        broker=broker.bootstrap,
        data_dir=data_dir,
        partitions=PARTITIONS,
        log_level="warning",
        **how,
    )


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedBroker]:
    """A broker of this module's own: its topics have the partitions that we want."""
    directory = tmp_path_factory.mktemp("kafka")
    with EmbeddedBroker(directory, load_settings().cache_path()) as broker:
        yield broker


@pytest.fixture(scope="module")
def workers(
    broker: EmbeddedBroker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Settings, Supervisor]]:
    """One worker a group, of the default grouping, on rocksdb."""
    settings = settings_for(broker, tmp_path_factory.mktemp("data"))
    with supervised(settings, build, seconds=READY) as supervisor:
        yield settings, supervisor


class TestOnKafka(Behaviours):
    @pytest.fixture
    async def world(self, workers: tuple[Settings, Supervisor]) -> AsyncIterator[KafkaWorld]:
        settings, _ = workers
        async with KafkaWorld(settings) as world:
            yield world

    async def test_raw_records_of_every_codec_are_worked_on(
        self, world: KafkaWorld, workers: tuple[Settings, Supervisor]
    ) -> None:
        """Other publishers compress: one record that could not be read stopped everything."""
        settings, supervisor = workers
        before = supervisor.restarts()
        places: list[tuple[int, int]] = []

        def note(error, message) -> None:
            assert error is None
            places.append((message.partition(), message.offset()))

        for number, codec in enumerate(("gzip", "snappy", "lz4", "zstd", "none")):
            how = {"bootstrap.servers": settings.broker, "compression.type": codec}
            producer = confluent_kafka.Producer(how | {"partitioner": "murmur2_random"})
            for copy in range(5):
                site = f"codec{copy}.example"
                value = envelope(
                    f"{codec}的第{copy}篇正文。" + "河边新桥今天试通车。" * 50,
                    site=site,
                    url=f"https://{site}/{codec}/{number}",
                )
                headers = [("Content-Type", b"application/json"), ("X-Empty", None)]
                producer.produce(
                    RAW.name, value, key=site.encode(), headers=headers, on_delivery=note
                )
            assert producer.flush(30) == 0
        assert len(places) == 25
        found = await world.outcomes(places, patience=PATIENCE)
        assert [place for place in places if not found[place]] == []
        assert not any(outcome.is_rejected for each in found.values() for outcome in each)
        assert supervisor.restarts() == before

    async def test_a_header_named_in_gbk_stops_nothing(
        self, world: KafkaWorld, workers: tuple[Settings, Supervisor]
    ) -> None:
        """Aiokafka reads no such record: the partition stood still from there on."""
        settings, _ = workers
        article = envelope("河边新桥今天试通车。", site="gbk.example", url="https://gbk.example/1")
        named_in_gbk(settings, RAW, article, key="gbk.example")
        named_in_gbk(settings, RAW, b"{poison", key="gbk.example")
        partition, offset = await world.publish(article, key=b"gbk.example")
        places = [(partition, offset - 2), (partition, offset - 1), (partition, offset)]
        found = await world.outcomes(places, patience=PATIENCE)
        assert [[o.is_rejected for o in found[place]] for place in places] == [
            [False],
            [True],
            [False],
        ]
        (poison,) = found[places[1]]
        assert poison.record.value == b"{poison"

    async def test_nothing_is_lost_when_workers_are_killed(
        self, world: KafkaWorld, workers: tuple[Settings, Supervisor]
    ) -> None:
        """500 records, every tenth poison; every worker is killed (-9) while it works."""
        _, supervisor = workers
        before = supervisor.restarts()
        records = []
        for number in range(500):
            value = b"{poison %d" % number if number % 10 == 0 else article(number)
            records.append((b"s%d.example" % (number % 7), value))
        places = await world.publish_all(records[:250])
        for pid in supervisor.pids():
            os.kill(pid, signal.SIGKILL)
        places += await world.publish_all(records[250:])
        watching = asyncio.create_task(look_after(supervisor))
        found = await world.outcomes(places, patience=PATIENCE)
        lost = [place for place in places if not found[place]]
        assert not lost
        assert supervisor.restarts() >= before + 2
        for number, place in enumerate(places):
            outcomes = found[place]
            assert {o.is_rejected for o in outcomes} == {number % 10 == 0}
            # What a restart doubled collapses: the same ids, or the same bytes.
            if number % 10:
                assert len({o.headers["ce_id"] for o in outcomes}) == 1
            else:
                assert {o.record.value for o in outcomes} == {records[number][1]}
        watching.cancel()


def article(number: int) -> bytes:
    return envelope(
        f"第{number}篇的正文。\n- 链接{number % 9}",
        site=f"s{number % 7}.example",
        url=f"https://s{number % 7}.example/killed/{number}",
    )
