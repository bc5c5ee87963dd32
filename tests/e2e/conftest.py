"""A real Kafka for the tests of this folder: one for the whole session, on free ports."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.broker.embedded import EmbeddedBroker
from pipeline.settings import load_settings


@pytest.fixture(scope="session")
def embedded_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedBroker]:
    """A started broker with a directory of its own; its jars come from the user's cache."""
    directory = tmp_path_factory.mktemp("kafka")
    with EmbeddedBroker(directory, load_settings().cache_path()) as broker:
        yield broker


@pytest.fixture(scope="session")
def quiet_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedBroker]:
    """One that no workers read: for what sends more than they need to see."""
    directory = tmp_path_factory.mktemp("quiet-kafka")
    with EmbeddedBroker(directory, load_settings().cache_path()) as broker:
        yield broker
