"""Names of persons in a piece of a line: where each begins and ends, by the family names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from pipeline.text.family_names import FamilyNames
from pipeline.types.articles import Struct

HAN = "\u4e00-\u9fff\u3400-\u4dbf"
# One name as bylines write it: Han characters, a Latin name, a name with a middle dot.
TOKEN = rf"[{HAN}]+(?:[·•‧・][{HAN}]+)*|[A-Za-z][A-Za-z.'-]*(?:[ ][A-Z][A-Za-z.'-]*)*"
_NAME = re.compile(TOKEN)
# What parts two names; a space does it too, but for the one inside a name of two characters.
BETWEEN = r"[ \t\u3000\xa0]*[、,，/／&＆和与及;；]?[ \t\u3000\xa0]*"

# Where the names of one role end: at the word of the next.
_ROLES = (
    "记者|記者|通讯员|通訊員|摄影报道|攝影報道|摄影|摄像|编辑|編輯|责编|責編|责任编辑|責任編輯|攝影|綜合"
    "|校对|审核|审校|监制|统筹|策划|作者|编译|翻译|来源|來源|报道|報道|报导|報導|供稿|供图|实习生|制图|设计"
    "|复审|终审|初审|校审|责校|值班|主编|视频|剪辑|出品|发布"
)
ROLE = re.compile(
    r"(?:本报|本刊|本网|本社|本台|新华社|中新社|中新网|新华网|人民网)?"
    r"(?:特约|实习|见习|学生|首席|全媒体|融媒体|高级|驻[^ ,，]{1,6}){0,3}"
    rf"(?:{_ROLES})(?:员)?"
    # 文 and 图 stand in names too (安文剑): a role only where a mark sets them off.
    rf"|(?<![{HAN}])[文图摄](?=[\s/／:：|｜︱]|$)|[摄攝](?=[\s)）]|$)"
)
# A word with a colon behind it is the next label, not a name.
_LABEL = re.compile(rf"[{HAN}]{{2,6}}[ \u3000]?[:：]")
_NOT_NAMES = re.compile(
    r"(?:收藏|举报|分享|评论|点赞|推荐|关注|打印|转发|报道|報道|摄影|图片|提供|综合|网站|客户端|新闻|公众号|整理|网络|来源|本报|编辑|记者|视频|原创|不详|未知|管理员|admin)"
)


# What a portal glues to the last name of a text.
GLUED = re.compile("返回[^,，。]{0,8}[,，][ ]?查看更多")
# A staff code: NF, SN012, PJ_7, zn. Half of it is letters, and looks like a name.
_CODE = re.compile(r"(?:[A-Z]{1,4}|[a-z]{1,3})(?![A-Za-z.' ·])")
_LONGEST_NAME = 4  # characters of a Chinese name without a dot
# 江口时报特约记者: a paper that begins like a name.
_PAPER = re.compile("..(?:[报報网網刊社臺台]|新闻|新聞|中心|频道)$")
# A role that a paper's name touches: 江都记者林一舟.
_OF_A_PAPER = re.compile("(?:记者|記者)$")


class Person(Struct, frozen=True, kw_only=True):
    """A name with its half-open span in the piece it was read from."""

    name: str
    start: int
    end: int


class PersonNames:
    """Parts what stands where names stand into names. Pure.

    Args:
        known: The family names.

    Attributes:
        rarity: Of single family names, 0 the most common.
    """

    def __init__(self, known: FamilyNames) -> None:
        self.rarity: Mapping[str, int] = known.rarity
        self._compound = known.compound
        self._others = known.of_lines | frozenset(known.by_place)
        self.part = lru_cache(maxsize=4096)(self._part)

    def people(
        self, piece: str, start: int, end: int, *, labelled: bool = False
    ) -> Iterator[Person]:
        """Yield the names that stand between `start` and `end`, up to the next role or label.

        `labelled` says that a label (作者：) leads them: the first is then a name whatever it is.
        """
        if role := ROLE.search(piece, start, end):
            end = role.start()
            # 南都见习记者: what touches the next role is its paper, unless it begins like a name.
            last = re.search(rf"[{HAN}]+$", piece[start:end])
            where = start + last.start() if last else end
            # 記者林小舟／高雄報導: behind a stroke stands the place.
            placed = piece[where - 1 : where] in {"/", "／"} and role[0].endswith(
                ("道", "導", "导")
            )
            paper = (labelled and _OF_A_PAPER.search(role[0])) or (last and _PAPER.search(last[0]))
            if last and (placed or paper or not self.begins_like_a_name(last[0])):
                end = where
        if label := _LABEL.search(piece, start, end + 1):
            end = label.start()
        if glued := GLUED.search(piece, start):
            end = min(end, glued.start())
        tokens = [found.span() for found in _NAME.finditer(piece, start, end)]
        position = 0
        while position < len(tokens):
            left, right = tokens[position]
            position += 1
            if _CODE.fullmatch(piece, left, right):
                continue
            # 张 剑: two single characters with a space between are one name, spread over three
            # columns.
            if (
                right - left == 1
                and position < len(tokens)
                and tokens[position] == (right + 1, right + 2)
            ):
                yield Person(name=piece[left] + piece[right + 1], start=left, end=right + 2)
                position += 1
                continue
            for begin, stop in self.part(piece[left:right]):
                name = piece[left + begin : left + stop]
                given = labelled and position == 1
                size = 30 if given or "·" in name or name[0].isascii() else _LONGEST_NAME
                if 1 < len(name) <= size and (given or not _NOT_NAMES.search(name)):
                    yield Person(name=name, start=left + begin, end=left + stop)

    def begins_like_a_name(self, run: str) -> bool:
        """Say whether a run of characters begins with a family name."""
        return run[:1] in self.rarity or run[:2] in self._compound

    def may_begin_a_name(self, run: str) -> bool:
        """Say whether a run begins with a family name, also with one that begins words as often."""
        return self.begins_like_a_name(run) or run[:1] in self._others

    def is_compound(self, run: str) -> bool:
        """Say whether `run` is a family name of two characters."""
        return run in self._compound

    def _part(self, run: str) -> tuple[tuple[int, int], ...]:
        """Return the spans of the names in a run of characters: 王华黄昉 is two, 欧阳娜娜 one."""
        whole = ((0, len(run)),)
        if len(run) < 4 or len(run) > 24 or not "\u3400" <= run[0] <= "\u9fff" or "·" in run:
            return whole
        single, compound = self.rarity, self._compound
        # best[i]: the fewest names, then the most common, then the most of three, that make up
        # run[:i].
        best: list[tuple[int, int, int, tuple[tuple[int, int], ...]] | None] = [(0, 0, 0, ())]
        best.extend([None] * len(run))
        for i in range(len(run)):
            state = best[i]
            if state is None:
                continue
            double = run[i : i + 2] in compound
            sizes = (3, 4) if double else (2, 3) if run[i] in single else ()
            rarity = state[1] + (0 if double else single.get(run[i], 0))
            for size in sizes:
                if i + size <= len(run):
                    spans = (*state[3], (i, i + size))
                    new = (state[0] + 1, rarity, state[2] - (size == 3), spans)
                    old = best[i + size]
                    if old is None or new[:3] < old[:3]:
                        best[i + size] = new
        last = best[len(run)]
        return last[3] if last else whole
