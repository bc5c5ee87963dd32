"""Files, folders and standard input to the bytes of single articles, read as a stream.

A JSON Lines file of any size is never held whole; one article of a size that no topic takes is
named and skipped, so that it stops nothing behind it.
"""

from __future__ import annotations

import gzip
import sys
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec

from pipeline.codec import too_large_line
from pipeline.errors import UsageError
from pipeline.intake.forms import FEED, TYPES, UTF8_MARK, Form, form_of, is_feed, sniffed
from pipeline.intake.paths import InputFile, find, shown, why
from pipeline.text.decode import charset_name, decode, looks_binary
from pipeline.types.articles import Reason, Struct

# Twice what `news.raw.v1` takes: a larger article could never be sent, so it is not read either.
LARGEST_BYTES = 64 * 2**20
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_WIDE = ("utf-16", "utf16", "utf-32", "utf32", "ucs-2")


class InputRecord(Struct, frozen=True, kw_only=True):
    """The bytes of one article as they stood, and what they are.

    `source_id` is the path, with `:line` (from 1) for a line or an item of a file of several.
    `mtime` is the file's, in Unix seconds; of standard input, when it was begun. `problem` is one
    line saying why `data` is empty, and `reason` that of the rejection.
    """

    source_id: str
    data: bytes
    content_type: str = "application/json"
    charset: str | None = None
    mtime: float | None = None
    site: str | None = None
    problem: str | None = None
    reason: Reason = "too-large"


def read_inputs(
    paths: Sequence[str],
    *,
    form: str | None = None,
    encoding: str | None = None,
    site: str | None = None,
) -> Inputs:
    """Return the articles of `paths` in order, folders walked by name.

    What cannot be opened or breaks off while read is a record with a `problem`, and stops nothing.

    Args:
        paths: Files, folders, or `-` for standard input. `.gz` is unpacked on the way.
        form: txt, html, json or jsonl; by default each file's name says, else its first bytes.
        encoding: The charset of all of them, where it is known.
        site: The site that they are from, noted on each record.

    Raises:
        UnreadableInputError: A path is not there, or a folder holds no such file.
        UsageError: There is no such form, or no such encoding.
    """
    if form is not None and form not in TYPES:
        raise UsageError(f"{form} is no input format", mend=f"Use one of {', '.join(TYPES)}")
    if encoding is not None and charset_name(encoding) is None:
        raise UsageError(
            f"{encoding} is no encoding", mend="Use one such as utf-8, gb18030, big5 or utf-16"
        )
    # All paths are looked at before the first article is read: a typo is told at once.
    files = [file for path in paths for file in find(path)]
    return Inputs(files, form=form, encoding=encoding, site=site)


class Inputs(Iterator[InputRecord]):
    """The articles of some files, and how far they are read.

    Args:
        files: What to read, in order.
        form: As for `read_inputs`, like the others.
        encoding: The same.
        site: The same.
    """

    def __init__(
        self,
        files: Sequence[InputFile],
        *,
        form: Form | None,
        encoding: str | None,
        site: str | None,
    ) -> None:
        # Of standard input nobody knows how much is to come.
        self.total = None if any(f.path == "-" for f in files) else sum(f.size for f in files)
        self._before = 0
        self._open: BinaryIO | None = None
        self._records = self._read(files, form, encoding, site)

    def __next__(self) -> InputRecord:
        """Return the next article."""
        return next(self._records)

    @property
    def done(self) -> int:
        """How many bytes of `total` are read; of a packed file, packed ones."""
        return self._before + (self._open.tell() if self._open else 0)

    def _read(
        self,
        files: Sequence[InputFile],
        form: Form | None,
        encoding: str | None,
        site: str | None,
    ) -> Iterator[InputRecord]:
        for file in files:
            for record in self._records_of(file, form, encoding):
                charset = record.charset or encoding
                yield msgspec.structs.replace(record, charset=charset, site=site)
            self._before += file.size

    def _records_of(
        self, found: InputFile, form: Form | None, encoding: str | None
    ) -> Iterator[InputRecord]:
        file = found.path
        if found.problem:
            yield _refused(file, found.problem, found.reason)
            return
        try:
            with _opened(file) as (stream, plain):
                self._open = None if file == "-" else plain
                mtime = time.time() if file == "-" else Path(file).stat().st_mtime
                yield from _articles(stream, file, form, encoding, mtime)
        except (OSError, EOFError, zlib.error) as error:
            yield _refused(file, why(error), "unreadable")
        finally:
            self._open = None


def _articles(
    stream: BufferedReader, file: str, form: Form | None, encoding: str | None, mtime: float | None
) -> Iterator[InputRecord]:
    first = stream.peek(4096)[:4096]
    kind = form or form_of(file) or sniffed(first)
    wide = first.startswith(_WIDE_MARKS) or (encoding or "").lower().startswith(_WIDE)
    if is_feed(first):
        yield _refused(file, FEED, "no-article", mtime)
    elif kind in ("json", "jsonl") and not wide and looks_binary(first):
        # Else every line feed of a photograph ends an article of its own.
        yield _refused(file, "the bytes are not text. Check the file", "undecodable", mtime)
    elif kind == "jsonl":
        lines = _wide_lines(stream, encoding) if wide else _plain_lines(stream)
        yield from _lines(lines, file, mtime, charset="utf-8" if wide else None)
    else:
        data = stream.read(LARGEST_BYTES + 1)
        if len(data) > LARGEST_BYTES:
            yield _too_large(file, mtime)
        elif kind == "json":
            yield from _items(data, file, mtime, encoding)
        else:
            yield InputRecord(source_id=file, data=data, content_type=TYPES[kind], mtime=mtime)


@contextmanager
def _opened(file: str) -> Iterator[tuple[BufferedReader, BinaryIO]]:
    """Yield the bytes of a file, unpacked, and the file as it lies there."""
    if file == "-":
        if sys.stdin is None:
            raise OSError("standard input is closed")
        stream = sys.stdin.buffer
        stream = (
            stream if isinstance(stream, BufferedReader) else BufferedReader(cast("Any", stream))
        )
        yield stream, stream
        return
    with Path(file).open("rb") as plain:
        if file.lower().endswith(".gz"):
            with gzip.open(plain, "rb") as unpacked:
                yield BufferedReader(cast("Any", unpacked)), plain
        else:
            yield plain, plain


def _lines(
    found: Iterator[bytes | None], file: str, mtime: float | None, *, charset: str | None
) -> Iterator[InputRecord]:
    """Yield the lines that are not blank."""
    for number, line in enumerate(found, 1):
        name = f"{file}:{number}"
        if line is None:
            yield _too_large(name, mtime)
            continue
        data = (line.removeprefix(UTF8_MARK) if number == 1 else line).strip()
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
    if data.removeprefix(UTF8_MARK).lstrip().startswith(b"["):
        try:
            text = decode(data, declared=encoding).text.encode()
            items = msgspec.json.decode(text, type=list[msgspec.Raw])
        except (msgspec.DecodeError, UnicodeError, RecursionError):
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
    line = too_large_line(f"more than {LARGEST_BYTES // 2**20} MiB")
    return _refused(source_id, line, "too-large", mtime)


def _refused(
    source_id: str, problem: str, reason: Reason, mtime: float | None = None
) -> InputRecord:
    return InputRecord(
        source_id=shown(source_id), data=b"", mtime=mtime, problem=problem, reason=reason
    )
