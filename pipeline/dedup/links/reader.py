"""The headline under its decorations: one id per link, whatever it came with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from pipeline.dedup.learnt.affixes import AffixMemory
from pipeline.dedup.links import bullets_and_cuts
from pipeline.dedup.links.decorations import Prior
from pipeline.dedup.links.keys import SHORTEST_CUT, Span, headline_key, key_of
from pipeline.dedup.links.known_inside import starts_of
from pipeline.dedup.links.known_links import NO_LINKS, LinkCounts
from pipeline.dedup.links.ranks import ranked
from pipeline.dedup.links.spans import spans_of
from pipeline.dedup.links.stripping import Outline, Stripper, Words
from pipeline.text.fingerprint import hash64, hex64
from pipeline.types.articles import Struct

# Characters before an ellipsis in which a decoration may stand that the cut has hit.
_CUT_DECORATION = 8

# Lines whose reading is kept, some 8 MB: the pages of a site carry the same thirty for an hour.
_REMEMBERED_LINES = 8192


class LinkText(Struct, frozen=True, kw_only=True):
    """One link in a line: where it stands, and what it is under its decorations.

    `start` and `end` are code points of the line, bullets and decorations included in neither;
    `aliases` are pairs of an id that it may have had until now (before its decorations were
    learnt, before the headline was known whole) and the one that it goes by.
    """

    start: int
    end: int
    headline: str
    decorations: tuple[str, ...]
    id: str
    aliases: tuple[tuple[str, str], ...] = ()


class _Piece(msgspec.Struct, frozen=True):
    """One link of a line: the copy of the line to match in, and what it says by itself."""

    line: str
    copy: bullets_and_cuts.Copy
    folded: str
    outline: Outline


class LinkReader:
    """Reads link lines. Pure over the memory that it is given.

    Args:
        prior: The shipped grammar; `words`: what an operator said about decorations.
    """

    def __init__(self, prior: Prior, words: Words | None = None) -> None:
        self._strip = Stripper(prior, words or Words())
        self._beside = prior.beside
        self._pieces = lru_cache(maxsize=_REMEMBERED_LINES)(self._parse)

    def read(
        self,
        lines: Sequence[str],
        *,
        memory: AffixMemory,
        known_links: LinkCounts = NO_LINKS,
    ) -> list[list[LinkText]]:
        """Return the links of each of a page's link lines; the page teaches before it is read."""
        counted = ranked(lines)
        pieces = [self._pieces(line, on) for line, on in zip(lines, counted, strict=True)]
        known = [[self._learn(piece, memory, known_links) for piece in row] for row in pieces]
        # Whole headlines are known before cut ones are looked up: a cut one's own page counts.
        found = [
            [
                self._link(piece, memory, known_links, known=old)
                for piece, old in zip(row, olds, strict=True)
            ]
            for row, olds in zip(pieces, known, strict=True)
        ]
        return [
            [self._named(piece, link, memory) for piece, link in zip(row, links, strict=True)]
            for row, links in zip(pieces, found, strict=True)
        ]

    def key_of(
        self, text: str, *, memory: AffixMemory, known_links: LinkCounts = NO_LINKS
    ) -> tuple[str, str]:
        """Return key and id of one line's headline, and teach the memory nothing."""
        # Of several links on the line the first one stands for it.
        piece = self._pieces(text, False)[0]  # noqa: FBT003 - lru_cache keys by position
        span, _ = self._strip.resolve(piece.folded, piece.outline, memory, known_links)
        key, _ = headline_key(piece.folded, span)
        return key, link_id(key)

    def headline_of(self, text: str) -> str:
        """Return a web title without the decorations the shipped grammar knows."""
        copy = bullets_and_cuts.copy_of(text)
        span = bullets_and_cuts.trim(copy.text, 0, len(copy.text))
        span, _ = self._strip.strip(copy.text, span, None, is_link=False)
        return _surface(text, copy, span)

    def _parse(self, line: str, counted: bool) -> list[_Piece]:  # noqa: FBT001 - see above
        """Return the links of a line as far as they can be read without memory."""
        copy = bullets_and_cuts.copy_of(line)
        pieces = []
        for part in bullets_and_cuts.parts_of(copy.text):
            shown, span = spans_of(copy.text, part, self._beside, counted=counted)
            outline = self._strip.outline(copy.text, span, shown)
            pieces.append(_Piece(line, copy, copy.text, outline))
        return pieces

    def _learn(self, piece: _Piece, memory: AffixMemory, known_links: LinkCounts) -> bool:
        """Note what may be an affix, and the line as it stands; return whether it was known so."""
        outline = piece.outline
        if outline.cut is not None:
            return False
        if memory.saw_bare(outline.outer_key):
            # What it teaches it has taught when it was seen first.
            return True
        span, _ = self._strip.resolve(piece.folded, outline, memory, known_links)
        if span != outline.span:
            memory.saw_bare(key_of(piece.folded[slice(*span)]))
        for word, remainder, form in outline.unknown:
            memory.saw_affix(word, remainder, form)
        return False

    def _link(
        self, piece: _Piece, memory: AffixMemory, known_links: LinkCounts, *, known: bool
    ) -> tuple[LinkText, Span, int | None, str]:
        """Return the link, its span in the copy, where it was cut off, and the key of a whole one.

        The key is empty where nothing was learnt: the line was read before.
        """
        outline = piece.outline
        span, taken = self._strip.resolve(piece.folded, outline, memory, known_links)
        inner = span == outline.inner
        known_key = outline.inner_key, outline.cut
        key, cut = known_key if inner else headline_key(piece.folded, span)
        name = link_id(key)
        link = _link_text(piece, span, taken, name)
        if cut is not None or (known and inner):
            return link, span, cut, ""
        memory.headlines.saw(key, name, cut=False)
        return link, span, cut, key

    def _named(
        self, piece: _Piece, found: tuple[LinkText, Span, int | None, str], memory: AffixMemory
    ) -> LinkText:
        """Return the link under the id of the whole headline, with the aliases that this makes."""
        link, span, cut, whole = found
        if whole:
            link = _with_completed(link, memory.headlines.completed_by(whole), memory)
        if cut is None and span == piece.outline.inner:
            return link
        own, is_whole = link.id, True
        if cut is not None:
            link, is_whole = _whole_of(self._strip, piece, link, (span, cut), memory)
        names = [link_id(piece.outline.inner_key), own]
        # Told once, also where nobody here saw the old id: another partition may learn later.
        if {*names} == {link.id} or not memory.renamed(names[0], link.id):
            return link
        if span != piece.outline.inner:
            names += _names_of_layers(self._strip, piece, memory)
        return _with_aliases(link, names, own, is_whole=is_whole)


