"""The behaviours in memory, in every grouping."""

import pytest

from pipeline.topology import GROUPINGS
from tests.stream.behaviours import Behaviours
from tests.stream.tiny import TinyStages
from tests.stream.worlds import MemoryWorld


class TestInMemory(Behaviours):
    @pytest.fixture(params=sorted(GROUPINGS))
    def world(self, request: pytest.FixtureRequest) -> MemoryWorld:
        return MemoryWorld(TinyStages(), GROUPINGS[request.param])


class TestOneByOne(Behaviours):
    @pytest.fixture
    def world(self) -> MemoryWorld:
        return MemoryWorld(TinyStages(), GROUPINGS["all"], partitions=1, batch_size=1)
