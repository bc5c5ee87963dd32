"""What is asked of a broker about topics; here of answers as a broker gives them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaConnectionError

from pipeline.broker import topic_requests
from pipeline.broker.layout import FoundTopic
from pipeline.broker.topic_requests import (
    create_topics,
    found_topics,
    open_admin,
    partitions_of,
)
from pipeline.errors import BrokerError, TopicError
from pipeline.settings import BrokerSettings
from pipeline.topology import CLEAN, LINKS, RAW


def described(name: str, *leaders: int, error: int = 0) -> dict:
    partitions = [
        {"partition": n, "leader": leader, "replicas": [0] * (3 - n)}
        for n, leader in enumerate(leaders)
    ]
    return {"topic": name, "error_code": error, "partitions": partitions}


class Broker:
    """Answers as a broker does: what it says of topics, one answer a call, the last for ever."""

    def __init__(self, *described: list[dict], errors: tuple = ()) -> None:
        self._described = list(described)
        self._errors = errors
        self.made: list = []
        self.asked: list = []

    async def create_topics(self, topics):
        self.made += topics
        return SimpleNamespace(topic_errors=self._errors)

    async def list_topics(self):
        return [each["topic"] for each in self._described[0]]

    async def describe_topics(self, names):
        self.asked.append(names)
        return self._described.pop(0) if len(self._described) > 1 else self._described[0]

    async def describe_configs(self, wanted):
        self.asked.append([each.name for each in wanted])
        resources = [(0, "", 2, each.name, ENTRIES) for each in wanted]
        return [SimpleNamespace(resources=resources)]


# Name, value, read-only, and where it comes from: the topic's own, or Kafka's default.
ENTRIES = [("retention.ms", "7", False, 1), ("segment.ms", "8", False, 5)]
LED = [described(RAW.name, 0, 1)]


@pytest.mark.parametrize(("replicas", "in_sync"), [(1, None), (2, None), (3, "2"), (4, "2")])
async def test_from_three_replicas_on_two_must_have_a_record(replicas, in_sync) -> None:
    broker = Broker(LED)
    await create_topics(broker, [RAW], replicas)
    (made,) = broker.made
    assert (made.name, made.num_partitions, made.replication_factor) == (RAW.name, 8, replicas)
    assert made.topic_configs.pop("min.insync.replicas", None) == in_sync
    assert made.topic_configs == RAW.config()


async def test_a_topic_that_another_process_made_is_no_fault() -> None:
    await create_topics(Broker(LED, errors=((RAW.name, 0, None), (LINKS.name, 36, "x"))), [RAW], 1)


async def test_topics_that_are_refused_are_named() -> None:
    broker = Broker(LED, errors=((RAW.name, 17, None), (LINKS.name, 37, "too few"), ("t", 0, "")))
    with pytest.raises(TopicError) as raised:
        await create_topics(broker, [RAW], 1)
    assert str(raised.value) == (
        f"the broker refuses to create {RAW.name} (InvalidTopicError); {LINKS.name} (too few)"
    )


@pytest.mark.parametrize(
    "unready",
    [
        [described(RAW.name, 0, 0), described(CLEAN.name, 0, -1)],
        [described(RAW.name, 0, 0), described(CLEAN.name)],
        [described(RAW.name, 0, 0), described(CLEAN.name, 0, error=3)],
    ],
)
async def test_new_topics_are_there_when_each_partition_is_led(unready) -> None:
    broker = Broker(unready, unready, [described(RAW.name, 0, 0), described(CLEAN.name, 0, 1)])
    await create_topics(broker, [RAW, CLEAN], 1)
    assert broker.asked == [[RAW.name, CLEAN.name]] * 3


async def test_topics_that_get_no_leaders_are_told(monkeypatch) -> None:
    monkeypatch.setattr(topic_requests, "SETTLE", 0.1)
    with pytest.raises(BrokerError, match=r"news\.raw\.v1: new topics got no leaders within 0 s"):
        await create_topics(Broker([described(RAW.name, -1)]), [RAW], 1)


async def test_topics_as_the_broker_has_them() -> None:
    broker = Broker([described(RAW.name, 0, 1), described(LINKS.name, 0)])
    config = {"retention.ms": "7", "segment.ms": "8"}
    own = frozenset({"retention.ms"})
    assert await found_topics(broker, [RAW, CLEAN, LINKS]) == {
        RAW.name: FoundTopic(partitions=2, replicas=2, config=config, own=own),
        LINKS.name: FoundTopic(partitions=1, replicas=3, config=config, own=own),
    }


async def test_of_no_topics_nothing_is_asked() -> None:
    """An empty list means all topics to a broker."""
    broker = Broker(LED)
    assert await found_topics(broker, []) == {}
    assert await found_topics(broker, [LINKS]) == {}
    assert broker.asked == []


async def test_partitions_come_in_order() -> None:
    mixed = described("b", 0, 0, 0)
    mixed["partitions"].reverse()
    found = await partitions_of(Broker([described("a", 0), mixed]), ["b", "a"])
    assert found == [TopicPartition("b", n) for n in range(3)] + [TopicPartition("a", 0)]


async def test_a_missing_topic_is_told() -> None:
    with pytest.raises(TopicError, match=r"b: the topic is missing. Run `news topics create`"):
        await partitions_of(Broker([described("a", 0), described("b", error=3)]), ["a", "b"])


class Starting:
    """An admin client of a broker that says who its controller is."""

    def __init__(self, cluster: dict) -> None:
        self.cluster = cluster
        self.closed = False

    async def start(self) -> None:
        pass

    async def describe_cluster(self) -> dict:
        return self.cluster

    async def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize("cluster", [{"controller_id": 0}, {"controller_id": 3}])
async def test_a_broker_that_knows_its_controller_is_ready(monkeypatch, cluster) -> None:
    client = Starting(cluster)
    monkeypatch.setattr(topic_requests, "AIOKafkaAdminClient", lambda **_: client)
    assert await open_admin(BrokerSettings(broker="a:1")) is client
    assert not client.closed


@pytest.mark.parametrize("cluster", [{"controller_id": -1}, {}])
async def test_a_broker_that_knows_no_controller_is_left_again(monkeypatch, cluster) -> None:
    client = Starting(cluster)
    monkeypatch.setattr(topic_requests, "AIOKafkaAdminClient", lambda **_: client)
    with pytest.raises(KafkaConnectionError, match="no controller yet"):
        await open_admin(BrokerSettings(broker="a:1"))
    assert client.closed
