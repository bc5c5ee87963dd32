"""What a `news publish` that was interrupted had already sent, so that the next one goes on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from pipeline.errors import UnreadableInputError


class Journal:
    """One small file for one set of paths and one broker: a line for each acknowledged article.

    A line is the article's source id and the SHA-256 of its bytes, so an article that was changed
    since is sent again. The file goes away when everything was sent.

    Args:
        folder: Where journals lie.
        broker: Where the articles go.
        paths: What is published; standard input cannot be read twice and has no journal.
    """

    def __init__(self, folder: Path, broker: str, paths: Iterable[str]) -> None:
        listed = [str(Path(path).absolute()) if path != "-" else path for path in paths]
        key = hashlib.sha256("\n".join([broker, *listed]).encode()).hexdigest()[:16]
        self._path = None if "-" in listed else folder / f"{key}.done"
        self._file: TextIO | None = None
        self._done: set[str] = set()
        if self._path and self._path.exists():
            self._done = set(self._path.read_text(encoding="utf-8").splitlines())

    @property
    def resumed(self) -> int:
        """Return how many articles an earlier run had sent."""
        return len(self._done)

    def knows(self, source_id: str, data: bytes) -> bool:
        """Tell whether these bytes of this article were acknowledged before."""
        return _entry(source_id, data) in self._done

    def note(self, source_id: str, data: bytes) -> None:
        """Remember that the broker has this article.

        Raises:
            UnreadableInputError: The journal cannot be written.
        """
        if self._path is None:
            return
        try:
            if self._file is None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self._path.open("a", encoding="utf-8")
            self._file.write(_entry(source_id, data) + "\n")
            self._file.flush()
        except OSError as error:
            raise UnreadableInputError(
                f"the journal cannot be written ({error.strerror})",
                where=str(self._path),
                mend="Name a writable directory in NEWS_DATA_DIR",
            ) from error

    def close(self, *, finished: bool) -> None:
        """Close it; forget everything when `finished`."""
        if self._file is not None:
            self._file.close()
        if finished and self._path is not None:
            self._path.unlink(missing_ok=True)


def _entry(source_id: str, data: bytes) -> str:
    return f"{hashlib.sha256(data).hexdigest()} {source_id!r}"
