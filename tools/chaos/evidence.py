"""What the topics say about a wrong figure: how far a record came, and in what events differ."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from pipeline.codec import decode
from pipeline.topology import CLEAN, ENRICHED, STORY_MATCHES
from pipeline.types.articles import CleanArticle
from pipeline.types.records import StoryMessage
from tools.chaos.accounts import Account, Place, Read
from tools.chaos.reading import read_topic

# Each figure's first ones: the others are like them.
_SHOWN = 20
_MAY_DIFFER = (".enrichment.stages", ".enrichment.source")


def evidence(broker: str, told: Account, read: Read) -> list[str]:
    """Return lines about what is wrong; none where nothing is."""
    lines = list(_missing(broker, told)) if told.missing else []
    if told.differing:
        lines += _differing(broker, frozenset(told.differing))
    last = {event.ce_id: event for event in read.events}
    named = Counter(name for event in last.values() for name in event.links)
    for name in told.wrong_counts[:_SHOWN]:
        lines.append(f"link {name}: counted {read.links[name]}, named by {named[name]} articles")
    for name in told.unknown_links[:_SHOWN]:
        lines.append(f"link {name}: not in the topic, named by {named[name]} articles")
    return lines


def _missing(broker: str, told: Account) -> Iterator[str]:
    """Say which topic each missing record was seen in last."""
    clean: dict[Place, Place] = {}
    for record in read_topic(broker, CLEAN.name, committed=True):
        origin = decode(record.value() or b"", CleanArticle).facts.origin
        clean[origin.partition or 0, origin.offset or 0] = _place(record)
    opened: dict[Place, str] = {}
    answers: Counter[str] = Counter()
    for record in read_topic(broker, STORY_MATCHES.name, committed=True):
        message = decode(record.value() or b"", StoryMessage)
        if message.pending is not None:
            facts = message.pending.draft.facts
            opened[facts.origin.partition or 0, facts.origin.offset or 0] = facts.id
        words = (message.match, *(word.match for word in message.items or ()))
        answers.update(match.article for match in words if match is not None)
    reached = Counter(
        "opened" if place in opened else "clean" if place in clean else "raw"
        for place in told.missing
    )
    yield f"missing, by the last topic that has them: {dict(reached)}"
    for place in sorted(told.missing)[:_SHOWN]:
        name = opened.get(place, "")
        yield (
            f"missing {place}: clean {clean.get(place)}, "
            f"opened {bool(name)}, {answers[name]} answers"
        )


def _differing(broker: str, names: frozenset[str]) -> list[str]:
    """Say in which fields the events of one id differ."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in read_topic(broker, ENRICHED.name, committed=True):
        headers = dict(record.headers() or ())
        name = (headers.get("ce_id") or b"").decode()
        if name in names:
            found[name].append(json.loads(record.value() or b""))
    where: Counter[str] = Counter()
    lines = []
    for name, documents in found.items():
        paths = {path for other in documents[1:] for path in _paths(documents[0], other, "")}
        paths = {path for path in paths if not path.startswith(_MAY_DIFFER)}
        where.update(paths)
        if len(lines) < _SHOWN:
            lines.append(f"{name}: {len(documents)} events differ in {sorted(paths)[:8]}")
    return [f"differing fields: {dict(where.most_common(12))}", *lines]


def _paths(one: object, other: object, path: str) -> Iterator[str]:
    """Yield where two documents differ; places in lists are left out."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one.keys() | other.keys():
            yield from _paths(one.get(key), other.get(key), f"{path}.{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for left, right in zip(one, other, strict=True):
            yield from _paths(left, right, f"{path}[]")
    elif one != other:
        yield path


def _place(record: Any) -> Place:  # noqa: ANN401 - confluent_kafka's own
    return record.partition(), record.offset()
