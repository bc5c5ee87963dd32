"""Taking decorations off a link, and noting what may be one."""

from __future__ import annotations

from functools import partial

import msgspec

from pipeline.dedup.learnt.affixes import BESIDE, AffixMemory
from pipeline.dedup.links import bullets_and_cuts
from pipeline.dedup.links.dates_of_lines import date_ahead, date_behind
from pipeline.dedup.links.decorations import Affix, Prior, back, front
from pipeline.dedup.links.keys import Span, headline_key, key_of
from pipeline.dedup.links.known_inside import Inner, cuts_of, in_series, known_inside
from pipeline.dedup.links.known_links import NO_LINKS, LinkCounts
from pipeline.dedup.links.learnt_decorations import SHORTEST_HEADLINE, attached_at, is_learnt
from pipeline.dedup.links.spans import without_loose_front
from pipeline.dedup.links.unknown_ends import leaves_headline, told, unknown_at_ends
from pipeline.types.articles import Struct

# More layers than this nobody puts on: two are common, three occur.
_MOST_LAYERS = 4


class Words(Struct, frozen=True, kw_only=True):
    """An operator's word on decorations: `strip` are always taken off, `keep` never (folded)."""

    strip: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()


class Outline(msgspec.Struct, frozen=True):
    """What can be said of a link without the stream's memory.

    `span` is without bullets and date, `inner` without the grammar's decorations too, which are
    `taken`; `outer_key` and `inner_key` are the two as keys. `unknown` are words at either end
    that may be decorations, with the keys that would remain and the bit of their form; `ends`
    those of `inner` alone.
    `cut` is where an ellipsis that ends it begins; `loose` says that a number or a date may
    stand at an end of `inner`; `cuts` are what may be a headline known from elsewhere.
    """

    span: Span
    inner: Span
    taken: tuple[str, ...]
    outer_key: str
    inner_key: str
    unknown: tuple[tuple[str, str, int], ...]
    ends: tuple[tuple[str, bool], ...]
    cut: int | None
    loose: bool
    cuts: tuple[Inner, ...]


