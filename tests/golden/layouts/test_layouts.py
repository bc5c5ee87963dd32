"""Pages of the kinds met in the wild, read with no site rule: body, title, time, author, source.

The markup is built as such sites build theirs, from knowledge of them; every word is our own.
"""

from __future__ import annotations

import unicodedata

import pytest

from pipeline.cleaning.cleaner import Cleaner
from pipeline.cleaning.page.site_rules import SiteRules
from pipeline.stages import shipped
from pipeline.text.lines import from_columns
from pipeline.types.articles import Origin, RawArticle
from tests.golden.layouts import more_pages  # noqa: F401 - it adds its pages to the list
from tests.golden.layouts.pages import PAGES

CLEANER = Cleaner(shipped.cleaning()._replace(rules=SiteRules([])))


def bare(text):
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["id"])
def test_a_page_of_a_kind(page):
    origin = Origin(source_id=page["id"], timestamp=1_700_000_000.0)
    clean = CLEANER(RawArticle(origin=origin, html=page["html"], url=page["url"]))
    body = [
        clean.text[line.start : line.end]
        for line in from_columns(clean.lines)
        if line.label in {"body", "byline"}
    ]
    allowed = {bare(line) for line in page["extra"]}
    assert bare("".join(k for k in body if bare(k) not in allowed)) == bare("".join(page["body"]))
    facts = clean.facts
    assert facts.title == page["title"]
    assert facts.published.value.replace("T", " ").startswith(page["publish_time"])
    authors = {found.value for found in facts.metadata.authors}
    assert authors == set(page["author"])
    if page["source"]:
        named = (*facts.metadata.sources, *facts.metadata.agencies)
        assert page["source"] in {found.value for found in named}
