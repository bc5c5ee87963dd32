"""Authors and source of a page, as its markup and the lines about its headline give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from pipeline.cleaning.names.bylines import authors_in, source_in
from pipeline.cleaning.names.person_names import PersonNames
from pipeline.cleaning.page.buttons import is_button, without_buttons
from pipeline.cleaning.page.known_words import Marks
from pipeline.cleaning.page.meta import PageMeta
from pipeline.cleaning.page.page_lines import Tree, collapse
from pipeline.cleaning.page.people import (
    about_article,
    bare_names,
    is_near,
    media_names,
    profile_names,
)
from pipeline.cleaning.page.site_rules import SiteRule, fact, facts
from pipeline.text.times.find import find_times
from pipeline.types.articles import Found, Line

_AUTHOR_TAGS = ("article:author", "author", "og:author", "byline", "dc.creator", "parsely-author")
_SOURCE_TAGS = ("source", "og:source", "mediaid", "contentsource", "article:source")
_AUTHOR_NAMES = re.compile(r"author|writer|byline|zuozhe|reporter|(?:^|[-_ ])name[-_]?author")
_NOT_AUTHOR_NAMES = re.compile(r"editor|author-?(?:list|box|article|news|img|pic|icon|head|desc)")
_SOURCE_NAMES = re.compile(
    r"(?<![a-z])source|laiyuan|media[-_]?name|(?:^|[-_ ])copyfrom"
    r"|(?:profile|account)_nickname|\bjs_name\b"
)
_LABEL = re.compile(
    r"^[\s(（【\[]*(?:文章)?(?:作者|记者|撰文|文|来源|來源|稿源|出处|媒体)[\s\u3000]*[:：/／|｜︱][\s\u3000]*"
)
# Whose picture it is says nothing of whose article it is.
_PICTURE = re.compile(r"[\s(（\[【]*(?:图|圖|摄|攝|视频|視頻|题图|題圖|配图|封面)")
_PARTED = re.compile("[-_|｜–—]")
# Texts that a rule's paths give and that are looked at: a wide path gives a navigation.
_MOST_RULED = 8
# So many characters tell one name from another; buttons may stand between those behind.
_OPENING = 6
_AND = re.compile(r"[、,，/／;；|｜\s\u3000]+")
# A site, a paper or a desk is no author.
_DESK = re.compile(
    r"网$|網$|网站|新闻$|新聞$|报$|報$|社$|通[讯訊]社|電視台$|电视台$|编辑|管理员|admin|小编|公司|频道|https?:|\.com|\.cn|客户端$|登录|注册|我的|主页|更多|关注|私信|会员|中心$|专栏|官方|日报|媒体|杂志|号$|发布$|在线$|看TA|相关|相關|文章|推荐|推薦|排行|热门|熱門",
    re.IGNORECASE,
)


def authors_in_markup(
    tree: Tree,
    marks: Marks,
    names: PersonNames,
    meta: PageMeta,
    rule: SiteRule | None,
    *,
    lines: Sequence[Line] = (),
) -> Iterator[Found]:
    """Yield the authors that the site's rule, meta tags, JSON-LD, and scripts give.

    `lines` are the page's, judged: a class that says author counts near the article alone.
    """
    ruled = _LABEL.sub("", fact(rule.author, tree)) if rule else ""
    if rule and 2 <= len(ruled) <= 20:
        yield Found(value=ruled, where=f"rule:{rule.name}")
    # The site itself, as the tail of the document's title names it, is no author.
    tail = _PARTED.split(meta.page_title.removeprefix(meta.title))[-1]
    for given in _names_of(meta.linked.get("author")):
        for name in _written(given, names):
            if _is_author(name, tail):
                yield Found(value=name, where="json-ld")
    for tag in _AUTHOR_TAGS:
        for name in _written(meta.tags.get(tag, ""), names):
            if _is_author(name, tail):
                yield Found(value=name, where=f"meta:{tag}")
    yield from _authors_by_class(tree, marks, names, tail, lines)
    for name in _written(tree.kept.get("author", ""), names):
        if _is_author(name, tail):
            yield Found(value=name, where="script")


def _authors_by_class(
    tree: Tree, marks: Marks, names: PersonNames, tail: str, lines: Sequence[Line]
) -> Iterator[Found]:
    near = about_article(tree, lines)
    for element in _named(tree, _AUTHOR_NAMES, marks):
        if _NOT_AUTHOR_NAMES.search(_attributes(element)):
            continue
        if near and _short_text(element) not in near:
            # A card's author is not the article's.
            continue
        fit = [name for name in _written(_short_text(element), names) if _is_author(name, tail)]
        if fit:
            yield from (Found(value=name, where="class") for name in fit)
            return


def author_hints(tree: Tree, lines: Sequence[Line], names: PersonNames) -> Iterator[Found]:
    """Yield who may have signed a page that names its author nowhere: see `page/people`."""
    for name in profile_names(tree, lines):
        if _is_author(name, ""):
            yield Found(value=name, where="link")
            return
    yield from bare_names(tree, lines, names)


def source_in_markup(
    tree: Tree, lines: Sequence[Line], meta: PageMeta, marks: Marks, *, rule: SiteRule | None
) -> Found | None:
    """Return the source that the site's rule, class names, meta tags or the line of time give."""
    for each in islice(facts(rule.source, tree), _MOST_RULED) if rule else ():
        ruled = _LABEL.sub("", each)
        fit = 2 <= len(ruled) <= 24 and not (find_times(ruled) or is_button(ruled, marks))
        if rule and fit and is_near(ruled, tree, lines):
            return Found(value=ruled, where=f"rule:{rule.name}")
    near = "".join(about_article(tree, lines).split())
    for element in _named(tree, _SOURCE_NAMES, marks):
        text = without_buttons(element, marks)
        if _PICTURE.match(text) or (near and "".join(text.split())[:_OPENING] not in near):
            # What a dialog or a card calls its source is not the article's.
            continue
        if (found := source_in(text)) is not None:
            return Found(value=found.name, where="class")
        text = _LABEL.sub("", text)
        if 2 <= len(text) <= 16 and not re.search(r"\d|[:：，。,]", text):
            return Found(value=text, where="class")
    for tag in _SOURCE_TAGS:
        value = _LABEL.sub("", meta.tags.get(tag, ""))
        if 2 <= len(value) <= 24:
            return Found(value=value, where=f"meta:{tag}")
    if kept := tree.kept.get("source"):
        return Found(value=kept, where="script")
    return next(media_names(tree, lines), None)


