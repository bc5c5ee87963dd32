"""`news doctor` on a real Kafka: its clock, and topics that are laid out in another way."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time

import pytest

from pipeline.broker.admin import Admin
from pipeline.broker.clock import clock_ahead
from pipeline.broker.embedded import EmbeddedBroker
from pipeline.cli.topics import wanted_topics
from pipeline.settings import load_settings

pytestmark = pytest.mark.kafka


@pytest.fixture(scope="module")
def own_broker(tmp_path_factory):
    """Yield a broker on which nobody else lays out topics."""
    folder = tmp_path_factory.mktemp("kafka")
    with EmbeddedBroker(folder, load_settings().cache_path()) as broker:
        yield broker.bootstrap


def test_our_clock_is_compared_with_the_broker_s(own_broker) -> None:
    settings = load_settings(broker=own_broker)
    # One machine has one clock: what is left is the way there and back.
    assert abs(asyncio.run(clock_ahead(settings))) < 10
    ahead = asyncio.run(clock_ahead(settings, lambda: time.time() + 3600))
    assert 3590 < ahead < 3610


def test_partitions_and_replicas_that_differ_are_told_with_their_mend(own_broker, tmp_path) -> None:
    settings = load_settings(broker=own_broker, partitions=2)

    async def create() -> None:
        async with Admin(settings) as admin:
            await admin.create(wanted_topics(settings))

    asyncio.run(create())
    listed = topics(settings)
    environment = {name: said for name, said in os.environ.items() if not name.startswith("NEWS_")}
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "doctor", "--json"],
        env={
            **environment, "NEWS_BROKER": own_broker, "NEWS_REPLICATION": "3",
            "NEWS_DATA_DIR": str(tmp_path),
        },
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")
    told = {each["what"]: each for each in map(json.loads, done.stdout.splitlines())}
    assert told["broker"]["ok"]
    assert told["clock"]["ok"]
    assert not told["topics"]["ok"]
    assert "the number of partitions is 2, must be 8" in told["topics"]["seen"]
    assert told["topics"]["mend"] == "Run `export NEWS_PARTITIONS=2`"
    assert not told["replication"]["ok"]
    assert "the number of replicas is 1, set is 3" in told["replication"]["seen"]
    assert "kafka-reassign-partitions.sh" in told["replication"]["mend"]
    # It writes nothing.
    assert topics(settings) == listed


def topics(settings) -> set[str]:
    async def ask() -> set[str]:
        async with Admin(settings) as admin:
            return set(await admin._client.list_topics())

    return asyncio.run(ask())
