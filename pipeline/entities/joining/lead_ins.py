"""Whose the words are that a clause of speech leads in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.entities.joining.descriptions import THIS, Descriptions
from pipeline.entities.joining.heard import Heard
from pipeline.entities.joining.papers import paper_of
from pipeline.entities.joining.pronouns import Pronouns
from pipeline.entities.joining.said import Said
from pipeline.entities.joining.speakers import PRONOUN
from pipeline.entities.joining.verbs import SEEN, STRICT
from pipeline.entities.recognizer import Finding, people_between, start_of

# A clause names fewer.
_CLAUSE = 80
# 曾获冠军的她说.
_MODIFIED = re.compile("[^,。;:!?“”\n他她]{2,30}的(?P<who>[他她])(?![们人])")
_REPLIED = frozenset(("复称", "应称", "复说", "应说", "答称", "答说"))
# Of two who are named before in the sentence.
_OF_TWO = re.compile("[ \t\u3000]*(?:但|而)?(?P<who>[前后後]者)")


class _Meant:
    """Finds whom a clause means without a name.

    Args:
        heard: The text.
        pronouns: Whom 他 means.
    """

    def __init__(self, heard: Heard, pronouns: Pronouns) -> None:
        self._marks, self._all, self._rules, self._posts = heard
        self._masked = heard.marks.masked
        self._pronouns = pronouns
        self._descriptions = Descriptions(heard, pronouns)
        text = heard.marks.text
        self._names = {text[f.start : f.end]: f for f in heard.speakers if f.type == "person"}

    def _described(
        self, this: re.Match[str], verb: int, found: Sequence[Said], spoken: Sequence[Finding]
    ) -> Finding | None:
        """Return whom 这位老船长 means, where nobody is his or named beside him."""
        place = this.start("who")
        whose, _, noun = self._masked[this.end() : verb].rpartition("的")
        if people_between(self._all, place, verb) or self._rules.unnamed.names(whose) or not noun:
            return None
        return self._descriptions.meant(place, found, spoken)

    def _of_two(self, place: int) -> Finding | None:
        """Return whom 后者 means: the second of the two persons before it in the sentence."""
        text = self._marks.text
        people: dict[str, Finding] = {}
        for f in people_between(self._all, self._marks.sentence(place), place):
            people.setdefault(text[f.start : f.end], f)
        return [*people.values()][text[place] != "前"] if len(people) == 2 else None


class LeadIns(_Meant):
    """Finds the speaker of a clause: by name, as whom 他 means, or as the text calls him.

    Args:
        heard: The text.
        pronouns: Whom 他 means.
    """

    def speaker(
        self,
        clause: tuple[int, int],
        verb: str,
        found: Sequence[Said],
        spoken: Sequence[Finding],
        unknown: int,
    ) -> Finding | None:
        """Return whose words they are, None where the clause does not say it.

        Args:
            clause: Where it begins, and where its verb does.
            verb: Its verb.
            found: The quotations before it.
            spoken: Who said each of them.
            unknown: Up to where somebody spoke whom nobody knows.
        """
        begin, start = clause
        if verb in SEEN:
            begin += len(self._masked[begin:start]) - len(self._masked[begin:start].lstrip())
            if self._masked[begin : begin + 1] != "在":
                return None
            begin += 1
        blank = self._masked.rfind(" ", begin, start) + 1
        pronoun = PRONOUN.match(self._masked, blank or begin, start)
        if pronoun is None and self._rules.goes_on(self._masked, begin, start):
            # 她语气轻快,面带笑容说道.
            pronoun = PRONOUN.match(self._masked, self._marks.sentence(begin), start)
        if pronoun is None and (modified := _MODIFIED.match(self._masked, begin, start)):
            named = people_between(self._all, begin, modified.end())
            pronoun = modified if not named else None
        if pronoun and self._masked[begin - 1 : begin] == ":":
            pronoun = None
        if pronoun is None and (this := THIS.match(self._masked, begin, start)):
            return self._described(this, start, found, spoken)
        of_two = _OF_TWO.match(self._masked, begin, start)
        speakers = self._all
        if pronoun := pronoun or of_two:
            whom = (
                self._of_two(pronoun.start("who"))
                if of_two
                else self._pronouns.meant(pronoun.start("who"), found, spoken, unknown)
            )
            if whom is None:
                return None
            # It stands where the pronoun does, as whom the text names.
            mark = replace(whom, start=pronoun.start("who"), end=pronoun.end("who"))
            later = bisect_left(self._all, mark.end, key=start_of)
            speakers = [mark, *self._all[later : later + _CLAUSE]]
            begin = mark.start
        known = self._names.get(self._masked[begin:start])
        if known is not None:
            # 周立言 once, and 立言称 cut by the segmenter: the clause is the name, whole.
            return replace(known, start=begin, end=start)
        subject = self._rules.subject(
            self._masked,
            (begin, start),
            speakers,
            self._posts,
            strict=verb in self._rules.strict or verb.startswith(STRICT),
        )
        return whom if pronoun and subject is mark else subject

    def unnamed(
        self,
        clause: tuple[int, int, int],
        before: tuple[int, int] | None,
        follows: Sequence[tuple[int, int]],
    ) -> Finding | None:
        """Return the phrase of a speaker without a name, whose words stand in marks.

        Args:
            clause: Where it begins, and where its verb begins and ends.
            before: The quotation before it.
            follows: Those behind it.
        """
        begin, verb, end = clause
        if self._masked[verb:end] in SEEN:
            return None
        spans = [span for span in (before, *follows) if span]
        # 港口回复称“船已停”: no term stands there.
        said = self._masked[end - 2 : end] in _REPLIED and follows[:1]
        if not said and not any(self._marks.is_quoted(*span) for span in spans):
            return None
        pronoun = PRONOUN.match(self._masked, begin, verb)
        if pronoun and self._masked[pronoun.end()] != "的":
            # Whom 他 means, nobody can tell, and it names nobody; 他的同事 speaks for himself.
            return None
        # 高校吐槽“…”: with no mark behind it, a verb is a noun too often.
        sure = end - verb > 1 and self._masked[end - 1] in "称说道"
        if paper := paper_of(self._marks, self._rules, begin, verb):
            return paper
        led = before is not None or self._marks.text[end : end + 1] in {":", ","} or sure
        return self._rules.unnamed.subject(self._masked, begin, verb, self._all, name=led)
