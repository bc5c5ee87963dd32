"""Bytes to text: declared charset, byte order mark, strict UTF-8, then statistics.

Nothing here raises on any input. What cannot be undone (replacement characters, 锟斤拷) is flagged
and never guessed at.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice
from typing import Literal

from charset_normalizer import from_bytes

from pipeline.text.encodings import is_misnamed, likeliest_chinese, reads_as_chinese
from pipeline.types.articles import Struct

How = Literal["empty", "bom", "declared", "utf-8", "detected", "replaced"]

# charset-normalizer is slow; what the statistics of Chinese leave open needs no more than this.
_GUESSED = 8192
# How far a text is read for characters that are surely UTF-8.
_SAMPLE = 65536
# A page declares its charset in its first kilobyte (HTML standard); feeds are laxer.
_HEAD = 4096
# Above this share of U+FFFD an encoding is the wrong one, below it the bytes are damaged.
_DAMAGED = 0.01
# Two characters of GBK are now and then valid UTF-8 (the "联通" accident); eight never were.
_SURE_UTF8 = 8

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# GB2312 and GBK are subsets of GB18030, and pages that name them use characters outside them.
_WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "big5": "big5hkscs",
    "cp950": "big5hkscs", "ascii": "utf-8", "iso8859-1": "cp1252", "utf-8-sig": "utf-8",
}  # fmt: skip
# Names that Python's registry does not know.
_LABELS = {
    "utf8mb4": "utf-8", "unicode": "utf-16", "x-gbk": "gb18030", "gb_2312-80": "gb18030",
    "gb_2312": "gb18030", "gb-2312": "gb18030", "cn-gb": "gb18030", "x-x-big5": "big5hkscs",
    "cn-big5": "big5hkscs", "big5-eten": "big5hkscs", "x-euc-cn": "gb18030",
    "windows-936": "gb18030",
}  # fmt: skip
# Python's registry also holds transformations (rot13, zip, idna): only character sets are taken.
_CHARSET = re.compile(
    r"(?:utf-?(?:8|16|32)|gb|big5|cp\d|iso8859|iso2022|iso-|latin|shift_jis|sjis|euc|koi8|mac|hz|johab|tis)"
)
_IN_MARKUP = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']?([\w:.-]{2,40})"""
    rb"""|<meta[^>]{0,400}?charset\s*=\s*["']?\s*([\w:.-]{2,40})""",
    re.IGNORECASE,
)
_PARAMETER = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_MAGIC = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"BZh",
    b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x7fELF", b"MZ\x90", b"RIFF", b"OggS", b"ID3",
    b"\xd0\xcf\x11\xe0", b"\x00\x00\x01\x00", b"\xca\xfe\xba\xbe", b"SQLite format 3",
)  # fmt: skip
_CONTROL = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32)) + b"\x0b\x7f"

# Of 300 strings of 128 random bytes one has fewer control bytes, of longer ones none; a text of
# which every tenth byte is wrong has one in a hundred.
_MOST_CONTROL = 0.04

# What wrong decoding leaves behind: UTF-8 replacement characters read as GBK, the fill patterns of
# debug heaps, and UTF-8 read as Latin-1 (two in a row: a lone one may be French).
_LATIN = "[\x80-\xbf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
_LATIN_LEAD = re.compile(rb"[\xc2\xc3\xe0-\xef]")
_MOJIBAKE = re.compile(
    f"锟斤|斤拷锟|烫烫烫|屯屯屯|(?:[ÂÃ]{_LATIN}){{2}}|(?:[à-ï]{_LATIN}{{2}}){{2}}|ï»¿"
)
_LATIN_RUN = re.compile("[\xa1-\xfe]{8,}")
_LATIN_BYTES = re.compile(rb"[\xa1-\xfe]{8}")
_MOST_RUNS = 20


class Decoded(Struct, frozen=True, kw_only=True):
    """Text, and how its encoding was settled.

    `confidence` is 0..1; `damaged` says that bytes were lost to U+FFFD. `how` is `declared` for
    HTTP, XML or meta, `detected` for statistics, `replaced` when nothing fitted.
    """

    text: str
    encoding: str
    confidence: float
    how: How
    damaged: bool = False


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """Return `data` as text.

    Args:
        data: The bytes, of anything.
        declared: A charset name, or a whole Content-Type value with a charset parameter.
    """
    if not data:
        return Decoded(text="", encoding="utf-8", confidence=1.0, how="empty")
    mark, encoding = next((pair for pair in _BOMS if data.startswith(pair[0])), (b"", ""))
    data = data[len(mark) :]
    if mark and (found := _marked(data, encoding)) is not None:
        return found
    strict = _strictly(data, "utf-8")
    named = charset_name(declared) or charset_name(declared_in(data))
    how: How = "declared" if named == "utf-8" else "utf-8"
    if strict is None and (cut := _cut_utf8(data)) is not None:
        return Decoded(text=cut, encoding="utf-8", confidence=0.8, how=how, damaged=True)
    misnamed = False
    if named and named != "utf-8" and (strict is None or not _surely_utf8(strict)):
        misnamed = is_misnamed(data, named)
        text = None if misnamed else _strictly(data, named)
        if text is not None:
            return Decoded(text=text, encoding=named, confidence=0.99, how="declared")
    if strict is not None:
        return Decoded(text=strict, encoding="utf-8", confidence=1.0, how=how)
    found = None if misnamed else _damaged(data, named)
    return found or _detected(data) or _replaced(data, named or "utf-8")


