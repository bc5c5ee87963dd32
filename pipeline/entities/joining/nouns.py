"""How far left the nouns reach that stand before a post: 德国|外交部|发言人, 酒店|经理."""

from __future__ import annotations

import re
from bisect import bisect_left

from pipeline.entities.joining.spans import Spans
from pipeline.entities.passage import Passage
from pipeline.entities.resources import Lexicon

# Parts of speech of jieba: nouns, names of places and bodies, abbreviations, terms.
_NOUNS = frozenset({"n", "ns", "nt", "nz", "j", "ng", "l"})
# A noun made of a verb (研究, 管理) stands before a department, or between an office and its post
# (美国|贸易|代表); elsewhere it is a verb too often.
_MADE_OF_VERB = frozenset({"vn", "v"})
_DEPARTMENT = re.compile(
    "(?:部|处|科|室|所|院|司|局|厅|署|中心|系|学院|研究院|研究所|大学|学校|公司|集团|委员会|协会|学会|联合会|基金会|办公室|小组|团队|工程|项目|专业|产品|业务|服务|行业|平台|技术|系统)"
)
# Adjectives, and what has no part of speech: the name goes on to the left.
_OF_PIECES = frozenset({"", "a", "b", "z", "n", "ng", "vn", "x", "zg", "eng"})
_RANKS = frozenset(
    {"首席", "副", "代", "候任", "科考", "前", "原", "时任", "前任", "总", "执行", "高级", "驻"}
)
# Nouns to jieba, and verbs or links in the news: 建议|市长, 消息|公司.
_NO_NOUNS = frozenset(
    {
        *("建议", "决定", "报告", "请求", "通知", "评价", "回忆", "提议", "总结", "说明", "对话"),
        *("解释", "领导", "报道", "消息", "电", "讯", "图", "图片", "照片", "时间", "时候", "结果"),
        *(
            "记者",
            "现场",
            "会议",
            "仪式",
            "活动",
            "同时",
            "家",
            "人",
            "方",
            "者",
            "双方",
            "其",
            "对此",
        ),
        *(
            "通讯员",
            "主持人",
            "部分",
            "大部分",
            "多数",
            "全体",
            "全部",
            "各位",
            "个别",
            "其余",
            "本报讯",
            "讯",
            "日电",
            "作者",
            "来源",
            "文",
            "摄",
            "公告",
            "公报",
            "致函",
            "编辑",
            "责编",
            "责任编辑",
        ),
    }
)
# Nouns of one character that begin a post: 校|党委书记. Others are pieces of words.
_SINGLE = frozenset("省市县区州镇乡村校院系班队馆所局社团军国会台厂司党")
# One character for a country, where a clause begins with it: 巴|军方|发言人.
_COUNTRIES = frozenset("美俄英法德日韩朝印巴以伊乌加澳")
# 嫦娥|六号|总设计师, 舰队|某|支队长: behind a name.
_NUMBERED = re.compile("[一二三四五六七八九十0-9]{1,3}号|某")
# 环境科学与|工程学院|教授: what these join may be one name.
_JOINTS = frozenset("和与及暨、-·》”")
# Characters of a post before its head word. Chosen, not measured.
_LONGEST = 26


class Nouns:
    """Walks left over the nouns before a post, up to a verb, a mark, 的, or another person.

    Args:
        lexicon: Its lists `post_stops` and `forms_of_address` name words that no post holds.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._stops = frozenset(
            (*lexicon.words("post_stops"), *lexicon.words("forms_of_address"), *_NO_NOUNS)
        )

    def begin(  # noqa: C901, PLR0912 - one walk
        self, passage: Passage, start: int, spans: Spans
    ) -> int:
        """Return where the nouns begin that reach up to `start`, `start` where they may be a piece.

        A piece is what stands behind a word that no dictionary has (云岭|村|村长), an adjective, a
        number, or a joint that no person stands before.
        """
        words, ends, text = passage.words, passage.word_ends, passage.folded
        begin, ends_in_piece = start, False
        while begin and start - begin <= _LONGEST:
            if begin in spans.names_end:
                begin = spans.names_end[begin]
                continue
            index = bisect_left(ends, begin)
            word = words[index]
            if ends[index] != begin and begin == start and passage.kind(word) in _NOUNS:
                # 贸工部|长, 经济部长: the post begins inside a word.
                begin = ends[index] - len(word)
                continue
            if ends[index] != begin or begin in spans.people_end:
                break
            if word in _JOINTS or word.isdigit():
                # 。”|物业经理: a quotation that is over is no part of a name.
                over = word == "”" and text[begin - 2] in "。!?…,"
                ends_in_piece = not over and begin - 1 not in spans.people_end
                break
            if _NUMBERED.fullmatch(word) and index:
                at = begin - len(word)
                if at in spans.names_end or passage.kind(words[index - 1]) in _NOUNS:
                    begin = at
                    continue
            if word in self._stops or not word.isalpha():
                break
            # 终端|BG|董事长; 巴|军方.
            if (word.isascii() and word.isupper() and len(word) > 1) or (
                word in _COUNTRIES and not text[begin - 2 : begin - 1].isalnum() and begin < start
            ):
                begin -= len(word)
                continue
            kind = passage.kind(word)
            if word in _RANKS or (kind in _NOUNS and (len(word) > 1 or word in _SINGLE)):
                begin -= len(word)
                continue
            if kind in _MADE_OF_VERB and (
                _DEPARTMENT.match(text, begin)
                if begin < start
                else kind == "vn" and begin - len(word) in spans.names_end
            ):
                begin -= len(word)
                continue
            ends_in_piece = kind in _OF_PIECES or kind.startswith("nr")
            break
        if start - begin > _LONGEST:
            return start
        # 30日|电工|信部: a wire's mark before the first word.
        if text[begin] == "电" and text[begin - 1 : begin] == "日":
            return start
        # A country or a body is where a post begins, whatever stands before it.
        return start if ends_in_piece and begin not in spans.names_start else begin