class Stripper:
    """Takes off what the grammar, the stream or an operator calls a decoration.

    Args:
        prior: The shipped grammar.
        words: What an operator said.
    """

    def __init__(self, prior: Prior, words: Words) -> None:
        self._prior = prior
        self._words = words
        self._stays = partial(_is_own, prior, words)

    def knows_beginning(self, word: str) -> bool:
        """Return whether `word` may be a decoration that was cut off."""
        return self._prior.knows_beginning(word)

    def outline(self, folded: str, span: Span, shown: Span | None = None) -> Outline:
        """Return what can be said of `folded[span]`, and of `shown` around it, without memory."""
        inner, taken = self.strip(folded, span, None)
        inner_key, cut = headline_key(folded, inner)
        own = unknown_at_ends(folded, inner, self._asks)
        wider = [at for at in dict.fromkeys((span, shown or span)) if at != inner]
        unknown = own + [end for at in wider for end in unknown_at_ends(folded, at, self._asks)]
        return Outline(
            span=span,
            inner=inner,
            taken=tuple(taken),
            outer_key=key_of(folded[slice(*span)]),
            inner_key=inner_key,
            unknown=told(unknown),
            ends=tuple(dict.fromkeys((end.word, end.odd) for end in own if end.form != BESIDE)),
            cut=cut,
            loose=_is_loose(folded, inner),
            cuts=() if cut is not None else cuts_of(folded, span),
        )

    def resolve(
        self,
        folded: str,
        outline: Outline,
        memory: AffixMemory,
        known_links: LinkCounts = NO_LINKS,
    ) -> tuple[Span, tuple[str, ...]]:
        """Return the span under all decorations, the stream's included, and these."""
        if inside := known_inside(outline.cuts, memory, known_links, self._stays):
            span, taken = self.strip(folded, inside.span, memory)
            return span, (*inside.words, *taken)
        if (
            not outline.loose
            and attached_at(folded, outline.inner, self._prior, memory) is None
            and not any(is_learnt(word, self._prior, memory, odd=odd) for word, odd in outline.ends)
        ):
            return outline.inner, outline.taken
        span, taken = self.strip(folded, outline.span, memory)
        return span, tuple(taken)

    def strip(
        self,
        folded: str,
        span: Span,
        memory: AffixMemory | None,
        layers: list[Span] | None = None,
        *,
        is_link: bool = True,
        rests: dict[Span, Span] | None = None,
    ) -> tuple[Span, list[str]]:
        """Return the span under all known decorations, and these; `layers` takes each one's.

        `is_link` says that a mark alone may tell a decoration, as it does in lists. `rests` holds
        what was found under other ends of the text: each is asked for once (3.3.3.3…).
        """
        (start, end), taken = span, list[str]()
        rests = {} if rests is None else rests
        for _ in range(_MOST_LAYERS):
            ahead, behind = front(folded, start, end), back(folded, start, end)
            told = is_link and _is_told(behind, start, self._prior, self._words)
            if ahead and self._is_decoration(ahead, memory, left=end - ahead.edge):
                taken.append(ahead.word)
                start = ahead.edge
            elif behind and (told or self._is_decoration(behind, memory, left=behind.edge - start)):
                taken.append(behind.word)
                end = behind.edge
            elif attached := attached_at(folded, (start, end), self._prior, memory):
                taken.append(folded[attached:end])
                end = attached
            elif memory is None or not _has_loose_end(self, folded, (start, end), memory, rests):
                break
            else:
                start, end = _without_loose_ends(folded, start, end)
            start = date_ahead(folded, start, end)
            end = date_behind(folded, start, end)
            if is_link:
                # Under one decoration stands what may stand at the end of a line: 播报：[视频]...
                start, end = self._prior.beside.inside(folded, (start, end))
            start, end = bullets_and_cuts.trim(folded, start, end)
            if layers is not None:
                layers.append((start, end))
        return (start, end), taken

    def _is_decoration(self, affix: Affix, memory: AffixMemory | None, *, left: int) -> bool:
        word = affix.word
        if word in self._words.keep:
            return False
        if word in self._words.strip or self._knows(affix):
            return True
        if memory is None or self._prior.forbids(word) or affix.mark == "(":
            return False
        return leaves_headline(word, left) and is_learnt(
            word, self._prior, memory, odd=affix.is_odd
        )

    def _asks(self, affix: Affix) -> bool:
        """Return whether only the stream can say what an affix is."""
        told = affix.word in self._words.strip or self._prior.forbids(affix.word)
        return not told and not self._knows(affix)

    def _knows(self, affix: Affix) -> bool:
        """Return whether an affix is one by its build: a quotation may be the headline's own."""
        return affix.mark != '"' and self._prior.knows(affix.word)


def _is_told(affix: Affix | None, start: int, prior: Prior, words: Words) -> bool:
    """Return whether the mark behind a headline tells that a word is no part of it.

    The headline begins at `start`, and is more than what is taken off.
    """
    if affix is None or not affix.tells or affix.word in words.keep or prior.forbids(affix.word):
        return False
    fewest = max(SHORTEST_HEADLINE, len(affix.word) + 1)
    return affix.edge - start >= fewest and not in_series(affix.word)


def _is_own(prior: Prior, words: Words, inner: Inner) -> bool:
    """Return whether with `inner` something goes that stays: an operator's word, "(图)"."""
    kept = bool(words.keep) and not words.keep.isdisjoint(inner.words)
    return kept or prior.forbids(inner.note)


def _has_loose_end(
    stripper: Stripper, folded: str, span: Span, memory: AffixMemory, rests: dict[Span, Span]
) -> bool:
    """Return whether a number or a date at an end is none of the headline's.

    A decoration behind it says so, or the rest, seen bare elsewhere.
    """
    edges = _without_loose_ends(folded, *span)
    if edges == span:
        return False
    if edges not in rests:
        rests[edges], _ = stripper.strip(folded, edges, memory, rests=rests)
    rest = rests[edges]
    return rest[0] > edges[0] or memory.is_bare(key_of(folded[slice(*rest)]))


def _is_loose(folded: str, span: Span) -> bool:
    return _without_loose_ends(folded, *span) != span


def _without_loose_ends(folded: str, start: int, end: int) -> Span:
    """Return the span without what may be a rank or a date at its ends."""
    begin = without_loose_front(folded, start, end)
    stop = date_behind(folded, begin, end, perhaps=True)
    return bullets_and_cuts.trim(folded, begin, stop)
