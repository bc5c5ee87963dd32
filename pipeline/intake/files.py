"""Files, folders and standard input to the bytes of single articles, read as a stream.

A JSON Lines file of any size is never held whole; one article of a size that no topic takes is
named and skipped, so that it stops nothing behind it.
"""

from __future__ import annotations

import gzip
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Any, Literal, cast

import msgspec

from pipeline.codec import too_large_line
from pipeline.errors import UnreadableInputError
from pipeline.text.decode import decode
from pipeline.types.articles import Struct

Form = Literal["txt", "html", "json", "jsonl"]

# Twice what `news.raw.v1` takes: a larger article could never be sent, so it is not read either.
LARGEST_BYTES = 64 * 2**20
_TYPES = {
    "txt": "text/plain",
    "html": "text/html",
    "json": "application/json",
    "jsonl": "application/json",
}
_SUFFIXES: dict[str, Form] = {
    ".txt": "txt", ".text": "txt", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".shtml": "html", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl",
}  # fmt: skip
_UTF8_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_WIDE = ("utf-16", "utf16", "utf-32", "utf32", "ucs-2")


class InputRecord(Struct, frozen=True, kw_only=True):
    """The bytes of one article as they stood, and what they are.

    `source_id` is the path, with `:line` (from 1) for a line or an item of a file of several.
    `mtime` is the file's, in Unix seconds, None for standard input. `problem` is one line saying
    why `data` is empty.
    """

    source_id: str
    data: bytes
    content_type: str = "application/json"
    charset: str | None = None
    mtime: float | None = None
    site: str | None = None
    problem: str | None = None


def read_inputs(
    paths: Sequence[str],
    *,
    form: str | None = None,
    encoding: str | None = None,
    site: str | None = None,
) -> Iterator[InputRecord]:
    """Yield the articles of `paths` in order, folders walked by name.

    Args:
        paths: Files, folders, or `-` for standard input. `.gz` is unpacked on the way.
        form: txt, html, json or jsonl; by default each file's name says, else its first bytes.
        encoding: The charset of all of them, where it is known.
        site: The site that they are from, noted on each record.

    Raises:
        UnreadableInputError: A path is not there, cannot be opened, or breaks off while read.
    """
    if form is not None and form not in _TYPES:
        raise UnreadableInputError(
            f"{form} is no input format", mend=f"Use one of {', '.join(_TYPES)}"
        )
    # All paths are looked at before the first article is read: a typo is told at once.
    files = [file for path in paths for file in _files(path)]
    return _read(files, cast("Form | None", form), encoding, site)


def _read(
    files: Sequence[str], form: Form | None, encoding: str | None, site: str | None
) -> Iterator[InputRecord]:
    for file in files:
        for record in _records(file, form, encoding):
            charset = record.charset or encoding
            yield msgspec.structs.replace(record, charset=charset, site=site)


def _files(path: str) -> list[str]:
    if path == "-":
        return [path]
    if Path(path).is_dir():
        found = []
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            found += [
                str(Path(folder, name))
                for name in sorted(names)
                if _form_of(name) and not name.startswith(".")
            ]
        if not found:
            raise UnreadableInputError(
                "no .txt, .html, .json or .jsonl file in it", where=path, mend="Name the files"
            )
        return found
    try:
        with Path(path).open("rb"):
            return [path]
    except OSError as error:
        raise UnreadableInputError(
            error.strerror or "cannot be opened", where=path, mend="Check the path"
        ) from error


def _form_of(name: str) -> Form | None:
    path = Path(name.lower().removesuffix(".gz"))
    return _SUFFIXES.get(path.suffix)


def _records(file: str, form: Form | None, encoding: str | None) -> Iterator[InputRecord]:
    try:
        with _opened(file) as stream:
            mtime = None if file == "-" else Path(file).stat().st_mtime
            first = stream.peek(4096)[:4096]
            kind = form or _form_of(file) or _sniffed(first)
            if kind == "jsonl":
                wide = first.startswith(_WIDE_MARKS) or (encoding or "").lower().startswith(_WIDE)
                found = _wide_lines(stream, encoding) if wide else _plain_lines(stream)
                yield from _lines(found, file, mtime, charset="utf-8" if wide else None)
                return
            data = stream.read(LARGEST_BYTES + 1)
            if len(data) > LARGEST_BYTES:
                yield _too_large(file, mtime)
            elif kind == "json":
                yield from _items(data, file, mtime, encoding)
            else:
                yield InputRecord(source_id=file, data=data, content_type=_TYPES[kind], mtime=mtime)
    except (OSError, EOFError) as error:
        detail = getattr(error, "strerror", None) or str(error) or "breaks off"
        raise UnreadableInputError(detail, where=file, mend="Check the file") from error


@contextmanager
def _opened(file: str) -> Iterator[BufferedReader]:
    if file == "-":
        stream = sys.stdin.buffer
        yield stream if isinstance(stream, BufferedReader) else BufferedReader(cast("Any", stream))
        return
    with Path(file).open("rb") as plain:
        if file.lower().endswith(".gz"):
            with gzip.open(plain, "rb") as unpacked:
                yield BufferedReader(cast("Any", unpacked))
        else:
            yield plain


def _sniffed(first: bytes) -> Form:
    """Return what bytes of no known name are: JSON Lines, a page, or text."""
    start = first.removeprefix(_UTF8_MARK).lstrip()[:1]
    if start == b"{":
        return "jsonl"
    if start == b"[":
        return "json"
    return "html" if start == b"<" else "txt"


def _lines(
    found: Iterator[bytes | None], file: str, mtime: float | None, *, charset: str | None
) -> Iterator[InputRecord]:
    """Yield the lines that are not blank."""
    for number, line in enumerate(found, 1):
        name = f"{file}:{number}"
        if line is None:
            yield _too_large(name, mtime)
            continue
        data = (line.removeprefix(_UTF8_MARK) if number == 1 else line).strip()
        if data:
            yield InputRecord(source_id=name, data=data, mtime=mtime, charset=charset)


def _plain_lines(stream: BufferedReader) -> Iterator[bytes | None]:
    """Yield each line, None for one that is too long to be held."""
    while line := stream.readline(LARGEST_BYTES + 1):
        if len(line) <= LARGEST_BYTES:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(LARGEST_BYTES)
        yield None


def _wide_lines(stream: BufferedReader, encoding: str | None) -> Iterator[bytes]:
    """Yield the lines of UTF-16, in which an LF byte is no line end, as UTF-8."""
    yield from decode(stream.read(), declared=encoding).text.encode("utf-8", "replace").split(b"\n")


def _items(
    data: bytes, file: str, mtime: float | None, encoding: str | None
) -> Iterator[InputRecord]:
    """Yield the article of a JSON file, or each of an array of them."""
    if data.removeprefix(_UTF8_MARK).lstrip().startswith(b"["):
        try:
            text = decode(data, declared=encoding).text.encode()
            items = msgspec.json.decode(text, type=list[msgspec.Raw])
        except (msgspec.DecodeError, UnicodeError):
            items = []
        for number, item in enumerate(items, 1):
            yield InputRecord(
                source_id=f"{file}:{number}", data=bytes(item), mtime=mtime, charset="utf-8"
            )
        if items:
            return
    # What is no array, or a broken one, goes on as it is: decoding it says what is wrong.
    yield InputRecord(source_id=file, data=data, mtime=mtime)


def _too_large(source_id: str, mtime: float | None) -> InputRecord:
    return InputRecord(
        source_id=source_id,
        data=b"",
        mtime=mtime,
        problem=too_large_line(f"more than {LARGEST_BYTES // 2**20} MiB"),
    )
