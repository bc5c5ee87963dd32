"""Topics into the file: from where it was read to, and anew where the broker is another one."""

import asyncio
from types import SimpleNamespace

import pytest

from pipeline.errors import BrokerError
from pipeline.settings import BrokerSettings
from pipeline.topology import ENRICHED
from pipeline.web import following as module
from pipeline.web.following import Following
from pipeline.web.store.database import FOLLOWED, Keep, NewsDatabase
from tests.unit.web.events import NOW, enriched, event

SETTINGS = BrokerSettings(broker="kafka.example:9092")


@pytest.fixture
def database(tmp_path):
    made = NewsDatabase(tmp_path / "page.sqlite", Keep(), lambda: NOW)
    yield made
    made.close()


def read(offset):
    """Return a record as a client hands it out."""
    made = enriched(event(), offset=offset)
    return SimpleNamespace(
        topic=made.topic, partition=0, offset=offset, timestamp=int(NOW * 1000), key=made.key,
        value=made.value, headers=list(made.headers),
    )  # fmt: skip


def topics(monkeypatch, *, end, records=(), faults=0):
    """Have the topics end at `end`, hold `records`, and a broker that is away `faults` times."""
    starts = {}

    class Topic:
        def __init__(self, settings, topic, *, start=None, tell=None):
            self.topic, self.start, self.tell = topic, start, tell

        async def ends(self):
            nonlocal faults
            if faults:
                faults -= 1
                raise BrokerError("no Kafka broker answers")
            return {0: end}

        async def for_ever(self, take):
            starts[self.topic.name] = self.start
            if self.topic is ENRICHED and records:
                await take(records)

    monkeypatch.setattr(module, "Follower", Topic)
    monkeypatch.setattr(module, "_PAUSE", 0.0)
    return starts


async def test_it_goes_on_where_it_was_read_to(monkeypatch, database):
    database.apply([enriched(event(), offset=6)])
    starts = topics(monkeypatch, end=7, records=[read(n) for n in range(7, 120)])
    told = []
    following = Following(SETTINGS, database, lambda: told.append(following.fault()))
    await following.run()
    assert set(starts) == {topic.name for topic in FOLLOWED}
    assert starts[ENRICHED.name] == {0: 7}
    assert database.read_to(ENRICHED.name) == {0: 120}
    assert told == [""] * 3


async def test_a_topic_that_is_shorter_than_what_was_read_is_another_one(monkeypatch, database):
    database.apply([enriched(event(), offset=6)])
    starts = topics(monkeypatch, end=6)
    await Following(SETTINGS, database, lambda: None).run()
    assert starts[ENRICHED.name] == {}
    assert database.read_to(ENRICHED.name) == {}


async def test_a_broker_that_is_away_is_told_and_waited_for(monkeypatch, database):
    topics(monkeypatch, end=0, faults=2)
    told = []
    following = Following(SETTINGS, database, lambda: told.append(following.fault()))
    await asyncio.wait_for(following.run(), 5)
    assert told == ["no Kafka broker answers"] * 2
    assert following.fault() == ""
