"""The broker settings of docker-compose.yml start a real Kafka: no Docker engine is needed."""

import importlib.util
import json
import subprocess
from pathlib import Path

import pytest

from pipeline.broker.admin import Admin
from pipeline.broker.embedded import EmbeddedBroker, free_ports
from pipeline.settings import BrokerSettings, load_settings
from pipeline.topology import TOPICS

pytestmark = pytest.mark.kafka
ROOT = Path(__file__).resolve().parents[2]


def kafka_settings() -> dict[str, str]:
    """What the image makes of its environment: KAFKA_NODE_ID becomes node.id."""
    program = Path(importlib.util.find_spec("compose").origin).parent / "docker-compose"
    answer = subprocess.run(
        [program, "-f", ROOT / "docker-compose.yml", "config", "--format", "json"],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    environment = json.loads(answer.stdout)["services"]["kafka"]["environment"]
    return {
        name.removeprefix("KAFKA_").lower().replace("_", "."): value
        for name, value in environment.items()
        if name.startswith("KAFKA_") and name not in {"KAFKA_HEAP_OPTS", "KAFKA_LOG_DIRS"}
    }


async def test_the_compose_broker_starts_and_takes_our_topics(tmp_path):
    ports, host = free_ports(), free_ports().broker
    moved = {
        "SERVICES://:9092": f"SERVICES://127.0.0.1:{ports.broker}",
        "SERVICES://kafka:9092": f"SERVICES://127.0.0.1:{ports.broker}",
        "HOST://:9094": f"HOST://127.0.0.1:{host}",
        "HOST://127.0.0.1:9094": f"HOST://127.0.0.1:{host}",
        "127.0.0.1:9093": f"127.0.0.1:{ports.controller}",
    }
    settings = kafka_settings()
    for name in settings:
        for old, new in moved.items():
            settings[name] = settings[name].replace(old, new)
    places = settings["listeners"] + "," + settings["advertised.listeners"]
    assert not any(f":{port}" in places for port in (9092, 9093, 9094))
    cache = load_settings().cache_path()
    with EmbeddedBroker(tmp_path, cache, ports=ports, overrides=settings):
        for port in (ports.broker, host):
            async with Admin(BrokerSettings(broker=f"127.0.0.1:{port}"), patience=20) as admin:
                await admin.create(TOPICS)
                assert await admin.check(TOPICS) == ()
