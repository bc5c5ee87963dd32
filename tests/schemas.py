"""Events held against their schema: closed, and with ninjs 3.1 where its schema is there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import referencing

from pipeline.document.schemas import NINJS, schema_of
from pipeline.topology import ENRICHED

_URL = NINJS.partition("#")[0]
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
# It refers to the schema of GeoJSON on the web: of that nothing is used.
_GEO = {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"}


def event_validator(ninjs: Path | None = None) -> jsonschema.Draft202012Validator:
    """Return what holds events against our schema; `ninjs` is their schema's file."""
    theirs = json.loads(ninjs.read_text("utf-8")) if ninjs else _anything()
    registry = referencing.Registry().with_resources(
        [
            (_URL, referencing.Resource.from_contents(theirs | {"$id": _URL})),
            ("https://geojson.org/schema/GeoJSON.json", referencing.Resource.from_contents(_GEO)),
        ]
    )
    return jsonschema.Draft202012Validator(
        schema_of(ENRICHED), registry=registry, format_checker=jsonschema.FormatChecker()
    )


def faults(event: Any, ninjs: Path | None = None) -> list[str]:
    """Return what is wrong with an event."""
    errors = event_validator(ninjs).iter_errors(event)
    return [f"{error.json_path}: {error.message}" for error in errors]


def _anything() -> dict[str, Any]:
    return {"$schema": _DRAFT, "$defs": {"ninjsType": {"type": "object"}}}


def said(event: Any) -> Any:
    """Return what an event says: without what is null or empty. 0.2.0 wrote nulls."""
    if isinstance(event, dict):
        found = {name: said(value) for name, value in event.items()}
        return {name: value for name, value in found.items() if value not in (None, "", [])}
    return [said(each) for each in event] if isinstance(event, list) else event
