"""Sentences in which one person alone is named or meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.entities.joining.heard import Heard
from pipeline.entities.joining.marks import speaks
from pipeline.entities.joining.pronouns import Pronouns
from pipeline.entities.joining.said import Said
from pipeline.entities.joining.speakers import PRONOUN
from pipeline.entities.joining.told_behind import JOINS, NOT_SPOKEN, OTHERS
from pipeline.entities.recognizer import Finding, people_between

# 侯某中箭,贼惊曰: who says so in a later clause is another.
_SPOKEN_OF = re.compile("(?:说到|说起|谈到|谈及|谈起|提到|提起|面对|对于|关于|回忆|回想)[^,]*,")
# What another is to him, or plays: 周立言饰演的船长.
OF_ANOTHER = re.compile(
    "(?:[^,]{0,4}(?:饰演|扮演|主演|领导|创办|带领|率领|执教|所在|所带|培养|救[出过]?)|身边|手下|家里|名下)的"
)
SAID_BY_ANOTHER = re.compile(",[^,]{1,8}[曰云]$")


class OnePerson:
    """Finds the one person of a sentence.

    Args:
        heard: The text.
        pronouns: Whom 他 means.
    """

    def __init__(self, heard: Heard, pronouns: Pronouns) -> None:
        self._marks, self._all, self._rules, self._posts = heard
        self._pronouns = pronouns

    def subject(self, start: int, end: int, *, told: bool = False) -> Finding | None:
        """Return the person who opens a sentence in which nobody else is named or meant.

        Args:
            start: Where the sentence begins.
            end: Where it ends, or the words in it begin.
            told: Whether he may say something in it.
        """
        masked, text = self._marks.masked, self._marks.text
        if self._marks.inside(start):
            return None
        people = people_between(self._all, start, end)
        if not people or len({text[f.start : f.end] for f in people}) > 1:
            return None
        speaker = people[0]
        after = self._rules.end_of(masked, speaker, self._posts)
        clause = max(start, 1 + max(masked.rfind(mark, start, speaker.start) for mark in ",:"))
        if not self._rules.heads(masked, clause, speaker, self._posts):
            return None
        # 说到儿子,周立言笑了: whom he speaks of is not who speaks.
        ahead = _SPOKEN_OF.sub("", masked[start:clause], count=1)
        return speaker if self._is_alone(ahead, masked[after:end], told=told) else None

    def meant(
        self,
        start: int,
        end: int,
        found: Sequence[Said],
        spoken: Sequence[Finding],
        *,
        told: bool = False,
    ) -> Finding | None:
        """Return whom a pronoun means that opens a sentence, where nobody is named in it.

        Args:
            start: Where the sentence begins.
            end: Where it ends, or the words in it begin.
            found: The quotations before it.
            spoken: Who said each of them.
            told: Whether he may say something in it.
        """
        masked = self._marks.masked
        clause = 1 + masked.rfind(",", start, end)
        ahead = clause > start and _SPOKEN_OF.match(masked, start, clause) is not None
        pronoun = PRONOUN.match(masked, clause if ahead else start, end)
        if pronoun is None or self._marks.inside(start) or people_between(self._all, start, end):
            return None
        if not self._is_alone("", masked[pronoun.end() : end], told=told):
            return None
        return self._pronouns.meant(pronoun.start("who"), found, spoken, -1)

    def nobody(self, start: int, end: int) -> bool:
        """Return whether nobody is named, meant or heard in a part of a text."""
        rest = self._marks.masked[start:end]
        return not people_between(self._all, start, end) and self._is_alone("", rest, told=False)

    def _is_alone(self, ahead: str, rest: str, *, told: bool) -> bool:
        """Return whether nobody is meant before a subject or behind it."""
        if rest[:1] in JOINS or self._rules.another(rest) or (not told and speaks(rest)):
            return False
        if SAID_BY_ANOTHER.search(rest) or OF_ANOTHER.match(rest):
            return False
        others = (OTHERS.search, NOT_SPOKEN.search, self._rules.unnamed.names)
        return not any(found(part) for found in others for part in (rest, ahead))
