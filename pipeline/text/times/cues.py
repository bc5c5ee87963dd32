"""Words beside a date that say whether it is yet to come."""

from __future__ import annotations

import re
from typing import Final

# 将 as a particle of the object (将其拘留) says nothing of time; before these it does.
_WILL: Final = (
    "将(?:[于於在会會要由是有至对與与向迎再首开開上到达達成不继续]|正式|举行|舉行|举办|舉辦|召开|发布|公布|实施|施行"
    "|执行|生效|到期|推出|赴|访|参加|接受|播出|停|恢复|结束|截止|登陆|亮相|落|竣|投|通车|试|拉开|揭|进行|展开"
    "|公开|启|全面|陆续|分|出席|出任|前往|如期|重新|进一步|持续|合并|同步|按|从|最|迎来|下调|上调)"
)
_BEFORE = re.compile(
    f"{_WILL}|即将|定于|定在|定於|(?<![模虚比])拟|计划|計劃|预计|預計|预期|有望|押后|押後|延期至|延至|推迟至|推迟到|提前至|提前到|顺延至|延后至|改期"
    "|改至|改到"
    "|截止|最迟|不迟于|不晚于|最晚|明年|后年|直至|持续至|持续到|有效期至|报名时间|展期|下次|下一次|届时|力争|争取|确保"
    "|放在|定档|赛历|目标|展望|到期日|期限为|可于|请于|請於|应于|须于|需于|或于"
)
_AFTER = re.compile(
    f"^[^,，。;；]*?(?:{_WILL}|拟|即将|有望"
    "|(?:前后|左右|底)?可(?:全部|基本|如期|望)|起[^。;；]{0,20}(?:施行|实施|执行|生效|启用|推行)|截止|到期|届满|为止"
    "|前(?:完成|提交|缴纳|报名|建成|投产|实现|投入|交付|完工|通车)|之前|揭晓|预计|计划)"
)
# What was planned once, or what a speaker said on that day, is past.
_ONCE = re.compile("原定|原计划|原拟|曾|此前|已于|已在|去年")
_SAID = re.compile("宣布|宣佈|表示|公告|披露|透露|介绍|获悉|发布|通知|决定|通报|报道|签署|称|说|了")
# What has figures has been, whatever is planned behind them: 前三季度净利增长41% 拟派现.
_FIGURES = re.compile("同比|环比|增长|下降|上涨|下跌")
# Such a day has been, however near the next one is.
_DONE = re.compile(
    "^[^。;；!！?？\n]*?(?:了|被|已|收到|发生|遭|获悉|公告|发布|报道|通报|称|表示|宣布|曾|立案|接报|抓获|涉嫌"
    "|去世|逝世|成交|收盘|报收|上涨|下跌|增长|下降|同比|环比|死亡|受伤)"
)
_CLAUSE = re.compile("[,，。;；!！?？\n]")
_SENTENCE = re.compile("[。;；!！?？\n]")
_PASSED = re.compile("已|曾|截至|据")
# Figures of a month stand beside those of the month before it.
_THAN = re.compile("(?:[较較比]|[高低好优大小多少快慢强弱]于|超过|不及)$")
_WITH = frozenset("与與和同跟")
_ALIKE = re.compile("[^,，。;；\n]{0,8}?(?:持平|相比|相同|一致|相当|比较)")
_REACH = 40
_WHOSE = frozenset("我你他她己那")


def is_future(text: str, start: int, end: int) -> bool:
    """Say whether the clause of a date, or the one that it opens, puts it into the future."""
    before = text[max(0, start - _REACH) : start]
    clause = _CLAUSE.split(before)[-1]
    if _ONCE.search(clause):
        return False
    if _BEFORE.search(clause) or "明年" in _SENTENCE.split(before)[-1]:
        return True
    after = text[end : end + _REACH]
    # 10月28日,公司将 is one clause with a breath in it.
    after = after[1:] if after[:1] in {",", "，"} else after
    found = _AFTER.match(after)
    return found is not None and not (_SAID.search(found[0]) or _FIGURES.search(found[0]))


def is_past(text: str, start: int, end: int) -> bool:
    """Say whether the sentence of a date tells of what has happened on it."""
    clause = _CLAUSE.split(text[max(0, start - _REACH) : start])[-1]
    return bool(_DONE.match(text[end : end + _REACH]) or _PASSED.search(clause))


def is_compared(text: str, start: int, end: int) -> bool:
    """Say whether figures are compared with those of this date: 较上月上升, 与上年同期相比."""
    if _THAN.search(text, max(0, start - 3), start):
        return True
    joined = text[start - 1 : start] in _WITH
    return joined and _ALIKE.match(text, end) is not None


def is_long_ago(text: str, start: int, end: int) -> bool:
    """Say whether 当年 is a time long ago, and not the year told last: 他当年在渡口卖票."""
    return text[start - 1 : start] in _WHOSE or text[end : end + 1] in _WHOSE
