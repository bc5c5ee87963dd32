"""What the head and the markup of a page say: headline, address, keywords, language."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice
from typing import Any

import msgspec
from lxml.html import HtmlElement

from pipeline.cleaning.page.page_lines import Tree, collapse
from pipeline.cleaning.page.site_rules import SiteRule, facts
from pipeline.types.articles import Struct

# A document's title is the headline with channel and site after it, parted by one of these.
_PARTS = re.compile(r"\s*[_|｜丨]+\s*|\s+[-–—]+\s+|\s*-{2,}\s*|\s*[«»]\s*")
# A hyphen without spaces stands in headlines too: it parts only a short tail, or two.
_TAIL = re.compile(r"(.{6,}?)(?:[-–][^-–\s]{2,12}){1,2}$")
# Publishers cut long titles; what is left of a short one begins other lines too.
_CUT, _LEAST_CUT = re.compile(r"[.…⋯]{2,}$"), 8
_LED = re.compile("[-_—|｜:：]$")
# Every line is compared with the document's title: a title of any length would cost its square.
_LONGEST = 500
# Texts that a rule's paths give and that are looked at.
_MOST_RULED = 8
_LD_JSON = "application/ld+json"


class PageMeta(Struct, frozen=True, kw_only=True):
    """Facts of the markup. `tags` are the meta tags by lower-case name, `linked` the JSON-LD."""

    title: str = ""
    sure: bool = False
    page_title: str = ""
    canonical_url: str | None = None
    keywords: tuple[str, ...] = ()
    language: str | None = None
    tags: dict[str, str] = {}
    linked: dict[str, Any] = {}


def read_meta(tree: Tree) -> PageMeta:
    """Return what the markup of a page says; empty facts for a page without markup."""
    root = tree.root
    if root is None:
        return PageMeta()
    tags = _meta_tags(root)
    page_title = collapse(next((e.text_content()[:_LONGEST] for e in root.iter("title")), ""))
    linked = _linked_data(root)
    headline = linked.get("headline")
    given = tags.get("og:title") or tags.get("twitter:title") or ""
    if not given and isinstance(headline, str):
        given = collapse(headline[:_LONGEST])
    given = given or tree.kept.get("title", "")
    title, sure = find_title(tree, page_title, given)
    words = re.split(r"[,，、;；\s]+", tags.get("keywords", ""))
    return PageMeta(
        title=title,
        sure=sure,
        page_title=page_title,
        canonical_url=_canonical(root) or tags.get("og:url"),
        keywords=tuple(dict.fromkeys(word for word in words if word))[:20],
        language=root.get("lang") or tags.get("content-language") or tags.get("og:locale"),
        tags=tags,
        linked=linked,
    )


def find_title(tree: Tree, page_title: str, given: str) -> tuple[str, bool]:
    """Return the article's headline, and whether a line of the page confirms it.

    It is the line that begins the document's title, or the title `given` in the markup; rather a
    heading, rather without the channel and site that follow there.
    """
    wanted, first = bare_text(page_title), bare_text(first_part(page_title))
    named = bare_text(first_part(given))
    cuts = tuple(cut for cut in map(_without_cut, (first, named)) if cut)
    best, best_score = "", 0.0
    seen: set[str] = set()
    for line in tree.lines:
        bare = bare_text(line.text) if 4 <= len(line.text) <= 120 else ""
        if len(bare) < 4 or bare in seen or (line.linked * 2 > len(bare) and not line.heading):
            continue
        seen.add(bare)
        match = 3.0 if bare in {first, named} else 2.0 if wanted.startswith(bare) else 0.0
        if not match and len(bare) > 7 and bare in wanted:
            # 某某日报数字报-标题: some put the site first.
            match = 2.0 if _LED.search(wanted.removesuffix(bare)) else 1.0
        if not match and bare.startswith(cuts):
            # Below a line that is as the title is, dots and all.
            match = 2.9
        if not match:
            continue
        names = tree.nodes[line.node].names.lower() if line.node >= 0 else ""
        # How the line fits the document's title decides; length, heading and name part equals.
        # Chosen: with it all 31 titles of the 32 shared pages are right (`make eval`).
        score = match + len(bare) / 100 + (1.0 if line.heading == 1 else 0.5 * bool(line.heading))
        score += 0.5 * ("title" in names)
        if score > best_score:
            best, best_score = line.text, score
    if best_score >= 2.0:
        return best, True
    return first_part(given) or first_part(page_title), False


def ruled_title(rule: SiteRule | None, tree: Tree, meta: PageMeta) -> str:
    """Return the headline that a site's rule names, empty where the page itself says another.

    A path that is wide (//h1) meets the logo of the channel first: where the document's title
    begins with a line of the page, what shares less than half of its pairs with that is none.
    """
    for ruled in islice(facts(rule.title, tree), _MOST_RULED) if rule else ():
        if 4 <= len(ruled) <= 120 and (not meta.sure or _alike(ruled, meta.title)):
            return ruled
    return ""


def _alike(left: str, right: str) -> bool:
    pairs = [
        {text[n : n + 2] for n in range(len(text) - 1)} for text in map(bare_text, (left, right))
    ]
    return 2 * len(pairs[0] & pairs[1]) >= min(map(len, pairs))


def first_part(page_title: str) -> str:
    """Return a document's title without the channel and site that follow the headline."""
    parts = [part for part in _PARTS.split(page_title) if part]
    if not parts:
        return page_title
    first = parts[0] if len(parts[0]) >= 8 or len(parts) == 1 else max(parts[:2], key=len)
    tailed = _TAIL.match(first)
    return tailed[1] if tailed else first


def _without_cut(bare: str) -> str:
    """Return what a title that was cut short has of its headline; else nothing."""
    whole = _CUT.sub("", bare)
    return whole if _LEAST_CUT <= len(whole) < len(bare) else ""


def bare_text(text: str) -> str:
    """Return a text as headlines are compared: width folded, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _meta_tags(root: HtmlElement) -> dict[str, str]:
    tags: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        name = name or element.get("http-equiv")
        content = element.get("content")
        if name and content and content.strip():
            tags.setdefault(name.strip().lower(), collapse(content[:_LONGEST]))
    return tags


def _canonical(root: HtmlElement) -> str | None:
    for element in root.iter("link"):
        if (element.get("rel") or "").lower() == "canonical" and element.get("href"):
            return str(element.get("href")).strip()
    return None


def _linked_data(root: HtmlElement) -> dict[str, Any]:
    """Return the JSON-LD object that describes an article, or an empty one."""
    for element in root.iter("script"):
        if (element.get("type") or "").lower() != _LD_JSON or not element.text:
            continue
        try:
            found = msgspec.json.decode(element.text.strip().encode())
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            continue
        items = found if isinstance(found, list) else [found]
        for item in items:
            graph = item.get("@graph") if isinstance(item, dict) else None
            for entry in graph if isinstance(graph, list) else [item]:
                if isinstance(entry, dict) and ("datePublished" in entry or "pubDate" in entry):
                    return entry
    return {}
