"""When an article counts as published, what it is called elsewhere, and what is odd about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from pipeline.text.decode import has_mojibake
from pipeline.text.fingerprint import canonical_url
from pipeline.text.times.find import parse_timestamp, resolve
from pipeline.types.articles import Line, Precision, Published, RawArticle

_DAY: Final = 86_400.0
# What a text ends with that goes on elsewhere.
_CUT: Final = ("…", "...", "……")
_PRECISIONS: Final[dict[str, Precision]] = {
    "year": "year", "month": "month", "day": "day", "half-day": "half-day", "hour": "hour",
    "minute": "minute", "second": "second",
}  # fmt: skip


class Times(NamedTuple):
    """Event time and fetch time in Unix seconds, the time of publication, and flags."""

    event: float
    fetched: float | None
    published: Published | None
    flags: tuple[str, ...]


def settle_times(
    raw: RawArticle, found: Published | None, with_year: Callable[[], Published | None]
) -> Times:
    """Return the times of an article by the rules of event time.

    `published_at`, else the page's own time with a year, else `fetched_at`, else the record's
    timestamp. One more than a day after the fetch (or the record) is flagged and replaced.

    Args:
        raw: The article as it came.
        found: What its text or page says, read against the best reference.
        with_year: The same, read against none: what it says by itself. Asked only when needed.
    """
    flags: list[str] = []
    given = parse_timestamp(raw.published_at)
    fetched = parse_timestamp(raw.fetched_at)
    for name, value, read in (
        ("publishedAt", raw.published_at, given),
        ("fetchedAt", raw.fetched_at, fetched),
    ):
        if read is None and value not in {None, ""}:
            flags.append(f"badTime:{name}")
    published = _of_feed(raw.published_at, given) if given is not None else found
    known = given
    if known is None and found is not None:
        alone = found if fetched is None or found.source == "meta" else with_year()
        known = parse_timestamp(alone.value) if alone else None
    limit = fetched if fetched is not None else raw.origin.timestamp
    if known is not None and limit is not None and known > limit + _DAY:
        flags.append("futureTime")
        known, published = limit, None
    if known is None:
        known = limit
    if published is None and fetched is not None:
        published = _of_seconds(fetched, "fetch")
    return Times(known if known is not None else 0.0, fetched, published, tuple(flags))


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
    raw: RawArticle, text: str, lines: Sequence[Line], language: str, more: Iterable[str]
) -> tuple[str, ...]:
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
        flags.append("noBody")
    elif text[last.start : last.end].rstrip().endswith(_CUT):
        flags.append("truncated")
    # Three quarters: a page of thirty links under one paragraph is ordinary, under one line is not.
    if size["link"] > 3 * size["body"]:
        flags.append("mostlyLinks")
    if has_mojibake(text):
        flags.append("mojibake")
    if language == "und":
        flags.append("unknownLanguage")
    flags.extend(f"unknownField:{name[:64]}" for name in raw.unknown_fields[:32])
    return tuple(dict.fromkeys(flags))
