"""Foreign names with dots: 德肖恩·布鲁克斯 whole, where the tagger has a part of it or nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import partial

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.persons import person_by
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import PhraseSet

NAME = "foreign"
# Of the tagger's rank: the longer of two readings stands.
RANK = 0
# Chosen, not measured (see `gazetteer.py`).
_person = partial(person_by, NAME, confidence=0.75, rank=RANK)
_DOTTED = re.compile(
    "[\u4e00-\u9fffA-Z][\u4e00-\u9fff]{0,7}(?:[·-][\u4e00-\u9fffA-Z][\u4e00-\u9fff]{0,9})+"
)
_DOT, _HYPHEN = "·", "-"
_HYPHENED = re.compile("-(?<=[\u4e00-\u9fff]-)(?=[\u4e00-\u9fff])")
# The joints alone are looked for: at each character of a text a name with dots may begin.
_JOINED = re.compile("[·-](?<=[\u4e00-\u9fffA-Z].)(?=[\u4e00-\u9fffA-Z])")
# Characters before its first joint.
_HEAD = 8
_JOINTS = "·-"
_LATER = re.compile("·[\u4e00-\u9fff]{2}")
# What says that a name is over; and the characters of its last part.
FOLLOWS = re.compile(
    "[、,。;:!?()“”\\s]|出席|参加|主持|讲话|致辞|会见|赶到|带队|带领|调研|发表|抵达|表示|说|强调|指出|介绍|宣布|当选|担任|率|在|与|和|等|\\Z"
    "|欢迎|家(?=[的里中去今有种养门住院])|到|向|对|将|的|则|也|又|还|均|同台|前往|走进|来到|称|认为|告诉|回应|吹响|夺|获|击败|负于|战胜|迎战|领衔|退赛|先后|因|被|为|是|从"
)
_PART = 8
# Ends of such names that are words, too: 买买提·江|和.
_WORDS = frozenset({"-和", "-来", "-如", "-高", "-云", "-都"})
# 赛后表示, 昨日出席: what stands before the verb is no name.
_TIMES = frozenset("后时前中上下日晚")
# So many more characters of one word make it a name (玉苏甫|江): one alone is a word (看|安).
_SPELT = 2
# Parts of speech of words that are pieces of names.
_OF_NAMES = frozenset({"nr", "nrt", "nrfg", "ns", "nz", "x", "g", "zg"})
# A name does not reach over such a word.
_SAYS = frozenset({"v", "d", "vn", "p", "z"})
# Characters at the head of a dotted name that spell no sounds, where a post says that it begins.
_STRANGE = 4
# A last part that spells no sounds is one up to a mark (阿不力孜·吾守尔、).
_MARKED = re.compile("[\u4e00-\u9fff]{2,5}(?=[、,。;)和及])")
# These end names too (施泰因), but more often they begin what follows.
_TAIL = re.compile("(?:(?<![泰坦莱])因|于)$")


class Foreign:
    """Runs of the characters that spell foreign sounds, around dots."""

    name = NAME

    def __init__(self, lexicon: Lexicon) -> None:
        self._sounds = frozenset("".join(lexicon.words("sounds"))) | frozenset(
            char.removeprefix("-")
            for char in lexicon.words("sounds_minority")
            if char not in _WORDS
        )
        self._titles = frozenset(lexicon.words("posts"))
        self._posts = PhraseSet(
            (*lexicon.words("posts"), *lexicon.words("places"), *lexicon.words("countries")),
            overlapping=True,
        )

    def find(self, passage: Passage) -> list[Finding]:
        """Return every dotted name whose parts are all spelt with such characters."""
        text = passage.folded
        found: list[Finding] = []
        if _DOT not in text and not _HYPHENED.search(text):
            return found
        edges = passage.word_ends
        position = 0
        while match := _dotted(text, position):
            position = match.end()
            hyphened = _DOT not in match[0]
            dot = match.start() + match[0].index(_HYPHEN if hyphened else _DOT)
            head = text[match.start() : dot]
            start = self._begin(head, passage) + match.start()
            # 大臣|阿卜杜勒-阿齐兹: without a dot, right behind a post alone.
            before = head[: start - match.start()]
            if hyphened and not any(before[-n:] in self._titles for n in range(2, len(before) + 1)):
                continue
            end = _end(text, (start, dot, match.end()), self._sounds)
            if dot in {start, end}:
                continue
            # 门德斯|梅开二度: back to where a word ends, when that is inside the last part.
            last = max(text.rfind(joint, 0, end) for joint in _JOINTS) + 1
            edge = edges[bisect_right(edges, end) - 1] if edges[0] <= end else 0
            if edge > last:
                end = edge
            # 披他那|停职: up to a mark all was taken.
            word = passage.word_at(end - 1)
            if end in edges and end - len(word) >= last + _SPELT and passage.kind(word) == "v":
                end -= len(word) if len(word) >= _SPELT else 0
            if end - 1 > last and _TAIL.search(text, last, end):
                end -= 1
            begin, stop = self._anchored(passage, start, end, last)
            found.append(_person(begin, stop))
            # The next name may begin before this run is over: 约翰·米勒|对伊朗副外长礼萨·卡里米.
            position = max(stop, match.start() + 1)
        return found

    def _anchored(self, passage: Passage, start: int, end: int, last: int) -> tuple[int, int]:
        """Return a dotted name with the rest of its words, where a known verb follows these.

        努尔兰·阿不都满金出席: not all such names are spelt with the characters of sounds.
        """
        text, edges = passage.folded, passage.edges
        if start and start not in edges:
            index = bisect_right(passage.word_ends, start)
            word = passage.words[index]
            begin = passage.word_ends[index] - len(word)
            kind = passage.kind(word)
            if kind and kind not in _OF_NAMES and passage.word_ends[index] < last:
                # 丈夫|约翰: a word that ends in such a character.
                return self._anchored(passage, passage.word_ends[index], end, last)
            if text[begin:start].isalpha() and start - begin >= _SPELT and start - begin <= _PART:
                start = begin
        if end in edges or FOLLOWS.match(text, end):
            return start, end
        for stop in range(last + 1, min(len(text), last + _PART) + 1):
            if (
                stop >= end
                and stop in edges
                and text[stop - 1] not in _TIMES
                and FOLLOWS.match(text, stop)
            ):
                return start, stop
            if stop < len(text) and not text[stop].isalpha():
                break
            # 高茨|早早|出局: a word behind the name.
            word = passage.word_at(stop) if stop in edges else ""
            if stop >= end and passage.kind(word) in _SAYS:
                break
        return start, end

    def _begin(self, head: str, passage: Passage) -> int:
        """Return where the name begins in the characters before the first dot."""
        start = len(head)
        # 让-吕克: a hyphen inside.
        while start and (
            head[start - 1] in self._sounds
            or (head[start - 1] == "-" and start > 1 and head[start - 2] in self._sounds)
        ):
            start -= 1
        # A post or a country before the name may end in such a character (泰国总理颂猜), and says
        # where a name begins that has other characters too (副外长|礼萨).
        for _, end, _ in self._posts.find(head):
            if (
                start < end < len(head)
                or (
                    end < start
                    and start - end <= _STRANGE
                    and len(head) - end <= _PART
                    # 校长|夫人|路易萨: a word stands between.
                    and passage.kind(head[end : end + 2])
                    in _OF_NAMES | ({"", "v"} if len(head) - end == _SPELT else {""})
                )
            ):
                start = end
        return start


def _dotted(text: str, position: int) -> re.Match[str] | None:
    """Return the first run of parts around joints from `position` on: what `_DOTTED` finds."""
    joint = _JOINED.search(text, position + 1)
    if joint is None:
        return None
    start = joint.start() - 1
    low = max(position, joint.start() - _HEAD)
    while (
        start > low
        and _is_han(text[start])
        and (_is_han(text[start - 1]) or "A" <= text[start - 1] <= "Z")
    ):
        start -= 1
    return _DOTTED.match(text, start)


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _end(text: str, place: tuple[int, int, int], sounds: frozenset[str]) -> int:
    """Return where a name ends: with the last part that the characters of `sounds` spell.

    Args:
        text: The text.
        place: Where the name begins, its first dot, and how far it may reach.
        sounds: The characters.
    """
    start, dot, limit = place
    end = dot
    while end < limit and text[end] in _JOINTS:
        at = end + 1
        # 约翰·F·肯尼迪: a middle name by its letter.
        if text[at].isascii() and _LATER.match(text, at + 1):
            end = at + 1
            continue
        while at < limit and text[at] in sounds:
            at += 1
        if at == end + 1:
            marked = _MARKED.match(text, at)
            if marked is None or text[end] != _DOT or dot - start < _SPELT:
                break
            at = marked.end()
        end = at
    return end
