"""The AsyncAPI document: its shape, and that headers and examples are what the code writes."""

import json
import re
from typing import get_args

import jsonschema
import pytest

from pipeline import __version__
from pipeline.codec import decode, decode_raw, encode
from pipeline.document import cloudevent
from pipeline.document.asyncapi import HEADERS, asyncapi, headers_of
from pipeline.document.schemas import VALUES, schema_of
from pipeline.kafka.records import Record
from pipeline.operations.rejected import again, read_rejected
from pipeline.settings import BrokerSettings
from pipeline.stream.dead_letter import REKEYED, refuse, rejected_record
from pipeline.stream.messages import TRACE_HEADERS, Message
from pipeline.topology import ENRICHED, RAW, REJECTED, TOPICS
from pipeline.types.articles import Origin
from tests.conftest import ROOT
from tests.schemas import faults
from tests.unit.enriched_sample import sample
from tools.write_schemas import MESSAGES

EXAMPLES = json.loads((ROOT / MESSAGES).read_text("utf-8"))
CASES = [
    pytest.param(topic, example, id=f"{topic.name} {example['name']}")
    for topic in TOPICS
    for example in EXAMPLES[topic.name]
]


def closed(needed, /, **properties):
    """Return the JSON Schema of an object that has no other property."""
    rest = {"type": "object", "additionalProperties": False}
    return rest | {"required": needed.split(), "properties": properties}


def many(schema, names=".+"):
    return {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "patternProperties": {f"^{names}$": schema},
    }


TEXT = {"type": "string", "minLength": 1}
REF = closed("$ref", **{"$ref": {"type": "string", "pattern": "^(#/|[.]/schemas/)"}})
EXAMPLE = closed("name headers payload", name=TEXT, headers={"type": "object"}, payload={})
# The part of AsyncAPI 3.0 that we use, by its specification; `@asyncapi/parser` was asked by hand.
SHAPE = closed(
    "asyncapi info defaultContentType servers channels operations components",
    asyncapi={"const": "3.0.0"},
    info=closed("title version", title=TEXT, version=TEXT),
    defaultContentType=TEXT,
    servers=many(
        closed(
            "host protocol description variables",
            host=TEXT,
            protocol={"enum": ["kafka", "kafka-secure"]},
            description=TEXT,
            variables=many(
                closed(
                    "description examples",
                    description=TEXT,
                    examples={"type": "array", "items": TEXT, "minItems": 1},
                )
            ),
            security={"type": "array", "items": REF, "minItems": 1},
        ),
        "[A-Za-z0-9_-]+",
    ),
    channels=many(
        closed(
            "address description messages bindings",
            address=TEXT,
            description=TEXT,
            messages=many(
                closed(
                    "name contentType headers payload bindings examples",
                    name=TEXT,
                    contentType=TEXT,
                    headers=closed(
                        "type properties",
                        type={"const": "object"},
                        properties={
                            "type": "object",
                            "additionalProperties": {"required": ["type", "description"]},
                        },
                        required={"type": "array"},
                        additionalProperties={"type": "boolean"},
                    ),
                    payload={"type": "object"},
                    bindings={"type": "object"},
                    examples={"type": "array", "items": EXAMPLE, "minItems": 1},
                )
            ),
            bindings={"type": "object"},
        )
    ),
    operations=many(closed("action channel", action={"enum": ["send", "receive"]}, channel=REF)),
    components=closed(
        "securitySchemes",
        securitySchemes=many(
            closed(
                "type description",
                type={"enum": ["X509", "plain", "scramSha256", "scramSha512"]},
                description=TEXT,
            )
        ),
    ),
)


def made():
    return asyncapi(EXAMPLES)


def test_it_has_the_shape_of_asyncapi_and_what_it_refers_to_is_there():
    document = made()
    jsonschema.validate(document, SHAPE)
    for ref in re.findall(r'"[$]ref": "([^"]+)"', json.dumps(document)):
        if ref.startswith("./"):
            assert (ROOT / "docs" / ref).is_file()
            continue
        found = document
        for part in ref.removeprefix("#/").split("/"):
            found = found[part]
        assert found


