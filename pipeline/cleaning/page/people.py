"""Who signs a page, and whose page it is, by the lines between its headline and its text.

Blogs link the author's name beside the time; portals write 江口晚报 or 林小舟/江口新闻 there, with
no word before it. What is found here is a guess by shape, and taken only where nothing better is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from pipeline.cleaning.names.person_names import PersonNames
from pipeline.cleaning.page.page_lines import Tree, collapse
from pipeline.cleaning.page.shapes import is_info
from pipeline.text.times.find import find_times
from pipeline.types.articles import Found, Line

# Lines below the article that may hold what blogs write there: posted @ 2023-05-03 by …
_BELOW = 3
# Lines about headline and body in which a class may name the author: sites put a card of him there.
_AROUND = 8
# Links of one line that are looked at: more of them make a list and no byline.
_MOST_LINKS = 12
# What names an author is short, and there are not more such lines about an article.
_SHORT, _MOST_LINES = 200, 60
_PROFILE = re.compile(
    r"/(?:u|user|users|author|authors|people|profile|member|space|reporter|reporters|journalist)s?/"
    r"|[?&](?:uid|userid|authorid)=|home\.php\?mod=space",
    re.IGNORECASE,
)
_NICK = re.compile(
    "nick-?_?name|user-?_?name|author|writer|(?<![a-z])xw1(?![a-z0-9])", re.IGNORECASE
)
_PARTS = re.compile(r"[\s\u3000|｜丨/／·•,，;；、()（）【】\[\]:：]+")
_MEDIA = re.compile(
    "(?:日报|晚报|晨报|早报|时报|商报|都市报|周报|周刊|电视台|电台|广播|新闻网|新闻社|新闻|通讯社|在线|客户端|发布|财经|观察"
    "|融媒体?|融媒体中心|日報|晚報|時報|週刊|電視台|新聞網|新聞|通訊社|[省市县区州]网|[\u4e00-\u9fff]{2}网|[\u4e00-\u9fff]{2}报)$"
)
_NO_MEDIA = re.compile(
    "首页|频道|返回|更多|来自|关于|阅读|评论|发布于|发表于|正文|我的|官方"
    # A column stands beside the time as an outlet does.
    "|^(?:时政|時政|政务|政務|社会|社會|国内|國內|国际|國際|本地|地方|行业|行業|公司|企业|企業|体育|體育|娱乐|娛樂|科技|军事|軍事|教育"
    "|健康|民生|法治|文化|热点|熱點|头条|最新|今日|综合|綜合|即时|即時|图片|圖片|视频|財經|财经|生活|产业|產業)(?:新闻|新聞|财经|财經|財經|发布|观察|在线)$"
)
# Three characters that begin like a name and are none: places, sites, words of the interface.
_NO_NAME = re.compile(
    "[网報报社台局院部会界圈讯频道号站市省县区州港城镇村厂店馆队版组刊室处科发布中心文新闻者员家方]$|网|新闻|本报|点击|关注|全文"
)
# Rarity of a family name: what is rarer begins words as often.
_COMMON = 3


def profile_names(tree: Tree, lines: Sequence[Line]) -> Iterator[str]:
    """Yield the names that link to a profile, in the lines about headline and article."""
    for number in _zone(lines):
        line = tree.lines[number]
        if not (0 <= line.node < len(tree.elements)) or len(line.text) > 120:
            continue
        for link in islice(tree.elements[line.node].iter("a"), _MOST_LINKS):
            text = collapse("".join(islice(link.itertext(), 8)))
            if text not in line.text:
                continue
            above = link.getparent()
            names = (
                f"{link.get('class') or ''} {above.get('class') or '' if above is not None else ''}"
            )
            if _PROFILE.search(link.get("href") or "") or _NICK.search(names):
                yield text


def bare_names(tree: Tree, lines: Sequence[Line], names: PersonNames) -> Iterator[Found]:
    """Yield the names of three characters that stand for themselves beside the time."""
    for text, found in _words(tree, lines):
        if len(text) != 3 or not names.begins_like_a_name(text) or _NO_NAME.search(text):
            continue
        if names.rarity.get(text[0], _COMMON) < _COMMON:
            yield found


def media_names(tree: Tree, lines: Sequence[Line]) -> Iterator[Found]:
    """Yield the papers, stations and sites that are named beside the time."""
    for text, found in _words(tree, lines):
        if 3 <= len(text) <= 14 and _MEDIA.search(text) and not _NO_MEDIA.search(text):
            yield found


def _words(tree: Tree, lines: Sequence[Line]) -> Iterator[tuple[str, Found]]:
    """Yield the words of the lines that hold the time, or touch one that does, times left out."""
    zone = _zone(lines)
    timed = {n for n in zone if is_info(tree.lines[n].text)}
    for number in zone:
        line, text = lines[number], tree.lines[number].text
        if len(text) > 120 or line.label in {"body", "headline", "credit"}:
            continue
        if timed.isdisjoint({number - 1, number, number + 1}):
            continue
        if number not in timed and len(text) > 24:
            continue
        position = 0
        for span in [*find_times(text), None]:
            end = span.start if span else len(text)
            for word, start in _parted(text, position, end):
                at = line.start + start
                yield word, Found(value=word, where="info", start=at, end=at + len(word))
            position = span.end if span else end


def _parted(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    position = start
    for gap in [*_PARTS.finditer(text, start, end), None]:
        stop = gap.start() if gap else end
        if stop > position:
            yield text[position:stop], position
        position = gap.end() if gap else end


def near_article(lines: Sequence[Line]) -> range:
    """Return the lines from a little above the headline to a little below the body."""
    body = [n for n, line in enumerate(lines) if line.label == "body"]
    if not body:
        return range(0)
    heads = [n for n, line in enumerate(lines) if line.label == "headline" and n < body[0]]
    first = heads[0] if heads else body[0]
    end = min(len(lines), body[-1] + 1 + _AROUND)
    # Links to other articles begin what is not about this one.
    links = (n for n in range(body[-1] + 1, end) if lines[n].label in {"link", "marker"})
    return range(max(0, first - _AROUND), next(links, end))


def about_article(tree: Tree, lines: Sequence[Line]) -> str:
    """Return the short lines above and below the article, where its author may be named.

    Below it, what begins with a link is a card.
    """
    body = [n for n, line in enumerate(lines) if line.label == "body"]
    if not body:
        return ""
    near = near_article(lines)
    numbers = [
        *range(near.start, body[0] + _BELOW),
        *range(max(body[0] + _BELOW, body[-1] - _BELOW), near.stop),
    ]
    texts = (
        tree.lines[n].text
        for n in numbers
        if n < min(body[-1] + 1, near.stop) or (n < near.stop and not tree.lines[n].led)
    )
    return "\n".join(islice((text for text in texts if len(text) <= _SHORT), _MOST_LINES))


def is_near(text: str, tree: Tree, lines: Sequence[Line]) -> bool:
    """Say whether a text stands in a line from the headline on; the navigation is above it."""
    near = near_article(lines)
    heads = [n for n in near if lines[n].label == "headline"]
    about = "\n".join(
        tree.lines[n].text for n in range(heads[0] if heads else near.start, near.stop)
    )
    return not near or text in about


def _zone(lines: Sequence[Line]) -> list[int]:
    """Return the lines from the headline to the first of the body, and a few below the last."""
    body = [n for n, line in enumerate(lines) if line.label == "body"]
    if not body:
        return []
    heads = [n for n, line in enumerate(lines) if line.label == "headline" and n < body[0]]
    first = heads[-1] if heads else max(0, body[0] - _BELOW)
    if body[0] - first > 15:
        first = body[0] - 15
    return [*range(first, body[0]), *range(body[-1] + 1, min(len(lines), body[-1] + 1 + _BELOW))]
