"""Who may sign an article, and how an outlet is called: what markup and bylines give, made sure.

Rather no author than a wrong one: what is an outlet, a desk, a column or a sentence signs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from pipeline.cleaning.names.bylines import authors_in
from pipeline.cleaning.names.person_names import PersonNames
from pipeline.types.articles import Found

# Longer is a sentence or a list.
_LONGEST: Final = 40
_LONGEST_HAN: Final = 12
_OUTLET: Final = re.compile(
    "(?:[报報社網网臺台讯訊刊]|[电電](?:视台|視臺)?|客户端|客戶端|中心|频道|頻道|工作室|编辑部|編輯部|编辑室"
    "|委员会|公司|集团|协会|办公室|发布|融媒体?|在线|小组|小組|公众号|观察|评论|專欄|专栏|手记|手記|札记"
    "|新闻|新聞|财经|財經|资讯|中文|综合|綜合|管理员|小编|编辑|編輯|记者|記者|本站|原创|佚名|网友|热点"
    "|匿名|未知|不详|不詳|暂无|暫無|未署名|未注明|网络|網絡|網路|互联网|互聯網|转载|轉載|整合|汇总"
    "|研究院|大学|记者站|撰稿人|评论员|評論員|特派员|特派員|观察员|通讯员|通訊員|实习生|特约作者)$"
)
# What somebody is, without a name: 江口大学党委书记. A name with a post is shorter.
_POST: Final = re.compile(
    ".{3,}(?:书记|書記|主任|院长|院長|校长|校長|局长|局長|部长|部長|处长|處長|会长|會長|主席|委员|委員"
    "|秘书长|秘書長|教授|研究员|研究員|医师|醫師|医生|醫生|律师|律師|经理|經理|总裁|總裁|董事长|董事長"
    "|负责人|負責人|发言人|發言人)"
)
_NO_SIGNER: Final = re.compile(
    r"[，。！？!?：:“”《》]|^(?:系|为|由|来自|來自|来源|來源|责任|責任|网络|网友|作者|文)"
    r"|https?:|www\.|\d{4}"
)
# Who made it and did not write it.
_MADE: Final = re.compile(
    r"[\s(（【\[]*(?:总|總|责任|責任|执行)?(?:监制|監製|编辑|編輯|责编|责編|审核|校对|统筹|策划|出品|主编|制片|导演|摄像|摄影|剪辑)"
)
_APART: Final = re.compile(
    r"[、,，/／&＆;；|｜丨]|[ \u3000]+(?=[\u3400-\u9fff])"
    r"|(?<=[\u3400-\u9fff])[和与及](?=[\u3400-\u9fff]{2})"
)
_LABELLED: Final = re.compile(r"[\s(（【\[]*(?:作者|记者|記者|撰文|采写|文)[\s]*[:：/／|｜]?[\s]*")
_SOURCE_LABEL: Final = re.compile(
    r"[\s\u3000(（【\[]*(?:(?:本文|文章|稿件|新闻|信息|内容)?(?:来源|來源)|稿源|出处|出處|转自|轉自)"
    r"[ \u3000]{0,3}[:：|｜丨/／][\s\u3000]*"
)
# What stands beside a name of an outlet and is a button or a remark.
_BESIDE: Final = re.compile(
    r"[ \u3000]*(?:[(（【\[<《]|下载|下載|打开|打開|点击|點擊|订阅|訂閱|关注我们|举报|扫码"
    r"|分享到?$|收藏$"
    r"|我要|作者[:：]|编辑[:：]|责编).*$"
)


def may_sign(value: str) -> bool:
    """Say whether a person or a pen name may be called `value`."""
    value = value.strip()
    if not 1 < len(value) <= _LONGEST or _NO_SIGNER.search(value) or _OUTLET.search(value):
        return False
    if _POST.fullmatch(value):
        return False
    han = sum("\u3400" <= char <= "\u9fff" for char in value)
    return han <= _LONGEST_HAN


def parted_authors(found: Iterable[Found], names: PersonNames) -> Iterator[Found]:
    """Yield the authors of a page's markup, those of one string apart."""
    for fact in found:
        if _MADE.match(fact.value):
            continue
        parts = [part for part in _APART.split(fact.value) if part.strip()]
        named = [part for part in parts if _is_name(part.strip(), names)]
        if len(parts) > 1 and named:
            yield from (_part(fact, part.strip()) for part in named)
        elif persons := list(authors_in(fact.value, names)):
            yield from (_part(fact, person.name) for person in persons)
        else:
            value = fact.value[_label_end(fact.value) :].strip()
            yield fact if value == fact.value else _part(fact, value)


def outlet_of(source: Found) -> Found:
    """Return a source without the label before it and the button behind it."""
    label = _SOURCE_LABEL.match(source.value)
    value = _BESIDE.sub("", source.value[label.end() if label else 0 :]).strip()
    return _part(source, value) if value and value != source.value else source


def _label_end(value: str) -> int:
    label = _LABELLED.match(value)
    return label.end() if label and label.end() < len(value) else 0


def _is_name(part: str, names: PersonNames) -> bool:
    if part[:1].isascii():
        return may_sign(part) and any(char.isalpha() for char in part)
    return 2 <= len(part) <= 4 and names.begins_like_a_name(part) and may_sign(part)


def _part(fact: Found, value: str) -> Found:
    """Return `value`, a part of a fact's, where it stands."""
    at = fact.value.find(value)
    if fact.start is None or fact.end is None or at < 0:
        return msgspec.structs.replace(fact, value=value)
    start = fact.start + at
    return msgspec.structs.replace(fact, value=value, start=start, end=start + len(value))
