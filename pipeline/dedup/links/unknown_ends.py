"""What stands at the ends of a link and may be a decoration that nobody knows yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from pipeline.dedup.learnt.affixes import BESIDE
from pipeline.dedup.links.decorations import Affix, back, front
from pipeline.dedup.links.keys import Span, key_of
from pipeline.dedup.links.learnt_decorations import SHORTEST_HEADLINE

# One bit for each manner in which a word is set off. Round brackets and quotation marks are the
# headline's own; the marks that nobody listed are one manner.
_FORMS = {":": 1, "!": 2, "|": 4, "[": 8, "_": 16, "-": 32, "": 64, "(": 0, '"': 0, "「": 0}
_FORMS |= {"~": 32}
_OTHER_FORM = 128


class UnknownEnd(NamedTuple):
    """A word, the key that remains without it, its form, and whether its mark is odd."""

    word: str
    rest: str
    form: int
    odd: bool


def unknown_at_ends(folded: str, span: Span, asks: Callable[[Affix], bool]) -> list[UnknownEnd]:
    """Return what stands at either end of `folded[span]` and `asks` for the stream's word."""
    return [
        UnknownEnd(affix.word, key_of(rest), form, affix.is_odd)
        for affix, rest, form in _at_ends(folded, *span)
        if asks(affix) and leaves_headline(affix.word, len(rest))
    ]


def told(found: Iterable[UnknownEnd]) -> tuple[tuple[str, str, int], ...]:
    """Return what the stream is told of them: each word once with each remainder."""
    forms: dict[tuple[str, str], int] = {}
    for end in found:
        forms.setdefault((end.word, end.rest), end.form)
    return tuple((word, rest, form) for (word, rest), form in forms.items())


def leaves_headline(word: str, left: int) -> bool:
    """Return whether what the stream says of `word` can be so when so many characters are left.

    "尊重年轻人的择业观 | 天天微动态": the longer part is the headline, or both are long.
    """
    return left >= min(len(word), SHORTEST_HEADLINE)


def _at_ends(folded: str, start: int, end: int) -> list[tuple[Affix, str, int]]:
    """Return what is set off at either end, what remains without it, and the bit of its form.

    Two may stand at one end: of each the other one is no part of the headline either.
    """
    ahead, behind = front(folded, start, end), back(folded, start, end)
    found = []
    if ahead:
        found.append((ahead, folded[ahead.edge : end], _form(ahead)))
        second = front(folded, ahead.edge, end)
        if second and end - second.edge >= SHORTEST_HEADLINE:
            found += [(one, folded[second.edge : end], BESIDE) for one in (ahead, second)]
    if behind:
        found.append((behind, folded[start : behind.edge], _form(behind) << 8))
        second = back(folded, start, behind.edge)
        if second and second.edge - start >= SHORTEST_HEADLINE:
            found += [(one, folded[start : second.edge], BESIDE) for one in (behind, second)]
    if ahead and behind and behind.edge > ahead.edge:
        inner = folded[ahead.edge : behind.edge]
        found += [(ahead, inner, 0), (behind, inner, 0)]
    return found


def _form(affix: Affix) -> int:
    return _FORMS.get(affix.mark[:1], _OTHER_FORM)
