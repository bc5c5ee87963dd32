"""Records of the topics that the page reads, made for its tests."""

import msgspec

from pipeline.codec import encode
from pipeline.document.ninjs import document
from pipeline.kafka.records import Record
from pipeline.topology import ALIASES, CONTROL, ENRICHED, LINKS, REJECTED
from pipeline.types.records import Alias, Control, LinkRecord
from tests.unit.enriched_sample import sample

NOW = 1_709_300_000.0
ID = "0b0e4c1e-5f0c-5f0e-9d5e-00000000000"


def event(number=1, **changes):
    """Return an enriched document; its id ends in `number`. `enrichment` takes a dictionary."""
    made = document(sample())
    facts = msgspec.structs.replace(made.enrichment, **changes.pop("enrichment", {}))
    return msgspec.structs.replace(made, uri=f"urn:uuid:{ID}{number}", enrichment=facts, **changes)


def titled(title, **changes):
    """Return a document with another headline, and no other text of that kind."""
    made = event(**changes)
    main = msgspec.structs.replace(made.headlines[0], role="main", value=title)
    return msgspec.structs.replace(made, headlines=(main,))


def enriched(made, *, offset=0, partition=0, at=NOW, ce_id=None):
    """Return the record of a document; its `ce_id` is made of id, version and status."""
    article = made.uri.removeprefix("urn:uuid:")
    name = ce_id or f"{article}:{made.version}:{made.pub_status}"
    return Record(
        topic=ENRICHED.name,
        partition=partition,
        offset=offset,
        timestamp=at,
        key=article.encode(),
        value=encode(made),
        headers=(("ce_id", name.encode()),),
    )


def other(topic, value, *, key=b"k", offset=0, at=NOW, headers=()):
    data = encode(value) if isinstance(value, msgspec.Struct) else value
    return Record(
        topic=topic.name,
        partition=0,
        offset=offset,
        timestamp=at,
        key=key,
        value=data,
        headers=tuple((name, text.encode()) for name, text in headers),
    )


def link(number=1, **changes):
    facts = {
        "id": f"l{number}", "headline": "别处的新闻", "decorations": ("环球播报",),
        "sites": ("chunjiang.example", "other.example"), "site_count": 2,
        "first_seen": NOW - 60, "last_seen": NOW, "count": 5,
    } | changes  # fmt: skip
    return other(LINKS, LinkRecord(**facts), key=facts["id"].encode(), offset=number)


def alias(kind, old, new, offset=0):
    return other(ALIASES, Alias(kind=kind, old=old, new=new), offset=offset)


def word(kind, name, action, offset=0):
    """Return an operator's word; without an `action` what was said before is taken back."""
    value = None if action is None else Control(kind=kind, name=name, action=action)
    return other(CONTROL, value, key=f"{kind}:{name}".encode(), offset=offset)


def rejected(value=b"{broken", *, reason="bad-json", offset=0, at=NOW):
    headers = {
        "x-stage": "clean", "x-reason": reason, "x-detail": "not JSON: it ends too early",
        "x-original-topic": "news.raw.v1", "x-attempts": "2",
    }  # fmt: skip
    return other(REJECTED, value, offset=offset, at=at, headers=tuple(headers.items()))