def test_every_topic_is_a_channel():
    assert set(made()["channels"]) == {topic.name for topic in TOPICS}


def test_what_comes_in_is_received_and_what_goes_out_is_sent():
    found = made()
    assert (found["asyncapi"], found["info"]["version"]) == ("3.0.0", __version__)
    actions = {name: operation["action"] for name, operation in found["operations"].items()}
    assert actions == {
        f"{action}:{topic.name}": action
        for topic in TOPICS
        for action in ["receive" if topic.name == "news.raw.v1" else "send"]
    }
    assert {o["channel"]["$ref"] for o in found["operations"].values()} == {
        f"#/channels/{topic.name}" for topic in TOPICS
    }


def test_a_channel_says_how_its_topic_is_kept():
    channels = made()["channels"]
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


@pytest.mark.parametrize(("topic", "example"), CASES)
def test_an_example_holds(topic, example):
    jsonschema.validate(example["headers"], headers_of(topic))
    payload = example["payload"]
    if topic is REJECTED:
        assert isinstance(payload, str)
        return
    jsonschema.validate(payload, {"type": "object"} if topic is ENRICHED else schema_of(topic))
    data = json.dumps(payload).encode()
    if topic is ENRICHED:
        assert faults(payload) == []
    if topic is RAW:
        assert not decode_raw(data, Origin(source_id="")).unknown_fields
    else:
        # Nothing in it that its type does not have; a batch's record leaves out what it has not.
        read = json.loads(encode(decode(data, VALUES[topic.value])))
        assert {k: v for k, v in read.items() if v is not None or k in payload} == payload


def test_an_example_that_does_not_hold_is_found():
    example = {"headers": {"ce_type": "another"}, "payload": {"id": 5}}
    for topic in (ENRICHED, REJECTED):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(example["headers"], headers_of(topic))
    assert faults(example["payload"])


def test_the_headers_are_those_that_are_written():
    event = cloudevent.headers(sample())
    assert set(HEADERS[ENRICHED.name]) == {*event, *TRACE_HEADERS}
    jsonschema.validate({k: v.decode() for k, v in event.items()}, headers_of(ENRICHED))

    message = Message(topic=RAW.name, partition=3, offset=9, timestamp=1.0, key=b"k", value=b"{")
    rejected = rejected_record(refuse("clean", "bad-json", "no"), message, now=0.0)
    assert {name for name, _ in rejected.headers} == set(HEADERS[REJECTED.name])
    jsonschema.validate({"x-own": "1"}, {**headers_of(REJECTED), "required": []})
    record = Record(
        topic=REJECTED.name, partition=0, offset=1, timestamp=1.0, key=b"k", value=b"{",
        headers=rejected.headers,
    )  # fmt: skip
    retried = again(read_rejected(record), None)
    ours = {"content-type", REKEYED, *TRACE_HEADERS, *(name for name, _ in retried.headers)}
    assert set(HEADERS[RAW.name]) == ours


def test_a_server_for_each_way_to_connect_and_no_real_host():
    document = made()
    fields = BrokerSettings.model_fields
    assert set(document["servers"]) == set(get_args(fields["security_protocol"].annotation))
    schemes = set(document["components"]["securitySchemes"])
    assert schemes == {"X509", *get_args(fields["sasl_mechanism"].annotation)}
    for name, server in document["servers"].items():
        assert server["host"] == "{broker}"
        assert all(".example:" in each for each in server["variables"]["broker"]["examples"])
        assert server["protocol"] == ("kafka-secure" if name.endswith("SSL") else "kafka")
        logins = {each["$ref"].rpartition("/")[2] for each in server.get("security", ())}
        assert logins == (
            schemes - {"X509"} if "SASL" in name else {"X509"} if name == "SSL" else set()
        )
