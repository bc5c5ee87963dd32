"""`news replay` on a real Kafka, with the real stages, beside the workers that run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from itertools import groupby

import confluent_kafka
import pytest
from confluent_kafka.admin import AdminClient

from pipeline.broker.embedded import EmbeddedBroker
from pipeline.kafka.merged import Bounds, Merged
from pipeline.settings import load_settings
from pipeline.stream.topics import group_id
from pipeline.topology import ENRICHED, GROUPINGS, LINKS, RAW, REJECTED
from pipeline.worker.starting import build
from tests.e2e.running import read_topic, supervised
from tools.newsroom import articles

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(600)]

SECONDS = 180


def in_waves():
    """Return the articles, first copies before second ones, in the order of their times too.

    A copy that came later and is dated earlier takes the story over, and which of its copies still
    hear the old name hangs on the moment: that is what aliases are for.
    """
    told = Counter()
    waves = []
    for article in articles(stories=15, copies=4):
        waves.append((told[article.story], article))
        told[article.story] += 1
    waves.sort(key=lambda each: each[0])
    return [(wave, replace(each, number=n)) for n, (wave, each) in enumerate(waves)]


NEWS = in_waves()
POISON = b"{no json"


def differences(first, again):
    """Return, by `ce_id`, the paths of what differs between two events."""
    assert first.keys() == again.keys()
    found = {name: list(unequal(event, again[name], "")) for name, event in first.items()}
    return {name: paths for name, paths in found.items() if paths}


def unequal(one, other, path):
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted({*one, *other}):
            yield from unequal(one.get(name), other.get(name), f"{path}.{name}")
    elif one != other:
        yield f"{path}: {one!r:.200} {other!r:.200}"


class Room:
    """A broker, workers of one grouping, and what they made of the articles, once each."""

    def __init__(self, settings):
        self.settings = settings
        self.broker = settings.broker
        self.admin = AdminClient({"bootstrap.servers": settings.broker})
        self.environment = {
            "NEWS_BROKER": settings.broker,
            "NEWS_GROUPING": settings.grouping,
            "NEWS_PARTITIONS": "2",
            "NEWS_DATA_DIR": str(settings.data_dir),
        }

    def publish(self):
        """Publish wave by wave: of two copies the later one comes once the first is out."""
        producer = confluent_kafka.Producer(
            {"bootstrap.servers": self.broker, "partitioner": "murmur2_random"}
        )
        sent = 0
        for number, wave in groupby(NEWS, key=lambda each: each[0]):
            for _, article in wave:
                key, value = article.record()
                # In one process a record under another key is published again, under its site.
                producer.produce(RAW.name, value, b"desk" if number == 1 else key)
                sent += 1
            producer.flush(20)
            self.until(lambda count=sent: len(self.events(ENRICHED.name)) == count)
            # Farther apart than what a replay takes for one moment.
            time.sleep(1.5)
        producer.produce(RAW.name, POISON, b"poison.example")
        producer.flush(20)
        self.until(lambda: len(read_topic(self.broker, REJECTED.name)) == 1)

    def until(self, true):
        end = time.monotonic() + SECONDS
        while not true():
            assert time.monotonic() < end
            time.sleep(0.5)

    def events(self, topic):
        """Return (ce_id, event) of every record, without what a `ce_id` does not cover."""
        found = []
        for _, headers, value in read_topic(self.broker, topic):
            event = json.loads(value)
            del event["enrichment"]["stages"]
            found.append((headers["ce_id"], event))
        return found

    def links(self, topic):
        latest = {key: json.loads(value) for key, _, value in read_topic(self.broker, topic)}
        return {
            key: (each["headline"], each["count"], each["site_count"], each["first_seen"])
            for key, each in latest.items()
        }

    def start(self, *arguments):
        return subprocess.Popen(
            [sys.executable, "-m", "pipeline", "replay", *arguments],
            env={**os.environ, **self.environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def replay(self, *arguments, code=0):
        process = self.start(*arguments)
        out, err = process.communicate(timeout=SECONDS)
        assert process.returncode == code, err.decode()
        self.err = err.decode()
        return json.loads(out) if out else None

    def topics(self):
        return set(self.admin.list_topics(timeout=20).topics)

    def of_replays(self):
        return {name for name in self.topics() if "replay-" in name}

    def groups(self):
        listed = self.admin.list_consumer_groups().result().valid
        return {each.group_id for each in listed}

    def standing(self):
        """Return where every topic of the running workers ends, and where their groups stand."""
        reader = confluent_kafka.Consumer(
            {"bootstrap.servers": self.broker, "group.id": "watcher", "enable.auto.commit": False}
        )
        ends = {
            (name, number): reader.get_watermark_offsets(
                confluent_kafka.TopicPartition(name, number), timeout=20
            )
            for name in sorted(self.topics() - self.of_replays())
            if not name.startswith("__")
            for number in (0, 1)
        }
        reader.close()
        offsets = {}
        for stages in GROUPINGS[self.settings.grouping]:
            group = group_id(self.settings, stages)
            asked = confluent_kafka.ConsumerGroupTopicPartitions(group)
            (answer,) = self.admin.list_consumer_group_offsets([asked]).values()
            offsets[group] = sorted(
                (tp.topic, tp.partition, tp.offset) for tp in answer.result().topic_partitions
            )
        return ends, offsets


@pytest.fixture(scope="module", params=["all", "split"])
def room(request, tmp_path_factory):
    with EmbeddedBroker(tmp_path_factory.mktemp("kafka"), load_settings().cache_path()) as broker:
        settings = load_settings(
            broker=broker.bootstrap,
            data_dir=tmp_path_factory.mktemp("data"),
            partitions=2,
            grouping=request.param,
            log_level="error",
        )
        with supervised(settings, build, seconds=SECONDS):
            room = Room(settings)
            room.publish()
            # Positions move over the markers of the last transactions, too.
            time.sleep(3)
            yield room


def test_each_article_comes_out_once_and_links_are_counted_once(room):
    before = room.standing()
    links = room.links(LINKS.name)
    assert len(NEWS) >= 30
    assert max(count for _, count, *_ in links.values()) > 5

    done = room.replay("--from", "1h", "--name", "one", "--json", code=1)

    assert room.standing() == before
    assert (done["records"], done["events"]) == (len(NEWS) + 1, len(NEWS))
    assert done["rejected"] == [{"stage": "clean", "reason": "bad-json", "count": 1}]
    assert done["unfinished"] == []
    assert bool(done["passed_over"]) == (room.settings.grouping == "all")
    first, again = room.events(ENRICHED.name), room.events("news.replay-one.enriched.v1")
    # A record that a worker put under its site's key came out once, too.
    assert len(dict(again)) == len(again) == len(first)
    assert differences(dict(first), dict(again)) == {}
    assert room.links("news.replay-one.links.v1") == links
    ((key, headers, value),) = read_topic(room.broker, "news.replay-one.rejected.v1")
    ((_, theirs, _),) = read_topic(room.broker, REJECTED.name)
    assert (key, value) == ("poison.example", POISON)
    assert headers["x-raw-offset"] == theirs["x-raw-offset"]
    # What was on the way is gone; the results are kept, and deleted when told to.
    results = {
        f"news.replay-one.{name}.v1" for name in ("enriched", "links", "aliases", "rejected")
    }
    assert room.of_replays() == results == set(done["topics"])
    assert not [group for group in room.groups() if "replay" in group]
    assert not (room.settings.data_path() / "replays" / "one").exists()
    room.replay("--from", "1h", "--name", "one", code=2)
    assert "--drop" in room.err
    assert room.replay("--name", "one", "--drop") is None
    assert room.of_replays() == set()


async def test_a_range_is_read_in_the_order_of_times(room):
    async def read(bounds):
        async with Merged(room.settings, RAW, bounds) as merged:
            return [(each.timestamp, each.partition, each.offset) async for each in merged]

    every = await read(Bounds())
    assert len({partition for _, partition, _ in every}) == 2
    # Times of one partition are in order here, but for what was put under its site's key.
    if room.settings.grouping == "split":
        assert [time for time, *_ in every] == sorted(time for time, *_ in every)
        half = every[len(every) // 2][0]
        assert await read(Bounds(since=half)) == [each for each in every if each[0] >= half]
        assert await read(Bounds(until=half)) == [each for each in every if each[0] < half]
    places = [place for _, *place in await read(Bounds(starts={1: 3}, stops={1: 6}))]
    assert places == [
        [number, offset] for _, number, offset in every if number == 1 and 3 <= offset < 6
    ]
    assert await read(Bounds(since=time.time() + 60)) == []


def test_part_of_it_is_published_under_the_same_ids(room):
    site = NEWS[0][1].site
    mine = [article for _, article in NEWS if article.site == site]
    before = room.events(ENRICHED.name)
    ends, _ = room.standing()
    asked = ("--site", site, "--from", "0/0", "--from", "1/0", "--name", "two", "--json")
    assert room.replay(*asked, "--dry-run")["records"] == len(mine)
    done = room.replay(*asked, "--publish")
    assert (done["records"], done["published"], done["topics"]) == (len(mine), len(mine), [])
    assert room.of_replays() == set()
    after = room.events(ENRICHED.name)
    assert Counter(ce_id for ce_id, _ in after) - Counter(ce_id for ce_id, _ in before) == Counter(
        ce_id for ce_id, event in before if event["enrichment"]["site"] == site
    )
    changed = {place[0] for place, end in room.standing()[0].items() if end != ends[place]}
    assert changed == {ENRICHED.name}


def test_stopped_it_leaves_nothing(room):
    process = room.start("--from", "1h", "--name", "three")
    room.until(lambda: "news.replay-three.raw.v1" in room.topics())
    time.sleep(2)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=SECONDS)
    assert process.returncode == 130, err.decode()
    assert room.of_replays() == set()
    assert not [group for group in room.groups() if "replay" in group]
