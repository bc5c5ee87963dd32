import json

import jsonschema

from pipeline.codec import decode, encode
from pipeline.document.ninjs import document
from pipeline.document.schemas import VALUES, schema_of
from pipeline.topology import ENRICHED, TOPICS
from tests.conftest import ROOT
from tests.schemas import faults, said
from tests.unit.enriched_sample import sample
from tools import event_reference
from tools.write_schemas import EVENT, generated


def test_committed_files_are_what_the_types_say():
    for path, data in generated().items():
        assert path.read_bytes() == data, f"{path.name}: run `make schemas`"


def test_a_schema_names_its_topic():
    for topic in TOPICS:
        if schema := schema_of(topic):
            assert schema["$id"] == f"urn:news-pipeline:schema:{topic.name}"
            assert schema["title"] == topic.name
            assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_stored_samples_are_read_and_hold_but_for_their_nulls():
    """A sample is written once, when its version ships, and never edited; 0.2.0 wrote nulls."""
    samples = sorted((ROOT / "tests" / "golden" / "records").glob("*.json"))
    assert samples
    by_name = {topic.name: topic for topic in TOPICS}
    for path in samples:
        topic = by_name[path.stem]
        found = decode(path.read_bytes(), VALUES[topic.value])
        if topic is ENRICHED:
            assert said(json.loads(encode(found))) == said(json.loads(path.read_bytes()))
        else:
            jsonschema.validate(json.loads(path.read_text("utf-8")), schema_of(topic))


def test_the_event_in_the_reference_is_what_the_stages_make_of_the_sample():
    """Written by `python -m tests.unit.write_event`, before `make schemas`."""
    event = json.loads((ROOT / EVENT).read_text("utf-8"))
    assert event == json.loads(encode(document(sample())))
    assert faults(event) == []


def test_every_property_is_described_and_has_an_example_in_the_reference():
    event = json.loads(encode(document(sample())))
    paths = [path for path, _, meaning in event_reference.properties() if meaning]
    assert len(paths) == len(list(event_reference.properties())) > 140
    # Two are left to the page's words.
    assert [path for path in paths if not event_reference.values_at(event, path)] == [
        "enrichment.values[].index",
        "enrichment.boilerplate.removed[].seenIn",
    ]
