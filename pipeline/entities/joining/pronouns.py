"""Whom 他 and 她 mean, where they say something."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence

from pipeline.entities.joining.heard import Heard
from pipeline.entities.joining.marks import OPENERS
from pipeline.entities.joining.said import Said
from pipeline.entities.joining.unnamed import UNNAMED
from pipeline.entities.recognizer import Finding, start_of

# Between a person and the pronoun that means it.
_MEMORY = 400
# Whoever alone has said so many things, the last of them so near, goes on.
_TURNS = 2
_SOON = 400
# Where a new line names its subject.
_OPENING = 24
# Of several persons whom the one before these belongs to or joins, none is the subject.
_JOINS = frozenset("的之、和与及")
_GUESTS = (
    "欢迎",
    "会见",
    "会晤",
    "接见",
    "感谢",
    "祝贺",
    "陪同",
    "邀请",
    "任命",
    "批评",
    "指责",
    "接替",
)
# Whoever is his is another: 周立言的律师.
_KIN = re.compile(
    "的?(?:父亲|母亲|父母|爸爸|妈妈|妻子|丈夫|太太|夫人|儿子|女儿|子女|哥哥|弟弟|姐姐|妹妹|家[人属]|亲[属友]"
    "|好友|朋友|同事|邻居|律师|代理人|经纪人|助[理手]|秘书|女友|男友|前[妻夫]|孙[子女])"
)
# Somebody whom no recognizer names may be meant: 尹先生, 一名船工, Anna Berg.
_OTHER = re.compile(
    "(?<![是为从以])(?<![成当做]了)一[名位]|[\u4e00-\u9fff](?:先生|女士|小姐|阿姨|大爷|大妈)"
    "|[A-Z][a-z]+[ ·.][A-Z][A-Za-z]+"
    "|(?<=[的,。\n\t\u3000])[A-Z][a-z]{2,}(?=[想来是从在说称认表告已正也曾对将把今])"
)
# 当周立言进门时,…: who acts in the sentence is another.
_WHEN = re.compile("[ \\t\u3000]*当[^,。;:!?\n]{2,30}(?:时候?|之际),")
# What a subject does that the next sentence goes on with: 对此表示赞赏.
_SPEAKS = re.compile(
    "表示|认为|指出|介绍|回顾|强调|谈到|提到|说|称|赞|感慨|坦言|讲述|分享|发言|讲话|致辞"
)
_BESIDE = re.compile("(?:等)?(?:陪同|一同|随同|参加|出席|主持)")
# Of two sexes, who is called by the one is not meant by the other.
_CALLED = re.compile("[(,](?P<sex>[男女])[,)]|(?P<form>先生|女士|小姐)")
_SEX = {"男": "他", "女": "她", "先生": "他", "女士": "她", "小姐": "她"}


class _Antecedents:
    """Tells who may be meant by a pronoun at all.

    Args:
        heard: The text.
    """

    def __init__(self, heard: Heard) -> None:
        self._marks, self._all, self._rules, self._posts = heard
        text = heard.marks.text
        people = [f for f in heard.speakers if f.type == "person"]
        self._outside = [f for f in people if not heard.marks.inside(f.start)]
        self._names = {text[f.start : f.end] for f in self._outside}

    def _only(self, place: int, found: Sequence[Said], spoken: Sequence[Finding]) -> Finding | None:
        """Return the only person of the article, or the only one who has spoken, more than once."""
        before = self._outside[: bisect_left(self._outside, place, key=start_of)]
        if not before or self._is_passed(before[-1], place):
            return None
        last = max(before[-1].end, found[-1].end if found else 0)
        if self._rules.unnamed.names(self._marks.masked[last:place]):
            return None
        if self._are_one(self._names):
            return max(before, key=lambda f: f.end - f.start)
        near = len(spoken) >= _TURNS and place - found[-1].end <= _SOON
        if not near or spoken[-1].type != "person" or spoken[-1].recognizer == UNNAMED:
            return None
        text = self._marks.text
        # Who is named since then may be meant as well.
        since = before[bisect_left(before, found[-1].end, key=start_of) :]
        return (
            spoken[-1]
            if self._are_one({text[f.start : f.end] for f in (*spoken, *since)})
            else None
        )

    def _are_one(self, names: Collection[str]) -> bool:
        """Return whether names are one person's: 言 and 周立言."""
        longest = max(names, key=len)
        return all(name in longest for name in names)

    def _is_passed(self, last: Finding, place: int) -> bool:
        """Return whether a pronoun does not mean the person before it.

        Who is welcomed or thanked there is not whom the next sentence goes on with.
        """
        masked = self._marks.masked
        sentence = 1 + max(masked.rfind(mark, 0, last.start) for mark in OPENERS)
        guest = masked.endswith(_GUESTS, sentence + 1, last.start)
        return guest or _KIN.match(masked, last.end, place) is not None

    def other_between(self, whom: Finding, place: int) -> bool:
        """Return whether between a person and a pronoun somebody is spoken of without a name."""
        for other in _OTHER.finditer(self._marks.masked, min(whom.end, place), place):
            before = self._all[bisect_left(self._all, other.start() + 1, key=start_of) - 1 :][:1]
            known = any(f.start <= other.start() <= f.end for f in before)
            if not known and not self._marks.inside(other.start()):
                return True
        return False

    def _agrees(self, whom: Finding, place: int) -> bool:
        """Return whether nothing near the person's name says the other sex."""
        text = self._marks.text
        name, pronoun = text[whom.start : whom.end], text[place]
        if pronoun == "其":
            # A body that acts may be meant as well.
            first = bisect_left(self._all, whom.end, key=start_of)
            later = self._all[first : bisect_left(self._all, place, key=start_of)]
            return not any(f.type != "person" and self._acts(f) for f in later)
        for f in self._outside:
            said = _CALLED.match(text, f.end) if text[f.start : f.end] == name else None
            if said and _SEX[said["sex"] or said["form"]] != pronoun:
                return False
        return True

    def _acts(self, body: Finding) -> bool:
        """Return whether a body heads its clause."""
        masked = self._marks.masked
        clause = 1 + max(masked.rfind(mark, 0, body.start) for mark in f",{OPENERS}")
        return self._rules.opens(masked, clause, body, self._posts)


