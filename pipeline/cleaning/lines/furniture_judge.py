"""Which lines and last sentences of an article are a publisher's word to its readers.

What no word list holds is judged by `furniture_model`. Where a line stands says how sure the model
must be; an article whose title asks something of its readers is left to the word lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

from pipeline.cleaning.lines.furniture_model import FurnitureModel, Place, Wording, shared_with
from pipeline.cleaning.names.notices import is_said, sentences

TAIL: Final = 0.81
GLUED: Final = 0.87
SURE: Final = 0.97
"""How sure the model must be: under the article, of its last sentence, and anywhere else."""
# News is what the model is this sure of, and what shares so many of its words with the article.
_NEWS: Final = 0.02
_OWN: Final = 0.3
# From so many characters on a line is a paragraph.
_PARAGRAPH: Final = 36
# A few characters say little: of so short a line the model must be as sure as anywhere.
_SHORT: Final = 8
# And shorter pieces are glued to the news itself: (完).
_SHORTEST: Final = 4
# So much of its words furniture has from its article at most.
_MOST_SHARED: Final = 0.6
LONGEST: Final = 160
"""No longer line is judged."""
_LONGEST_MIDDLE: Final = 48
_LONGEST_SENTENCE: Final = 120
_CHINESE: Final = re.compile("[\u4e00-\u9fff]")
_LATIN: Final = re.compile("[A-Za-z]")
# 此致 says nothing; ADVERTISEMENT and an address do; a line of a bibliography is longer than those.
_FEWEST: Final = 3
_LONGEST_FOREIGN: Final = 40
# What somebody wrote, alone or where it stood: 《某书》, (见3月26日《某报》).
_WORK: Final = re.compile("[(]?(?:[见見载載][^《》]{0,12})?《[^》]+》[)]?")
# Together with another sentence one may be furniture that is this likely so alone.
_POSSIBLE: Final = 0.2
# So many sentences are glued to the last paragraph at most.
_MOST_GLUED: Final = 3
_STOPS: Final = frozenset("。”")
_BELOW: Final = ":"
HEAD_LINES: Final = 4
"""So many lines before the article begins may be furniture."""
# Whoever speaks in an interview: 读者:您今年多大.
_SPEAKER: Final = re.compile(
    "(?:[问問答QA]|读者|讀者|记者|記者|网友|網友|主持人|观众|觀眾|听众|聽眾|学生|學生|嘉宾|嘉賓):"
)
# Titles of notices: to ask something of the reader is what the article is for.
_ASKING: Final = re.compile(
    "声明|聲明|启事|啟事|征集|徵集|征稿|徵稿|征文|徵文|招募|招聘|招生|报名|報名|通知|公告|通告|邀请|邀請|指南|攻略"
    "|须知|須知|倡议|倡議|公约|预告|開售|开售|购票|購票|热线|熱線|举报|舉報|寻人|尋人|悬赏|懸賞|招标|澄清|致歉|道歉"
    "|版权|版權|著作权|转载|轉載|订阅|訂閱|公众号|二维码|扫码|掃碼|点赞|點讚|按讚|客户端|APP|App"
)
# Where a wire's text ends, it says so.
_END: Final = re.compile(r"\s*[(\[【]完[)\]】]$")
_ENDED: Final = ("完)", "完]", "完】")
# What points at another article is glued to any paragraph.
_POINTING: Final = re.compile(r"[☞➤➡►▶▷》>»]")
# Python knows at once that a text has none of these; in the class each would be asked for.
_HANDS: Final = ("👉", "👇", "🔗")
_OPENING: Final = re.compile(r"[☞👉👇🔗➤➡►▶▷》>»(\[【〔]")


class FurnitureJudge:
    """Judges the pieces of one article.

    Args:
        model: The model.
        lines: Those of the article, width folded, stripped, none blank.
        title: The web title; empty where none came.
    """

    def __init__(self, model: FurnitureModel, lines: Sequence[str], title: str) -> None:
        self.model = model
        self.lines = lines
        self._title = title
        self.asking = _ASKING.search(title or (lines[0] if lines else "")) is not None
        self.points = _points("".join(lines))
        self.scores: dict[tuple[str, Place], float] = {}

    def is_furniture(self, number: int, place: Place, *, surely: bool = False) -> bool:
        """Return whether line `number`, which stands at `place`, is furniture, or `surely` is."""
        line = unended(self.lines[number])
        if len(line) > LONGEST or (place == "middle" and not may_part(line)):
            return False
        if self._is_counted(number) or (place == "head" and line.endswith(_BELOW)):
            return False
        sure = surely or place != "tail" or len(line) < _SHORT or self._is_entry(number)
        return self._judged(line, place, SURE if sure else TAIL)

    def _is_entry(self, number: int) -> bool:
        """Return whether line `number` begins with the mark that a line beside it begins with."""
        first = self.lines[number][0]
        places = (number - 1, number + 1)
        beside = [self.lines[at] for at in places if 0 <= at < len(self.lines)]
        return not first.isalpha() and any(line[:1] == first for line in beside)

    def _is_counted(self, number: int) -> bool:
        """Return whether line `number` and the one above it begin with numbers: an entry."""
        return number > 0 and all(
            line[:1].isdigit() for line in self.lines[number - 1 : number + 1]
        )

    def is_news(self, number: int, *, closing: bool) -> bool:
        """Return whether line `number` surely speaks of what its article is about.

        Under the article, where furniture stands, it must do so in the article's own words.
        """
        line = self.lines[number]
        shared = self._shared(line)
        score = self.model.scores([Wording(line, "tail" if closing else "middle", shared)])[0]
        paragraph = not closing and len(line) >= _PARAGRAPH
        return score <= _NEWS and (paragraph or shared >= _OWN)

    def sounds_like_news(self, number: int) -> bool:
        """Return whether line `number`, under the article, is news by its wording alone."""
        return self._score(self.lines[number], "tail") <= _NEWS

    def glued_from(self, line: str, *, last: bool) -> int | None:
        """Return where the furniture begins that is glued to the end of paragraph `line`.

        Args:
            line: Width folded, without what else was cut off its end.
            last: Whether the article ends with it; elsewhere a mark must open the piece.
        """
        if self.asking or (not last and not _points(line[-_LONGEST_SENTENCE:])):
            return None
        stop, start, doubted = len(line.rstrip()), None, False
        for begin, end in sentences(line)[:0:-1][: _MOST_GLUED if last else 1]:
            piece = line[begin:end].strip()
            # What a wire's end stands behind is its last sentence.
            if len(piece) < _SHORTEST or end - begin > _LONGEST_SENTENCE or unended(piece) != piece:
                break
            if not last and not _OPENING.match(piece):
                break
            told = not doubted and self._judged(piece, "glued", GLUED)
            if not told and self._may_be(piece):
                # 看完了?点个赞再走: what says little alone says it with what stands behind it.
                whole = line[begin:stop].strip()
                told = whole != piece and self._judged(whole, "glued", GLUED)
                doubted = not told
            if told:
                start = begin + len(line[begin:end]) - len(line[begin:end].lstrip())
                doubted = False
            elif start is not None or not doubted:
                break
        return start

    def _may_be(self, piece: str) -> bool:
        """Return whether a sentence may be furniture together with what stands beside it."""
        return self._score(piece, "glued") >= _POSSIBLE

    def _judged(self, text: str, place: Place, bound: float) -> bool:
        if self.asking or not _may_speak(text):
            return False
        # What shares its words with the article is asked about them only where it may be furniture.
        if self._score(text, place) < bound:
            return False
        shared = self._shared(text)
        bound = SURE if is_said(text) or _SPEAKER.match(text) else bound
        return (
            shared <= _MOST_SHARED and self.model.scores([Wording(text, place, shared)])[0] >= bound
        )

    def _score(self, text: str, place: Place) -> float:
        """Return how sure the model is that a piece is furniture that shares no word."""
        if (score := self.scores.get((text, place))) is None:
            score = self.scores[text, place] = self.model.scores([Wording(text, place, 0.0)])[0]
        return score

    def _shared(self, text: str) -> float:
        rest = "\n".join((self._title, *self.lines)).replace(text, "", 1)
        return shared_with(text, rest)


def _points(text: str) -> bool:
    """Return whether `text` holds a mark that points at another article."""
    return _POINTING.search(text) is not None or any(hand in text for hand in _HANDS)


def unended(line: str) -> str:
    """Return `line` without the word of its wire that it ends there."""
    return _END.sub("", line) if line.endswith(_ENDED) else line


def _may_speak(text: str) -> bool:
    """Return whether a piece is more than a name: no reference in another language, no 此致."""
    letters = len(_LATIN.findall(text))
    if letters > _LONGEST_FOREIGN:
        return letters <= len(_CHINESE.findall(text)) and not _WORK.fullmatch(text)
    # Of most pieces the first characters are enough.
    words = islice(_CHINESE.finditer(text), max(_FEWEST - letters, 0))
    return letters + sum(1 for _ in words) >= _FEWEST and not _WORK.fullmatch(text)


def may_part(line: str) -> bool:
    """Return whether a line between paragraphs may be furniture: it is short and no sentence.

    What ends in a colon heads what stands below it: 本期节目主要内容:. Without a Chinese word it is
    code, a formula, a place on the map.
    """
    if len(line) > _LONGEST_MIDDLE or line[-1:] in _STOPS or line.endswith(_BELOW):
        return False
    return _CHINESE.search(line) is not None
