"""Byline, source, place and time of publication, out of the judged lines of an article.

Every fact says where it was found. A time without a year is completed by the reference date alone;
without one it is left out and flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Literal, cast

from pipeline.cleaning.facts.pieces import Piece, pieces_of
from pipeline.cleaning.facts.signers import may_sign, outlet_of, parted_authors
from pipeline.cleaning.names.bylines import (
    authors_in,
    dateline_in,
    editors_in,
    source_in,
)
from pipeline.cleaning.names.person_names import HAN, Person, PersonNames
from pipeline.cleaning.names.signatures import rows_of_names, signers_in
from pipeline.cleaning.names.wires import WireLead, wire_in
from pipeline.cleaning.page.reader import Page
from pipeline.text.times.calendar import CHINA, Resolved
from pipeline.text.times.find import find_times, from_timestamp, resolve
from pipeline.types.articles import Found, Line, Metadata, Precision, Published, Span
from pipeline.types.flags import PUBLISHED_WITHOUT_YEAR, Flag

_AGENCY = ("社", "中新网", "新华网")
# Whose picture it is says nothing of who wrote the article.
_PICTURE = re.compile(r"[\s(（\[【]*(?:图|圖|摄|攝|视频|題圖|题图|配图|封面|漫画|制图)")
_POSTED = re.compile(rf"(?P<name>[{HAN}]{{2,4}})[ \u3000]+(?P<post>[{HAN}]{{4,24}})\s*")
_PRECISIONS = frozenset({"year", "month", "day", "half-day", "hour", "minute", "second"})


def find_metadata(
    text: str,
    lines: Sequence[Line],
    spans: Sequence[Span],
    *,
    names: PersonNames,
    reference: float | None = None,
    page: Page | None = None,
) -> tuple[Metadata, Published | None, tuple[Flag, ...]]:
    """Return who wrote, edited and sent an article, from where and when, with flags.

    Args:
        text: The raw text.
        lines: All its lines, judged.
        spans: The inline bylines and credits of body lines.
        names: What knows names of persons.
        reference: The time the article was given or fetched at, in Unix seconds.
        page: The page it came from, where it came from one; its markup is heard first.
    """
    pieces = list(pieces_of(text, lines, spans, names))
    authors: list[Found] = list(parted_authors(page.authors, names)) if page else []
    editors: list[Found] = []
    sources: list[Found] = [outlet_of(page.source)] if page and page.source else []
    agencies: list[Found] = []
    place: Found | None = None
    for piece in pieces:
        sent = _sent(piece, names)
        signed = [person for person in sent.authors if may_sign(person.name)] if sent else []
        if not signed:
            authors.extend(_authors(piece, names, bare=not authors))
            if piece.where != "body":
                editors.extend(_found(piece, editors_in(piece.text, names)))
                sources.extend(_found(piece, filter(None, [source_in(piece.text)])))
        if sent:
            authors.extend(_found(piece, signed))
            for agency in filter(None, [sent.agency]):
                target = agencies if agency.name.endswith(_AGENCY) else sources
                target.append(_fact(piece, agency))
            if sent.place and place is None:
                place = _fact(piece, sent.place)
    published, flags = _published(pieces, page, reference)
    # A page's markup often names the site, its editor, or where the text is from, as its author.
    named = {fact.value for fact in (*sources, *agencies, *editors)}
    edited = tuple(fact.value for fact in editors)
    authors = [
        author
        for author in authors
        if (author.start is not None or author.value not in named)
        and may_sign(author.value)
        # A desk before its editor's name: 青云校园何立群.
        and not (author.start is None and author.value.endswith(edited))
    ]
    if not authors and page:
        authors = [hint for hint in page.hints if hint.value not in named]
    metadata = Metadata(
        authors=_distinct(authors),
        editors=_distinct(editors),
        sources=_distinct(sources),
        agencies=_distinct(agencies),
        place=place,
        keywords=page.keywords if page else (),
    )
    return metadata, published, flags


def _authors(piece: Piece, names: PersonNames, *, bare: bool) -> Iterator[Found]:
    """Yield who a piece says wrote it; `bare` names of a byline count where nothing better does."""
    found = False
    if piece.where != "body" and not _PICTURE.match(piece.text):
        written = list(authors_in(piece.text, names))
        formed = list(signers_in(piece.text, names))
        rowed = len(formed) > len(written) or (formed and rows_of_names(piece.text, names.rarity))
        for author in _found(piece, formed if rowed else written):
            found = True
            yield author
    if piece.where == "byline" and bare and not found:
        yield from _found(piece, _bare_names(piece.text, names))


def _sent(piece: Piece, names: PersonNames) -> WireLead | None:
    """Return who sends it and from where, as the dateline that opens a byline says."""
    if piece.where != "byline":
        return None
    if wire := wire_in(piece.text, names):
        return wire
    line = dateline_in(piece.text)
    return (
        WireLead(authors=(), end=line.end, agency=line.agency, place=line.place) if line else None
    )


def _bare_names(piece: str, names: PersonNames) -> Iterator[Person]:
    """Yield the names of a byline that is nothing but names."""
    posted = _POSTED.fullmatch(piece)
    if posted and not may_sign(posted["post"]):
        # 林一舟 江口大学党委书记: who he is stands behind the name.
        piece = posted["name"]
    found = list(names.people(piece, 0, len(piece)))
    size = sum(person.end - person.start for person in found)
    letters = sum(1 for c in piece if c.isalnum())
    if letters == size and all(
        names.begins_like_a_name(p.name)
        and len(p.name) <= (4 if names.is_compound(p.name[:2]) else 3)
        for p in found
    ):
        yield from found


def _published(
    pieces: Iterable[Piece], page: Page | None, reference: float | None
) -> tuple[Published | None, tuple[Flag, ...]]:
    """Return the best known time of publication, and the flag where only its year is missing."""
    seen_from = from_timestamp(reference) if reference is not None else None
    if page and page.published:
        source: Literal["meta", "dateline"] = (
            "dateline" if page.published.start is not None else "meta"
        )
        found = _as_published(resolve(page.published.value, seen_from, past=True), source)
        if found:
            return found, ()
    yearless = bool(page and page.published)
    best: Published | None = None
    for piece in pieces:
        found, missing = _time_in(piece, seen_from)
        yearless = yearless or missing
        # A line of its own beats the dateline, which knows only the day.
        if found and (best is None or _rank(found) > _rank(best)):
            best = found
    return best, () if best or not yearless else (PUBLISHED_WITHOUT_YEAR,)


def _rank(published: Published) -> int:
    order = ("year", "month", "day", "half-day", "hour", "minute", "second")
    return order.index(published.precision)


def _time_in(piece: Piece, reference: datetime | None) -> tuple[Published | None, bool]:
    """Return the time that a piece gives, and whether it gives one that lacks its year."""
    # In prose only a date that opens the article is its day.
    for span in find_times(piece.text, before=3 if piece.where == "body" else None):
        fields = span.fields
        if fields.day is None or fields.festival or span.local:
            continue
        resolved = resolve(span, reference, past=True)
        found = _as_published(resolved, "dateline")
        if found:
            return found, False
        if resolved is not None and fields.year is None:
            return None, True
    return None, False


def _as_published(
    resolved: Resolved | None, source: Literal["meta", "dateline"]
) -> Published | None:
    if resolved is None or resolved.instant is None or resolved.precision not in _PRECISIONS:
        return None
    precision = cast("Precision", resolved.precision)
    if precision == "second" and resolved.instant[10:19] == "T00:00:00":
        # A database's way to write a day.
        precision = "day"
    instant = resolved.instant
    if source == "meta" and instant.endswith("+00:00"):
        # Greenwich is how machines write a time: the reader was shown China's.
        instant = datetime.fromisoformat(instant).astimezone(CHINA).isoformat()
    return Published(
        value=instant,
        precision=precision,
        source=source,
        zone_assumed=resolved.zone_assumed,
    )


def _found(piece: Piece, persons: Iterable[Person]) -> Iterator[Found]:
    for person in persons:
        yield _fact(piece, person)


def _fact(piece: Piece, person: Person) -> Found:
    return Found(
        value=person.name,
        where=piece.where,
        start=piece.places[person.start],
        end=piece.places[person.end - 1] + 1,
    )


def _distinct(found: Iterable[Found]) -> tuple[Found, ...]:
    """Return the facts without those whose value was found before."""
    first: dict[str, Found] = {}
    for fact in found:
        first.setdefault(fact.value, fact)
    return tuple(first.values())
