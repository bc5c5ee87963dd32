import json

import jsonschema
import msgspec
import pytest
import referencing

from pipeline.codec import decode, encode
from pipeline.document.cloudevent import headers
from pipeline.document.enrichment import rfc3339
from pipeline.document.fields import EnrichedDocument
from pipeline.document.ninjs import document
from pipeline.document.schemas import VALUES, schema_of
from pipeline.topology import ENRICHED, TOPICS
from tests.schemas import faults
from tests.unit.enriched_sample import TEXT, sample

DOCUMENT = document(sample())
PLAIN = json.loads(encode(DOCUMENT))


def test_offsets_hold_in_python_and_in_javascript_units():
    body = PLAIN["bodies"][0]["value"]
    units = body.encode("utf-16-le")
    heads = [head["text"] for head in PLAIN["enrichment"]["text"]["head"]]
    for found in PLAIN["enrichment"]["mentions"] + PLAIN["enrichment"]["values"]:
        text = body if found["field"] == "body" else heads[found["index"]]
        assert text[found["start"] : found["end"]] == found["surface"]
        if found["field"] == "body":
            cut = units[2 * found["startUtf16"] : 2 * found["endUtf16"]]
            assert cut.decode("utf-16-le") == found["surface"]
    assert "𠮷" in body
    assert PLAIN["enrichment"]["text"]["utf16Units"] == len(units) // 2


def test_body_head_and_removed_rebuild_the_raw_text():
    info = PLAIN["enrichment"]
    body = PLAIN["bodies"][0]["value"]
    pieces = {h["start"]: h["text"] for h in info["text"]["head"]}
    pieces |= {r["start"]: r["text"] for r in info["boilerplate"]["removed"]}
    pieces |= {raw: body[at : at + size] for at, raw, size in info["text"]["map"]}
    assert "".join(pieces[k] for k in sorted(pieces)) == TEXT.replace("\n", "")


def test_headlines_have_their_roles_and_people_their_posts():
    assert [(h["role"], h["value"]) for h in PLAIN["headlines"]] == [
        ("original", "春江大桥通车了_每日快讯"),
        ("main", "春江大桥通车"),
    ]
    assert PLAIN["enrichment"]["entities"][0]["position"] == "市长"
    assert PLAIN["organisations"][0]["symbols"] == [{"symbol": "600001", "exchange": "XSHG"}]
    assert PLAIN["by"] == "林一"
    assert {"name": "何二", "role": "editor"} in PLAIN["infoSources"]
    assert PLAIN["contentCreated"] == "2024-03-01T09:30:00+08:00"
    assert PLAIN["enrichment"]["boilerplate"]["removed"][-1]["linkId"] == "l1"


def test_the_same_article_gives_the_same_document():
    assert encode(document(sample())) == encode(DOCUMENT)


def test_the_document_survives_the_round_trip():
    assert decode(encode(DOCUMENT), EnrichedDocument) == DOCUMENT


def test_without_enrichment_it_validates_against_ninjs(shared):
    path = shared / "data" / "schemas" / "ninjs-schema_3.1.json"
    schema = json.loads(path.read_text("utf-8"))
    stub = referencing.Resource.from_contents(
        {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"}
    )
    # The schema refers to the GeoJSON one on the web: a local stub stands in for it.
    registry = referencing.Registry().with_resource("https://geojson.org/schema/GeoJSON.json", stub)
    plain = {k: v for k, v in PLAIN.items() if k != "enrichment"}
    validator = jsonschema.Draft202012Validator(
        schema, registry=registry, format_checker=jsonschema.FormatChecker()
    )
    assert [error.message for error in validator.iter_errors(plain)] == []
    broken = plain | {"pubStatus": "nonsense"}
    assert list(validator.iter_errors(broken))


def test_it_validates_against_our_own_schema_which_extends_theirs(shared):
    jsonschema.Draft202012Validator.check_schema(schema_of(ENRICHED))
    ninjs = shared / "data" / "schemas" / "ninjs-schema_3.1.json"
    assert faults(PLAIN, ninjs) == []
    # Theirs is looked at too: ours leaves it to them which types there are.
    assert faults(PLAIN | {"type": "poem"}) == []
    assert faults(PLAIN | {"type": "poem"}, ninjs)
    assert PLAIN["standard"]["schema"] == schema_of(ENRICHED)["$id"]
    assert headers(sample())["ce_dataschema"].decode() == schema_of(ENRICHED)["$id"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("new", 1),
        ("enrichment.new", 1),
        ("enrichment.mentions.0.new", 1),
        ("enrichment.mentions.0.index", None),
        ("enrichment.entities.0.position", None),
        ("enrichment.duplicate.of", None),
        ("enrichment.values.0.unit", None),
        ("contentCreated", None),
        ("by", None),
        ("people", None),
        ("enrichment.source.partition", "0"),
    ],
)
def test_the_schema_is_closed_and_knows_no_null(path, value):
    assert faults(PLAIN) == []
    changed = json.loads(json.dumps(PLAIN))
    *way, name = path.split(".")
    place = changed
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    place[name] = value
    assert len(faults(changed)) == 1


@pytest.mark.parametrize("name", ["people", "places", "by", "located", "altIds", "enrichment"])
def test_what_is_always_there_is_asked_for(name):
    assert faults({key: value for key, value in PLAIN.items() if key != name})


def test_nothing_is_null():
    assert b"null" not in encode(DOCUMENT)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda t: t.name)
def test_every_topic_has_a_schema_or_is_bytes(topic):
    schema = schema_of(topic)
    assert (schema is None) == (topic.value == "bytes")
    if schema is not None:
        jsonschema.Draft202012Validator.check_schema(schema)
        assert topic.value in VALUES


def test_headers_follow_the_kafka_binding():
    sent = headers(sample(), traceparent=b"00-1-2-01")
    assert sent["ce_id"] == b"0b0e4c1e-5f0c-5f0e-9d5e-000000000001:0123abcd:c0ffee"
    assert sent["ce_type"] == b"news.article.enriched.v1"
    assert sent["traceparent"] == b"00-1-2-01"
    assert set(sent) >= {"ce_specversion", "ce_source", "ce_time", "ce_subject", "ce_dataschema"}


def test_a_time_out_of_range_is_the_epoch():
    assert rfc3339(1e30) == "1970-01-01T00:00:00Z"
    assert msgspec.json.encode(rfc3339(0)) == b'"1970-01-01T00:00:00Z"'
