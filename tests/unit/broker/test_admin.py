"""What an administrator says of a broker's answers."""

from __future__ import annotations

from types import SimpleNamespace

import msgspec
import pytest

from pipeline.broker import admin as admin_room
from pipeline.broker.admin import Admin
from pipeline.errors import TopicError
from pipeline.settings import BrokerSettings
from pipeline.topology import LINKS, RAW

SETTINGS = BrokerSettings(broker="kafka.example:9092")


class Broker:
    """A broker that holds topics, as an admin client sees it."""

    def __init__(self, *topics, commits=None) -> None:
        self.topics = {topic.name: topic for topic in topics}
        self.commits = commits or {}
        self.closed = False
        self.replicas = [1, 1, 1]

    def config(self, name):
        return (*self.topics[name].config().items(), ("min.insync.replicas", "1"))

    async def list_topics(self):
        return list(self.topics)

    async def create_topics(self, topics):
        self.topics |= {each.name: msgspec.structs.replace(RAW, name=each.name) for each in topics}
        return SimpleNamespace(topic_errors=())

    async def describe_topics(self, names):
        return [
            {
                "topic": name,
                "error_code": 0,
                "partitions": [
                    {"partition": n, "leader": 0, "replicas": [0] * self.replicas[n % 3]}
                    for n in range(self.topics[name].partitions)
                ],
            }
            for name in names
        ]

    async def describe_configs(self, wanted):
        found = [
            (0, "", 2, each.name, [(*one, False, 1) for one in self.config(each.name)])
            for each in wanted
        ]
        return [SimpleNamespace(resources=found)]

    async def list_consumer_group_offsets(self, group):
        return self.commits

    async def close(self):
        self.closed = True


@pytest.fixture
def of(monkeypatch):
    """Return an `Admin` of a broker that is there."""

    def administer(broker: Broker, **how) -> Admin:
        async def opened(_settings):
            return broker

        monkeypatch.setattr(admin_room, "open_admin", opened)
        return Admin(SETTINGS, **how)

    return administer


async def test_missing_topics_alone_are_made(of) -> None:
    broker = Broker(LINKS)
    async with of(broker) as admin:
        assert await admin.create([RAW, LINKS]) == (RAW.name,)
        assert await admin.create([RAW, LINKS]) == ()
    assert broker.closed


async def test_every_difference_is_told(of) -> None:
    other = msgspec.structs.replace(RAW, partitions=9, retention_ms=5)
    async with of(Broker(other)) as admin:
        assert list(map(str, await admin.check([RAW, LINKS]))) == [
            "news.links.v1: missing",
            "news.raw.v1: the number of partitions is 9, must be 8",
            "news.raw.v1: retention.ms is 5, ours is 604800000",
        ]
        assert await admin.check([]) == ()


async def test_what_is_only_missing_can_be_made(of) -> None:
    async with of(Broker(LINKS)) as admin:
        assert await admin.require([LINKS]) == ()
        with pytest.raises(TopicError, match=r"^kafka.example:9092: .*Run `news topics create`$"):
            await admin.require([LINKS, RAW])


async def test_a_refusal_names_topic_setting_and_the_commands(of) -> None:
    other = msgspec.structs.replace(RAW, partitions=2, max_message_bytes=7)
    async with of(Broker(other)) as admin:
        with pytest.raises(TopicError) as raised:
            await admin.require([LINKS, RAW])
    assert str(raised.value) == (
        "kafka.example:9092: news.links.v1: missing; news.raw.v1: the number of partitions is 2, "
        "must be 8; news.raw.v1: max.message.bytes is 7, must be 33554432. Run `news topics "
        "create` and `kafka-topics.sh --bootstrap-server kafka.example:9092 --alter --topic "
        "news.raw.v1 --partitions 8` and `kafka-configs.sh --bootstrap-server kafka.example:9092 "
        "--alter --entity-type topics --entity-name news.raw.v1 --add-config "
        "max.message.bytes=33554432`"
    )


async def test_what_an_operator_tuned_is_no_refusal(of) -> None:
    tuned = msgspec.structs.replace(RAW, retention_ms=5)
    async with of(Broker(tuned)) as admin:
        (note,) = await admin.require([RAW])
        assert (note.weight, admin.mend([note])) == ("tuned", "")


async def test_a_topic_s_replicas_are_those_of_its_poorest_partition(of) -> None:
    broker = Broker(RAW)
    broker.replicas = [3, 2, 3]
    async with of(broker, replication=3) as admin:
        notes = list(map(str, await admin.check([RAW])))
    told = "news.raw.v1: the number of replicas is 2, set is 3 (PLAN.json names 3 brokers for each "
    assert notes[0].startswith(told)
