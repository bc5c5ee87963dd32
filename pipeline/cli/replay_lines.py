"""A replay as `news replay` takes and prints it: which range, how far it is, what it came to."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from pipeline.cli.brokers import since_seconds
from pipeline.cli.console import note, write_json, write_line
from pipeline.cli.rejected_lines import places_in
from pipeline.errors import UsageError
from pipeline.kafka.merged import Bounds
from pipeline.operations.article_names import sought
from pipeline.operations.raw_range import Asked
from pipeline.operations.replay import Replay
from pipeline.operations.replay_plan import ReplayPlan
from pipeline.topology import ENRICHED

# Places of records that came to nothing, named at the end.
_NAMED = 10

Bound = list[str] | None
"""A time, offsets of partitions, or both."""


@dataclass(kw_only=True)
class Done:
    """What a replay came to."""

    records: int = 0
    passed: dict[str, int]
    events: int = 0
    rejected: list[dict[str, Any]]
    missing: list[str]
    published: int | None = None
    kept: list[str]


def asked_for(begin: Bound, end: Bound, article: str | None, site: list[str] | None) -> Asked:
    """Return which raw records the options ask for.

    Raises:
        UsageError: They ask for none in particular, or one says what cannot be.
    """
    if not (begin or end or article or site):
        raise UsageError("no range is given", mend="Give --from 2h, or --to, --id, --site")
    now = time.time()
    since, starts = _bound(begin, "--from", now)
    until, stops = _bound(end, "--to", now)
    return Asked(
        bounds=Bounds(since=since, until=until, starts=starts, stops=stops),
        article=sought(article) if article else None,
        sites=frozenset(each.strip().lower() for each in site or ()),
    )


def _bound(words: Bound, option: str, now: float) -> tuple[float | None, dict[int, int]]:
    """Return the time and the offsets that an option names."""
    places = places_in([word for word in words or () if "/" in word])
    times = [word for word in words or () if "/" not in word]
    if len(times) > 1 or len({number for number, _ in places}) < len(places):
        raise UsageError(
            "one time, and one offset of a partition", where=option, mend="Leave out the others"
        )
    return since_seconds(times[0] if times else None, now=now), dict(places)


def far(work: Replay, seconds: float) -> str:
    """Return how far a replay is after so many seconds, for a person."""
    total = work.total or 0
    rate = work.done / seconds
    left = f"{(total - work.done) / rate:,.0f} s left" if work.done else "none yet"
    return f"news: {work.done:,} of {total:,} records, {rate:,.1f}/s, {left}"


def tell(plan: ReplayPlan, done: Done, *, as_json: bool) -> None:
    """Print what a replay came to."""
    if as_json:
        write_json(
            {
                "name": plan.name, "records": done.records, "passed_over": done.passed,
                "events": done.events, "rejected": done.rejected, "unfinished": done.missing,
                "published": done.published, "topics": done.kept,
            }
        )  # fmt: skip
        return
    lines = [f"{done.records} records, {done.events} events"]
    lines += [f"{count} passed over: {why}" for why, count in sorted(done.passed.items())]
    lines += [
        f"{each['count']} rejected: {each['stage']} {each['reason']}" for each in done.rejected
    ]
    if done.missing:
        some = ", ".join(done.missing[:_NAMED])
        lines.append(f"{len(done.missing)} came to nothing: {some}")
    if done.published is not None:
        lines.append(f"{done.published} events sent to {ENRICHED.name}")
    for line in lines:
        write_line(line.encode())
    for kept in done.kept:
        write_line(f"kept {kept}".encode())
    if done.kept:
        note(f"news: `news replay --name {plan.name} --drop` deletes what is kept")
