"""The time of publication of a page: what a reader sees first, then what the markup says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from lxml import etree

from pipeline.cleaning.page.known_words import Marks
from pipeline.cleaning.page.meta import PageMeta
from pipeline.cleaning.page.page_lines import Tree, collapse
from pipeline.cleaning.page.script_state import timestamp
from pipeline.cleaning.page.site_rules import SiteRule, fact
from pipeline.text.times.calendar import CHINA
from pipeline.text.times.find import find_times, from_timestamp, parse_timestamp
from pipeline.types.articles import Found, Line

# Meta tags that hold the time of publication, the surest first.
_TIME_TAGS = (
    "article:published_time", "og:published_time", "publishdate", "pubdate", "og:release_date",
    "publish-date", "publish_time", "pub_date", "datepublished", "bytedance:published_time",
    "apub:time", "weibo:article:create_at", "weibo: article:create_at", "parsely-pub-date",
    "dc.date.issued", "dcterms.created", "firstpublishedtime", "releasedate", "date", "dc.date",
    "article.created", "createdate", "og:time", "filetime", "mediaid:publishdate", "dateupdate",
)  # fmt: skip
_TIME_NAMES = re.compile(r"time|date|pub|info|sub|source|fabu|riqi|shijian")
_SAYS_TIME = re.compile("发布|发表|時間|时间|日期|发稿|發布|刊登")
# A script's variable or key that holds it: var ct = "1683077400", "pubTime":"2023-05-03 09:30".
_IN_SCRIPT = re.compile(
    r"(?<![A-Za-z_])(?:ct|p_?time|ori_create_time|(?:pub|publish|published|post|release|create|news)_?"
    r"(?:time|date|at))\\?[\"']?\s{0,4}[:=]\s{0,4}\\?[\"']?"
    r"(1\d{9}(?:\d{3})?(?!\d)|20\d{12}(?!\d)|20\d\d[-/年.]\d{1,2}[-/月.]\d{1,2}[日T\s]{0,2}(?:\d{1,2}:\d\d(?::\d\d)?)?)",
    re.IGNORECASE,
)
# Characters of one script that are read: times stand near its head, bundles have millions.
_SCRIPT_READ = 200_000
# The lines before the headline, and after the article, among which its time may stand.
_BEFORE, _AFTER = 6, 12
_ADDRESS = re.compile(
    r"/(?:[a-z]{0,3})(20[0-4]\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?=[/_.A-Za-z-]|\d{3,}|$)"
)
# A link before a time, which is in none, is the site's address there; a headline makes a card.
_HAN, _LABEL = re.compile("[\u4e00-\u9fff]"), 6
_ASIDES = frozenset({"aside", "nav", "footer"})
# No news page is older than the Web; an older date is the subject's.
_OLDEST = 1993


def published_in(
    tree: Tree,
    lines: Sequence[Line],
    meta: PageMeta,
    marks: Marks,
    *,
    rule: SiteRule | None = None,
    url: str | None = None,
) -> Found | None:
    """Return the surface of the time of publication and where it stood; None when none is given.

    What the site's rule names comes first, then what a reader sees, the markup, the scripts, the
    address, and at last a day above the headline. A day that another of these gives with its time
    of day is taken with it.
    """
    ruled = fact(rule.time, tree)[:200] if rule else ""
    for span in find_times(ruled):
        if span.fields.year is not None and span.fields.hour is not None and rule:
            return Found(value=ruled[span.start : span.end], where=f"rule:{rule.name}")
    found = _visible_time(tree, lines, marks)
    if found is not None and _has_clock(found.value):
        return found
    day = _day(found.value) if found else None
    for given in _given_times(tree, meta, marks):
        found, day = found or given, day or _day(given.value)
        if _has_clock(given.value) and _day(given.value) == day:
            return given
    return found or _in_address(url or meta.canonical_url or "") or _above(tree, lines)


def _visible_time(tree: Tree, lines: Sequence[Line], marks: Marks) -> Found | None:
    """Return the likeliest time among the lines about the headline and the article."""
    body = [n for n, line in enumerate(lines) if line.label == "body"]
    if not body:
        return None
    heads = [n for n, line in enumerate(lines) if line.label == "headline" and n < body[-1]]
    head = heads[-1] if heads else max(0, body[0] - 2 * _BEFORE)
    best, found, above = 0.0, None, None
    for number in range(max(0, head - _BEFORE), min(len(lines), body[-1] + _AFTER)):
        line, text = lines[number], tree.lines[number].text
        node = tree.nodes[tree.lines[number].node]
        prose = line.label == "body" and (number > body[0] or len(text) > 60)
        linked = line.label == "link"
        if prose or len(text) > 200 or node.hidden or (linked and not head < number < body[0]):
            continue
        for span in find_times(text):
            fields = span.fields
            if fields.year is None or fields.day is None or fields.year < _OLDEST:
                continue
            before, value = text[: span.start], text[span.start : span.end]
            if linked and (
                len(_HAN.findall(before)) > _LABEL
                or tree.lines[number].linked + len(value) > len(text)
            ):
                break
            if number > body[0] and (_is_comment(tree, number, marks) or _differs(above, value)):
                break
            # Ten keeps every candidate above none; the rest was weighed on what pages show.
            score = 10.0 + 3.0 * (fields.hour is not None)
            score += bool(_TIME_NAMES.search(node.names.lower())) + bool(_SAYS_TIME.search(before))
            score += 2.0 * (head <= number <= body[0]) - 0.02 * abs(number - head)
            score -= 2.0 * ("最后" in before or "更新" in before)
            if score > best:
                start, end = line.start + span.start, line.start + span.end
                best, found = score, Found(value=value, where="line", start=start, end=end)
                above = value if head <= number <= body[0] else above
            break
    return found


def _differs(above: str | None, value: str) -> bool:
    """Say whether a time below the article is not of the day that stands above it."""
    return above is not None and _day(above) != _day(value)


def _is_comment(tree: Tree, number: int, marks: Marks) -> bool:
    """Say whether a line stands in furniture, up to three blocks around it."""
    node = tree.lines[number].node
    for _ in range(3):
        if node < 0:
            return False
        if marks.is_furniture(tree.nodes[node].names):
            return True
        node = tree.nodes[node].parent
    return False


def _given_times(tree: Tree, meta: PageMeta, marks: Marks) -> Iterator[Found]:
    """Yield the times that the markup and the scripts give, the surest first."""
    value = meta.linked.get("datePublished") or meta.linked.get("pubDate")
    if isinstance(value, str) and find_times(value[:60]):
        yield Found(value=collapse(value[:60]), where="json-ld")
    for tag in _TIME_TAGS:
        value = meta.tags.get(tag)
        if value and (len(spans := find_times(value[:60])) == 1) and spans[0].fields.day:
            yield Found(value=value[spans[0].start : spans[0].end], where=f"meta:{tag}")
    if value := tree.kept.get("time"):
        yield Found(value=value, where="script")
    yield from _time_elements(tree, marks)
    if tree.root is None:
        return
    for element in tree.root.iter("script"):
        text = (element.text or "")[:_SCRIPT_READ]
        for found in islice(_IN_SCRIPT.finditer(text), 3):
            surface = found[1]
            if re.fullmatch(r"20\d{12}", surface):
                d, c = surface[:8], surface[8:]
                surface = f"{d[:4]}-{d[4:6]}-{d[6:]} {c[:2]}:{c[2:4]}:{c[4:]}"
            if value := timestamp(surface):
                yield Found(value=value, where="script")


def _time_elements(tree: Tree, marks: Marks) -> Iterator[Found]:
    """Yield what the first `time` elements outside furniture give to machines."""
    if tree.root is None:
        return
    left = 3
    walker = etree.iterwalk(tree.root, events=("start",))
    for _, element in walker:
        if not isinstance(element.tag, str) or (not element.keys() and element.tag not in _ASIDES):
            continue
        if element.tag == "time" and (value := timestamp(element.get("datetime"))):
            yield Found(value=value, where="time")
            left -= 1
            if not left:
                return
        elif element.tag in _ASIDES or (
            element.tag not in {"body", "html", "time"}
            and marks.is_furniture(f"{element.get('class') or ''} {element.get('id') or ''}")
        ):
            walker.skip_subtree()


def _in_address(url: str) -> Found | None:
    """Return the day in an address: /2023/05/03/, /2023-05/03/, /20230503/, /a/20230503123."""
    found = _ADDRESS.search(url)
    if not found:
        return None
    return Found(value="-".join(found.groups()), where="url")


def _above(tree: Tree, lines: Sequence[Line]) -> Found | None:
    """Return the last full date before the article: papers print theirs above the whole page."""
    first = next((n for n, line in enumerate(lines) if line.label == "body"), 0)
    for number in range(first - 1, -1, -1):
        line, text = lines[number], tree.lines[number].text
        if line.label == "link" or len(text) > 80:
            continue
        for span in find_times(text):
            if (span.fields.year or 0) >= _OLDEST and span.fields.day is not None:
                start, end = line.start + span.start, line.start + span.end
                return Found(value=text[span.start : span.end], where="line", start=start, end=end)
    return None


def _has_clock(surface: str) -> bool:
    return any(span.fields.hour is not None for span in find_times(surface))


def _day(surface: str) -> date | None:
    """Return the day of a surface in China."""
    seconds = parse_timestamp(surface)
    point = from_timestamp(seconds) if seconds is not None else None
    return point.astimezone(CHINA).date() if point else None
