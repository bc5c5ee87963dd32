"""The programs of examples/ are the ones that the pages show."""

import pytest

from tests.conftest import ROOT
from tests.doc_blocks import blocks

PAGES = {"docs/how-to/scrapy.md": "scrapy_news.py", "docs/how-to/from-python.md": "publish_csv.py"}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_the_very_program(page):
    program = (ROOT / "examples" / "programs" / PAGES[page]).read_text("utf-8")
    assert [block.text for block in blocks() if block.page == page and block.kind == "python"] == [
        program
    ]
