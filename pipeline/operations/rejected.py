"""Rejected records: what their headers say, which of them are wanted, what is sent again."""

from __future__ import annotations

import re

from pipeline.kafka.records import Place, Record
from pipeline.operations.article_names import Sought, names_in
from pipeline.topology import RAW
from pipeline.types.articles import Struct

RETRY_OF = "x-retry-of"
"""Header of a raw record: partition and offset of the rejected record that it sends again."""
ATTEMPTS = "x-attempts"
FIRST_FAILED = "x-first-failed-at"
_OURS = "x-"
_PLACE = re.compile(rb"([0-9]{1,9}),([0-9]{1,18})")


class Rejected(Struct, frozen=True, kw_only=True):
    """One record of `news.rejected.v1`. `read_from` is where the failing group read its bytes.

    `raw` is the place of its raw record, None where nobody knew it.
    """

    record: Record
    stage: str
    reason: str
    detail: str
    read_from: str
    read_at: Place | None
    raw: Place | None
    attempts: int
    first_failed: str

    @property
    def place(self) -> Place:
        """Return where it stands."""
        return self.record.partition, self.record.offset

    def names(self) -> frozenset[str]:
        """Return what its article is called; its bytes are read for it."""
        return names_in(self.record, self.read_from)


class Wanted(Struct, frozen=True, kw_only=True):
    """Which rejected records are meant; what is empty or None asks nothing. Times: Unix seconds."""

    reasons: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    places: frozenset[Place] = frozenset()
    since: float | None = None
    until: float | None = None
    article: Sought | None = None

    def takes(self, rejected: Rejected) -> bool:
        """Tell whether `rejected` is meant."""
        time = rejected.record.timestamp
        return (
            (not self.reasons or rejected.reason in self.reasons)
            and (not self.stages or rejected.stage in self.stages)
            and (not self.places or rejected.place in self.places)
            and (self.since is None or time >= self.since)
            and (self.until is None or time < self.until)
            and (self.article is None or self.article.is_named(rejected.names()))
        )


def read_rejected(record: Record) -> Rejected:
    """Return what a record of `news.rejected.v1` says; foreign ones say little."""
    return Rejected(
        record=record,
        stage=_text(record, "x-stage"),
        reason=_text(record, "x-reason"),
        detail=_text(record, "x-detail"),
        read_from=_text(record, "x-original-topic"),
        read_at=_place(record, "x-original-"),
        raw=_place(record, "x-raw-"),
        attempts=_number(record, ATTEMPTS) or 1,
        first_failed=_text(record, FIRST_FAILED),
    )


def again(rejected: Rejected, raw: Record | None) -> Record | None:
    """Return the record of `news.raw.v1` that sends `rejected` again; None: its bytes are gone.

    Key, value and headers are the raw record's, but for the headers of ours; those added name the
    rejected record and count the attempts.

    Args:
        rejected: What was rejected.
        raw: Its raw record, where the failing group had read another one.
    """
    source = rejected.record if rejected.read_from == RAW.name else raw
    if source is None:
        return None
    passed = [
        (name, value, number in source.bare)
        for number, (name, value) in enumerate(source.headers)
        if not name.lower().startswith(_OURS)
    ]
    added = [
        (RETRY_OF, b"%d,%d" % rejected.place),
        (ATTEMPTS, b"%d" % rejected.attempts),
        (FIRST_FAILED, rejected.first_failed.encode()),
    ]
    return Record(
        topic=RAW.name,
        partition=source.partition,
        offset=source.offset,
        timestamp=source.timestamp,
        key=source.key,
        value=source.value,
        headers=(*((name, value) for name, value, _ in passed), *added),
        bare=tuple(number for number, (_, _, bare) in enumerate(passed) if bare),
    )


def retried_place(record: Record) -> Place | None:
    """Return which rejected record a raw record sends again, None where it is no retry."""
    found = _PLACE.fullmatch(record.header(RETRY_OF) or b"")
    return None if found is None else (int(found[1]), int(found[2]))


def _text(record: Record, name: str) -> str:
    return (record.header(name) or b"").decode("utf-8", "replace")


def _number(record: Record, name: str) -> int | None:
    text = _text(record, name)
    # A foreign writer may write what it likes.
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _place(record: Record, stem: str) -> Place | None:
    partition = _number(record, f"{stem}partition")
    offset = _number(record, f"{stem}offset")
    return None if partition is None or offset is None else (partition, offset)
