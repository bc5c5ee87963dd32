"""What `news enrich` prints for one article after each stage (the shapes of docs/cli.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from pipeline.codec import encode, encode_json
from pipeline.document.ninjs import document
from pipeline.stages.run_many import Clock, run_one
from pipeline.text.lines import from_columns
from pipeline.types.articles import (
    CleanArticle,
    EnrichedArticle,
    Facts,
    LineColumns,
    LinkRef,
    Rejection,
    StageName,
    UniqueArticle,
)


def written(stage: StageName, source_id: str, make: Callable[[], bytes]) -> tuple[bool, bytes]:
    """Return True and the JSON line that `make` gives; what breaks it is refused, as `stage`."""
    ran = run_one(stage, make, Clock())
    return (False, refused(source_id, ran)) if isinstance(ran, Rejection) else (True, ran.found)


def refused(source_id: str, rejection: Rejection) -> bytes:
    """Return the JSON line of a rejected article."""
    return encode_json(rejected_json(source_id, rejection))


def rejected_json(source_id: str, rejection: Rejection) -> dict[str, Any]:
    """Return the object of a rejected article."""
    return {"source_id": source_id, "rejected": msgspec.to_builtins(rejection)}


def clean_json(clean: CleanArticle) -> dict[str, Any]:
    """Return the object of a clean article, with the text that the offsets index.

    For a page it was extracted from HTML; for text it is the input in NFC, its lines ended by LF.
    """
    return {
        **_identity(clean.facts),
        "lines": _lines(clean.lines),
        "spans": [msgspec.to_builtins(span) for span in clean.spans],
        **_metadata(clean.facts),
        "text": clean.text,
    }


def dedup_json(clean: CleanArticle, unique: UniqueArticle) -> dict[str, Any]:
    """Return the object of a clean article and what the dedup stage says of it."""
    found = clean_json(clean)
    found["lines"] = lines = _lines(unique.lines)
    by_line: dict[int, list[LinkRef]] = {}
    for link in unique.links:
        by_line.setdefault(link.line, []).append(link)
    for number, links in by_line.items():
        if len(links) == 1:
            lines[number]["link"] = {"id": links[0].id, "headline": links[0].headline}
        else:
            lines[number]["links"] = [
                {"id": k.id, "headline": k.headline, "start": k.start, "end": k.end} for k in links
            ]
    duplicate = unique.duplicate
    found["duplicate"] = {
        "status": duplicate.status,
        "of": duplicate.of,
        "story": duplicate.story,
        "similarity": duplicate.similarity,
    }
    return found


def enriched_json(enriched: EnrichedArticle) -> dict[str, Any]:
    """Return the object of an enriched article: the wire document and its `source_id`."""
    source_id = enriched.article.facts.origin.source_id
    return {"source_id": source_id, **msgspec.to_builtins(document(enriched))}


def enriched_line(enriched: EnrichedArticle) -> bytes:
    """Return the JSON line of `enriched_json`; nothing of it is built but the line."""
    source_id = encode_json(enriched.article.facts.origin.source_id)
    return b'{"source_id":%b,%b' % (source_id, encode(document(enriched))[1:])


def _identity(facts: Facts) -> dict[str, Any]:
    return {"source_id": facts.origin.source_id, "id": facts.id}


def _lines(columns: LineColumns) -> list[dict[str, Any]]:
    return [msgspec.to_builtins(line) for line in from_columns(columns)]


def _metadata(facts: Facts) -> dict[str, Any]:
    metadata = msgspec.to_builtins(facts.metadata)
    return {
        "version": facts.version,
        "url": facts.url,
        "site": facts.site,
        "title": facts.title,
        "language": facts.language,
        "pub_status": facts.pub_status,
        "event_time": facts.event_time,
        "published": msgspec.to_builtins(facts.published),
        **metadata,
        "encoding": facts.origin.encoding,
        "flags": list(facts.flags),
    }
