"""Time, authors and source of a page: what a reader sees first, then what the markup says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from pipeline.cleaning.bylines import source_in
from pipeline.cleaning.page_lines import Tree, collapse
from pipeline.cleaning.page_marks import Marks
from pipeline.cleaning.page_meta import PageMeta
from pipeline.cleaning.site_rules import SiteRule, fact
from pipeline.models import Found, Line
from pipeline.text.times import find_times

# Meta tags that hold the time of publication, the surest first.
_TIME_TAGS = (
    "article:published_time", "og:published_time", "publishdate", "pubdate", "og:release_date",
    "publish-date", "publish_time", "pub_date", "datepublished", "bytedance:published_time",
    "apub:time", "weibo:article:create_at", "weibo: article:create_at", "parsely-pub-date",
    "dc.date.issued", "dcterms.created", "firstpublishedtime", "releasedate", "date", "dc.date",
    "article.created", "createdate", "og:time", "filetime", "mediaid:publishdate", "dateupdate",
)  # fmt: skip
_AUTHOR_TAGS = ("article:author", "author", "og:author", "byline", "dc.creator", "parsely-author")
_SOURCE_TAGS = ("source", "og:source", "mediaid", "contentsource", "article:source")
_AUTHOR_NAMES = re.compile(r"author|writer|byline|zuozhe|reporter|(?:^|[-_ ])name[-_]?author")
_NOT_AUTHOR_NAMES = re.compile(r"editor|author-?(?:list|box|article|news|img|pic|icon|head|desc)")
_SOURCE_NAMES = re.compile(r"(?<![a-z])source|laiyuan|media-?name|(?:^|[-_ ])copyfrom")
_TIME_NAMES = re.compile(r"time|date|pub|info|sub|source|fabu|riqi|shijian")
_SAYS_TIME = re.compile("发布|发表|時間|时间|日期|发稿|發布|刊登")
_LABEL = re.compile(
    r"^[\s(（【\[]*(?:文章)?(?:作者|记者|撰文|文|来源|來源|稿源|出处|媒体)[\s\u3000]*[:：/／|｜︱][\s\u3000]*"
)
# A site, a paper or a desk is no author.
_DESK = re.compile(
    r"网$|网站|新闻$|报$|编辑|管理员|admin|小编|公司|频道|https?:|\.com|\.cn|客户端$", re.IGNORECASE
)
# The lines before the headline, and after the article, among which its time may stand.
_BEFORE, _AFTER = 6, 12
_ADDRESS = re.compile(
    r"/(?:[a-z]{0,3})(20[0-4]\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?=[/_.A-Za-z-]|\d{3,}|$)"
)
# No news page is older than the Web; an older date is the subject's.
_OLDEST = 1993


def published_in(
    tree: Tree, lines: Sequence[Line], meta: PageMeta, rule: SiteRule | None, url: str | None
) -> Found | None:
    """Return the surface of the time of publication and where it stood; None when none is given.

    What the site's rule names comes first, then what a reader sees, the markup, and the address.
    """
    ruled = fact(rule.time, tree)[:200] if rule else ""
    for span in find_times(ruled):
        if span.fields.year is not None and span.fields.hour is not None and rule:
            return Found(value=ruled[span.start : span.end], where=f"rule:{rule.name}")
    seen = _visible_time(tree, lines)
    given = next(_given_times(meta), None)
    if seen is None:
        return given or _in_address(url or meta.canonical_url or "")
    if given is not None and not _has_clock(seen.value) and _same_day(seen.value, given.value):
        return given
    return seen


def authors_in_markup(
    tree: Tree, marks: Marks, meta: PageMeta, rule: SiteRule | None
) -> Iterator[Found]:
    """Yield the authors that the site's rule, meta tags, JSON-LD and class names give."""
    ruled = _LABEL.sub("", fact(rule.author, tree)) if rule else ""
    if rule and 2 <= len(ruled) <= 20:
        yield Found(value=ruled, where=f"rule:{rule.name}")
    # The site itself, as the tail of the document's title names it, is no author.
    tail = meta.page_title.removeprefix(meta.title)
    for name in _names_of(meta.linked.get("author")):
        if _is_author(name, tail):
            yield Found(value=name, where="json-ld")
    for tag in _AUTHOR_TAGS:
        name = meta.tags.get(tag, "")
        if _is_author(name, tail):
            yield Found(value=name, where=f"meta:{tag}")
    for element in _named(tree, _AUTHOR_NAMES, marks):
        names = _attributes(element)
        text = _LABEL.sub("", _short_text(element))
        if _is_author(text, tail) and not _NOT_AUTHOR_NAMES.search(names):
            yield Found(value=text, where="class")
            return


