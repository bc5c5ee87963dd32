import json

import jsonschema

from pipeline import __version__
from pipeline.codec import decode, encode
from pipeline.document.ninjs import document
from pipeline.document.schemas import VALUES, asyncapi, schema_of
from pipeline.topology import ENRICHED, TOPICS
from tests.conftest import ROOT
from tests.schemas import faults, said
from tests.unit.enriched_sample import sample
from tools import event_reference
from tools.write_schemas import EVENT, generated


def test_committed_files_are_what_the_types_say():
    for path, data in generated().items():
        assert path.read_bytes() == data, f"{path.name}: run `make schemas`"


def test_every_topic_is_a_channel():
    assert set(asyncapi()["channels"]) == {topic.name for topic in TOPICS}


def test_what_comes_in_is_received_and_what_goes_out_is_sent():
    made = asyncapi()
    assert (made["asyncapi"], made["info"]["version"]) == ("3.0.0", __version__)
    actions = {name: operation["action"] for name, operation in made["operations"].items()}
    assert actions == {
        f"{action}:{topic.name}": action
        for topic in TOPICS
        for action in ["receive" if topic.name == "news.raw.v1" else "send"]
    }
    assert {o["channel"]["$ref"] for o in made["operations"].values()} == {
        f"#/channels/{topic.name}" for topic in TOPICS
    }


def test_a_channel_says_how_its_topic_is_kept():
    channels = asyncapi()["channels"]
    for topic in TOPICS:
        channel = channels[topic.name]
        assert (channel["address"], channel["description"]) == (topic.name, topic.doc)
        assert channel["bindings"]["kafka"] == {
            "partitions": topic.partitions,
            "topicConfiguration": {
                "cleanup.policy": topic.cleanup.split(","),
                "retention.ms": topic.retention_ms,
                "max.message.bytes": topic.max_message_bytes,
            },
        }
        (message,) = channel["messages"].values()
        binary = topic.value == "bytes"
        assert message["contentType"] == f"application/{'octet-stream' if binary else 'json'}"
        assert message["bindings"]["kafka"]["key"]["description"] == topic.key
        assert message["payload"] == (
            {"type": "string", "format": "binary"}
            if binary
            else {"$ref": f"./schemas/{topic.name}.schema.json"}
        )
    policies = [c["bindings"]["kafka"]["topicConfiguration"] for c in channels.values()]
    assert ["compact"] in [policy["cleanup.policy"] for policy in policies]


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
