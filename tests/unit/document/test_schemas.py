import json

import jsonschema

from pipeline.document.schemas import asyncapi, schema_of
from pipeline.topology import TOPICS
from tests.conftest import ROOT
from tools.write_schemas import generated


def test_committed_files_are_what_the_types_say():
    for path, data in generated().items():
        assert path.read_bytes() == data, f"{path.name}: run `make schemas`"


def test_every_topic_is_a_channel():
    assert set(asyncapi()["channels"]) == {topic.name for topic in TOPICS}


def test_stored_samples_hold_against_the_schemas_of_today():
    # A sample is written once, when its version ships, and never edited.
    samples = sorted((ROOT / "tests" / "golden" / "records").glob("*.json"))
    assert samples
    by_name = {topic.name: topic for topic in TOPICS}
    for path in samples:
        jsonschema.validate(json.loads(path.read_text("utf-8")), schema_of(by_name[path.stem]))