def link_id(key: str) -> str:
    """Return the id of the headline with this key: 16 hex digits."""
    return hex64(hash64(key))


def _surface(line: str, copy: bullets_and_cuts.Copy, span: Span) -> str:
    """Return the line's own characters of a span of the copy, without what the copy leaves out."""
    if copy.places is None:
        return line[slice(*span)].strip()
    return "".join(line[place] for place in copy.places[slice(*span)]).strip()


def _edges_before(folded: str, start: int, end: int) -> list[int]:
    """Return where a decoration that a cut has hit may begin: at a bar or blank, last one first."""
    first = max(start + SHORTEST_CUT, end - _CUT_DECORATION)
    return [i for i in range(end - 1, first - 1, -1) if folded[i] in "|_- "]


def _whole_of(
    strip: Stripper, piece: _Piece, link: LinkText, ends: tuple[Span, int], memory: AffixMemory
) -> tuple[LinkText, bool]:
    """Return a cut headline under the id of the only whole one known, and whether there is."""
    span, cut = ends
    folded, start = piece.folded, span[0]
    # The cut may have hit a decoration: "<headline>|快…".
    for edge in _edges_before(folded, start, cut):
        head = key_of(folded[start:edge].rstrip(" |_-"))
        tail = folded[edge:cut].strip(" |_-")
        # Behind a bar, whatever it was; behind a blank or a dash only what may be one.
        hit = not tail or folded[edge] in "|_" or strip.knows_beginning(tail)
        if hit and memory.is_bare(head):
            whole_span = bullets_and_cuts.trim(folded, start, edge)
            return _link_text(piece, whole_span, link.decorations, link_id(head)), True
    key, _ = headline_key(folded, span)
    same, is_whole = memory.headlines.like(key)
    if not is_whole and (found := _cut_behind_decoration(piece, link, span, cut, memory)):
        return found, True
    name = same.pop() if len(same) == 1 else link.id
    memory.headlines.saw(key, name, cut=True)
    return _link_text(piece, span, link.decorations, name), is_whole


def _cut_behind_decoration(
    piece: _Piece, link: LinkText, span: Span, cut: int, memory: AffixMemory
) -> LinkText | None:
    """Return a cut headline that is a known one behind a word that nobody knows."""
    for begin in starts_of(piece.folded, span[0], cut):
        names, is_whole = memory.headlines.like(key_of(piece.folded[begin:cut]))
        if is_whole and len(names) == 1:
            word = piece.folded[span[0] : begin].strip(" |_-:[]")
            words = (word, *link.decorations)
            return _link_text(piece, (begin, span[1]), words, names.pop())
    return None


def _names_of_layers(strip: Stripper, piece: _Piece, memory: AffixMemory) -> list[str]:
    """Return the ids that a link has while some of its decorations are known."""
    layers: list[Span] = []
    strip.strip(piece.folded, piece.outline.span, memory, layers)
    return [link_id(headline_key(piece.folded, layer)[0]) for layer in layers]


def _with_completed(link: LinkText, cut: Sequence[str], memory: AffixMemory) -> LinkText:
    """Return a whole headline with an alias for each cut one that waited for it: told once."""
    pairs = tuple((name, link.id) for name in cut if memory.renamed(name, link.id))
    return msgspec.structs.replace(link, aliases=pairs) if pairs else link


def _with_aliases(link: LinkText, names: list[str], own: str, *, is_whole: bool) -> LinkText:
    """Return the link with an alias for each of `names` that it goes by no longer.

    Of two cut headlines, `own` and the one that lent its id, the smaller stays: which of them
    lends it is chance.
    """
    new = link.id if is_whole else min(own, link.id)
    pairs = tuple((name, new) for name in dict.fromkeys((*names, link.id)) if name != new)
    return msgspec.structs.replace(link, aliases=(*link.aliases, *pairs))


def _link_text(piece: _Piece, span: Span, taken: tuple[str, ...], name: str) -> LinkText:
    start, end = piece.copy.back(*span)
    return LinkText(
        start=start,
        end=end,
        headline=_surface(piece.line, piece.copy, span),
        decorations=taken,
        id=name,
    )
