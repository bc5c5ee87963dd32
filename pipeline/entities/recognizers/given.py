"""Given names: which characters they hold, and what says that one is over."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.foreign import FOLLOWS
from pipeline.entities.resources import Lexicon

# Parts of speech of words that say what somebody does, when, or how.
_DOES = frozenset({"v", "vn", "vd", "d", "ad", "p", "t", "i", "l"})
# Characters of such a word; one alone may as well be a given name's last (检 of 检查).
_LONGEST, _SHORTEST = 4, 2
_PAIR = 2
# Verbs that the dictionary takes for names.
HONOURS = frozenset({"荣获", "荣立", "荣膺", "荣登", "约谈"})
# Behind a verb of one character: 郝莎|敬了.
_DONE = frozenset({"了", "着"})


# What follows a subject, whatever the words are: verbs and links of one character, and companions.
_BESIDE = re.compile(
    "常[来去年在]|先[把将给去]|手[里中上]|[用算蹲攥拎捧翻笑攒最把被让叫去当忙说边]|正(?![气义常文])|家(?=[的里中去今有种养门住院])|一[边家行]|夫[妇妻]|兄弟|姐妹|[0-9]{1,2}[日号]|[一二三四五六七八九十]+点"
)
# Parts of speech of what follows one, also where the words are doubtful.
_SURE = frozenset({"v", "vn", "vd", "d", "ad", "p", "t", "i", "l", "s"})
_SUBJECT = _SURE | {"c", "r", "u", "ud", "uj", "ul", "uz"}


class Given:
    """Tells by characters and by the dictionary where a given name may end.

    Args:
        lexicon: Its lists `given_not` and `given_common` are characters, `speech_verbs` and
            `done_by_persons` verbs, `surnames` and their like family names.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.never = frozenset(lexicon.words("given_not"))
        self.common = frozenset(lexicon.words("given_common"))
        self._verbs = frozenset(lexicon.words("speech_verbs")) | HONOURS
        self._verbs |= frozenset(lexicon.words("done_by_persons"))

        lists = ("surnames", "surnames_compound", "surnames_rare")
        self._families = frozenset(name for list_ in lists for name in lexicon.words(list_))

    def width(self, text: str, start: int) -> int:
        """Return the characters of the family name that stands at `start`, 0 where none does."""
        pair = text[start : start + _PAIR] in self._families
        return _PAIR if pair else int(text[start : start + 1] in self._families)

    def end(self, passage: Passage, short: int, full: int) -> int:
        """Return which is the end of a given name of one character or two: 邓富|荣立."""
        text = passage.folded
        if text[short] in self.never or self._done(passage, full):
            return short
        if FOLLOWS.match(text, full) or not self.does(passage, short):
            return full
        parted = full in passage.edges and short not in passage.edges
        return full if parted or self.does(passage, full) else short

    def _done(self, passage: Passage, place: int) -> bool:
        """Return whether 了 or 着 stands there, and no word begins with it (了解, 着手)."""
        text = passage.folded
        return text[place : place + 1] in _DONE and not passage.kind(text[place : place + 2])

    def ended(self, findings: Sequence[Finding], passage: Passage) -> list[Finding]:
        """Return a tagger's `findings`, the persons without the verb behind them (孔莲|蹲)."""
        text, kept = passage.folded, []
        for finding in findings:
            width = self.width(text, finding.start) if finding.type == "person" else 0
            if width and finding.end - finding.start == width + _PAIR:
                end = self.end(passage, finding.end - 1, finding.end)
                kept.append(finding if end == finding.end else replace(finding, end=end))
            else:
                kept.append(finding)
        return kept

    def over(self, passage: Passage, stop: int) -> bool:
        """Return whether what stands at `stop` follows names: a mark, a verb, no given name's."""
        return (
            FOLLOWS.match(passage.folded, stop) is not None
            or passage.folded[stop : stop + 1] in self.never
            or self.does(passage, stop)
        )

    def goes_on(self, passage: Passage, stop: int, *, sure: bool = False) -> bool:
        """Return whether a clause goes on at `stop` as behind a subject.

        Args:
            passage: The text.
            stop: Where a name may end.
            sure: Whether a mark or a particle is not enough.
        """
        text = passage.folded
        if _BESIDE.match(text, stop) or self.does(passage, stop):
            return True
        if not sure and self.over(passage, stop):
            return True
        if stop not in passage.edges:
            return False
        word = passage.word_at(stop)
        return passage.kind(word) in (_SURE if sure else _SUBJECT)

    def is_short(self, passage: Passage, stop: int) -> bool:
        """Return whether a given name of one character ends at `stop`: a common one, and surely."""
        return passage.folded[stop - 1] in self.common and self.over(passage, stop)

    def does(self, passage: Passage, stop: int) -> bool:
        """Return whether a word of two characters and more begins at `stop` that is done."""
        text = passage.folded
        return any(
            (word := text[stop : stop + size]) in self._verbs or passage.kind(word) in _DOES
            for size in range(_LONGEST, _SHORTEST - 1, -1)
        )