def charset_name(declared: str | None) -> str | None:
    """Return Python's name of a declared charset, widened; None when it names no character set."""
    if not declared:
        return None
    if found := _PARAMETER.search(declared):
        declared = found[1]
    label = declared.strip().strip("\"'").lower()
    if "/" in label or not label:
        return None
    try:
        name = codecs.lookup(_LABELS.get(label, label)).name
    except (LookupError, ValueError):
        return None
    return _WIDER.get(name, name) if _CHARSET.match(name) or name in _WIDER else None


def declared_in(data: bytes) -> str | None:
    """Return the charset that markup names in its first bytes, None for other data."""
    head = data[:_HEAD]
    if not head.lstrip().startswith(b"<"):
        return None
    found = _IN_MARKUP.search(head)
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


def looks_binary(data: bytes, *, most: float = 0.1) -> bool:
    """Say whether `data` is no text in any encoding: a known file head, or many control bytes.

    Args:
        data: The bytes, of which the first are looked at.
        most: The share of control bytes that a text may have.
    """
    head = data[:_HEAD]
    if head.startswith(_MAGIC):
        return True
    if head.startswith(tuple(mark for mark, _ in _BOMS)):
        return False
    control = len(head) - len(head.translate(None, _CONTROL))
    return control > int(len(head) * most)


def is_noise(data: bytes, decoded: Decoded) -> bool:
    """Say whether bytes that no encoding surely fits hold more control bytes than a text may."""
    guessed = decoded.how in ("detected", "replaced")
    # Those of UTF-16 are halves of characters.
    narrow = not decoded.encoding.startswith(("utf-16", "utf-32"))
    return guessed and narrow and looks_binary(data, most=_MOST_CONTROL)


def has_mojibake(text: str) -> bool:
    """Say whether `text` shows the marks of a decoding that lost its characters."""
    if text.count("\ufffd") * 200 > len(text):
        return True
    # Where no mark can begin, as in nearly every text, looking for all of them would cost as much
    # as reading the metadata.
    latin = text.encode("latin-1", "ignore")
    marked = "锟" in text or "烫烫烫" in text or "屯屯屯" in text or _LATIN_LEAD.search(latin)
    if marked and _MOJIBAKE.search(text):
        return True
    # No language of Latin letters writes eight in a row beyond ASCII: these are bytes of GBK.
    runs = islice(_LATIN_RUN.finditer(text), _MOST_RUNS) if _LATIN_BYTES.search(latin) else ()
    return any(reads_as_chinese(run.group().encode("latin-1")) for run in runs)


def _strictly(data: bytes, encoding: str) -> str | None:
    for name in (encoding, "cp950") if encoding == "big5hkscs" else (encoding,):
        try:
            return data.decode(name)
        except (UnicodeError, LookupError):
            continue
    return None


def _surely_utf8(text: str) -> bool:
    return sum(1 for c in text[:_SAMPLE] if c > "\x7f") >= _SURE_UTF8


def _cut_utf8(data: bytes) -> str | None:
    """Return the text of bytes that are UTF-8 for sure but for a character cut at their end."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return None
    return text + "\ufffd" if _surely_utf8(text) else None


def _marked(data: bytes, encoding: str) -> Decoded | None:
    """Return the text after a byte order mark; None where the mark is wrong."""
    text = _strictly(data, encoding)
    if text is not None:
        return Decoded(text=text, encoding=encoding, confidence=1.0, how="bom")
    text = data.decode(encoding, "replace")
    if text.count("\ufffd") > max(1, _DAMAGED * len(text)):
        return None
    return Decoded(text=text, encoding=encoding, confidence=0.8, how="bom", damaged=True)


def _damaged(data: bytes, named: str | None) -> Decoded | None:
    """Return the text in an encoding that fits all but a few bytes: a cut end, a stray byte."""
    for encoding in dict.fromkeys((named or "utf-8", "utf-8")):
        text = data.decode(encoding, "replace")
        lost = text.count("\ufffd")
        wide = sum(1 for c in text[:_SAMPLE] if c > "\x7f")
        if lost <= 1 < wide or lost <= _DAMAGED * min(len(text), 4 * wide):
            how: How = "declared" if encoding == named else "utf-8"
            return Decoded(text=text, encoding=encoding, confidence=0.8, how=how, damaged=True)
    return None


def _detected(data: bytes) -> Decoded | None:
    """Return the text in the likeliest encoding by statistics, Chinese ones first."""
    encoding, score = likeliest_chinese(data)
    # Below .7 others are asked, below .3 none is believed. Of charset-normalizer's own figure
    # half counts, for it names an encoding for any bytes. All chosen, not measured.
    if score < 0.7 and (guess := from_bytes(data[:_GUESSED]).best()) is not None:
        named = charset_name(guess.encoding)
        if named and 0.5 * (1 - guess.chaos) > score:
            encoding, score = named, 0.5 * (1 - guess.chaos)
    if score < 0.3:
        return None
    text = data.decode(encoding, "replace")
    lost = "\ufffd" in text
    return Decoded(
        text=text, encoding=encoding, confidence=round(score, 3), how="detected", damaged=lost
    )


def _replaced(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    return Decoded(text=text, encoding=encoding, confidence=0.0, how="replaced", damaged=True)