def source_in_markup(
    tree: Tree, marks: Marks, meta: PageMeta, rule: SiteRule | None
) -> Found | None:
    """Return the source that the site's rule, class names or meta tags give."""
    ruled = _LABEL.sub("", fact(rule.source, tree)) if rule else ""
    if rule and 2 <= len(ruled) <= 24 and not find_times(ruled):
        return Found(value=ruled, where=f"rule:{rule.name}")
    for element in _named(tree, _SOURCE_NAMES, marks):
        text = _short_text(element)
        if (found := source_in(text)) is not None:
            return Found(value=found.name, where="class")
        text = _LABEL.sub("", text)
        if 2 <= len(text) <= 16 and not re.search(r"\d|[:：，。,]", text):
            return Found(value=text, where="class")
    for tag in _SOURCE_TAGS:
        if 2 <= len(meta.tags.get(tag, "")) <= 24:
            return Found(value=meta.tags[tag], where=f"meta:{tag}")
    return None


def _visible_time(tree: Tree, lines: Sequence[Line]) -> Found | None:
    """Return the likeliest time among the lines about the headline and the article."""
    body = [n for n, line in enumerate(lines) if line.label == "body"]
    if not body:
        return None
    heads = [n for n, line in enumerate(lines) if line.label == "headline" and n < body[-1]]
    head = heads[-1] if heads else max(0, body[0] - 2 * _BEFORE)
    best, found = 0.0, None
    for number in range(max(0, head - _BEFORE), min(len(lines), body[-1] + _AFTER)):
        line, text = lines[number], tree.lines[number].text
        node = tree.nodes[tree.lines[number].node]
        prose = line.label == "body" and (number > body[0] or len(text) > 60)
        if prose or line.label == "link" or len(text) > 200 or node.hidden:
            continue
        for span in find_times(text):
            fields = span.fields
            if fields.year is None or fields.day is None or fields.year < _OLDEST:
                continue
            before = text[: span.start]
            # Ten keeps every candidate above none; the rest was weighed on what pages show.
            score = 10.0 + 3.0 * (fields.hour is not None)
            score += bool(_TIME_NAMES.search(node.names.lower())) + bool(_SAYS_TIME.search(before))
            score += 2.0 * (head <= number <= body[0]) - 0.02 * abs(number - head)
            score -= 2.0 * ("最后" in before or "更新" in before)
            if score > best:
                start, end = line.start + span.start, line.start + span.end
                value = text[span.start : span.end]
                best, found = score, Found(value=value, where="line", start=start, end=end)
            break
    return found


def _in_address(url: str) -> Found | None:
    """Return the day in an address: /2023/05/03/, /2023-05/03/, /20230503/, /a/20230503123."""
    found = _ADDRESS.search(url)
    if not found:
        return None
    return Found(value="-".join(found.groups()), where="url")


def _given_times(meta: PageMeta) -> Iterator[Found]:
    value = meta.linked.get("datePublished") or meta.linked.get("pubDate")
    if isinstance(value, str) and find_times(value[:60]):
        yield Found(value=collapse(value[:60]), where="json-ld")
    for tag in _TIME_TAGS:
        value = meta.tags.get(tag)
        if value and (len(spans := find_times(value[:60])) == 1) and spans[0].fields.day:
            yield Found(value=value[spans[0].start : spans[0].end], where=f"meta:{tag}")


def _has_clock(surface: str) -> bool:
    return any(span.fields.hour is not None for span in find_times(surface))


def _same_day(left: str, right: str) -> bool:
    days = []
    for surface in (left, right):
        spans = find_times(surface)
        fields = spans[0].fields if spans else None
        days.append((fields.year, fields.month, fields.day) if fields else None)
    return days[0] == days[1]


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
        if not isinstance(element.tag, str):
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
