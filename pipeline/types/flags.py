"""The flags of an article: `enrichment.quality` of its event.

`docs/reference/flags-and-reasons.md` says what each means; a test holds it complete.
"""

from __future__ import annotations

from typing import Final, NewType

Flag = NewType("Flag", str)
"""Made in this file alone: whoever raises one takes it from here, or mypy says so."""

PUBLISHED_UNKNOWN: Final = Flag("publishedUnknown")
PUBLISHED_WITHOUT_YEAR: Final = Flag("publishedWithoutYear")
BAD_PUBLISHED_AT: Final = Flag("badTime:publishedAt")
BAD_FETCHED_AT: Final = Flag("badTime:fetchedAt")
FUTURE_TIME: Final = Flag("futureTime")
TEXT_AND_HTML: Final = Flag("textAndHtml")
DAMAGED_BYTES: Final = Flag("damagedBytes")
LONE_SURROGATE: Final = Flag("loneSurrogate")
MOJIBAKE: Final = Flag("mojibake")
UNCERTAIN_BODY: Final = Flag("uncertainBody")
NO_BODY: Final = Flag("noBody")
TRUNCATED: Final = Flag("truncated")
MOSTLY_LINKS: Final = Flag("mostlyLinks")
UNKNOWN_LANGUAGE: Final = Flag("unknownLanguage")
WITHDRAWN_BEFORE: Final = Flag("withdrawnBefore")
ANSWERS_MISSING: Final = Flag("answersMissing")
UNKNOWN_FIELD: Final = "unknownField:"
"""And the field's name."""


def unknown_field(name: str) -> Flag:
    """Return the flag of an envelope's field that is none of ours; long names are cut."""
    return Flag(UNKNOWN_FIELD + name[:64])
