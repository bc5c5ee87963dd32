"""Works: what stands between 《 and 》."""

from __future__ import annotations

import re

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding

NAME = "works"
# Above all but a user's names: what stands in these marks is a title, whoever it names.
RANK = 60
# 60 characters hold the longest titles of laws and reports; a mark left open must not swallow more.
_WORK = re.compile("《[^《》\n]{1,60}》")
# A paper that reports is a body: 《金融时报》|援引, and no work that somebody reads.
_PAPER = re.compile(
    "《(?P<name>[\u4e00-\u9fff]{1,10}(?:报|周刊|邮报|新闻网|杂志))》(?:网站|记者)?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:报道|援引|引述|披露|刊文|消息|称|指出|在社论|社论|评论员)"
)


class Works:
    """Titles of books, films, laws, reports; the marks belong to the span."""

    name = NAME

    def find(self, passage: Passage) -> list[Finding]:
        """Return every title in its marks, and the papers that report without theirs."""
        text = passage.folded
        found = []
        for match in _WORK.finditer(text):
            paper = _PAPER.match(text, match.start())
            start, end = paper.span("name") if paper else match.span()
            found.append(
                Finding(
                    type="organisation" if paper else "work",
                    start=start,
                    end=end,
                    recognizer=NAME,
                    # Chosen, not measured (see `gazetteer.py`).
                    confidence=0.95,
                    rank=RANK,
                )
            )
        return found
