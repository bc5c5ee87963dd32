"""A user's own names: the file that `--dict` and `NEWS_NAMES_FILE` name."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import NamedTuple

from pipeline.entities.recognizers.dictionary import parse_dictionary
from pipeline.errors import NamesFileError
from pipeline.stages.long_work import LongWork

log = logging.getLogger(__name__)


# Bytes of names that are read and made ready in some 50 ms; of more, articles do not wait.
LARGE = 200_000


class NamesFile:
    """The user's names as they are now: the file is read again when it has changed.

    A large one is read beside the articles, which go on with the names read before.

    Args:
        path: The TSV; None for no names.

    Raises:
        NamesFileError: The file cannot be read, or lines of it are no rows.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._seen = self._look()
        self._text = read_names(path)
        self._reading = LongWork(large=LARGE)

    def __call__(self) -> str:
        """Return its rows; those read before, with a warning, while the new ones are at fault."""
        now = self._look()
        if now != self._seen:
            self._reading.do(partial(self._read, now), size=now.bytes)
        return self._text

    def _read(self, now: _Look) -> None:
        try:
            self._text = read_names(self._path)
        except NamesFileError as error:
            log.warning("the names read before stay in use: %s", error)
        # Behind it: what changes while it is read is read again.
        self._seen = now

    def _look(self) -> _Look:
        """Return what changes whenever the file is written; a look takes two microseconds."""
        if self._path is None:
            return _Look()
        try:
            status = self._path.expanduser().stat()
        except OSError:
            return _Look()
        return _Look(status.st_size, status.st_mtime_ns, status.st_ino)


class _Look(NamedTuple):
    """What a look at a file shows; nothing of one that is not there."""

    bytes: int = 0
    written: int = 0
    inode: int = 0


def read_names(names_file: Path | None) -> str:
    """Return the rows of the file (`recognizers.dictionary`), the last ended; empty without one.

    Raises:
        NamesFileError: The file cannot be read, or lines of it are no rows.
    """
    if names_file is None:
        return ""
    try:
        text = names_file.expanduser().read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise NamesFileError(
            f"it cannot be read ({error})", where=str(names_file), mend="Give a TSV in UTF-8"
        ) from error
    parse_dictionary(text, where=str(names_file))
    return text if not text or text.endswith("\n") else text + "\n"
