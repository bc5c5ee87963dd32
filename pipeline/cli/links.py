"""`news links top|show|allow|block`: what was learnt of links, and how to overrule it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeVar

import msgspec
import typer

from pipeline.cli.brokers import broker_settings
from pipeline.cli.console import counting, note, warn, write_json
from pipeline.codec import decode
from pipeline.dedup.links.aliases import resolve
from pipeline.dedup.links.operator_names import decoration_name, link_name
from pipeline.dedup.links.rankings import DecorationCounts, Ranking, joined
from pipeline.errors import CodecError, UsageError
from pipeline.kafka.consumer import Consumer
from pipeline.kafka.control import control_key, say
from pipeline.settings import Settings
from pipeline.stages import shipped
from pipeline.topology import ALIASES, CONTROL, LINKS, Topic
from pipeline.types.records import Alias, Control, LinkRecord

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    help="Boilerplate links and decorations that were learnt, and how to overrule them.",
)
T = TypeVar("T", bound=msgspec.Struct)
AsJson = Annotated[bool, typer.Option("--json", help="Print the facts as JSON Lines.")]
Undo = Annotated[bool, typer.Option("--undo", help="Take back what was said, either way.")]
OnDecoration = Annotated[
    bool, typer.Option("--decoration", help="NAME is a decoration, not a link.")
]
Name = Annotated[str, typer.Argument(metavar="NAME", help="A link's id or headline.")]


@app.command(
    epilog="Example: news links top --limit 50 --site news.example. Exit codes: 0 printed, "
    "2 usage, 3 broker."
)
def top(
    *,
    limit: Annotated[int, typer.Option(min=1, help="How many to print.")] = 20,
    site: Annotated[str | None, typer.Option(help="Only links seen on this site.")] = None,
    decorations: Annotated[
        bool, typer.Option("--decorations", help="Decorations instead, by links they were on.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Print the boilerplate links that were seen on most pages."""
    settings = broker_settings()
    if decorations:
        counts = DecorationCounts(shipped.prior().knows, site=site)
        asyncio.run(_take(settings, counts))
        for count in counts.best(limit):
            known = "learnt" if count.learnt else "shipped"
            _tell(count, f"{count.links:>8}  {known:<7}  {count.decoration}", as_json=as_json)
        return 0
    ranking = Ranking(limit, asyncio.run(_aliases(settings)), site=site)
    asyncio.run(_take(settings, ranking))
    for link in ranking.best():
        line = f"{link.count:>8} pages {link.site_count:>5} sites  {link.id}  {link.headline}"
        _tell(_facts(link), line, as_json=as_json)
    return 0


@app.command(
    epilog="Example: news links show 老街改造后首批商户开门迎客. Exit codes: 0 printed, 1 no such "
    "link was seen, 2 usage, 3 broker."
)
def show(name: Name, *, as_json: AsJson = False) -> int:
    """Print one link: its sites, decorations, first and last sight, other ids, what was said."""
    settings = broker_settings()
    aliases = asyncio.run(_aliases(settings))
    asked = link_name(name, shipped.prior())
    wanted = resolve(aliases, asked)
    others = sorted(old for old in aliases if old != wanted and resolve(aliases, old) == wanted)
    found = asyncio.run(_records(settings, {asked, wanted, *others}))
    link = joined(found.values(), wanted)
    if link is None:
        note(f"news: {name}: no such link was seen. `news links top` lists those that were")
        return 1
    facts = _facts(link) | {"aliases": others, "said": asyncio.run(_said(settings, wanted))}
    if as_json:
        write_json(facts)
        return 0
    for label, value in facts.items():
        # An article need not name its site.
        shown = (
            "  ".join(v or "(unnamed)" for v in value) if isinstance(value, list | tuple) else value
        )
        sys.stdout.write(f"{label.replace('_', ' '):<12}{'-' if shown in (None, '') else shown}\n")
    return 0