def _names_of(value: Any) -> list[str]:  # noqa: ANN401 - JSON-LD may hold anything
    if isinstance(value, str):
        return [collapse(value)]
    if isinstance(value, dict):
        return _names_of(value.get("name"))
    if isinstance(value, list):
        return [
            name for item in value[:20] for name in _names_of(item) if not isinstance(item, list)
        ]
    return []


def _written(text: str, names: PersonNames) -> list[str]:
    """Return the names in an author's field, which may hold a byline: 晚报记者 林小舟."""
    named = [person.name for person in authors_in(text, names)]
    if named:
        return named
    bare = _LABEL.sub("", text)
    parts = [part for part in _AND.split(bare) if part]
    # A pen name may hold a comma; names of persons tell themselves.
    if all(2 <= len(part) <= 4 and names.begins_like_a_name(part) for part in parts):
        return parts
    return [bare]


def _is_author(name: str, site: str) -> bool:
    if not 2 <= len(name) <= 20 or name in site:
        return False
    return not (_DESK.search(name) or re.search(r"[\d:：，。,]", name))


def _named(tree: Tree, pattern: re.Pattern[str], marks: Marks) -> Iterator[HtmlElement]:
    """Yield the elements whose class, id, rel or itemprop fits, outside furniture."""
    if tree.root is None:
        return
    walker = etree.iterwalk(tree.root, events=("start",))
    for _, element in walker:
        if not isinstance(element.tag, str) or not element.keys():
            continue
        names = _attributes(element)
        if not names:
            continue
        if pattern.search(names):
            yield element
        elif element.tag not in {"body", "html"} and marks.is_furniture(names):
            walker.skip_subtree()


def _attributes(element: HtmlElement) -> str:
    values = (element.get(name) for name in ("class", "id", "rel", "itemprop"))
    return " ".join(value for value in values if value).lower()


def _short_text(element: HtmlElement) -> str:
    """Return an element's text when it is short, else an empty string; reads no further."""
    pieces, size = [], 0
    for piece in element.itertext():
        pieces.append(piece)
        size += len(piece)
        if size > 400:
            return ""
    return collapse("".join(pieces))
