"""What one record of one topic says of an article, in a few words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pipeline.kafka.records import Record
from pipeline.operations.article_names import raw_article
from pipeline.operations.rejected import read_rejected, retried_place
from pipeline.stream.dead_letter import REKEYED
from pipeline.topology import (
    CLEAN,
    ENRICHED,
    STORY_MATCHES,
    STORY_POSTINGS,
    UNIQUE,
)
from pipeline.types.articles import Struct


class Happened(Struct, frozen=True, kw_only=True):
    """What happened, one word; more in words; and of a rejection its reason and stage."""

    what: str
    detail: str = ""
    stage: str | None = None
    reason: str | None = None


def raw_said(record: Record) -> Happened:
    """Return what a raw record is: published, sent again, put under its site, a withdrawal."""
    raw = raw_article(record)
    size = f"{len(record.value or b''):,} bytes"
    if (first := record.header(REKEYED)) is not None:
        at = first.decode("ascii", "replace").replace(",", "/")
        return Happened(what="rekeyed", detail=f"put under its site's key, first at {at}")
    if (place := retried_place(record)) is not None:
        return Happened(what="retried", detail=f"of rejected {place[0]}/{place[1]}, {size}")
    if raw is not None and raw.pub_status == "canceled":
        return Happened(what="withdrawn", detail=size)
    site = raw.site if raw is not None and raw.site else ""
    return Happened(what="published", detail=", ".join(word for word in (site, size) if word))


def rejected_said(record: Record) -> Happened:
    """Return why a record was rejected, and which."""
    rejected = read_rejected(record)
    at = rejected.read_at
    place = f"; read at {rejected.read_from} {at[0]}/{at[1]}" if at else ""
    tries = f"; attempt {rejected.attempts}" if rejected.attempts > 1 else ""
    return Happened(
        what="rejected",
        detail=f"{rejected.detail}{place}{tries}",
        stage=rejected.stage,
        reason=rejected.reason,
    )


def said(topic: str, value: Any, ids: frozenset[str]) -> list[Happened]:  # noqa: ANN401 - JSON
    """Return what the JSON of a record says of the articles `ids`: empty where nothing."""
    teller = _TELLERS.get(topic)
    return teller(value, ids) if teller is not None and isinstance(value, dict) else []


def _clean(value: dict[str, Any], ids: frozenset[str]) -> list[Happened]:
    facts = value.get("facts") or {}
    if facts.get("id") not in ids:
        return []
    lines = len((value.get("lines") or {}).get("labels", ()))
    words = [f"version {facts.get('version')}", f"{lines} lines", *facts.get("flags", ())]
    return [Happened(what="cleaned", detail=", ".join(words))]


def _unique(value: dict[str, Any], ids: frozenset[str]) -> list[Happened]:
    facts = value.get("facts") or {}
    return [Happened(what="decided", detail=_twin(value))] if facts.get("id") in ids else []


def _enriched(value: dict[str, Any], ids: frozenset[str]) -> list[Happened]:
    if str(value.get("uri", "")).removeprefix("urn:uuid:") not in ids:
        return []
    facts = value.get("enrichment") or {}
    words = [f"version {value.get('version')}", _twin(facts), *facts.get("quality", ())]
    status = value.get("pubStatus", "usable")
    return [Happened(what="enriched" if status == "usable" else status, detail=", ".join(words))]


def _matches(value: dict[str, Any], ids: frozenset[str]) -> list[Happened]:
    pending, words = value.get("pending"), (value, *(value.get("items") or ()))
    if pending and pending["draft"]["facts"]["id"] in ids:
        shards = ", ".join(map(str, pending["shards"]))
        return [Happened(what="waits", detail=f"for shards {shards}" if shards else "for no shard")]
    return [found for word in words for found in _word(word, ids)]


def _word(value: dict[str, Any], ids: frozenset[str]) -> Iterator[Happened]:
    match, alias = value.get("match"), value.get("alias")
    if match and match["article"] in ids:
        count = len(match.get("candidates", ()))
        yield Happened(what="answered", detail=f"shard {match['shard']}: {count} candidates")
    if alias and not ids.isdisjoint((alias["old"], alias["new"])):
        yield Happened(what="joined", detail=f"story {alias['old']} is {alias['new']}")


def _postings(value: dict[str, Any], ids: frozenset[str]) -> list[Happened]:
    found = []
    for item in value.get("items", ()):
        if item["article"] not in ids:
            continue
        if item.get("withdrawn"):
            found.append(Happened(what="forgotten", detail=f"by shard {item['shard']}"))
        elif item.get("story"):
            found.append(
                Happened(what="noted", detail=f"shard {item['shard']}: story {item['story']}")
            )
        else:
            found.append(Happened(what="asked", detail=f"shard {item['shard']}"))
    return found


def _twin(value: dict[str, Any]) -> str:
    twin = value.get("duplicate") or {}
    of = f" of {twin['of']}" if twin.get("of") else ""
    return f"{twin.get('status')}{of}, story {twin.get('story')}"


_TELLERS: dict[str, Callable[[dict[str, Any], frozenset[str]], list[Happened]]] = {
    CLEAN.name: _clean,
    UNIQUE.name: _unique,
    ENRICHED.name: _enriched,
    STORY_MATCHES.name: _matches,
    STORY_POSTINGS.name: _postings,
}


def sightings(value: Any, places: frozenset[tuple[int, int]]) -> Happened | None:  # noqa: ANN401 - JSON
    """Return what a record of `news.link-seen.v1` tells of the articles read at `places`."""
    items = value.get("items", ()) if isinstance(value, dict) else ()
    found = [item for item in items if (item["partition"], item["offset"]) in places]
    if not found:
        return None
    return Happened(what="counted", detail=f"{len(found)} links")
