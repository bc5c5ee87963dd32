"""Per-site rules, a file of data/sites each: where a known site keeps its article and its facts.

A rule is a hint and no order: what it names must be there and hold text, or the page is judged as
any other. A new site is a new file, no code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from pipeline.cleaning.page.page_lines import Tree, collapse
from pipeline.errors import ResourceError
from pipeline.text.fingerprint import site_of_url
from pipeline.types.articles import Struct

FIELDS = ("body", "drop", "title", "time", "author", "source")
# A page that does not say its address belongs to the host that most of its links lead to.
_LINKS_READ = 300
# Fewer links to one host are a coincidence. Both chosen, not measured.
_LINKS_NEEDED = 5
_HOST = re.compile(r"(?:https?:)?//([\w.-]{4,80})")


class SiteRule(Struct, frozen=True, kw_only=True):
    """The XPaths of one site, tried in order; `hosts` match with all their subdomains."""

    name: str
    hosts: tuple[str, ...]
    body: tuple[etree.XPath, ...] = ()
    drop: tuple[etree.XPath, ...] = ()
    title: tuple[etree.XPath, ...] = ()
    time: tuple[etree.XPath, ...] = ()
    author: tuple[etree.XPath, ...] = ()
    source: tuple[etree.XPath, ...] = ()


class SiteRules:
    """All rules, by host."""

    def __init__(self, rules: Sequence[SiteRule]) -> None:
        self._by_host = {host: rule for rule in rules for host in rule.hosts}

    def for_host(self, host: str) -> SiteRule | None:
        """Return the rule of `host` or of the nearest domain above it."""
        while host:
            if rule := self._by_host.get(host):
                return rule
            host = host.partition(".")[2]
        return None

    def for_page(self, tree: Tree, urls: Sequence[str | None]) -> SiteRule | None:
        """Return the rule of a page: of the first of `urls` that is one, else of its links."""
        for url in urls:
            if url and (host := site_of_url(url)):
                return self.for_host(host)
        return self.for_host(_linked_host(tree))


def site_rule(name: str, fields: Mapping[str, Any], *, where: str) -> SiteRule:
    """Return the rule of one file: its hosts, and the paths of each field.

    Raises:
        ResourceError: It names no host, has an unknown key, or a path is no XPath.
    """
    unknown = set(fields) - {"hosts", *FIELDS}
    if unknown or not fields.get("hosts"):
        fault = f"unknown key {min(unknown)}" if unknown else "no hosts"
        raise ResourceError(f"not a site rule: {fault}", where=where)
    try:
        compiled = {
            field: tuple(etree.XPath(expression) for expression in fields.get(field, ()))
            for field in FIELDS
        }
    except (etree.XPathError, TypeError) as error:
        raise ResourceError(f"not a site rule: {error}", where=where) from error
    return SiteRule(name=name, hosts=tuple(fields["hosts"]), **compiled)


def body_node(rule: SiteRule, tree: Tree) -> int | None:
    """Return the index of the first block that the rule's body paths name, None when none does."""
    numbers: dict[HtmlElement, int] | None = None
    for element in _elements(rule.body, tree):
        if numbers is None:
            numbers = {each: number for number, each in enumerate(tree.elements)}
        # A path may name an inline element: the block around it is meant.
        block: HtmlElement | None = element
        while block is not None and block not in numbers:
            block = block.getparent()
        if block is not None:
            return numbers[block]
    return None


def dropped_nodes(rule: SiteRule, tree: Tree) -> frozenset[int]:
    """Return the indexes of the blocks that the rule's drop paths name."""
    found = set(_elements(rule.drop, tree))
    return frozenset(n for n, element in enumerate(tree.elements) if element in found)


def fact(paths: Sequence[etree.XPath], tree: Tree) -> str:
    """Return the first text that `paths` give, white space collapsed; empty when there is none."""
    return next(facts(paths, tree), "")


def facts(paths: Sequence[etree.XPath], tree: Tree) -> Iterator[str]:
    """Yield every text that `paths` give, white space collapsed."""
    for found in _results(paths, tree):
        text = found if isinstance(found, str) else "".join(found.itertext())
        if text := collapse(text[:2000]):
            yield text


def _elements(paths: Sequence[etree.XPath], tree: Tree) -> Iterator[HtmlElement]:
    return (found for found in _results(paths, tree) if isinstance(found, HtmlElement))


def _results(paths: Sequence[etree.XPath], tree: Tree) -> Iterator[HtmlElement | str]:
    """Yield what each path finds; a path is walked only when those before it did not serve."""
    if tree.root is None:
        return
    for path in paths:
        try:
            result = path(tree.root)
        except etree.XPathError:
            continue
        if isinstance(result, list):
            yield from (item for item in result if isinstance(item, HtmlElement | str))


def _linked_host(tree: Tree) -> str:
    """Return the site that most of the page's first links lead to: its last three host parts."""
    if tree.root is None:
        return ""
    counts: Counter[str] = Counter()
    for element in islice(tree.root.iter("a"), _LINKS_READ):
        if found := _HOST.match(element.get("href") or ""):
            counts[".".join(found[1].lower().split(".")[-3:])] += 1
    if not counts:
        return ""
    host, count = counts.most_common(1)[0]
    return host if count >= _LINKS_NEEDED else ""