@app.command(
    epilog="Example: news links allow 老街改造后首批商户开门迎客. Exit codes: 0 acknowledged, "
    "2 usage, 3 broker."
)
def allow(
    name: Name, *, decoration: OnDecoration = False, undo: Undo = False, as_json: AsJson = False
) -> int:
    """Keep a link in the body wherever it stands, or a decoration on its headline.

    Running workers obey within seconds, from the next article on.
    """
    return _say("allow", name, decoration=decoration, undo=undo, as_json=as_json)


@app.command(
    epilog="Example: news links block 青萝小站 --decoration. Exit codes: 0 acknowledged, 2 usage, "
    "3 broker."
)
def block(
    name: Name, *, decoration: OnDecoration = False, undo: Undo = False, as_json: AsJson = False
) -> int:
    """Take a link out wherever it stands, or a decoration off every headline.

    Running workers obey within seconds, from the next article on.
    """
    return _say("block", name, decoration=decoration, undo=undo, as_json=as_json)


def _say(
    action: Literal["allow", "block"], name: str, *, decoration: bool, undo: bool, as_json: bool
) -> int:
    settings = broker_settings()
    kind: Literal["link", "decoration"] = "decoration" if decoration else "link"
    if decoration:
        known = decoration_name(name)
        if not known:
            raise UsageError(f"{name!r} holds no decoration", mend="Give its word: 青萝小站")
    else:
        if not name.strip():
            raise UsageError("an empty name is no link", mend="Give its id or its headline")
        known = resolve(asyncio.run(_aliases(settings)), link_name(name, shipped.prior()))
    word = None if undo else Control(kind=kind, name=known, action=action)
    at = asyncio.run(say(settings, control_key(kind, known), word))
    said = "undone" if undo else f"{action}ed"
    facts = {"kind": kind, "name": known, "said": said, **msgspec.to_builtins(at)}
    _tell(facts, f"{said} {kind} {known}", as_json=as_json)
    return 0


async def _take(settings: Settings, into: Ranking | DecorationCounts) -> None:
    async for _, record in _read(settings, LINKS, LinkRecord):
        if record is not None:
            into.take(record)


async def _aliases(settings: Settings) -> dict[str, str]:
    """Return old link ids and new ones."""
    found: dict[str, str] = {}
    async for key, alias in _read(settings, ALIASES, Alias):
        if alias is None:
            found.pop(key, None)
        elif alias.kind == "link":
            found[alias.old] = alias.new
    return found


async def _records(settings: Settings, names: set[str]) -> dict[str, LinkRecord]:
    found: dict[str, LinkRecord] = {}
    async for key, record in _read(settings, LINKS, LinkRecord):
        if record is None:
            found.pop(key, None)
        elif record.id in names:
            found[record.id] = record
    return found


async def _said(settings: Settings, name: str) -> str | None:
    """Return what an operator said of a link, null when nothing stands."""
    said = None
    async for key, word in _read(settings, CONTROL, Control):
        if key == control_key("link", name):
            said = None if word is None else f"{word.action}ed"
    return said


async def _read(
    settings: Settings, topic: Topic, kind: type[T]
) -> AsyncIterator[tuple[str, T | None]]:
    """Yield key and record of a topic up to now, None for what was deleted."""
    with counting(f"reading {topic.name}") as count:
        async with Consumer(settings, topic=topic, tell=warn) as consumer:
            async for record in consumer:
                count()
                key = (record.key or b"").decode("utf-8", "replace")
                if record.value is None:
                    yield key, None
                    continue
                try:
                    yield key, decode(record.value, kind)
                except CodecError as error:
                    place = f"{topic.name}, partition {record.partition}, offset {record.offset}"
                    note(f"news: {place}: {error}")


def _facts(link: LinkRecord) -> dict[str, Any]:
    return {
        "id": link.id,
        "headline": link.headline,
        "count": link.count,
        "site_count": link.site_count,
        "sites": link.sites,
        "decorations": link.decorations,
        "first_seen": _time(link.first_seen),
        "last_seen": _time(link.last_seen),
    }


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _tell(facts: Mapping[str, Any] | msgspec.Struct, line: str, *, as_json: bool) -> None:
    if as_json:
        write_json(facts)
    else:
        sys.stdout.write(f"{line}\n")
