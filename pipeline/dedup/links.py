"""The headline under its decorations: one id per link, whatever it came with."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipeline.dedup import marks
from pipeline.dedup.affix_memory import AffixMemory
from pipeline.dedup.decorations import Affix, Prior, back, front
from pipeline.models import Struct
from pipeline.text.fingerprint import hash64

# More layers than this nobody puts on: two are common, three occur.
_MOST_LAYERS = 4
# A headline cut shorter than this could be the beginning of anything.
_SHORTEST_CUT = 8


class LinkText(Struct, frozen=True, kw_only=True):
    """One link in a line: where it stands, and what it is under its decorations.

    `start` and `end` are code points of the line, bullets and decorations included in neither;
    `former` is the id it had before its decorations were learnt, null when there is none.
    """

    start: int
    end: int
    headline: str
    decorations: tuple[str, ...]
    id: str
    former: str | None = None


class Words(Struct, frozen=True, kw_only=True):
    """An operator's word on decorations: `strip` are always taken off, `keep` never (folded)."""

    strip: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()


class LinkReader:
    """Reads link lines. Pure over the memory that it is given.

    Args:
        prior: The shipped grammar of decorations, for the cold start.
        words: What an operator said about decorations.
    """

    def __init__(self, prior: Prior, words: Words | None = None) -> None:
        self._prior = prior
        self._words = words or Words()

    def read(self, lines: Sequence[str], *, memory: AffixMemory) -> list[list[LinkText]]:
        """Return the links of each of a page's link lines; the page teaches before it is read."""
        copies = [marks.copy_of(line) for line in lines]
        counted = marks.numbered([copy.text for copy in copies])
        pieces = [
            [
                _Piece(line, copy, copy.text, _bare_span(copy.text, *span, counted=counts_on))
                for span in marks.parts_of(copy.text)
            ]
            for line, copy, counts_on in zip(lines, copies, counted, strict=True)
        ]
        known = [[self._learn(piece, memory) for piece in row] for row in pieces]
        found = [
            [self._link(piece, memory, known=old) for piece, old in zip(row, olds, strict=True)]
            for row, olds in zip(pieces, known, strict=True)
        ]
        # Whole headlines are known before cut ones are looked up, and a cut one's own page counts.
        return [
            [self._whole_of(piece, link, memory) for piece, link in zip(row, links, strict=True)]
            for row, links in zip(pieces, found, strict=True)
        ]

    def links_in(self, line_text: str, *, memory: AffixMemory) -> list[LinkText]:
        """Return the links that one line carries: mostly one."""
        return self.read([line_text], memory=memory)[0]

    def key_of(self, text: str, *, memory: AffixMemory) -> tuple[str, str]:
        """Return key and id of one line's headline, and teach the memory nothing."""
        copy = marks.copy_of(text)
        span = _bare_span(copy.text, *marks.trim(copy.text, 0, len(copy.text)), counted=False)
        start, end, _ = self._stripped(copy.text, *span, memory=memory)
        key = _key(copy.text[start:end])
        return key, link_id(key)

    def headline_of(self, text: str) -> str:
        """Return a web title without the decorations the shipped grammar knows."""
        copy = marks.copy_of(text)
        span = marks.trim(copy.text, 0, len(copy.text))
        start, end, _ = self._stripped(copy.text, *span, memory=None)
        return _surface(text, copy, start, end)

    def _stripped(
        self, folded: str, start: int, end: int, *, memory: AffixMemory | None
    ) -> tuple[int, int, list[str]]:
        """Return the span under all known decorations, and these, outermost first."""
        taken: list[str] = []
        for _ in range(_MOST_LAYERS):
            ahead, behind = front(folded, start, end), back(folded, start, end)
            if ahead and self._is_decoration(ahead, memory, leading=True):
                taken.append(ahead.word)
                start = ahead.edge
            elif behind and self._is_decoration(behind, memory, leading=False):
                taken.append(behind.word)
                end = behind.edge
            elif attached := self._attached(folded, start, end, memory):
                taken.append(folded[attached:end])
                end = attached
            else:
                break
            start, end = marks.trim(folded, start, end)
        return start, end, taken

    def _attached(
        self, folded: str, start: int, end: int, memory: AffixMemory | None
    ) -> int | None:
        """Return where a decoration begins that nothing sets off.

        "...成为全球焦点" ends in one by its build: so only behind a headline seen bare.
        """
        if memory is None:
            return None
        for edge in range(max(start + _SHORTEST_CUT, end - 7), end - 1):
            if self._prior.knows(folded[edge:end]) and memory.is_bare(_key(folded[start:edge])):
                return edge
        return None

    def _is_decoration(self, affix: Affix, memory: AffixMemory | None, *, leading: bool) -> bool:
        word = affix.word
        if word in self._words.keep:
            return False
        if word in self._words.strip:
            return True
        # A blank after the first word is how headlines are written: 今日头条 发布新规.
        if self._prior.knows(word) and (affix.mark or not leading):
            return True
        return memory is not None and memory.is_decoration(word)

    def _learn(self, piece: _Piece, memory: AffixMemory) -> bool:
        """Note what may be an affix, and the line as it stands; return whether it was known so."""
        start, end, _ = self._stripped(piece.folded, *piece.span, memory=memory)
        if marks.cut_at(piece.folded, start, end) is not None:
            return False
        whole = _key(piece.folded[start:end])
        outer = _key(piece.folded[slice(*piece.span)])
        known = memory.is_bare(outer)
        memory.saw_bare(outer)
        memory.saw_bare(whole)
        self._note_affixes(piece.folded, *piece.span, memory)
        if (start, end) != piece.span:
            self._note_affixes(piece.folded, start, end, memory)
        return known

    def _note_affixes(self, folded: str, start: int, end: int, memory: AffixMemory) -> None:
        ahead, behind = front(folded, start, end), back(folded, start, end)
        if ahead and not self._prior.knows(ahead.word):
            memory.saw_affix(ahead.word, _key(folded[ahead.edge : end]))
        if behind and not self._prior.knows(behind.word):
            memory.saw_affix(behind.word, _key(folded[start : behind.edge]))
        if ahead and behind and behind.edge > ahead.edge:
            inner = _key(folded[ahead.edge : behind.edge])
            for affix in (ahead, behind):
                if not self._prior.knows(affix.word):
                    memory.saw_affix(affix.word, inner)

    def _link(self, piece: _Piece, memory: AffixMemory, *, known: bool) -> LinkText:
        start, end, taken = self._stripped(piece.folded, *piece.span, memory=memory)
        key = _key(piece.folded[start:end])
        name = link_id(key)
        former = None
        if known and any(not self._prior.knows(word) for word in taken):
            former = link_id(_key(piece.folded[slice(*piece.span)]))
        if marks.cut_at(piece.folded, start, end) is None:
            memory.saw_headline(key, name, cut=False)
        return _link_text(piece, (start, end), tuple(taken), name, former)

    def _whole_of(self, piece: _Piece, link: LinkText, memory: AffixMemory) -> LinkText:
        """Return a cut headline under the id of the whole one, when one and only one is known."""
        folded = piece.folded
        start, end, _ = self._stripped(folded, *piece.span, memory=memory)
        cut = marks.cut_at(folded, start, end)
        if cut is None:
            return link
        # The cut may have hit a decoration: "<headline>|快…".
        for edge in _edges_before(folded, start, cut):
            head = _key(folded[start:edge].rstrip(" |_-"))
            tail = folded[edge:cut].strip(" |_-")
            if not tail or (memory.is_bare(head) and self._prior.knows_beginning(tail)):
                span = marks.trim(folded, start, edge)
                return _link_text(piece, span, link.decorations, link_id(head), link.former)
        key = _key(folded[start:cut])
        if len(key) < _SHORTEST_CUT:
            return link
        whole, parts = memory.begins_like(key)
        same = set(whole) or set(parts)
        name = same.pop() if len(same) == 1 else link.id
        memory.saw_headline(key, name, cut=True)
        return _link_text(piece, (start, end), link.decorations, name, link.former)


