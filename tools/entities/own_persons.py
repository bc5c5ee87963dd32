"""Persons for our own text: names of every shape that news have, put together by chance."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.stages import shipped
from tools.entities.own_parts import Draw

DOT = "·"
# Of the family names at a rank or below, so many are of that rank.
_OF_RANK = 0.6
_RARE = 0.28
_ONE = 0.3
_SELDOM = 0.35
_WAYS = {
    "chinese": 62.0, "word": 6.0, "whole": 4.0, "compound": 5.0, "minority": 7.0, "foreign": 10.0,
    "japanese": 3.0, "korean": 2.0, "vietnamese": 1.0, "called": 2.0,
}  # fmt: skip


class Persons:
    """Makes names of persons.

    Args:
        draw: Where the chance comes from.
    """

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        names = shipped.family_names()
        ranks: dict[int, list[str]] = {}
        for name, rank in names.rarity.items():
            # The last rank is traditional; text is folded before it is read.
            if rank < max(names.rarity.values()):
                ranks.setdefault(rank, []).append(name)
        self._ranks = ranks
        lexicon = shipped.lexicon()
        self._languages = {row[0]: row[1:] for row in lexicon.rows("names_minority")}
        self._japanese = lexicon.words("surnames_japanese")
        self._made: dict[str, Callable[[], str]] = {
            "chinese": self.chinese, "word": self.word, "whole": self.whole,
            "compound": self.compound, "minority": self.minority, "foreign": self.foreign,
            "japanese": self.japanese, "korean": self.korean, "vietnamese": self.vietnamese,
            "called": self.called,
        }  # fmt: skip

    def any(self) -> str:
        """Return a person of any kind, mostly a Chinese one."""
        return self.one_of(_WAYS)

    def one_of(self, ways: dict[str, float]) -> str:
        """Return a person of one of these kinds, as often as its weight says."""
        return self._made[self._draw.way(ways)]()

    def chinese(self) -> str:
        """Return a Chinese name with a family name of one character."""
        return self._family() + self._given()

    def word(self) -> str:
        """Return a Chinese name whose given name is a word."""
        return self._family() + self._draw.of("given_word")

    def whole(self) -> str:
        """Return a Chinese name that is a word as a whole."""
        return self._draw.of("whole")

    def compound(self) -> str:
        """Return a Chinese name with a family name of two characters or more."""
        return self._draw.of("compound") + self._given()

    def called(self) -> str:
        """Return what somebody is called: 老周, 阿强, 王某, 李某某."""
        if self._draw.chance(0.5):
            return self._draw.of("nick") + (
                self._family() if self._draw.chance(0.7) else self._draw.of("given")
            )
        return self._family() + self._draw.random.choice(("某", "某", "某某", "某甲"))

    def minority(self) -> str:
        """Return a Tibetan, Mongolian, Yi, Uyghur or Kazakh name."""
        draw = self._draw
        language = draw.random.choice((*self._languages, "uyghur"))
        if language == "uyghur":
            first, last = draw.of("uyghur"), draw.of("uyghur")
            return first + DOT + last if draw.chance(0.75) else first
        words = self._languages[language]
        count = 1 if language == "mongolian" and draw.chance(0.4) else 2
        name = [draw.random.choice(words) for _ in range(count)]
        return (DOT if draw.chance(0.08) else "").join(name)

    def foreign(self) -> str:
        """Return a foreign name by its sounds, with its dots or the last part alone."""
        draw = self._draw
        if draw.chance(0.42):
            return self.sounds(draw.random.choice((2, 3, 3, 4, 4, 5)))
        first = [
            draw.of("foreign_first")
            if draw.chance(0.3)
            else self.sounds(draw.random.choice((2, 3)))
            for _ in range(draw.random.choice((1, 1, 1, 1, 2)))
        ]
        return DOT.join([*first, self.sounds(draw.random.choice((2, 3, 3, 4, 5)))])

    def sounds(self, size: int) -> str:
        """Return a word of foreign sounds of about `size` characters."""
        draw = self._draw
        middle = "".join(draw.of("sound_middle") for _ in range(size - 2))
        return draw.of("sound_begin") + middle + draw.of("sound_end")

    def japanese(self) -> str:
        """Return a Japanese name, a family name alone at times."""
        draw = self._draw
        listed = draw.random.choice(self._japanese)
        family = listed if draw.chance(0.4) else draw.of("surname_japanese")
        return family if draw.chance(0.15) else family + draw.of("given_japanese")

    def korean(self) -> str:
        """Return a Korean name."""
        draw = self._draw
        return draw.of("surname_korean") + "".join(
            draw.of("given_korean") for _ in range(1 if draw.chance(0.06) else 2)
        )

    def vietnamese(self) -> str:
        """Return a Vietnamese name of three characters, seldom four."""
        draw = self._draw
        return draw.of("vietnamese_family") + "".join(
            draw.of("vietnamese_given") for _ in range(3 if draw.chance(0.15) else 2)
        )

    def _family(self) -> str:
        draw = self._draw
        if draw.chance(_RARE):
            return draw.of("rare")
        rank = 0
        while rank < max(self._ranks) and not draw.chance(_OF_RANK):
            rank += 1
        return draw.random.choice(self._ranks[rank])

    def _given(self) -> str:
        draw = self._draw
        size = 1 if draw.chance(_ONE) else 2
        return "".join(
            draw.of("seldom") if draw.chance(_SELDOM) else draw.early("given") for _ in range(size)
        )
