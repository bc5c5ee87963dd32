"""Lines of JSON held against the schemas that the pipeline ships."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import jsonschema
from jsonschema.exceptions import ValidationError
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from pipeline.codec import decode_json
from pipeline.document.schemas import EXPORT, NINJS, schemas
from pipeline.errors import CodecError
from pipeline.topology import ENRICHED, RAW, REJECTED
from pipeline.types.articles import Struct

# Letters of a value that is named in a fault.
_SHOWN = 40
_JSON = ("", "application/json")


class Fault(Struct, frozen=True, kw_only=True):
    """What is wrong with a line: where in it (`$.enrichment.site`), and what."""

    path: str
    message: str


def faults(line: bytes, name: str | None = None) -> Iterator[Fault]:
    """Yield what is wrong with a line of JSON.

    Args:
        line: The line.
        name: The schema; None where the line says what it is: a record of `news export`, whose
            value is held against its topic's schema, an enriched article, else a raw one.
    """
    try:
        value = decode_json(line)
    except CodecError as error:
        yield Fault(path="$", message=f"no JSON: {error.what}")
        return
    name = name or _kind(value)
    yield from _unlike(value, name, "$")
    if name == EXPORT and isinstance(value, dict):
        yield from _value_of(value)


def _kind(value: object) -> str:
    """Return the name of the schema that a line is meant for."""
    if not isinstance(value, dict):
        return RAW.name
    if "topic" in value and "offset" in value:
        return EXPORT
    return ENRICHED.name if "enrichment" in value else RAW.name


def _value_of(record: dict[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with the value of an exported record."""
    topic = record.get("topic")
    if not isinstance(topic, str) or topic == REJECTED.name or topic not in schemas():
        return
    if "value" in record:
        # A record without a value says of its key that it is no more.
        if record["value"] is not None:
            yield from _unlike(record["value"], topic, "$.value")
        return
    text = record.get("value_text")
    if topic == RAW.name and _content_type(record.get("headers")) not in _JSON:
        return
    try:
        value = decode_json(text) if isinstance(text, str) else None
    except CodecError:
        value = None
    if value is None:
        yield Fault(path="$.value", message="no JSON")
        return
    yield from _unlike(value, topic, "$.value_text")


def _content_type(headers: object) -> str:
    found = ""
    for each in headers if isinstance(headers, list) else ():
        if isinstance(each, list) and len(each) == 2 and str(each[0]).lower() == "content-type":
            found = str(each[1])
    return found.partition(";")[0].strip().lower()


def _unlike(value: object, name: str, root: str) -> Iterator[Fault]:
    found: Iterable[ValidationError] = _validator(name).iter_errors(value)
    for error in sorted(found, key=lambda each: each.json_path):
        yield Fault(path=root + error.json_path.removeprefix("$"), message=_said(error))


def _said(error: ValidationError) -> str:
    """Return a fault in one short line: what stands there may be an article."""
    whole = repr(error.instance)
    shown = whole if len(whole) <= _SHOWN else f"{whole[:_SHOWN]}…"
    if error.validator == "anyOf" and isinstance(error.validator_value, list):
        kinds = [str(each.get("type") or each.get("$ref") or "…") for each in error.validator_value]
        return f"{shown} is none of {', '.join(kinds)}"
    return " ".join(error.message.replace(whole, shown).split())


@cache
def _validator(name: str) -> jsonschema.Draft202012Validator:
    # Theirs allows what ours says, and is not shipped: of it nothing is asked.
    url = NINJS.partition("#")[0]
    anything = DRAFT202012.create_resource({"$defs": {"ninjsType": {}}})
    return jsonschema.Draft202012Validator(
        schemas()[name],
        registry=Registry().with_resource(url, anything),
        format_checker=jsonschema.FormatChecker(),
    )