class Pronouns(_Antecedents):
    """Finds the person that a pronoun means.

    Args:
        heard: The text.
    """

    def meant(
        self, place: int, found: Sequence[Said], spoken: Sequence[Finding], unknown: int
    ) -> Finding | None:
        """Return whom the pronoun at `place` means, None where it may be more than one.

        That is who spoke last, else the last subject, else the one person of the article.

        Args:
            place: Where it stands.
            found: The quotations before it.
            spoken: Who said each of them.
            unknown: Up to where somebody spoke whom nobody knows, and who may be meant.
        """
        whom = self.nearest(place, found, spoken, unknown)
        if whom is None and unknown < 0:
            whom = self._only(place, found, spoken)
        if whom is None or self.other_between(whom, place):
            return None
        return whom if self._agrees(whom, place) else None

    def nearest(
        self, place: int, found: Sequence[Said], spoken: Sequence[Finding], unknown: int
    ) -> Finding | None:
        """Return who spoke last, or the last subject; the arguments are those of `meant`."""
        text, masked = self._marks.text, self._marks.masked
        first, end = (
            bisect_left(self._outside, at, key=start_of) for at in (place - _MEMORY, place)
        )
        people = [
            f
            for f in self._outside[first:end]
            if not any(s.start <= f.start < s.end for s in found[-3:])
        ]
        if not people or (found and found[-1].start >= people[-1].end):
            last = _last(place, found, spoken, unknown)
            return None if last is None or self._another_opens(found[-1].end, place) else last
        last = people[-1]
        if last.start < unknown:
            return None
        sentence = 1 + max(masked.rfind(mark, 0, last.start) for mark in OPENERS)
        group = [f for f in people if f.start >= sentence]
        if when := _WHEN.match(masked, sentence, last.start):
            group = [f for f in group if f.start >= when.end()]
            sentence = when.end()
        # Of a line before only its subject, or who spoke last, goes on.
        spoke = bool(spoken) and spoken[-1].start == last.start
        near = spoke or "\n" not in text[last.end : place]
        if near and len({text[f.start : f.end] for f in group}) == 1:
            return None if self._is_passed(last, place) else last
        return self._subject(sentence, group, place)

    def _subject(self, sentence: int, group: Sequence[Finding], place: int) -> Finding | None:
        """Return the subject of a sentence that names several persons."""
        text, masked = self._marks.text, self._marks.masked
        opener = group[0]
        end = self._rules.end_of(masked, opener, self._posts)
        if masked[end : end + 1] in _JOINS:
            return None
        clauses = [(1 + masked.rfind(",", sentence, f.start), f) for f in group]
        opening = [
            f
            for clause, f in clauses
            if self._rules.opens(masked, max(sentence, clause), f, self._posts)
            or (
                self._rules.modified(masked, max(sentence, clause), f, self._posts)
                and masked[f.end : f.end + 1] not in _JOINS
            )
        ]
        if opener not in opening:
            return None
        last = opening[-1]
        if len({text[f.start : f.end] for f in opening}) == 1:
            return opener
        # A考察春江,B陪同。他说: that is A; A宣布了计划,B对此表示赞赏。他说: and that is B.
        stop = min(
            (at for at in (masked.find(m, last.end) for m in OPENERS) if at >= 0), default=place
        )
        rest = masked[last.end : min(stop, place)]
        if _BESIDE.match(rest):
            return opener
        return last if last is group[-1] and _SPEAKS.search(rest) else None

    def _another_opens(self, end: int, place: int) -> bool:
        """Return whether a line behind what was said begins with somebody whom nobody knows."""
        line = self._marks.text.rfind("\n", end, place) + 1
        if not line:
            return False
        opening = self._marks.masked[line : min(place, line + _OPENING)]
        return self._rules.unnamed.names(opening)


def _last(
    place: int, found: Sequence[Said], spoken: Sequence[Finding], unknown: int
) -> Finding | None:
    """Return the person who spoke last, where that is near."""
    if not spoken or place - found[-1].end > _MEMORY or found[-1].start < unknown:
        return None
    return spoken[-1] if spoken[-1].type == "person" else None
