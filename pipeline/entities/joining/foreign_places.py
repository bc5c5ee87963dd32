"""Chains of places abroad, each told apart: 马来西亚|霹雳州|怡保市, 得克萨斯州|凯蒂."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial

from msgspec.structs import replace

from pipeline.entities.joining.places import Divisions
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.resources import Lexicon

NAME = "foreign_places"
# Above the tagger, to whom a city that no list has is a person.
RANK = 1
# Chosen, not measured (see `gazetteer.py`).
_place = partial(Finding, type="place", recognizer=NAME, confidence=0.75, rank=RANK)
_STATE = "州省邦郡县"
_UNIT = re.compile(f"[\u4e00-\u9fff]{{2,7}}?(?:[{_STATE}市镇岛港]|[南北]道)(?![{_STATE}市])")
# No part of a name behind a country: 美国各州, 日本沿岸的岛.
_NO_NAME = frozenset("的在与和及各全多某该本等")
# Lands and shores of a country are none of its divisions: 日本列岛.
_NO_UNIT = re.compile(
    "(?:列|半|群|诸|本|外|离|海|孤|小|大)岛$|(?:[东南西北中]部?|沿海|多|各)[州省邦郡县市]$"
)
# Of what stands right behind a country a tagger's doubtful body is none: 土耳其|加济安泰普.
_SURE = 0.8
# Characters of a city behind a country, behind a state, and at the most.
_BEHIND_COUNTRY, _BEHIND_STATE, _LONGEST = 3, 2, 8
# Parts of speech of what spells a foreign name.
_OF_NAMES = frozenset({"", "ns", "nr", "nrt", "nrfg", "nz", "x"})
# Characters of the names of towns that hardly any person bears.
_OF_TOWNS = frozenset("堡顿奈滕讷")
# What is said of a place, and hardly of whoever bears such a name.
_HAPPENS = re.compile(
    "发生|遭遇|境内|附近|郊外|郊区|市中心|一[家名所处栋座条间个]|当地|举行|举办|召开|开幕|闭幕|落幕|街头|"
    "机场|以[东南西北]|地震|洪水|爆发|突发|市民|居民|全城"
)
# What leads to a place: 在法国|格勒诺布尔.
_LEADS = re.compile(
    "(?:在|位于|抵达|前往|飞往|飞抵|来自|途经|逃往|运往|开往|驶往|迁往|赴|从|到|至|于)$"
)
_LEAD = 2
_AFTER_LEAD = re.compile("[的,。、;!?和与及]|[0-9]|\\Z")


class ForeignPlaces:
    """Tells what lies in a country or state apart from it, and finds cities behind them.

    Args:
        lexicon: Word lists.
        divisions: Knows the countries, and China's own divisions.
    """

    def __init__(self, lexicon: Lexicon, divisions: Divisions) -> None:
        self._divisions = divisions
        self._sounds = frozenset("".join(lexicon.words("sounds"))) | _OF_TOWNS
        # Articles of a day name the same places.
        self._cut = lru_cache(maxsize=4096)(self._parted)
        self._level = lru_cache(maxsize=4096)(self._shortest)

    def join(self, findings: Sequence[Finding], passage: Passage) -> list[Finding]:
        """Return `findings`, disjoint and in order, with what lies in the countries of them."""
        text, cut, level = passage.folded, self._cut, self._level
        parts: list[Finding] = []
        outer: list[tuple[Finding, int]] = []
        for f in findings:
            doubtful = f.type == "organisation"
            if f.type == "place" or (doubtful and f.confidence < _SURE):
                surface = text[f.start : f.end]
                if cuts := cut(surface, doubtful):
                    spans = zip((0, *cuts), (*cuts, len(surface)), strict=True)
                    own = [
                        replace(f, type="place", start=f.start + a, end=f.start + b)
                        for a, b in spans
                    ]
                    parts += own
                    outer += [(each, level(text[each.start : each.end])) for each in own]
                    continue
                if not doubtful and (least := level(surface)):
                    outer.append((f, least))
            parts.append(f)
        if not outer:
            return parts
        starts = [f.start for f in parts]
        more: list[Finding] = []
        for f, least in outer:
            if least:
                more += self._behind(f, least, passage, parts, starts)
        if not more:
            return parts
        kept = [f for f in parts if not any(m.start < f.end and f.start < m.end for m in more)]
        return sorted([*kept, *more], key=lambda f: f.start)

    def _shortest(self, surface: str) -> int:
        """Return how short the name of a city behind a place may be, 0 where it is not abroad."""
        if self._divisions.is_country(surface):
            return _BEHIND_COUNTRY
        return _BEHIND_STATE if self._divisions.is_abroad(surface) else 0

    def _parted(self, surface: str, doubtful: bool) -> tuple[int, ...]:  # noqa: FBT001 - one of two kinds of spans
        """Return where the parts of a chain end, all but the last; none where it is one place."""
        known = self._divisions
        if surface in known:
            return ()
        at = next((n for n in range(len(surface) - 2, 1, -1) if known.is_country(surface[:n])), 0)
        cuts = [at] if at else []
        while (unit := _UNIT.match(surface, at)) and unit.end() < len(surface) and not doubtful:
            if not cuts and not known.is_abroad(unit[0]):
                return ()
            if _NO_UNIT.search(unit[0]) or not _NO_NAME.isdisjoint(unit[0]):
                break
            at = unit.end()
            cuts.append(at)
        rest = surface[at:]
        last = _UNIT.fullmatch(rest) and not _NO_UNIT.search(rest) and _NO_NAME.isdisjoint(rest)
        if (last and not doubtful) or (
            len(rest) >= _BEHIND_STATE and self._sounds.issuperset(rest)
        ):
            return tuple(cuts) if len(rest) >= _BEHIND_STATE else ()
        return ()

    def _behind(
        self,
        outer: Finding,
        level: int,
        passage: Passage,
        findings: Sequence[Finding],
        starts: Sequence[int],
    ) -> Iterator[Finding]:
        """Yield the city that is spelt by its sounds right behind a country or a state."""
        text, start = passage.folded, outer.end
        end = self._end(passage, start)
        if end - start < level:
            return
        index = bisect_left(starts, start)
        taken = findings[index] if index < len(findings) else None
        if taken is not None and taken.start < end and not _mistaken(taken, text, end):
            return
        if level == _BEHIND_COUNTRY and not _HAPPENS.match(text, end):
            led = _LEADS.search(text, max(0, outer.start - _LEAD), outer.start)
            person = taken is not None and taken.start < end
            if (
                not led
                or not _AFTER_LEAD.match(text, end)
                or (person and text[end : end + 1] == "的")
            ):
                return
        yield _place(start=start, end=end)

    def _end(self, passage: Passage, start: int) -> int:
        """Return where the words end that spell a foreign name from `start` on."""
        ends, words = passage.word_ends, passage.words
        end = start
        if start not in passage.edges:
            return start
        for index in range(bisect_right(ends, start), len(ends)):
            word = words[index]
            if (
                not self._sounds.issuperset(word)
                or (passage.kind(word) not in _OF_NAMES)
                or ends[index] - start > _LONGEST
            ):
                break
            end = ends[index]
        return end


def _mistaken(taken: Finding, text: str, end: int) -> bool:
    """Return whether a name may be a city's: 荷兰|飞利浦|一家工厂 is of a known body."""
    if taken.end > end or taken.type == "place":
        return False
    return taken.type == "person" or taken.confidence < _SURE or text[end : end + 1] != "一"
