"""When an article counts as published, what it is called elsewhere, and what is odd about it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

import msgspec

from pipeline.text.decode import has_mojibake
from pipeline.text.fingerprint import canonical_url
from pipeline.text.times.believed import DAY, latest
from pipeline.text.times.find import parse_timestamp, resolve
from pipeline.types.articles import Line, Precision, Published, RawArticle
from pipeline.types.flags import (
    BAD_FETCHED_AT,
    BAD_PUBLISHED_AT,
    FUTURE_TIME,
    MOJIBAKE,
    MOSTLY_LINKS,
    NO_BODY,
    PUBLISHED_UNKNOWN,
    TRUNCATED,
    UNKNOWN_LANGUAGE,
    Flag,
    unknown_field,
)

# What a text ends with that goes on elsewhere.
_CUT: Final = ("…", "...", "……")
_PRECISIONS: Final[dict[str, Precision]] = {
    "year": "year", "month": "month", "day": "day", "half-day": "half-day", "hour": "hour",
    "minute": "minute", "second": "second",
}  # fmt: skip


class Told(NamedTuple):
    """The times of publication and fetch that were told and are believed, and flags."""

    published: float | None
    fetched: float | None
    flags: tuple[Flag, ...]


class Times(NamedTuple):
    """Event time and fetch time in Unix seconds, the time of publication, and flags."""

    event: float
    fetched: float | None
    published: Published | None
    flags: tuple[Flag, ...]


def dated(raw: RawArticle, now: float) -> RawArticle:
    """Return `raw` with a record's time that can be: `now` (Unix seconds) where there is none.

    A record is as old as its producer's clock says. One more than a day ahead of `now` is flagged,
    and came now: all other times of the article are held against its record's.
    """
    own = raw.origin.timestamp
    # Kafka's -1: a record without a time.
    told = own is not None and own >= 0
    if own is not None and told and own <= latest(now):
        return raw
    origin = msgspec.structs.replace(raw.origin, timestamp=now)
    flags = (*raw.flags, FUTURE_TIME) if told else raw.flags
    return msgspec.structs.replace(raw, origin=origin, flags=flags)


def told_times(raw: RawArticle) -> Told:
    """Return the times that came with an article, without what is unreadable or to come.

    Neither is believed more than a day after the record's own, nor a publication more than a day
    after the fetch.
    """
    flags: list[Flag] = []
    told = ((BAD_PUBLISHED_AT, raw.published_at), (BAD_FETCHED_AT, raw.fetched_at))
    given, fetched = (parse_timestamp(value) for _, value in told)
    for (flag, value), read in zip(told, (given, fetched), strict=True):
        if read is None and value not in {None, ""}:
            flags.append(flag)
    limit = _limit(raw, None)
    if fetched is not None and fetched > limit:
        flags.append(FUTURE_TIME)
        fetched = None
    if given is not None and given > _limit(raw, fetched):
        flags.append(FUTURE_TIME)
        given = None
    return Told(given, fetched, tuple(flags))


def settle_times(
    raw: RawArticle,
    told: Told,
    found: Published | None,
    with_year: Callable[[], Published | None],
) -> Times:
    """Return the times of an article by the rules of event time.

    `published_at`, else the page's own time with a year, else `fetched_at`, else the record's
    timestamp; what is not believed is flagged, and the next of them taken.

    Args:
        raw: The article as it came.
        told: The times that came with it and are believed.
        found: What its text or page says, read against the best of them.
        with_year: The same, read against none: what it says by itself. Asked only when needed.
    """
    flags = list(told.flags)
    known, fetched = told.published, told.fetched
    if known is None and found is not None:
        alone = found if fetched is None or found.source == "meta" else with_year()
        known = parse_timestamp(alone.value) if alone else None
        if known is not None and known > _limit(raw, fetched):
            flags.append(FUTURE_TIME)
            known = found = None
    published = found if told.published is None else _of_feed(raw.published_at, told.published)
    if published is None and fetched is not None:
        published = _of_seconds(fetched, "fetch")
    if published is None:
        flags.append(PUBLISHED_UNKNOWN)
    event = next((t for t in (known, fetched, raw.origin.timestamp) if t is not None), 0.0)
    return Times(event, fetched, published, tuple(dict.fromkeys(flags)))


def _limit(raw: RawArticle, fetched: float | None) -> float:
    """Return up to when a time of an article is believed: a day after its fetch, or its record."""
    base = fetched if fetched is not None else raw.origin.timestamp
    return math.inf if base is None else base + DAY


def _of_feed(value: str | float | None, seconds: float) -> Published | None:
    if isinstance(value, str) and (found := resolve(value.strip())) and found.instant:
        return Published(
            value=found.instant,
            precision=_PRECISIONS.get(found.precision, "second"),
            source="feed",
            zone_assumed=found.zone_assumed,
        )
    return _of_seconds(seconds, "feed")


def _of_seconds(seconds: float, source: str) -> Published | None:
    try:
        moment = datetime.fromtimestamp(seconds, tz=UTC)
    except (OverflowError, OSError, ValueError):
        return None
    return Published(
        value=moment.isoformat(timespec="seconds").replace("+00:00", "Z"),
        precision="second",
        source="feed" if source == "feed" else "fetch",
        zone_assumed=False,
    )


def other_ids(raw: RawArticle, canonical: str | None) -> tuple[str, ...]:
    """Return the ids the article has elsewhere: its publisher's, and what its page calls itself."""
    found = [raw.id] if raw.id else []
    if canonical and (not raw.url or canonical_url(canonical) != canonical_url(raw.url)):
        found.append(canonical)
    return tuple(found)


def oddities(
    raw: RawArticle, text: str, lines: Sequence[Line], language: str, more: Iterable[Flag]
) -> tuple[Flag, ...]:
    """Return the quality flags of an article, each once."""
    flags = [*raw.flags, *more]
    size = dict.fromkeys(("body", "link"), 0)
    last: Line | None = None
    for line in lines:
        if line.label in size:
            size[line.label] += line.end - line.start
        if line.label == "body":
            last = line
    if last is None:
        flags.append(NO_BODY)
    elif text[last.start : last.end].rstrip().endswith(_CUT):
        flags.append(TRUNCATED)
    # Three quarters: a page of thirty links under one paragraph is ordinary, under one line is not.
    if size["link"] > 3 * size["body"]:
        flags.append(MOSTLY_LINKS)
    if has_mojibake(text):
        flags.append(MOJIBAKE)
    if language == "und":
        flags.append(UNKNOWN_LANGUAGE)
    flags.extend(unknown_field(name) for name in raw.unknown_fields[:32])
    return tuple(dict.fromkeys(flags))
