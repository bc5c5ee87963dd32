"""Members of a list that are persons because its others are: 甲、|仉督|、乙和|哲科|."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.given import Given
from pipeline.entities.recognizers.persons import person_by
from pipeline.entities.resources import Lexicon

NAME = "among"
RANK = 0
# Chosen, not measured (see `gazetteer.py`).
_person = partial(person_by, NAME, confidence=0.7, rank=RANK)
_BREAKS = ",。;:!?()“”《》 \n\t\u3000"
_BREAK = re.compile(f"[{_BREAKS}]|\\Z")
_PAIR = re.compile("[\u4e00-\u9fff·]{2,8}/[\u4e00-\u9fff·]{2,8}")
_JOINTS = "和与及跟"
_BESIDE = frozenset("、和与及跟")
# Characters of a list before its first member that is known.
_BACK = 60
# Behind the last member: 等五人, 三人.
_LAST = re.compile("等|[两三四五六七八九十0-9]{1,3}[人名位]")
# Before the first one: 还有, 包括, 名单为.
_FIRST = frozenset("有为是由括即如")
# Characters of a name with its family name, and of one spelt by its sounds.
_FULL, _SPELT, _LONGEST = 3, 2, 8
# Parts of speech of what a name may be cut into.
_OF_NAMES = frozenset({"", "nr", "nrt", "nrfg", "ns", "nz", "zg", "x", "g"})
_STROKE = "/"
# Before two who play together.
_WHO_PLAY = ("组合", "搭档", "选手")


class _Shape:
    """Tells by its characters whether a member of a list may be a name."""

    def __init__(self, lexicon: Lexicon, given: Given) -> None:
        sounds = (*lexicon.words("sounds"), *lexicon.words("sounds_minority"))
        self._sounds = frozenset("".join(sounds)) - {"-"}
        self._japanese = tuple(lexicon.words("surnames_japanese"))
        self._places = frozenset((*lexicon.words("places"), *lexicon.words("countries")))
        self._given = given

    def is_name(self, passage: Passage, start: int, end: int) -> bool:
        """Return whether a member of a list may be a name by its characters."""
        text, size = passage.folded, end - start
        name = text[start:end]
        if not _SPELT <= size <= _LONGEST or name in self._places or not name.isalpha():
            return False
        kind = passage.kind(name)
        width = self._given.width(text, start)
        if width and width < size <= width + _SPELT:
            return kind in _OF_NAMES and self._given.never.isdisjoint(name[width:])
        if self._sounds.issuperset(name):
            return kind in _OF_NAMES and (size >= _FULL or not kind)
        # 久保|建英: a family name of Japan, and what is no word of something done.
        return (
            name.startswith(self._japanese) and size >= _FULL and self._given.never.isdisjoint(name)
        )


class Among:
    """Reads lists and pairs of persons.

    Args:
        lexicon: Word lists.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.given = Given(lexicon)
        self._shape = _Shape(lexicon, self.given)

    def find(self, passage: Passage, findings: Sequence[Finding]) -> Iterator[Finding]:
        """Yield the persons that the others of their list make known.

        Args:
            passage: The text.
            findings: Disjoint and in order of the text.
        """
        text = passage.folded
        kinds = {(f.start, f.end): f.type for f in findings}
        done = 0
        for finding in findings:
            if finding.type != "person" or finding.start < done:
                continue
            # What is listed stands right beside a person that is known.
            behind = text[finding.end : finding.end + 1]
            if behind != "、" and text[finding.start - 1 : finding.start] not in _BESIDE:
                continue
            start, done = _run(text, finding)
            if "、" in text[start:done]:
                yield from self._of_list(passage, (start, done), findings, kinds)
        if _STROKE in text:
            for pair in _PAIR.finditer(text):
                yield from self._of_pair(passage, pair.span(), kinds)

    def _of_list(
        self,
        passage: Passage,
        run: tuple[int, int],
        findings: Sequence[Finding],
        kinds: Mapping[tuple[int, int], str],
    ) -> Iterator[Finding]:
        items = [*self._items(passage, run, findings)]
        people = sum(kinds.get(item) == "person" for item in items)
        others = sum(kinds.get(item, "person") != "person" for item in items)
        if others or not people:
            return
        names = [
            item for item in items if item not in kinds and self._shape.is_name(passage, *item)
        ]
        # Most are known, or each is shaped as a name is.
        if 2 * people >= len(items) - 1 or people + len(names) == len(items):
            yield from (_person(start, end) for start, end in names)

    def _items(
        self, passage: Passage, run: tuple[int, int], findings: Sequence[Finding]
    ) -> Iterator[tuple[int, int]]:
        """Yield the members of a list: those between marks, and the first and last of it."""
        text, (start, end) = passage.folded, run
        marks = [at for at in range(start, end) if text[at] == "、"]
        # The last mark may be 和; a family name is none (州长和建龙).
        joint = next(
            (
                at
                for at in range(marks[-1] + 2, end - 1)
                if text[at] in _JOINTS and at in passage.edges
            ),
            0,
        )
        if joint:
            marks.append(joint)
        yield _first(passage, start, marks[0], findings)
        yield from ((a + 1, b) for a, b in pairwise(marks))
        yield marks[-1] + 1, self._last(passage, marks[-1] + 1, end, findings)

    def _last(self, passage: Passage, start: int, end: int, findings: Sequence[Finding]) -> int:
        """Return where the last member ends: a finding, or before what follows names."""
        text = passage.folded
        index = bisect_left(findings, start, key=lambda f: f.start)
        if index < len(findings) and findings[index].start == start:
            return findings[index].end
        last = next(
            (
                stop
                for stop in range(start + _SPELT, min(end, start + _LONGEST) + 1)
                if stop == end or _LAST.match(text, stop) or self.given.over(passage, stop)
            ),
            start,
        )
        width = self.given.width(text, start)
        full = width and last - start == width + _SPELT
        return self.given.end(passage, last - 1, last) if full else last

    def _of_pair(
        self, passage: Passage, pair: tuple[int, int], kinds: Mapping[tuple[int, int], str]
    ) -> Iterator[Finding]:
        """Yield the one of two who play together whom nothing else says (甲/乙)."""
        text, stroke = passage.folded, passage.folded.index(_STROKE, *pair)
        left = [s for s in range(pair[0], stroke) if kinds.get((s, stroke)) == "person"]
        right = [
            s for s in range(stroke + 2, pair[1] + 1) if kinds.get((stroke + 1, s)) == "person"
        ]
        if left and not right:
            stop = self._last(passage, stroke + 1, pair[1], ())
            if self._shape.is_name(passage, stroke + 1, stop):
                yield _person(stroke + 1, stop)
        if right and not left:
            # 组合|绿川大辉/: the longest that is a name behind a word, at the head the whole.
            for start in range(pair[0], stroke - 1):
                behind = start == pair[0] and not text[start - 1 : start].isalnum()
                known = passage.kind(text[max(0, start - _SPELT) : start]) == "n" or text.endswith(
                    _WHO_PLAY, 0, start
                )
                if (behind or known) and self._shape.is_name(passage, start, stroke):
                    yield _person(start, stroke)
                    break


def _run(text: str, finding: Finding) -> tuple[int, int]:
    """Return the stretch around a finding that no mark but 、 parts."""
    start = finding.start
    low = max(0, start - _BACK)
    while start > low and text[start - 1] not in _BREAKS:
        start -= 1
    stop = _BREAK.search(text, finding.end)
    return start, stop.start() if stop else len(text)


def _first(passage: Passage, start: int, end: int, findings: Sequence[Finding]) -> tuple[int, int]:
    """Return the first member: a finding, or what stands behind 还有 or at the head."""
    text = passage.folded
    index = bisect_left(findings, end, key=lambda f: f.end)
    if index < len(findings) and findings[index].end == end:
        return findings[index].start, end
    begin = end
    while begin > start and end - begin < _LONGEST and text[begin - 1] not in _FIRST:
        begin -= 1
    return begin, end
