"""Organisations for our own text, by the rules that such names follow."""

from __future__ import annotations

from collections.abc import Callable

from tools.entities.own_parts import Draw
from tools.entities.own_persons import DOT, Persons
from tools.entities.own_places import Places

_COMPANIES = {
    "full": 30.0, "short": 36.0, "bare": 9.0, "abroad": 9.0, "local": 8.0, "branch": 5.0,
    "bracketed": 3.0,
}  # fmt: skip


class Bodies:
    """Makes names of companies, offices, schools, associations, clubs and media.

    Args:
        draw: Where the chance comes from.
        persons: Whose foreign sounds companies abroad are made of.
        places: That bodies are named after.
    """

    def __init__(self, draw: Draw, persons: Persons, places: Places) -> None:
        self._draw, self._persons, self._places = draw, persons, places
        self._companies: dict[str, Callable[[], str]] = {
            "full": self._full, "short": self._short, "bare": self.trade, "abroad": self._abroad,
            "local": self._local, "branch": self._branch, "bracketed": self._bracketed,
        }  # fmt: skip

    def company(self) -> str:
        """Return a company, by its full name or a short one."""
        return self._companies[self._draw.way(_COMPANIES)]()

    def _full(self) -> str:
        draw = self._draw
        place = self._places.any() if draw.chance(0.6) else ""
        business = draw.of("business") if draw.chance(0.8) else ""
        return place + self.trade() + business + draw.of("company_end")

    def _short(self) -> str:
        return self.trade() + self._draw.of("company_short")

    def _abroad(self) -> str:
        draw = self._draw
        name = self._persons.sounds(draw.random.choice((2, 3, 3, 4)))
        if draw.chance(0.12):
            # Named after two founders.
            return name + DOT + self._persons.sounds(draw.random.choice((2, 3)))
        return name + (draw.of("company_short") if draw.chance(0.5) else "")

    def _local(self) -> str:
        return self._places.any() + self._draw.of("business")

    def _branch(self) -> str:
        branch = self._draw.random.choice(("分行", "支行"))
        return self.trade() + "银行" + self._places.any() + branch

    def _bracketed(self) -> str:
        return self.trade() + f"（{self._places.any()}）" + self._draw.of("company_end")

    def office(self) -> str:
        """Return an office of government, court or police."""
        draw = self._draw
        way = draw.random.random()
        if way < 0.64:
            return self._places.any() + draw.of("office")
        if way < 0.9:
            return draw.of("office_bare")
        return self._places.abroad() + draw.of("ministry")

    def school(self) -> str:
        """Return a school, a hospital or an institute."""
        draw = self._draw
        kind = draw.random.choice(("school", "school", "hospital", "hospital", "institute"))
        way = draw.random.random()
        head = (
            self._places.any()
            if way < 0.55
            else self._places.stem()
            if way < 0.8
            else self._places.abroad()
            if way < 0.88
            else self.trade()
        )
        return head + draw.of(kind)

    def association(self) -> str:
        """Return an association, a foundation, a party, an army unit."""
        draw = self._draw
        if draw.chance(0.4):
            of = draw.of("association_of")
            return (
                draw.of("association_head")
                + of
                + draw.random.choice(("协会", "学会", "联合会", "基金会"))
            )
        of = draw.of("association_of") if draw.chance(0.4) else ""
        head = self._places.any() if draw.chance(0.7) else self._places.abroad()
        return head + of + draw.of("association")

    def club(self) -> str:
        """Return a club or a national team."""
        draw = self._draw
        way = draw.random.random()
        if way < 0.3:
            return (
                self._places.any()
                + draw.of("club_name")
                + (draw.of("club") if draw.chance(0.4) else "")
            )
        if way < 0.55:
            return self._places.any() + draw.of("club")
        if way < 0.85:
            return self._places.abroad() + draw.of("club")
        return self._persons.sounds(draw.random.choice((2, 3, 4))) + (
            draw.of("club_name") if draw.chance(0.4) else ""
        )

    def medium(self) -> str:
        """Return a paper, an agency, a broadcaster, a platform."""
        draw = self._draw
        way = draw.random.random()
        if way < 0.55:
            return self._places.any() + draw.of("media")
        if way < 0.75:
            return self._places.abroad() + draw.of("media_foreign")
        if way < 0.9:
            return self.trade() + draw.of("platform")
        return self.trade() + draw.of("media")

    def trade(self) -> str:
        """Return a name that a company may go by."""
        draw = self._draw
        if draw.chance(0.06):
            return self._persons.sounds(draw.random.choice((2, 3)))
        size = 3 if draw.chance(0.15) else 2
        return "".join(draw.of("trade") for _ in range(size))
