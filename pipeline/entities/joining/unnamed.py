"""Who speaks without a name: 一位居民, 银川海关相关负责人, 李先生."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from pipeline.entities.joining.gaps import Gaps
from pipeline.entities.joining.marks import WORD
from pipeline.entities.recognizer import Finding, start_of
from pipeline.text.phrases import any_of

UNNAMED = "unnamed"
"""The recognizer of a speaker who is no entity."""
# A noun phrase of more characters is a clause.
_LONGEST = 36
# Between the noun and the verb: more is a clause of its own.
_GAP = 10
_THERE_IS = re.compile("(?:就连|连|还|也|就|更|又|另|甚至|亦|都)*有(?!关|人(?!士))|就?连")
# Who is met, asked or told something stands behind these, and so does who is quoted by another.
_OBJECT = re.compile(
    "[对向跟给让被把将请令称说]|采访|告诉|看[到见]|[听遇]|会见|询问|问(?!题)|援引|引述|问及|联系"
)
# Characters of a name that nobody knows; three first, or 刘德|华高兴地 were two.
_SIZES = (3, 2, 4)
# An adverb of one character is none before these: 总书记, 就业指导中心.
_NO_ADVERBS = {
    "总": (
        "书记",
        "理",
        "统",
        "裁",
        "经理",
        "监",
        "工程师",
        "教练",
        "编辑",
        "领事",
        "干事",
        "会计师",
    ),
    "就": ("业", "诊", "读", "医", "餐", "职"),
    "都": ("市", "江堰", "匀"),
    "先": ("生", "锋"),
}
_JOINS = frozenset(("及", "和", "、", "与"))
_LATIN = re.compile("[A-Z][A-Za-z. ·'-]{2,30}")
# What speaks and is nobody: papers, all, what another clause meant.
_NO_NAME = (
    "[前后後]者|[一几两多][名位]$|[的举打换这那该本其此我你他她它谁何每某各有没不另据在对从以为因如若当经按由]|报告|文件|公告|通知|文章|消息|报道|声明|通报|意见|方案"
    "|数据|结果|事实|研究|调查|双方|大家|人们|众人|多人|一致|同时|记者|采访|媒体|信函|条例|视频|评论|网上|简历|诗|歌|标语|规划|纲要|草案|公报|白皮书"
    "|俗话|常言|古人|古语|老话"
    # 站在门口, 过了半天, 也开玩笑: what is done is no name.
    "|[站坐蹲躺靠跪趴守][在到]|[\u4e00-\u9fff]{1,3}[了着]"
)
_NO_END = (
    "中里上下内外时后前们者的了着过地得方所说称道是都书文报网社会词题语也又还则对为在向与和被将"
    "把给从以国"
)
_NAME = re.compile(f"(?!{_NO_NAME})(?:[\u4e00-\u9fff]{{2,4}}|{_LATIN.pattern})(?<![{_NO_END}])")
# 孩子|站在门口: so one does it who speaks.
_POSED = re.compile("[站坐蹲躺靠跪趴守][在到]|一?[边面]|[笑哭][着得]|[看望指拉握抱捧拿举]着")
_SENTENCE = re.compile("[,他她我]")
# 售价三万 业内人士说: but the parts of a Latin name are one.
_BLANK = re.compile("(?<![A-Za-z. ]) +")
# 来逛超市的张女士 is called 张女士.
_CALLED = re.compile(
    "(?:的|市民|居民|游客|村民|网友|顾客|乘客|旅客|家长|业主|司机|商户|消费者|读者|用户|学生|车主)"
    "(?P<name>[\u4e00-\u9fff]{1,2}(?<!的)(?:先生|女士|小姐|阿姨|大爷|大妈|大叔|大娘|奶奶|爷爷|老汉|老伯|师傅))$"
)
# What hands, mouth and face do; only who is called by the noun before it does that.
_ACTS = re.compile(
    "[一连直都也又就还先]{0,2}[摆摇点挥拍抹擦捂抱举指拉揉搓挠皱红笑哭乐急叹吆嚷嘀嘟念喊跺竖伸探掏捧咧瞪眨](?![队长员厂])"
)
# What somebody is by the end of the word: 货主, 养蜂匠.
_TRADE = "[\u4e00-\u9fff]{1,3}[员师官匠医户贩农嫂商主]"
# A subject stands before these adverbs, and not behind them: 也|开玩笑说 tells no name.
_BEHIND = frozenset("也还又就都便仍却则只再均着地")
_ONE = re.compile("(?:[一几两多]|这)[位名]")
# 是一名船工 says what one is, and speaks of nobody else.
_IS_ONE = re.compile("(?:[是为从作做当]|成了)[了过]?一[名位个][^,。的]{0,6}$")
# 文艺|圈, 观众|席, 居民|区: those are places and things.
_NO_PERSON = frozenset("圈席证区楼")
_KIN = re.compile("(?:的|之(?![后前际])|[家亲]属|(?=[律团]|经纪人|助理|秘书))")


class _Phrases:
    """Noun phrases of who speaks, and names that no recognizer knows."""

    def __init__(self, rows: Mapping[str, Sequence[str]], gaps: Gaps) -> None:
        self._gaps = gaps
        self._last = re.compile(f"(?:{any_of(rows.get('unnamed', ()))}|{_TRADE})$")
        self._nouns = re.compile(f"(?:{any_of(rows.get('unnamed', ()))})们?(?:们|代表|等)?")
        bodies = any_of(rows.get("body", ()))
        self._speakers = re.compile(f"{self._nouns.pattern}|(?P<body>{bodies})(?:方面|方)?")

    def _phrase(self, masked: str, start: int, verb: int) -> tuple[int, int, int] | None:
        """Return where the phrase of a noun that speaks begins and ends, and where the last ended.

        It ends where it begins if no noun reaches the verb; None where it is an object there.
        """
        behind = start
        for noun in self._speakers.finditer(masked, start, min(verb, start + _LONGEST)):
            phrase = masked[start : noun.end()]
            if _OBJECT.search(phrase) or WORD in phrase:
                return None
            behind = noun.end()
            for blank in _BLANK.finditer(masked, start, behind):
                start = blank.end()
            gap = masked[behind:verb]
            # 公司|财务长三盅, 酒店|业巨头: who speaks is another, whom no list has.
            if self._gaps.adverbial(gap) if noun["body"] else self._reaches(gap):
                return start, behind, behind
        return start, start, behind

    def _name(self, masked: str, start: int, verb: int) -> int:
        """Return where a name ends that no recognizer knows, `start` where there is none.

        It is all that stands before the verb, adverbs and phrases of known make left out.
        """
        latin = _LATIN.match(masked, start, verb)
        for size in (latin.end() - start,) if latin else _SIZES:
            end = start + size
            if end <= verb and _NAME.fullmatch(masked, start, end):
                name, gap = masked[start:end], masked[end:verb]
                if gap[:1] in _JOINS:
                    # 运输|及物流局: it is a piece of what speaks.
                    continue
                phrase = self._gaps.adverbial(name) or self._gaps.speaks(name)
                if self._gaps.adverbial(gap) and not phrase:
                    return end
        return start

    def _head(self, masked: str, begin: int, verb: int) -> int:
        """Return where the phrase begins: behind adverbs, and behind 有 of 有网友."""
        light = self._gaps.light.match(masked, begin, verb)
        start = light.end() if light else begin
        if masked.startswith(_NO_ADVERBS.get(masked[start - 1], ()), start) and start > begin:
            start -= 1
        there = _THERE_IS.match(masked, start, verb)
        return there.end() if there else start

    def _reaches(self, gap: str) -> bool:
        """Return whether only an adverbial stands between the noun and the verb."""
        if self._gaps.adverbial(gap):
            return True
        return (
            (max(_SIZES) < len(gap) or _POSED.match(gap) is not None)
            and len(gap) <= _GAP
            and not self._gaps.another(gap)
            and not _OBJECT.search(gap)
            and "的" not in gap
            and WORD not in gap
            and not self._nouns.search(gap)
            and not self._gaps.speaks(gap)
        )


class Unnamed(_Phrases):
    """Finds the noun phrase that is the subject of a clause of speech, where nobody is named.

    Args:
        rows: The list `speech` by kind; `unnamed` are nouns of persons and of who speaks for many.
        gaps: What may stand before a subject, and between it and the verb.
    """

    def subject(
        self,
        masked: str,
        begin: int,
        verb: int,
        speakers: Sequence[Finding],
        *,
        name: bool = True,
    ) -> Finding | None:
        """Return the phrase of who speaks in the clause that ends with a verb of speech.

        Args:
            masked: The text, of `mask`.
            begin: Where the clause begins.
            verb: Where its verb does.
            speakers: Persons and organisations in order of the text.
            name: Whether a name that no recognizer knows may be the subject: 三盅说.
        """
        start = self._head(masked, begin, verb)
        first = bisect_left(speakers, begin, key=start_of)
        for speaker in speakers[first : bisect_left(speakers, start, key=start_of)]:
            # 联合|国: an adverb that is a piece of a name.
            start = speaker.start if speaker.end > start else start
        phrase = self._phrase(masked, start, verb)
        if phrase is None:
            return None
        start, end, behind = phrase
        first = bisect_left(speakers, start, key=start_of)
        for speaker in speakers[first : bisect_left(speakers, verb, key=start_of)]:
            # 周立言的律师: what is another's may speak, and nobody who is named beside it.
            if speaker.type == "person" and not (
                speaker.end < end and _KIN.match(masked, speaker.end)
            ):
                return None
            if end == start and speaker.end > behind:
                return None
        if end == start and name and (start == begin or masked[start - 1] not in _BEHIND):
            start, end = behind, self._name(masked, behind, verb)
        if end == start:
            return None
        return self._called(masked, start, end)

    def acts(self, masked: str, begin: int, end: int) -> Finding | None:
        """Return the phrase of who acts at the head of a clause: 一名乘客|捂着口鼻跑出来."""
        start = self._head(masked, begin, end)
        one = _ONE.match(masked, start, end)
        for noun in self._nouns.finditer(masked, start, min(end, start + _LONGEST)):
            if _OBJECT.search(masked, start, noun.end()) or WORD in masked[start : noun.end()]:
                return None
            gap = masked[noun.end() : end]
            apart = gap[:1] not in _JOINS and not _KIN.match(gap) and not self._gaps.another(gap)
            sure = one or _CALLED.search(masked, start, noun.end())
            if _ACTS.match(gap) or (sure and apart and not self._nouns.match(gap)):
                return self._called(masked, start, noun.end())
        return None

    def _called(self, masked: str, start: int, end: int) -> Finding:
        """Return a phrase as who speaks; 来逛超市的张女士 is called 张女士."""
        if called := _CALLED.search(masked, start, end):
            start = called.start("name")
        return Finding(type="person", start=start, end=end, recognizer=UNNAMED, confidence=0.0)

    def places(self, masked: str, begin: int, end: int) -> list[int]:
        """Return where somebody without a name is spoken of; 是一名船工 only says what one is."""
        return [
            noun.start()
            for noun in self._nouns.finditer(masked, begin, end)
            if not _IS_ONE.search(masked, begin, noun.start())
            and masked[noun.end() : noun.end() + 1] not in _NO_PERSON
        ]

    def whole(
        self, masked: str, begin: int, end: int, speakers: Sequence[Finding]
    ) -> Finding | None:
        """Return the phrase that a clause is up to a colon, with nothing behind it: 网友:“…”."""
        found = self.subject(masked, begin, end, speakers, name=False)
        # 接着,她宽慰船工:“…”: that is a sentence about somebody.
        phrase = found is not None and not _SENTENCE.search(masked, found.start, found.end)
        return found if found is not None and phrase and found.end == end else None

    def ends(self, text: str) -> bool:
        """Return whether a text ends with what somebody without a name is called: 村民."""
        return self._last.search(text) is not None

    def names(self, text: str) -> bool:
        """Return whether somebody without a name is spoken of."""
        return bool(self.places(text, 0, len(text)))
