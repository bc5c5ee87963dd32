"""Chains of divisions by their short names, each told apart: 山东|青岛|崂山, 宁波|余姚."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from msgspec.structs import replace

from pipeline.entities.joining.places import heads, lying_in
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import PhraseSet

NAME = "short_chains"
# Of the tagger's rank: the longer name of a body (浙江宁波象山农商银行) stands.
RANK = 0
# Chosen, not measured (see `gazetteer.py`).
_place = partial(Finding, type="place", recognizer=NAME, confidence=0.8, rank=RANK)
# Province, prefecture, county.
_LEVELS = 3
# A tagger takes these for one name, or a county for a person (湖南|江华).
_TAKEN = frozenset({"place", "organisation", "person"})
# Towns and their villages behind a county, as a tagger's span ends with them.
_TOWN = re.compile("[\u4e00-\u9fff]{1,6}?(?:街道|社区|苏木|镇|乡|村)(?![镇乡村])")
_TOWNS = re.compile(f"(?:{_TOWN.pattern})+")
# What else lies in a county by a name with an ending.
_SPOT = re.compile("[\u4e00-\u9fff]{2,5}(?:路|街|大道|大街|码头|水库|村|寨|岛)")


class ShortChains:
    """Finds chains that begin with a province or a prefecture.

    Args:
        lexicon: Its list `places_words`: what no short name of a county is, also behind its city.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._words = frozenset(lexicon.words("places_words"))
        self._heads = PhraseSet(heads())

    def join(self, findings: Sequence[Finding], passage: Passage) -> list[Finding]:
        """Return `findings` with the places of such chains, and without what is several of them.

        Args:
            findings: Disjoint findings in order of the text.
            passage: The text.
        """
        text = passage.folded
        spans: dict[int, int] = {}
        first: set[int] = set()
        done = 0
        for start, end, _ in passage.occurrences(self._heads):
            if start >= done and (chain := self._chain(passage, start, end)):
                spans.update(chain)
                first.add(start)
                done = chain[-1][1]
        if not spans:
            return list(findings)
        ends = {*spans.values()}
        kept: list[Finding] = []
        for f in findings:
            if f.type not in _TAKEN or f.rank:
                kept.append(f)
            elif spans.get(f.start) == f.end:
                # 怀化|溆浦 is no person.
                if f.type != "person" or f.start in first:
                    kept.append(f)
            # 青岛崂山, 云南大理洱源: two and more of them, taken for one place or body.
            elif f.start in spans and f.end in ends:
                continue
            elif f.type == "place" and f.start in spans:
                kept += _behind(f, text, spans)
            else:
                kept.append(f)
        known = [(f.start, f.end) for f in kept]
        return [
            *kept,
            *(
                _place(start=start, end=end)
                for start, end in spans.items()
                if not any(low < end and start < high for low, high in known)
            ),
        ]

    def _chain(self, passage: Passage, start: int, end: int) -> list[tuple[int, int]]:
        """Return the divisions of a row, if two or three of them stand there."""
        text = passage.folded
        found, outer = [(start, end)], text[start:end]
        while len(found) < _LEVELS:
            stop = self._next(text, end, outer)
            if stop is None:
                break
            found.append((end, stop))
            end, outer = stop, text[end:stop]
        # 吉林|长春|光机所: a word goes on over the end.
        while len(found) > 1 and _goes_on(passage, found[-1][1]):
            found.pop()
        return found if len(found) > 1 and not _goes_on(passage, start) else []

    def _next(self, text: str, start: int, outer: str) -> int | None:
        """Return where the division of `outer` ends that stands at a place, the longest one."""
        names, sizes = lying_in(outer)
        for size in sizes:
            name = text[start : start + size]
            if name in names:
                return None if name in self._words else start + size
        return None


def _goes_on(passage: Passage, place: int) -> bool:
    """Return whether a word that the dictionary knows stands over a place."""
    if place in passage.edges or not 0 < place < len(passage.folded):
        return False
    return passage.kind(passage.word_at(place)) != ""


def _behind(taken: Finding, text: str, spans: dict[int, int]) -> Iterator[Finding]:
    """Yield what is left of a span behind the chain it begins with: 靖西市|龙邦镇|护龙村."""
    end = taken.start
    while end in spans:
        end = spans[end]
    if end > taken.end or end == taken.start:
        yield taken
    elif _TOWNS.fullmatch(text, end, taken.end):
        for town in _TOWN.finditer(text, end, taken.end):
            yield replace(taken, start=town.start(), end=town.end())
    elif _SPOT.fullmatch(text, end, taken.end):
        yield replace(taken, start=end)
    else:
        yield taken
