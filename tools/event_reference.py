"""docs/reference/event.md: every property of the enriched event, and one event whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.document.schemas import schema_of
from pipeline.topology import ENRICHED

PAGE = "docs/reference/event.md"
_LONGEST = 60

_HEAD = """# The enriched event

Every property of a value of `news.enriched.v1`, written from the types by `make docs`: what it
means, and what it is in the [event below](#one-event). The schema is
[news.enriched.v1.schema.json](../schemas/news.enriched.v1.schema.json); the event names it in
`standard.schema` and in the header `ce_dataschema`. It extends IPTC's ninjs 3.1 (`allOf`) and is
closed: there is no other property. `news consume --ninjs` prints plain ninjs 3.1, without
`enrichment`.

Nothing is null. A property marked *may be absent* is left out where nobody knows it; all others
are always there, and empty where there is nothing. Events of 0.2.0 have null, or no key, in these
places. `ce_id` covers all but `enrichment.stages` and `enrichment.source`: two events of one
`ce_id` differ in nothing else.

| property | type | meaning | example |
| --- | --- | --- | --- |
"""


def page(event: dict[str, Any]) -> str:
    """Return the page, with examples out of `event`."""
    rows = "".join(
        f"| `{path}` | {kind} | {meaning} | {_example(event, path)} |\n"
        for path, kind, meaning in properties()
    )
    whole = json.dumps(event, ensure_ascii=False, indent=1)
    return f"{_HEAD}{rows}\n## One event\n\n```json\n{whole}\n```\n"


def properties() -> Iterator[tuple[str, str, str]]:
    """Yield path, type and meaning of every property, in the order of the types."""
    schema = schema_of(ENRICHED)
    assert schema is not None
    yield from _of_object(schema["$defs"], schema["$ref"], "")


def _of_object(defs: dict[str, Any], ref: str, before: str) -> Iterator[tuple[str, str, str]]:
    found = defs[ref.rpartition("/")[2]]
    for name, field in found["properties"].items():
        path = before + name
        kind, inner = _kind(field)
        absent = "" if name in found.get("required", ()) else "; *may be absent*"
        yield path, kind + absent, field["description"].replace("|", "\\|")
        if inner:
            yield from _of_object(defs, inner, f"{path}{'[]' if kind == 'list' else ''}.")


def _kind(field: dict[str, Any]) -> tuple[str, str | None]:
    """Return what a field is, and the type that it is made of."""
    if "$ref" in field:
        return "object", field["$ref"]
    if "enum" in field:
        return " / ".join(f"`{each}`" for each in field["enum"]), None
    if field["type"] == "array":
        return "list", field["items"].get("$ref")
    return {"object": "map", "string": "text"}.get(field["type"], field["type"]), None


def _example(event: Any, path: str) -> str:  # noqa: ANN401 - JSON
    """Return the first value of `path` in the event; objects speak for themselves."""
    values = values_at(event, path)
    first = values[0] if values else {}
    if isinstance(first, dict) or (
        first and isinstance(first, list) and isinstance(first[0], dict)
    ):
        return ""
    shown = json.dumps(first, ensure_ascii=False)
    shown = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
    return f"`{shown}`".replace("|", "\\|")


def values_at(event: Any, path: str) -> list[Any]:  # noqa: ANN401 - JSON
    """Return every value that stands at `path`, those that say something first."""
    found = [event]
    for name in path.split("."):
        key, many = name.removesuffix("[]"), name.endswith("[]")
        found = [each[key] for each in found if key in each]
        if many:
            found = [one for each in found for one in each]
    return sorted(found, key=lambda value: value in ("", [], {}))
