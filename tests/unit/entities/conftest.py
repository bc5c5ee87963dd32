"""One extractor for all tests of the stage: it is pure, and takes a moment to load."""

import pytest

from pipeline.entities.extractor import Extractor
from pipeline.stages import shipped


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return Extractor(shipped.entities())
