"""A user's own names: the file that `--dict` and `NEWS_NAMES_FILE` name."""

from __future__ import annotations

import logging
from pathlib import Path

from pipeline.entities.recognizers.dictionary import parse_dictionary
from pipeline.errors import NamesFileError

log = logging.getLogger(__name__)


class NamesFile:
    """The user's names as they are now: the file is read again when it has changed.

    Args:
        path: The TSV; None for no names.

    Raises:
        NamesFileError: The file cannot be read, or lines of it are no rows.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._seen = self._look()
        self._text = read_names(path)

    def __call__(self) -> str:
        """Return its rows; those read before, with a warning, while the new ones are at fault."""
        now = self._look()
        if now != self._seen:
            self._seen = now
            try:
                self._text = read_names(self._path)
            except NamesFileError as error:
                log.warning("the names read before stay in use: %s", error)
        return self._text

    def _look(self) -> tuple[int, ...]:
        """Return what changes whenever the file is written; a look takes two microseconds."""
        if self._path is None:
            return ()
        try:
            status = self._path.expanduser().stat()
        except OSError:
            return ()
        return status.st_mtime_ns, status.st_size, status.st_ino


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
