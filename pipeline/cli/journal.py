"""What `news publish` has sent, so that the same command sends nothing twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from pipeline.errors import UnreadableInputError


class Journal:
    """One small file for one set of paths and one broker: a line for each acknowledged article.

    A line is the article's source id and the SHA-256 of its bytes, so an article that was changed
    since is sent again. The file stays when everything was sent; what is gone from the paths by
    then goes from it too.

    Args:
        folder: Where journals lie.
        broker: Where the articles go.
        paths: What is published; standard input cannot be read twice and has no journal.
        options: What else makes a record another one: the site, the encoding, the form.
        again: Forget what was sent.
    """

    def __init__(
        self,
        folder: Path,
        broker: str,
        paths: Iterable[str],
        *,
        options: Iterable[str | None] = (),
        again: bool = False,
    ) -> None:
        listed = [str(Path(path).absolute()) if path != "-" else path for path in paths]
        named = [f"{number}={value}" for number, value in enumerate(options) if value]
        key = hashlib.sha256("\n".join([broker, *listed, *named]).encode("utf-8", "replace"))
        self._path = None if "-" in listed else folder / f"{key.hexdigest()[:16]}.done"
        self._file: TextIO | None = None
        self._done: set[str] = set()
        self._seen: set[str] = set()
        self._cut = False
        if self._path and self._path.exists():
            if again:
                self._path.unlink()
                return
            text = self._path.read_text(encoding="utf-8", errors="replace")
            # A process that was killed may have left half a line, which the next must not lengthen.
            self._cut = not text.endswith("\n")
            self._done = set(text.splitlines())

    def knows(self, source_id: str, data: bytes) -> bool:
        """Tell whether these bytes of this article were acknowledged before."""
        entry = _entry(source_id, data)
        if entry not in self._done:
            return False
        self._seen.add(entry)
        return True

    def note(self, source_id: str, data: bytes) -> None:
        """Remember that the broker has this article.

        Raises:
            UnreadableInputError: The journal cannot be written.
        """
        if self._path is None:
            return
        entry = _entry(source_id, data)
        self._seen.add(entry)
        try:
            if self._file is None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self._path.open("a", encoding="utf-8")
                if self._cut:
                    self._file.write("\n")
            self._file.write(entry + "\n")
            self._file.flush()
        except OSError as error:
            raise self._unwritable(error) from error

    def close(self, *, finished: bool) -> None:
        """Close it; when all paths were read whole, forget what they no longer hold.

        Raises:
            UnreadableInputError: The journal cannot be written.
        """
        if self._file is not None:
            self._file.close()
        if not finished or self._path is None or self._done <= self._seen:
            return
        fresh = self._path.with_suffix(".new")
        try:
            fresh.write_text("".join(f"{entry}\n" for entry in sorted(self._seen)), "utf-8")
            fresh.replace(self._path)
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> UnreadableInputError:
        return UnreadableInputError(
            f"the journal cannot be written ({error.strerror})",
            where=str(self._path),
            mend="Name a writable directory in NEWS_DATA_DIR",
        )


def _entry(source_id: str, data: bytes) -> str:
    # The same article from wherever the command is given.
    source = str(Path(source_id).absolute())
    return f"{hashlib.sha256(data).hexdigest()} {source!r}"
