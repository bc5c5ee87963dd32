"""Site rules by example: each page here (of our own writing) gives what stands beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cleaning.page.site_rules import SiteRules
from pipeline.cleaning.page.tree import take_apart
from pipeline.stages import shipped
from tests.pages import find_metadata, read_page

FOLDER = Path(__file__).parent
NAMES = sorted(path.stem for path in FOLDER.glob("*.html"))


def found_in(name, *, url=None, rules=None):
    page = read_page((FOLDER / f"{name}.html").read_text("utf-8"), url=url, rules=rules)
    metadata, _, _ = find_metadata(page.text, page.lines, (), page=page)
    return {
        "title": page.title,
        "published": page.published.value if page.published else None,
        "source": metadata.sources[0].value if metadata.sources else None,
        "body": [page.text[k.start : k.end] for k in page.lines if k.label == "body"],
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_page_with_its_address(name):
    gold = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    rule, url = gold.pop("rule"), gold.pop("url")
    assert found_in(name, url=url) == gold
    tree = take_apart((FOLDER / f"{name}.html").read_text("utf-8"))
    for urls in ((url,), (None,)):
        # Without an address the links say which site it is.
        chosen = shipped.site_rules().for_page(tree, urls)
        assert chosen is not None
        assert chosen.name == rule


@pytest.mark.parametrize("name", NAMES)
def test_the_body_and_title_need_no_rule(name):
    gold = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    found = found_in(name, rules=SiteRules([]))
    assert (found["title"], found["body"]) == (gold["title"], gold["body"])
    assert found["published"] == gold["published"]
