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


class Works:
    """Titles of books, films, laws, reports; the marks belong to the span."""

    name = NAME

    def find(self, passage: Passage) -> list[Finding]:
        """Return every title in its marks."""
        return [
            Finding(
                type="work",
                start=match.start(),
                end=match.end(),
                recognizer=NAME,
                # Chosen, not measured (see `gazetteer.py`).
                confidence=0.95,
                rank=RANK,
            )
            for match in _WORK.finditer(passage.folded)
        ]
