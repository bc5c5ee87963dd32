"""The account of a run: what was acknowledged against what the topics hold. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.dedup.links.aliases import resolve
from tools.newsroom import agreement

Place = tuple[int, int]
"""Partition and offset of a raw record."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One enriched event: `content` is all of it but its stages and its source."""

    place: Place
    ce_id: str
    url: str
    content: str
    links: frozenset[str] = frozenset()
    story: str = ""


@dataclass(frozen=True, kw_only=True)
class Read:
    """What the topics hold at the end; `rejected` has a place for each of its records."""

    events: Sequence[Event]
    rejected: Sequence[Place | None] = ()
    links: Mapping[str, int] = field(default_factory=dict)
    stories: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Account:
    """Figures of a run. All are 0 when the promise holds, but for `agreement` (None: not asked).

    `missing` are places that came out nowhere, `both` those that came out enriched and rejected,
    `wrong_end` articles that were rejected and poison that was not, `strangers` what came out and
    nobody was told is there. `doubles` are records beyond one for each place, as a reader of what
    is committed sees them, and as one sees them who reads everything.
    """

    missing: frozenset[Place]
    both: int
    wrong_end: int
    strangers: int
    doubles: int
    doubles_raw: int
    differing: tuple[str, ...]
    wrong_counts: tuple[str, ...]
    unknown_links: tuple[str, ...]
    agreement: float | None = None

    def is_clean(self, *, keeps_state: bool = True) -> bool:
        """Tell whether each record ended where it should.

        Args:
            keeps_state: What the tables knew was not taken from them: contents and counts are
                right too.
        """
        state = (self.differing, self.wrong_counts, self.unknown_links) if keeps_state else ()
        return not (self.missing or self.both or self.wrong_end or self.strangers or any(state))


def account(
    sent: Mapping[Place, str],
    committed: Read,
    raw: Read,
    *,
    stories: Mapping[str, str] | None = None,
    ignored: Collection[str] = (),
) -> Account:
    """Return the account of a run.

    Args:
        sent: The places that were acknowledged, and the URL of the article there; "": poison.
        committed: What a reader of committed records finds.
        raw: What one finds who reads every record.
        stories: The story of each URL in a run without a fault.
        ignored: URLs whose records are gone: their events stand for none of `sent`.
    """
    committed, raw = _without(committed, ignored), _without(raw, ignored)
    enriched = Counter(event.place for event in committed.events)
    rejected = Counter(committed.rejected)
    wrong_counts, unknown = _links(committed)
    return Account(
        missing=frozenset(place for place in sent if place not in enriched | rejected),
        both=len(enriched.keys() & rejected.keys()),
        wrong_end=sum(bool(url) != (place in enriched) for place, url in sent.items()
                      if place in enriched or place in rejected),
        strangers=len((enriched.keys() | rejected.keys()) - sent.keys())
        + sum(sent.get(event.place, event.url) != event.url for event in committed.events),
        doubles=_doubles(committed),
        doubles_raw=_doubles(raw),
        differing=_differing(committed.events),
        wrong_counts=wrong_counts,
        unknown_links=unknown,
        agreement=_agreement(committed, stories),
    )  # fmt: skip


def _without(read: Read, urls: Collection[str]) -> Read:
    return replace(read, events=[event for event in read.events if event.url not in urls])


def told_stories(read: Read) -> dict[str, str]:
    """Return the story of each URL, after aliases."""
    return {event.url: resolve(read.stories, event.story) for event in read.events}


def _doubles(read: Read) -> int:
    places = [*(event.place for event in read.events), *read.rejected]
    return len(places) - len(set(places))


def _differing(events: Iterable[Event]) -> tuple[str, ...]:
    contents: dict[str, set[str]] = defaultdict(set)
    for event in events:
        contents[event.ce_id].add(event.content)
    return tuple(sorted(name for name, found in contents.items() if len(found) > 1))


def _links(read: Read) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the links whose count is wrong, and those that events name and the topic lacks.

    A link counts each article once, however often its event came: the last event stands for it.
    """
    last = {event.ce_id: event for event in read.events}
    named = Counter(name for event in last.values() for name in event.links)
    everywhere = {name for event in read.events for name in event.links}
    wrong = {name for name, count in read.links.items() if count != named[name]}
    return tuple(sorted(wrong)), tuple(sorted(everywhere - read.links.keys()))


def _agreement(read: Read, stories: Mapping[str, str] | None) -> float | None:
    if stories is None:
        return None
    found = told_stories(read)
    same: Collection[str] = found.keys() & stories.keys()
    return agreement({url: found[url] for url in same}, {url: stories[url] for url in same})
