"""The whole pipeline on a real Kafka of its own, and topics read by a client that is not ours."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import confluent_kafka
import pytest

from pipeline.demo import running as demo
from pipeline.settings import BrokerSettings, Settings, load_settings
from pipeline.topology import GROUPINGS, Topic
from pipeline.worker.process import Build
from pipeline.worker.supervisor import Supervisor, prepare_topics


@contextmanager
def running(folder: Path, **overrides: object) -> Iterator[Settings]:
    """Yield the settings of a running pipeline; broker and workers end with the block."""
    settings = load_settings(data_dir=folder, log_level="warning", **overrides)
    own = settings.model_copy(update={"broker": ""})
    with demo.running(own, lambda _: None) as (reached, _):
        yield reached


@contextmanager
def supervised(settings: Settings, build: Build, *, seconds: float) -> Iterator[Supervisor]:
    """Yield the supervisor of one ready worker a group of `settings.grouping`; it ends with it."""
    groups = GROUPINGS[settings.grouping]
    asyncio.run(prepare_topics(settings, groups))
    supervisor = Supervisor(settings, groups, workers=1, build=build)
    supervisor.start()
    try:
        assert supervisor.wait_ready(seconds)
        yield supervisor
    finally:
        supervisor.stop()


def read_topic(broker: str, topic: str) -> list[tuple[str, dict[str, str], bytes]]:
    """Return key, headers and value of every record there is now: by kcat, else by librdkafka."""
    return (_by_kcat if shutil.which("kcat") else _by_librdkafka)(broker, topic)


def read_until(
    broker: str, topic: str, enough: Callable[[list[dict]], object], seconds: float = 60
) -> list[dict]:
    """Return the topic's JSON values once `enough` of them is true."""
    end = time.monotonic() + seconds
    while True:
        found = [json.loads(value) for _, _, value in read_topic(broker, topic) if value]
        if enough(found):
            return found
        assert time.monotonic() < end, f"{topic} has {len(found)} records, which are not enough"
        time.sleep(0.5)


def named_in_gbk(
    settings: BrokerSettings, topic: Topic, *values: bytes, key: str = "", codec: str = "none"
) -> None:
    """Publish values with a header whose name is GBK: confluent-kafka takes text alone."""
    if shutil.which("kcat") is None and not os.environ.get("NEWS_REQUIRE_KCAT"):
        pytest.skip("kcat is not installed: apt-get install kcat")
    headers = ["-H", "中文=1".encode("gbk"), "-H", "x-own=2"]
    where = ["-b", settings.broker, "-t", topic.name, "-z", codec, "-k", key]
    command = ["kcat", "-P", *where, *headers, "-X", "partitioner=murmur2_random"]
    subprocess.run(command, input=b"\n".join(values), check=True, timeout=60)


def _by_kcat(broker: str, topic: str) -> list[tuple[str, dict[str, str], bytes]]:
    # -J prints one JSON object a record; its payload is the value as a string
    command = ["kcat", "-b", broker, "-t", topic, "-C", "-e", "-q", "-J"]
    answer = subprocess.run(command, capture_output=True, check=True, timeout=60)
    # bytes that are no text come out as they are, inside the JSON string
    records = [
        json.loads(line) for line in answer.stdout.decode("utf-8", "replace").split("\n") if line
    ]
    found = []
    for record in records:
        flat = record.get("headers") or []
        headers = dict(zip(flat[::2], flat[1::2], strict=True))
        found.append((record["key"] or "", headers, (record["payload"] or "").encode()))
    return found


def _by_librdkafka(broker: str, topic: str) -> list[tuple[str, dict[str, str], bytes]]:
    reader = confluent_kafka.Consumer(
        {"bootstrap.servers": broker, "group.id": "reader", "enable.partition.eof": True}
    )
    found, ended = [], set()
    try:
        partitions = reader.list_topics(topic, timeout=20).topics[topic].partitions
        start = confluent_kafka.OFFSET_BEGINNING
        reader.assign([confluent_kafka.TopicPartition(topic, p, start) for p in partitions])
        while len(ended) < len(partitions):
            record = reader.poll(20)
            assert record is not None, "no answer"
            if record.error():
                ended.add(record.partition())
                continue
            headers = {name: value.decode() for name, value in record.headers() or []}
            found.append(((record.key() or b"").decode(), headers, record.value() or b""))
    finally:
        reader.close()
    return found
