"""Taking decorations off a link, and noting what may be one."""

from __future__ import annotations

import msgspec

from pipeline.dedup.learnt.affixes import AffixMemory
from pipeline.dedup.links import bullets_and_cuts
from pipeline.dedup.links.decorations import Affix, Prior, back, front
from pipeline.dedup.links.learnt_decorations import SHORTEST_HEADLINE, attached_at, is_learnt
from pipeline.types.articles import Struct

# More layers than this nobody puts on: two are common, three occur.
_MOST_LAYERS = 4
SHORTEST_CUT = 8
"""A headline cut shorter than this could be the beginning of anything."""

# One bit for each manner in which a word is set off. Round brackets are the headline's own.
_FORMS = {":": 1, "!": 2, "|": 4, "[": 8, "_": 16, "-": 32, "": 64, "(": 0}
_FORMS |= {"~": 32, ">": 128, "→": 128, "·": 128}

Span = tuple[int, int]


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
    `cut` is where an ellipsis that ends it begins.
    """

    span: Span
    inner: Span
    taken: tuple[str, ...]
    outer_key: str
    inner_key: str
    unknown: tuple[tuple[str, str, int], ...]
    ends: tuple[str, ...]
    cut: int | None


class Stripper:
    """Takes off what the grammar, the stream or an operator calls a decoration.

    Args:
        prior: The shipped grammar.
        words: What an operator said.
    """

    def __init__(self, prior: Prior, words: Words) -> None:
        self._prior = prior
        self._words = words

    def knows(self, word: str) -> bool:
        """Return whether `word` is a decoration without the stream's word."""
        return word in self._words.strip or self._prior.knows(word)

    def knows_beginning(self, word: str) -> bool:
        """Return whether `word` may be a decoration that was cut off."""
        return self._prior.knows_beginning(word)

    def outline(self, folded: str, span: Span) -> Outline:
        """Return what can be said of `folded[span]` without the stream's memory."""
        inner, taken = self.strip(folded, span, None)
        inner_key, cut = headline_key(folded, inner)
        own = self._unknown(folded, inner)
        unknown = own if inner == span else own + self._unknown(folded, span)
        return Outline(
            span=span,
            inner=inner,
            taken=tuple(taken),
            outer_key=key_of(folded[slice(*span)]),
            inner_key=inner_key,
            unknown=tuple(dict.fromkeys(unknown)),
            ends=tuple(dict.fromkeys(word for word, _, _ in own)),
            cut=cut,
        )

    def resolve(
        self, folded: str, outline: Outline, memory: AffixMemory
    ) -> tuple[Span, tuple[str, ...]]:
        """Return the span under all decorations, the stream's included, and these."""
        for word in outline.ends:
            if is_learnt(word, self._prior, memory):
                break
        else:
            if attached_at(folded, outline.inner, self._prior, memory) is None:
                return outline.inner, outline.taken
        span, taken = self.strip(folded, outline.span, memory)
        return span, tuple(taken)

    def strip(
        self,
        folded: str,
        span: Span,
        memory: AffixMemory | None,
        layers: list[Span] | None = None,
    ) -> tuple[Span, list[str]]:
        """Return the span under all known decorations, and these; `layers` takes each one's."""
        start, end = span
        taken: list[str] = []
        for _ in range(_MOST_LAYERS):
            ahead, behind = front(folded, start, end), back(folded, start, end)
            if ahead and self._is_decoration(ahead, memory, left=end - ahead.edge):
                taken.append(ahead.word)
                start = ahead.edge
            elif behind and self._is_decoration(behind, memory, left=behind.edge - start):
                taken.append(behind.word)
                end = behind.edge
            elif attached := attached_at(folded, (start, end), self._prior, memory):
                taken.append(folded[attached:end])
                end = attached
            else:
                break
            start, end = bullets_and_cuts.trim(folded, start, end)
            if layers is not None:
                layers.append((start, end))
        return (start, end), taken

    def _unknown(self, folded: str, span: Span) -> list[tuple[str, str, int]]:
        """Return what stands at either end and may be a decoration that nobody knows yet."""
        return [
            (affix.word, key_of(rest), form)
            for affix, rest, form in _at_ends(folded, *span)
            if not self.knows(affix.word)
            and not self._prior.forbids(affix.word)
            and _leaves_headline(affix.word, len(rest))
        ]

    def _is_decoration(self, affix: Affix, memory: AffixMemory | None, *, left: int) -> bool:
        word = affix.word
        if word in self._words.keep:
            return False
        if word in self._words.strip or self._prior.knows(word):
            return True
        if memory is None or self._prior.forbids(word) or affix.mark == "(":
            return False
        return _leaves_headline(word, left) and is_learnt(word, self._prior, memory)


def _leaves_headline(word: str, left: int) -> bool:
    """Return whether what the stream says of `word` can be so when so many characters are left.

    "尊重年轻人的择业观 | 天天微动态": the longer part is the headline, or both are long.
    """
    return left >= min(len(word), SHORTEST_HEADLINE)


def _at_ends(folded: str, start: int, end: int) -> list[tuple[Affix, str, int]]:
    """Return what is set off at either end, what remains without it, and the bit of its form."""
    ahead, behind = front(folded, start, end), back(folded, start, end)
    found = []
    if ahead:
        found.append((ahead, folded[ahead.edge : end], _FORMS[ahead.mark[:1]]))
    if behind:
        found.append((behind, folded[start : behind.edge], _FORMS[behind.mark[:1]] << 8))
    if ahead and behind and behind.edge > ahead.edge:
        inner = folded[ahead.edge : behind.edge]
        found += [(ahead, inner, 0), (behind, inner, 0)]
    return found


def headline_key(folded: str, span: Span) -> tuple[str, int | None]:
    """Return a headline's key, without the ellipsis that ends it, and where it was cut off.

    "<headline>..." may be whole: until a longer one is known, it is the headline.
    """
    cut = bullets_and_cuts.cut_at(folded, *span)
    if cut is not None and len(key := key_of(folded[span[0] : cut])) >= SHORTEST_CUT:
        return key, cut
    return key_of(folded[slice(*span)]), cut


def key_of(folded: str) -> str:
    """Return a headline's key: no blanks, lower case."""
    return folded.replace(" ", "").lower()
