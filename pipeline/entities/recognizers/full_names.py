"""Full names: a family name of any kind, a given name, and what follows a subject."""

from __future__ import annotations

import re

from pipeline.entities.passage import Passage
from pipeline.entities.recognizers.abroad import KOREAN, is_korean
from pipeline.entities.recognizers.addressed import CALLED
from pipeline.entities.recognizers.given import Given
from pipeline.entities.resources import Lexicon

# The lists of family names of every kind.
_FAMILIES = ("surnames", "surnames_compound", "surnames_rare", "surnames_seldom")
_HAN = re.compile("[\u4e00-\u9fff]+")
NAMES = frozenset({"", "nr", "nrt", "nrfg", "nz", "ns", "x", "g", "zg", "ng"})
"""Parts of speech of what may be a name or a piece of one."""
# Of a given name that is a word, where a verb follows (曾|经纬|说).
_NOUNS = frozenset({"n", "a", "t"})
_PIECES = frozenset({"", "nr", "ng", "vg", "g", "zg", "x"})
# Of a family name that is no word.
_FAMILY = frozenset({"", "nr", "x", "g", "zg"})
# Of a character that begins what follows a name.
_LINKS = frozenset({"p", "d", "c", "r", "u", "y", "f"})
# Family names that mostly join: 向|记者|表示, 连|名字|都, 应|学会.
JOINING = frozenset("向于连从由和应宣当暨来原时都全但方相常")
# Behind these a verb, and no name, is over.
_DONE = frozenset("了着过们得")
SITES = frozenset("园寺庙村镇街桥楼馆店厂校院站港厅堂房家人等")
"""No given name ends so: streets, gardens and houses do."""
_DOUBLE = 2


class FullNames:
    """Tells where a name ends behind a word for a person.

    Args:
        lexicon: Word lists.
        given: What knows given names.
    """

    def __init__(self, lexicon: Lexicon, given: Given) -> None:
        self._given = given
        self._families = frozenset(name for list_ in _FAMILIES for name in lexicon.words(list_))
        self.firsts = frozenset(name[0] for name in self._families) | KOREAN
        """Characters that such names begin with."""
        self.not_names = frozenset(lexicon.words("names_not"))
        """What looks like a name and is none."""
        lists = ("places", "countries", "forms_of_address")
        self.no_given = frozenset(word for list_ in lists for word in lexicon.words(list_))
        """Words of other kinds: nobody is called so."""
        self._rare = frozenset(lexicon.words("surnames_rare"))

    def family(self, text: str, start: int) -> int:
        """Return how long the family name is that begins at `start`; 0 where none does."""
        if text[start : start + _DOUBLE] in self._families:
            return _DOUBLE
        return int(text[start : start + 1] in self._families)

    def stop(self, passage: Passage, start: int) -> int | None:
        """Return where the name ends that begins at `start`, or None."""
        text = passage.folded
        known = self.family(text, start)
        width = known or 1
        if not known and not (text[start : start + 1] in KOREAN and is_korean(text, start)):
            return None
        short, full = start + width + 1, start + width + 2
        if text[start:short] in self.not_names or text[start:full] in self.not_names:
            return None
        word = passage.word_at(start)
        # 农家|乐, 生|龙活虎, 马克思主义: a word begins or goes on here.
        if (start not in passage.edges or len(word) > width) and passage.kind(word) not in NAMES:
            return None
        return next((s for s in (full, short) if self._is_name(passage, start, width, s)), None)

    def _is_name(self, passage: Passage, start: int, width: int, stop: int) -> bool:
        text = passage.folded
        given = text[start + width : stop]
        if len(text) < stop or not self._may_be_given(given) or text[stop : stop + 1] in _DONE:
            return False
        # 向|记者, 来|南开, 向英|租界.
        joins = text[start] in JOINING and width == 1
        if joins and (passage.kind(given) or len(given) == 1):
            return False
        if self._holds_word(passage, start, width, stop):
            return False
        if len(given) == 1:
            return self._is_short(passage, start, width, stop)
        return self._is_full(passage, start, width, stop)

    def _may_be_given(self, given: str) -> bool:
        return (
            _HAN.fullmatch(given) is not None
            and self._given.never.isdisjoint(given)
            and given not in self.no_given
            and given[-1] not in SITES
        )

    def _holds_word(self, passage: Passage, start: int, width: int, stop: int) -> bool:
        """Return whether another word begins with the name, or inside it, and reaches over it."""
        text, kind = passage.folded, passage.kind
        given = text[start + width : stop]
        pieces = [text[start + width : stop + 1]]
        # 曾|经纬: the words say that none begins with the family name; and 曾经 leaves no word.
        parted = passage.word_at(start + width) == given and start + width in passage.edges
        if not parted and (len(given) == 1 or kind(given[-1]) not in _PIECES):
            pieces.append(text[start : start + width + 1])
        # 房守正|当天: the words go on behind it.
        if not self._given.common.issuperset(given) and not self._given.does(passage, stop):
            pieces.append(text[stop - 1 : stop + 1])
        return any(kind(piece) not in NAMES for piece in pieces)

    def _is_short(self, passage: Passage, start: int, width: int, stop: int) -> bool:
        """Return whether a given name of one character ends at `stop`."""
        text, kind = passage.folded, passage.kind
        given, rare = text[stop - 1], text[start] in self._rare
        if kind(given) in _LINKS:
            return False
        # 辛勤, 麻利 are names to the dictionary; 普惠|服务, 闻令|而动: the family name is a word.
        if width == 1 and (
            kind(text[start:stop])
            or (rare and kind(text[start]) not in _FAMILY)
            or not (rare or given in self._given.common)
        ):
            return False
        return self._given.goes_on(passage, stop)

    def _is_full(self, passage: Passage, start: int, width: int, stop: int) -> bool:
        """Return whether a given name of two characters ends at `stop`."""
        text, kind = passage.folded, passage.kind
        given, last = text[start + width : stop], text[stop - 1]
        if kind(text[start:stop]) not in NAMES or CALLED.match(text, start + width):
            return False
        # 原新|荣获; 申屠磊|正, 郁毅|攒: what may follow a name, and is seldom the last of one.
        if last in self._given.common:
            if self._given.does(passage, stop - 1) and not self._given.does(passage, stop):
                return False
        elif kind(last) in _LINKS or self._given.goes_on(passage, stop - 1):
            return False
        if kind(given) in NAMES:
            return self._given.goes_on(passage, stop)
        # 曾|经纬|说: a noun where a verb follows.
        return kind(given) in _NOUNS and self._given.goes_on(passage, stop, sure=True)
