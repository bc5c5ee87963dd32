"""Who acts before a colon and words in marks, whatever the verb: 周立言摇摇头:“…”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.entities.joining.heard import Heard
from pipeline.entities.joining.one_person import OF_ANOTHER, SAID_BY_ANOTHER
from pipeline.entities.joining.pronouns import Pronouns
from pipeline.entities.joining.said import Said
from pipeline.entities.joining.speakers import PRONOUN
from pipeline.entities.joining.told_behind import JOINS, NOT_SPOKEN, OTHERS
from pipeline.entities.recognizer import Finding, people_between

# What somebody's mouth or face does, he does: 周立言的话多了起来.
_OF_HIM = re.compile(
    "的(?:话(?![题剧])|声音|嗓|眼|脸|语气|眉|嘴|神情|表情|笑容|泪|情绪|目光"
    "|口头禅|回答|答复|态度|解释|理由|想法|感受|体会|心愿|愿望|承诺|第一[句反])"
)
# He writes or calls from elsewhere: 发回消息, 打来电话.
_SENDS = re.compile(
    "(?:在[^,]{1,14}[里中上]写[下了]|[写记]下?了?[^,]{0,8}的?(?:心情|感受|感想|感言|感悟|体会|心得|愿望|心愿|寄语|祝福|想法))$|(?:[发传寄打捎带留][来回出去给了下]|[群圈]里[发写]了?)[^,]{0,8}?"
    "(?:消息|信息|短信|邮件|微信|语音|视频|朋友圈|电报|电话|口信|留言|便条|动态)"
)
# 见人就问, 忍不住问儿子: a question is spoken, too; who is asked does not speak.
_ASKS = re.compile("(?<![被采访慰学提疑])问(?:[道起了过]|[^,。被时]{1,6})?$")
# Whom the words reach does not speak them, nor what shows them.
TAKES = re.compile(
    "[收接看听读翻][到见]|发现|传来|响[起了]|跳出|弹出|飘来|[个的]声音|被(?![问逗夸说])|[书字诗]$|诗句|古话|名言|格言|家训"
    "|纸板|展示|屏幕[上里显]|黑板[上写]|横批|条幅|写[了下着有]|贴[了出着上]|取[了名]|定[下了]|起了?个|窗花|[绣画刻印剪][了着]"
)
# Whom he does something to, or with, may be named behind these.
OBJECT = re.compile(
    "(?:[对向跟冲朝替给把将为和与]|[留送写]给|[拉拽抱搂拍握扶望盯瞪指追叫喊劝送迎陪领带问逗哄夸骂训][着住了过上来]?|安慰|[说谈提聊讲问忆想][起到及]"
    "|打趣|调侃|叮嘱|嘱咐|宽慰|鼓励|反问|追问|质问|责备|责怪|催促|埋怨|批评|提醒|答复|回答)[^,]{0,8}$"
)
# Right before a name, what somebody is, where no list has it: 现场指挥|周立言; 拉住|周立言 is none.
_ROLE = re.compile(
    "(?!只见|眼看|告别|拜访|祝贺|感谢|批评|致敬|怀念|悼念|寻找|等候|欢迎|目送|送别|搀扶|围住|提醒|面对|关于|记者|得知|原来|但是)"
    "[\u4e00-\u9fff]{2,6}(?<![住到见起着了过给向对跟和与把被让请使令叫说称问为比像如按替在是的朝冲追拦喊])"
)
# So many characters of the words may call somebody.
_CALL = 7
# 他的妻子周立言.
_HIS = re.compile("[他她]的?[\u4e00-\u9fff]{1,5}")


class Acting:
    """Finds the subject of the clause before a colon, where he may speak there.

    Args:
        heard: The text.
        pronouns: Whom 他 means.
    """

    def __init__(self, heard: Heard, pronouns: Pronouns) -> None:
        self._marks, self._all, self._rules, self._posts = heard
        self._masked = heard.marks.masked
        self._pronouns = pronouns

    def takes(self, start: int, colon: int) -> bool:
        """Return whether the clause before a colon tells of words that come from elsewhere."""
        clause = 1 + max(start - 1, self._masked.rfind(",", start, colon))
        return TAKES.search(_SENDS.sub("", self._masked[clause:colon])) is not None

    def who(
        self, start: int, colon: int, found: Sequence[Said], spoken: Sequence[Finding]
    ) -> Finding | None:
        """Return the last subject before a colon, None where it may be another who speaks.

        Args:
            start: Where the sentence begins.
            colon: Where it ends.
            found: The quotations before it.
            spoken: Who said each of them.
        """
        masked, end = self._masked, colon
        while end > start:
            begin = max(start, 1 + masked.rfind(",", start, end))
            subject = self._subject(begin, end, colon, found, spoken)
            if subject is not None:
                who, behind = subject
                return who if self._may_speak(behind, colon) else None
            # 尹先生赶到,他说: whom 他 means, nobody can tell.
            if PRONOUN.match(masked, begin, end) or self._others(begin, end):
                return None
            if TAKES.search(masked, begin, end):
                return None
            end = begin - 1
        return None

    def _subject(
        self, begin: int, end: int, colon: int, found: Sequence[Said], spoken: Sequence[Finding]
    ) -> tuple[Finding, int] | None:
        """Return who heads a clause, and where his name or phrase ends."""
        masked = self._masked
        people = people_between(self._all, begin, end)
        if people:
            first, start = people[0], people[0].start
            his = _HIS.fullmatch(masked, begin, start) and self._rules.unnamed.ends(
                masked[begin:start]
            )
            role = (
                end == colon
                and _ROLE.fullmatch(masked, begin, start)
                and not self._rules.unnamed.names(masked[begin:start])
            )
            if his or role or self._rules.heads(masked, begin, first, self._posts):
                return first, self._rules.end_of(masked, first, self._posts)
            return None
        if pronoun := PRONOUN.match(masked, begin, end):
            whom = self._pronouns.meant(pronoun.start("who"), found, spoken, -1)
            return None if whom is None else (whom, pronoun.end())
        who = self._rules.unnamed.acts(masked, begin, end)
        return None if who is None else (who, who.end)

    def _may_speak(self, behind: int, colon: int) -> bool:
        """Return whether what is told behind a subject leaves the words to him."""
        masked = self._masked
        of_him = _OF_HIM.match(masked, behind, colon)
        behind = of_him.end() if of_him else behind
        rest = masked[behind:colon]
        if not of_him and (rest[:1] in JOINS or self._rules.another(rest)):
            return False
        if SAID_BY_ANOTHER.search(rest) or OF_ANOTHER.match(rest) or self._calls(behind, colon):
            return False
        plain = _ASKS.sub("", _SENDS.sub("", rest))
        return not (NOT_SPOKEN.search(plain) or TAKES.search(plain) or self._others(behind, colon))

    def _calls(self, behind: int, colon: int) -> bool:
        """Return whether the words call somebody, and another is beside him: 拉起学生:“老师,…”."""
        call = self._marks.text[colon + 2 : colon + 2 + _CALL].partition(",")
        beside = people_between(self._all, behind, colon) or self._rules.unnamed.places(
            self._masked, behind, colon
        )
        return bool(call[1] and beside) and self._rules.unnamed.names(call[0])

    def _others(self, begin: int, end: int) -> bool:
        """Return whether a part of a text names or means somebody, and not as an object."""
        masked = self._masked
        places = [f.start for f in people_between(self._all, begin, end)]
        places += self._rules.unnamed.places(masked, begin, end)
        places += [m.start() for m in OTHERS.finditer(masked, begin, end)]
        return any(not OBJECT.search(masked, begin, place) for place in places)
