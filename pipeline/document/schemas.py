"""JSON Schemas of every topic's value, generated from the types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from pipeline.document.described import described
from pipeline.document.fields import EnrichedDocument
from pipeline.topology import REJECTED, TOPICS, Topic
from pipeline.types.articles import CleanArticle, UniqueArticle
from pipeline.types.records import Alias, Control, LinkRecord, LinkSightings, Postings, StoryMessage

NINJS = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#/$defs/ninjsType"
"""The part of ninjs 3.1 that other schemas extend."""
DIALECT = "https://json-schema.org/draft/2020-12/schema"
# What is always said of a rejected record.
_TOLD = (
    "x-original-topic", "x-original-partition", "x-original-offset", "x-stage", "x-reason",
    "x-detail", "x-attempts", "x-first-failed-at",
)  # fmt: skip


class RawEnvelope(msgspec.Struct, frozen=True, kw_only=True):
    """What a publisher sends to `news.raw.v1`. Give `text` or `html`; times RFC 3339 or Unix."""

    id: str | int | None = None
    url: str | None = None
    site: str | None = None
    title: str | None = None
    text: str | None = None
    html: str | None = None
    feed: str | None = None
    fetched_at: str | float | None = None
    published_at: str | float | None = None
    pub_status: str | None = None


VALUES: dict[str, type] = {
    "RawArticle": RawEnvelope,
    "CleanArticle": CleanArticle,
    "UniqueArticle": UniqueArticle,
    "EnrichedDocument": EnrichedDocument,
    "LinkSightings": LinkSightings,
    "Postings": Postings,
    "StoryMessage": StoryMessage,
    "LinkRecord": LinkRecord,
    "Alias": Alias,
    "Control": Control,
}
"""The type of each `Topic.value`; rejected records are bytes and have none."""


EXPORT = "export"
"""Of a line that `news export` prints; a line of `news.rejected.v1` says what failed and why."""


def schemas() -> dict[str, dict[str, Any]]:
    """Return every schema by its name: the topics' own, and that of exported records."""
    found = {topic.name: schema_of(topic) for topic in TOPICS}
    named = {name: schema for name, schema in found.items() if schema is not None}
    return named | {EXPORT: export_schema()}


def export_schema() -> dict[str, Any]:
    """Return the JSON Schema of one line of `news export` and `news rejected export`."""
    text: dict[str, Any] = {"type": "string"}
    base64 = text | {"contentEncoding": "base64"}
    nullable = {"type": ["string", "null"]}
    value = {"anyOf": [text, {"type": "null"}, {"type": "object", "required": ["base64"]}]}
    header = {"type": "array", "prefixItems": [text, value], "items": False, "minItems": 2}
    told = [{"contains": {"prefixItems": [{"const": name}]}} for name in _TOLD]
    return {
        "$schema": DIALECT,
        "$id": f"urn:news-pipeline:schema:{EXPORT}",
        "title": EXPORT,
        "description": "One record of a topic. Bytes are JSON where the same bytes come of it "
        "again, else text, else base64.",
        "type": "object",
        "properties": {
            "topic": text,
            "partition": {"type": "integer", "minimum": 0},
            "offset": {"type": "integer", "minimum": 0},
            "timestamp": {"type": "integer", "description": "Unix milliseconds."},
            "key": nullable,
            "key_base64": base64,
            "headers": {"type": "array", "items": header},
            "value": {},
            "value_text": text,
            "value_base64": base64,
        },
        "required": ["topic", "partition", "offset", "timestamp", "headers"],
        "additionalProperties": False,
        "allOf": [
            {"oneOf": [{"required": [name]} for name in ("key", "key_base64")]},
            {"oneOf": [{"required": [n]} for n in ("value", "value_text", "value_base64")]},
            {
                "if": {"properties": {"topic": {"const": REJECTED.name}}},
                "then": {"properties": {"headers": {"allOf": told}}},
            },
        ],
    }


def schema_of(topic: Topic) -> dict[str, Any] | None:
    """Return the JSON Schema of the values of `topic`, or None where they are bare bytes."""
    kind = VALUES.get(topic.value)
    if kind is None:
        return None
    identity = f"urn:news-pipeline:schema:{topic.name}"
    schema = {"$schema": DIALECT, "$id": identity, "title": topic.name} | msgspec.json.schema(kind)
    for each in _types_of(kind):
        if (found := schema["$defs"].get(each.__name__)) is not None:
            _describe(found, each)
    if kind is EnrichedDocument:
        # Theirs is named, not copied; ours says more of each field, and allows no other.
        schema = {**schema, "allOf": [{"$ref": NINJS}]}
        for found in schema["$defs"].values():
            _close(found)
        schema["$defs"][kind.__name__]["required"] = sorted({*_always(kind), "enrichment"})
    return schema


def _types_of(kind: type) -> Iterator[type]:
    """Yield a type and all that its fields are made of."""
    info = msgspec.inspect.type_info(kind)
    seen: set[type] = set()
    todo: list[Any] = [info]
    while todo:
        one = todo.pop()
        if isinstance(one, msgspec.inspect.StructType):
            if one.cls in seen:
                continue
            seen.add(one.cls)
            yield one.cls
            todo += [field.type for field in one.fields]
        for name in ("item_type", "types", "item_types", "value_type"):
            found = getattr(one, name, ())
            todo += found if isinstance(found, tuple) else [found]


def _describe(schema: dict[str, Any], kind: type) -> None:
    words = described(kind)
    for field in msgspec.structs.fields(kind):
        if said := words.get(field.name):
            schema["properties"][field.encode_name]["description"] = said


def _close(schema: dict[str, Any]) -> None:
    """Allow no other property, and no null: what is read of older events is written no more."""
    schema["additionalProperties"] = False
    for name, field in schema["properties"].items():
        field.pop("default", None)
        if "anyOf" in field:
            (kept,) = [each for each in field.pop("anyOf") if each != {"type": "null"}]
            schema["properties"][name] = {**kept, **field}


def _always(kind: type) -> list[str]:
    """Return the properties that are always there."""
    return [
        field.encode_name
        for field in msgspec.structs.fields(kind)
        if field.default is msgspec.NODEFAULT or field.default_factory is not msgspec.NODEFAULT
    ]
