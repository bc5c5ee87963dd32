"""The raw text as offsets index it: NFC, LF line ends, nothing else changed."""

from __future__ import annotations

import re
import unicodedata

# Zero width, bidi and other format controls carry no words; feeds sprinkle them into headlines.
# The joiners U+200C and U+200D are left alone: emoji sequences and Indic scripts need them.
# Also C0 and C1 controls but TAB and LF, soft hyphen, BOM.
_UNSEEN = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    r"\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
)
# The first of them apart: a pattern that begins with one class is searched for six times as fast as
# one that begins with a run.
INVISIBLE = re.compile(f"[{_UNSEEN}][{_UNSEEN}]*")

_SURROGATE = re.compile("[\ud800-\udfff]")


def raw_text(text: str) -> str:
    """Return `text` with CRLF and CR as LF, in NFC; a leading byte order mark stays as invisible.

    Lone surrogates, which no encoding can carry, become U+FFFD. Every offset into "the raw
    text" indexes this string.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _SURROGATE.sub("\ufffd", text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def strip_invisible(text: str) -> str:
    """Return `text` without its invisible characters (a matching copy: offsets change)."""
    return INVISIBLE.sub("", text)
