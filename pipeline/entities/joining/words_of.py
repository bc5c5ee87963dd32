"""Words that the next sentence calls somebody's: “…”这是周立言的口头禅."""

from __future__ import annotations

import re
from bisect import bisect_left

from pipeline.entities.joining.acting import OBJECT
from pipeline.entities.joining.heard import Heard
from pipeline.entities.joining.said import Told
from pipeline.entities.joining.told_behind import NOT_SPOKEN, OTHERS
from pipeline.entities.recognizer import people_between, start_of

_THIS_IS = re.compile("[,。]?(?:而|也)?这(?:[句番]话)?(?:[也就便正曾]|既|不仅|或许)?是")
# What is somebody's own, and spoken.
_WORDS = re.compile(
    "[^,。;]{0,12}(?:话(?![题剧])|口头禅|回答|答复|承诺|誓言|心声|感受|感慨|感言|体会|愿望|心愿|叮嘱|嘱托|嘱咐|遗言|开场白|态度)$"
)
# A dash opens the line of who signs.
_SIGNED = re.compile("[ \t\u3000\n]*(?:—|–|-{2}){1,2}(?P<who>[^\n。!?“”]{2,40})(?=\n|$)")
# Characters of the clause.
_LONGEST = 48
_CLAUSE_END = re.compile("[,。;:!?\n“]")


class WordsOf:
    """Finds whose words are by what the clause behind them says that they are.

    Args:
        heard: The text.
    """

    def __init__(self, heard: Heard) -> None:
        self._marks, self._all, self._rules, self._posts = heard

    def signed(self, close: int) -> Told | None:
        """Return who signs the words: “…” and, in a line of its own, ——春江港务局局长周立言."""
        text = self._marks.text
        sign = _SIGNED.match(text, close + 1)
        if sign is None:
            return None
        people = people_between(self._all, *sign.span("who"))
        if len(people) != 1:
            return None
        end = self._rules.end_of(self._marks.masked, people[0], self._posts)
        return (people[0], "", "signed") if not text[end : sign.end()].strip(" )。") else None

    def who(self, close: int) -> Told | None:
        """Return whose the words up to `close` are: his who heads 这是…的一句话.

        Who is named or meant beside him is only spoken to: 这是甲留给乙的一句话.
        """
        masked = self._marks.masked
        this = _THIS_IS.match(masked, close + 1)
        if this is None:
            return None
        begin = this.end()
        stop = _CLAUSE_END.search(masked, begin, begin + _LONGEST)
        end = stop.start() if stop else min(len(masked), begin + _LONGEST)
        first, last = (bisect_left(self._all, at, key=start_of) for at in (begin, end))
        if first == last or not self._rules.heads(masked, begin, self._all[first], self._posts):
            return None
        who = self._all[first]
        behind = self._rules.end_of(masked, who, self._posts)
        rest = masked[behind:end]
        if "的" not in rest or not _WORDS.fullmatch(rest, rest.rfind("的")):
            return None
        if NOT_SPOKEN.search(rest):
            return None
        places = [f.start for f in self._all[first + 1 : last]]
        places += self._rules.unnamed.places(masked, behind, end)
        places += [m.start() for m in OTHERS.finditer(masked, behind, end)]
        # 周立言的徒弟常说的话: it is the pupil's.
        alone = all(OBJECT.search(masked, behind, at) for at in places)
        return (who, "", "told") if alone else None
