"""Half a character in JSON: JavaScript cuts an emoji in two, and each half is no character."""

from __future__ import annotations

import re
from typing import Final

# The escapes of a JSON string, each taken whole.
_ESCAPE: Final = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)


def without_halves(text: bytes | str) -> bytes | str:
    """Return JSON in which U+FFFD stands for each half of a character that is cut in two."""
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    return _ESCAPE.sub(lambda found: rb"\ufffd" if found["half"] else found.group(), data)
