"""Rejected records as `news rejected` takes and prints them: places, lines, facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pipeline.cli.console import printable, screen, shown_time
from pipeline.cli.reader import reader
from pipeline.codec import encode_json
from pipeline.errors import UsageError
from pipeline.kafka.records import Place
from pipeline.operations.json_lines import line_of
from pipeline.operations.rejected import Rejected
from pipeline.operations.retry import Retried

_PLACE = re.compile(r"(\d{1,9})/(\d{1,18})")
# Bytes of a value that `show` prints.
_SHOWN = 2000


def places_in(words: Sequence[str]) -> frozenset[Place]:
    """Return the places that `3/118` and the like name.

    Raises:
        UsageError: One is no place.
    """
    found = set()
    for word in words:
        if (place := _PLACE.fullmatch(word.strip())) is None:
            raise UsageError(f"{word!r} is no place", mend="Give PARTITION/OFFSET: 3/118")
        found.add((int(place[1]), int(place[2])))
    return frozenset(found)


def word_of(place: Place | None) -> str | None:
    """Return a place as it is written; None for none."""
    return None if place is None else f"{place[0]}/{place[1]}"


def facts_of(rejected: Rejected) -> dict[str, Any]:
    """Return what is known of a rejected record, as JSON."""
    return {
        "at": word_of(rejected.place),
        "time": shown_time(rejected.record.timestamp),
        "stage": rejected.stage,
        "reason": rejected.reason,
        "detail": rejected.detail,
        "key": (rejected.record.key or b"").decode("utf-8", "replace"),
        "attempts": rejected.attempts,
        "first_failed": rejected.first_failed,
        "read_from": rejected.read_from,
        "read_at": word_of(rejected.read_at),
        "raw": word_of(rejected.raw),
        "bytes": len(rejected.record.value or b""),
        "names": sorted(rejected.names()),
    }


def listed(rejected: Rejected) -> str:
    """Return a rejected record as one line."""
    tries = f" (attempt {rejected.attempts})" if rejected.attempts > 1 else ""
    key = (rejected.record.key or b"-").decode("utf-8", "replace")
    return printable(
        f"{word_of(rejected.place):>10}  {shown_time(rejected.record.timestamp)}  "
        f"{rejected.stage:<7}  {rejected.reason:<14}  {key}  {rejected.detail}{tries}"
    )


def with_record(facts: dict[str, Any], rejected: Rejected) -> bytes:
    """Return facts and the record as one JSON object."""
    return b'{"facts":' + encode_json(facts) + b',"record":' + line_of(rejected.record) + b"}"


def _cell(value: object) -> str:
    each = value if isinstance(value, list) else [value]
    return "  ".join("-" if one in (None, "") else str(one) for one in each) or "-"


def line_of_retry(done: Retried) -> bytes:
    """Return what was done with a rejected record, as one line."""
    where = f" as {word_of(done.at)}" if done.at else ""
    place = word_of(done.rejected.place)
    return f"{place:>10}  {done.outcome}{where}  {done.rejected.reason}".encode()


def facts_of_retry(done: Retried) -> dict[str, Any]:
    """Return what was done with a rejected record, as JSON."""
    rejected = done.rejected
    facts = {"at": word_of(rejected.place), "outcome": done.outcome, "raw": word_of(done.at)}
    return facts | {"stage": rejected.stage, "reason": rejected.reason}


def print_whole(facts: dict[str, Any], rejected: Rejected) -> None:
    """Print one rejected record for a person: facts, headers, the first bytes of its value."""
    value = rejected.record.value or b""
    more = [f"({len(value):,} bytes in all)"] if len(value) > _SHOWN else []
    headers = rejected.record.headers
    lines = [
        *(f"{name.replace('_', ' '):<14}{_cell(each)}" for name, each in facts.items()),
        *(f"  {name}: {data.decode('utf-8', 'backslashreplace')}" for name, data in headers),
        value[:_SHOWN].decode("utf-8", "backslashreplace"),
        *more,
    ]
    with reader():
        for line in lines:
            screen().print(printable(line), markup=False)
