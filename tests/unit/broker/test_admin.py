"""What an administrator says of a broker's answers."""

from __future__ import annotations

from types import SimpleNamespace

import msgspec
import pytest

from pipeline.broker import admin as admin_room
from pipeline.broker.admin import Admin, Lag
from pipeline.errors import TopicError
from pipeline.settings import BrokerSettings
from pipeline.topology import ENRICHED, LINKS, RAW

SETTINGS = BrokerSettings(broker="kafka.example:9092")


class Broker:
    """A broker that holds topics, as an admin client sees it."""

    def __init__(self, *topics, commits=None) -> None:
        self.topics = {topic.name: topic for topic in topics}
        self.commits = commits or {}
        self.closed = False

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
                    {"partition": n, "leader": 0} for n in range(self.topics[name].partitions)
                ],
            }
            for name in names
        ]

    async def describe_configs(self, wanted):
        found = [
            (0, "", 2, each.name, list(self.topics[each.name].config().items())) for each in wanted
        ]
        return [SimpleNamespace(resources=found)]

    async def list_consumer_group_offsets(self, group):
        return self.commits

    async def close(self):
        self.closed = True


@pytest.fixture
def of(monkeypatch):
    """Return an `Admin` of a broker that is there."""

    def administer(broker: Broker) -> Admin:
        async def opened(_settings):
            return broker

        monkeypatch.setattr(admin_room, "open_admin", opened)
        return Admin(SETTINGS)

    return administer


async def test_missing_topics_alone_are_made(of) -> None:
    broker = Broker(LINKS)
    async with of(broker) as admin:
        assert await admin.create([RAW, LINKS]) == (RAW.name,)
        assert await admin.create([RAW, LINKS]) == ()
    assert broker.closed


async def test_every_difference_is_a_line(of) -> None:
    other = msgspec.structs.replace(RAW, partitions=9, retention_ms=5)
    async with of(Broker(other)) as admin:
        assert await admin.check([RAW, LINKS]) == (
            "news.links.v1: missing",
            "news.raw.v1: 9 partitions, should be 8",
            "news.raw.v1: retention.ms is 5, should be 604800000",
        )
        assert await admin.check([]) == ()


@pytest.mark.parametrize("partitions", [7, 9])
async def test_more_partitions_are_as_wrong_as_fewer(of, partitions) -> None:
    async with of(Broker(msgspec.structs.replace(RAW, partitions=partitions))) as admin:
        assert await admin.check([RAW]) == (f"{RAW.name}: {partitions} partitions, should be 8",)


@pytest.mark.parametrize(
    ("cleanup", "right"),
    [("compact,delete", True), ("delete,compact", True), ("compact", False), ("delete", False)],
)
async def test_compact_and_delete_are_a_set(of, cleanup, right) -> None:
    async with of(Broker(msgspec.structs.replace(ENRICHED, cleanup=cleanup))) as admin:
        assert (await admin.check([ENRICHED]) == ()) is right


async def test_what_is_only_missing_can_be_made(of) -> None:
    async with of(Broker(LINKS)) as admin:
        await admin.require([LINKS])
        with pytest.raises(TopicError, match=r"^kafka.example:9092: .*Run `news topics create`$"):
            await admin.require([LINKS, RAW])
    other = msgspec.structs.replace(RAW, partitions=2)
    async with of(Broker(other)) as admin:
        with pytest.raises(TopicError, match=r"missing; .*fixed for life: replay under a new"):
            await admin.require([LINKS, RAW])


class Ends:
    """A consumer that knows where partitions begin and end."""

    begin, end = 10, 100

    async def start(self):
        pass

    async def stop(self):
        pass

    async def end_offsets(self, partitions):
        return dict.fromkeys(partitions, self.end)

    async def beginning_offsets(self, partitions):
        return dict.fromkeys(partitions, self.begin)


@pytest.mark.parametrize(
    ("offset", "committed", "lag"),
    [
        (None, None, 90),
        (-1, None, 90),
        (0, 0, 90),  # deleted since: what is gone is no lag
        (9, 9, 90),
        (10, 10, 90),
        (11, 11, 89),
        (100, 100, 0),
        (101, 101, 0),  # committed after the end was asked for
    ],
)
async def test_lag_counts_from_the_commit_or_from_what_is_still_there(
    of, monkeypatch, offset, committed, lag
) -> None:
    monkeypatch.setattr(admin_room, "AIOKafkaConsumer", lambda **_: Ends())
    one = msgspec.structs.replace(RAW, partitions=1)
    broker = Broker(one)
    async with of(broker) as admin:
        if offset is not None:
            (place,) = [each async for each in _places(broker)]
            broker.commits = {place: SimpleNamespace(offset=offset)}
        assert await admin.lag("g", [RAW.name]) == (
            Lag(topic=RAW.name, partition=0, committed=committed, end=100, lag=lag),
        )


async def _places(broker):
    for place in await admin_room.partitions_of(broker, [RAW.name]):
        yield place
