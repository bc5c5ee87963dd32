"""Why a line was called what it was called, and a piece taken out.

`docs/reference/flags-and-reasons.md` says what each means; a test holds it complete.
"""

from __future__ import annotations

from typing import Final, Literal

LineReason = Literal[
    # text, by what is visible
    "opening-line",
    "line-over-headline",
    "title-again",
    "line-under-headline",
    "names-of-writers",
    "running-text",
    "clause",
    "numbered-content",
    "between-body-lines",
    "list-run",
    "after-marker",
    "card-headline",
    "lone-link",
    "credit-shape",
    "heads-a-list",
    "date-line",
    "card-summary",
    "page-furniture",
    "blank",
    # text, by the words that stand in it
    "address",
    "edition",
    "flash",
    "list-item",
    "picture-source",
    # text and pages, by how sure the model of furniture is
    "spoken-to-readers",
    # pages, by rule
    "headline",
    "names-its-authors",
    "running",
    "in-flow",
    "caption",
    "heads-a-part",
    "linked",
    "marker",
    "credit",
    "disclaimer",
    "call",
    "time-line",
    "time-stamp",
    "icons",
    "hidden",
    "before-body",
    "after-body",
    "outside-article",
    # the dedup stage, by what the stream or an operator says
    "blocked",
    "allowed",
    "link-elsewhere",
    "listed-elsewhere",
    "seen-as-body",
    "list-goes-on",
    # pieces of a body line
    "inline-credit",
    "inline-furniture",
    "no-width",
]

SEEN_IN: Final = "seen-in-"
"""And a number: on so many pages of the site the line is a link."""
