"""Topics as a foreign client reads them: to their end, and while they grow."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

import confluent_kafka
from confluent_kafka import (
    OFFSET_BEGINNING,
    IsolationLevel,
    TopicPartition,
)
from confluent_kafka.admin import AdminClient, OffsetSpec

from pipeline.topology import ALIASES, ENRICHED, LINKS, REJECTED
from tools.chaos.accounts import Event, Place, Read
from tools.chaos.groups import groups

_PATIENCE = 30.0
# A lag up to this is looked at: a batch of records ends with one mark, a publisher's with another.
_SHORT = 20


def read_topic(broker: str, topic: str, *, committed: bool) -> Iterator[confluent_kafka.Message]:
    """Yield every record that the topic has now.

    Raises:
        TimeoutError: The broker does not answer.
    """
    reader = _consumer(broker, committed=committed)
    try:
        waited = _assign(reader, [topic])
        while waited:
            record = reader.poll(_PATIENCE)
            if record is None:
                raise TimeoutError(f"{topic} is not read to its end")
            error = record.error()
            if error is None:
                yield record
            elif error.code() == confluent_kafka.KafkaError._PARTITION_EOF:  # noqa: SLF001
                waited -= 1
    finally:
        reader.close()


def read(broker: str, *, committed: bool) -> Read:
    """Return what the pipeline's outputs are now."""
    links: dict[str, int] = {}
    for record in read_topic(broker, LINKS.name, committed=committed):
        name = (record.key() or b"").decode()
        links.pop(name, None)
        if record.value() is not None:
            links[name] = json.loads(record.value())["count"]
    stories: dict[str, str] = {}
    for record in read_topic(broker, ALIASES.name, committed=committed):
        if record.value() is not None and (alias := json.loads(record.value()))["kind"] == "story":
            stories[alias["old"]] = alias["new"]
    enriched = read_topic(broker, ENRICHED.name, committed=committed)
    rejected = read_topic(broker, REJECTED.name, committed=committed)
    return Read(
        events=[event_of(record) for record in enriched if record.value() is not None],
        rejected=[place_of(record) for record in rejected],
        links=links,
        stories=stories,
    )


def event_of(record: confluent_kafka.Message) -> Event:
    """Return an enriched event as it is accounted for."""
    document = json.loads(record.value() or b"")
    enrichment = document["enrichment"]
    source = enrichment.pop("source")
    del enrichment["stages"]
    removed = enrichment["boilerplate"]["removed"]
    content = json.dumps(document, sort_keys=True).encode()
    return Event(
        place=(source["partition"], source["offset"]),
        ce_id=_header(record, "ce_id"),
        url=next((each["value"] for each in document["altIds"] if each["role"] == "url"), ""),
        content=hashlib.sha256(content).hexdigest(),
        links=frozenset(each["linkId"] for each in removed if each["linkId"]),
        story=enrichment["duplicate"]["story"],
    )


def place_of(record: confluent_kafka.Message) -> Place | None:
    """Return where the raw record of an output stood."""
    if record.topic() == REJECTED.name:
        partition, offset = _header(record, "x-raw-partition"), _header(record, "x-raw-offset")
        return (int(partition), int(offset)) if partition and offset else None
    source = json.loads(record.value() or b"")["enrichment"]["source"]
    return source["partition"], source["offset"]


class Follower(threading.Thread):
    """Follows the outputs while they grow, and notes when each place was seen first."""

    def __init__(self, broker: str) -> None:
        super().__init__(name="follower", daemon=True)
        self._reader = _consumer(broker, committed=True)
        self._ended = threading.Event()
        self.first: dict[Place, float] = {}
        self.records = 0
        self.last = time.monotonic()

    def run(self) -> None:
        """Follow until `end`."""
        _assign(self._reader, [ENRICHED.name, REJECTED.name])
        while not self._ended.is_set():
            for record in self._reader.consume(500, 0.1):
                if record.error() is not None:
                    continue
                self.records += 1
                self.last = time.monotonic()
                place = place_of(record)
                if place is not None:
                    self.first.setdefault(place, self.last)
        self._reader.close()

    def end(self) -> None:
        """Stop following."""
        self._ended.set()
        self.join(10)


def lag(broker: str, admin: AdminClient, prefix: str) -> dict[str, int]:
    """Return how far the groups are behind what is committed, by topic; without those at 0.

    The marks that end transactions take offsets too: a short lag may hold nothing else.
    """
    found: dict[str, int] = {}
    short = []
    for name in groups(broker, prefix):
        committed = _committed(broker, name)
        ends = admin.list_offsets(
            {TopicPartition(*place): OffsetSpec.latest() for place in committed},
            isolation_level=IsolationLevel.READ_COMMITTED,
            request_timeout=10,
        )
        for place, end in ends.items():
            at = committed[place.topic, place.partition]
            behind = end.result().offset - at
            if behind > _SHORT:
                found[place.topic] = found.get(place.topic, 0) + behind
            elif behind > 0:
                short.append(TopicPartition(place.topic, place.partition, at))
    for topic in _records_from(broker, short):
        found[topic] = found.get(topic, 0) + 1
    return found


def _committed(broker: str, group: str) -> dict[tuple[str, int], int]:
    """Return what a group has committed, by topic and partition.

    A client of the group asks: librdkafka's admin client ends the process where the broker that it
    asks leads the group no more (librdkafka 5040).
    """
    reader = _consumer(broker, committed=True, group=group)
    try:
        topics = reader.list_topics(timeout=10).topics
        places = [
            TopicPartition(name, partition)
            for name, topic in topics.items()
            if not name.startswith("__")
            for partition in topic.partitions
        ]
        told = reader.committed(places, timeout=10)
    finally:
        reader.close()
    return {(each.topic, each.partition): each.offset for each in told if each.offset >= 0}


def _records_from(broker: str, places: Sequence[TopicPartition]) -> list[str]:
    """Return the topic of each committed record from those places on."""
    if not places:
        return []
    reader = _consumer(broker, committed=True)
    found, waited = [], len(places)
    try:
        reader.assign(list(places))
        while waited:
            record = reader.poll(_PATIENCE)
            if record is None:
                raise TimeoutError("a short lag cannot be looked at")
            if record.error() is None:
                found.append(record.topic() or "")
            else:
                waited -= 1
    finally:
        reader.close()
    return found


def _consumer(
    broker: str, *, committed: bool, group: str = "chaos-reader"
) -> confluent_kafka.Consumer:
    settings: dict[str, Any] = {
        "bootstrap.servers": broker,
        "group.id": group,
        "enable.auto.commit": False,
        "enable.partition.eof": True,
        "isolation.level": "read_committed" if committed else "read_uncommitted",
        "fetch.wait.max.ms": 100,
        "log_level": 0,
    }
    return confluent_kafka.Consumer(settings)


def _assign(reader: confluent_kafka.Consumer, topics: Sequence[str]) -> int:
    """Assign every partition of `topics` from its beginning; return how many there are."""
    places = [
        TopicPartition(topic, partition, OFFSET_BEGINNING)
        for topic in topics
        for partition in reader.list_topics(topic, timeout=_PATIENCE).topics[topic].partitions
    ]
    reader.assign(places)
    return len(places)


def _header(record: confluent_kafka.Message, name: str) -> str:
    for found, value in record.headers() or ():
        if found == name and isinstance(value, bytes):
            return value.decode()
    return ""