class _Piece(msgspec.Struct, frozen=True):
    """A link's line, the copy of it to match in, and its span there without bullets and date."""

    line: str
    copy: marks.Copy
    folded: str
    span: tuple[int, int]


def _bare_span(folded: str, start: int, end: int, *, counted: bool) -> tuple[int, int]:
    start = marks.strip_front(folded, start, end, counted=counted)
    end = marks.strip_date(folded, start, end)
    return marks.trim(folded, start, end)


def _surface(line: str, copy: marks.Copy, start: int, end: int) -> str:
    """Return the line's own characters of a span of the copy, without what the copy leaves out."""
    if copy.places is None:
        return line[start:end].strip()
    return "".join(line[place] for place in copy.places[start:end]).strip()


def link_id(key: str) -> str:
    """Return the id of the headline with this key: 16 hex digits."""
    return f"{hash64(key):016x}"


def _key(folded: str) -> str:
    """Return a headline's key: no blanks, lower case."""
    return folded.replace(" ", "").lower()


def _edges_before(folded: str, start: int, end: int) -> list[int]:
    """Return where a decoration that a cut has hit may begin: at a bar, the last one first."""
    first = max(start + _SHORTEST_CUT, end - 8)
    return [i for i in range(end - 1, first - 1, -1) if folded[i] in "|_-"]


def _link_text(
    piece: _Piece, span: tuple[int, int], taken: tuple[str, ...], name: str, former: str | None
) -> LinkText:
    start, end = piece.copy.back(*span)
    return LinkText(
        start=start,
        end=end,
        headline=_surface(piece.line, piece.copy, *span),
        decorations=taken,
        id=name,
        former=former,
    )
