"""Why a line was called what it was called: one short slug, read off what is visible."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.types.articles import Label
from pipeline.types.line_reasons import LineReason

_NUMBER: Final = re.compile(r"[(\[【]?\s?(\d{1,3}|[一二三四五六七八九十]{1,3})\s?[.、):\]】,]")
_ENDED: Final = frozenset("。!?;,:”…")
_SUMMARY: Final = 20  # characters: what is under a link and longer is no button
_DATE_LINE: Final = re.compile(r"[\[(]?\d{2,4}[-/.年]\d{1,2}[-/.月]")
_PLAIN: Final[dict[str, LineReason]] = {
    "title": "opening-line",
    "shoulder": "line-over-headline",
    "headline": "title-again",
    "subhead": "line-under-headline",
    "byline": "names-of-writers",
    "credit": "credit-shape",
    "marker": "heads-a-list",
}


def reason_of(lines: Sequence[str], labels: Sequence[tuple[Label, float]], at: int) -> LineReason:
    """Return the slug for line `at` of `lines` (matching copies) as labelled by `labels`."""
    label = labels[at][0]
    line = lines[at]
    if label in _PLAIN:
        return _PLAIN[label]
    if label == "body":
        return _of_body(line)
    before = labels[at - 1][0] if at else None
    after = labels[at + 1][0] if at + 1 < len(labels) else None
    if label == "link":
        return _of_link(before, after)
    if _DATE_LINE.match(line):
        return "date-line"
    return "card-summary" if before == "link" and len(line) > _SUMMARY else "page-furniture"


def _of_body(line: str) -> LineReason:
    if len(line) >= 36 and line[-1] in _ENDED:
        return "running-text"
    if _NUMBER.match(line):
        return "numbered-content"
    return "clause" if line[-1] in _ENDED else "between-body-lines"


def _of_link(before: Label | None, after: Label | None) -> LineReason:
    if "link" in {before, after}:
        return "list-run"
    if before == "marker":
        return "after-marker"
    return "card-headline" if "other" in {before, after} else "lone-link"
