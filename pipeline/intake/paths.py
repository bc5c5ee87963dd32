"""Paths to the files behind them: folders walked by name, what is unreadable named in its place."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from pipeline.errors import UnreadableInputError
from pipeline.intake.forms import FEED, form_of, is_feed, may_be_feed
from pipeline.types.articles import Reason, Struct

_CHECK = "Check the file"


class InputFile(Struct, frozen=True, kw_only=True):
    """One file, its size in bytes, or one line on why it is none and is not opened."""

    path: str
    size: int = 0
    problem: str | None = None
    reason: Reason = "unreadable"


def find(path: str) -> list[InputFile]:
    """Return the file that `path` is, or those of its folder, hidden ones passed over.

    Raises:
        UnreadableInputError: There is nothing of that name, or a folder without any such file.
    """
    if path == "-":
        return [InputFile(path=path)]
    try:
        is_folder = stat.S_ISDIR(os.lstat(path).st_mode) or Path(path).is_dir()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        # Nothing there is a typo, and is told at once; all else is one bad file among others.
        what = getattr(error, "strerror", None) or str(error)
        raise UnreadableInputError(what, where=shown(path), mend="Check the path") from error
    except OSError as error:
        return [InputFile(path=path, problem=why(error))]
    if not is_folder:
        return [_file(path)]
    found = _walked(path)
    if not found:
        raise UnreadableInputError(
            "no .txt, .html, .json or .jsonl file in it", where=shown(path), mend="Name the files"
        )
    return found


def shown(path: str) -> str:
    r"""Return `path` as it is printed: bytes of it that are no UTF-8 as `\xff`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def why(error: Exception) -> str:
    """Return the line on what hinders reading a file."""
    return f"{getattr(error, 'strerror', None) or str(error) or 'it breaks off'}. {_CHECK}"


def _walked(top: str) -> list[InputFile]:
    found: list[InputFile] = []

    def unlisted(error: OSError) -> None:
        found.append(InputFile(path=str(error.filename), problem=why(error)))

    for folder, folders, names in os.walk(top, onerror=unlisted):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = str(Path(folder, name))
            if name.startswith("."):
                continue
            if form_of(name):
                found.append(_file(path, regular=True))
            elif may_be_feed(name) and _holds_feed(path):
                found.append(InputFile(path=path, problem=FEED, reason="no-article"))
    return found


def _file(path: str, *, regular: bool = False) -> InputFile:
    """Return the file at `path`; in a folder a pipe or device, which may never end, is none."""
    try:
        path.encode()
        status = Path(path).stat()
    except UnicodeEncodeError:
        return InputFile(path=path, problem="its name is no UTF-8. Give it another")
    except OSError as error:
        return InputFile(path=path, problem=why(error))
    if regular and not stat.S_ISREG(status.st_mode):
        return InputFile(
            path=path, problem="a pipe, socket or device. Name it itself to have it read"
        )
    return InputFile(path=path, size=status.st_size)


def _holds_feed(path: str) -> bool:
    try:
        if not Path(path).is_file():
            return False
        with Path(path).open("rb") as file:
            return is_feed(file.read(4096))
    except OSError:
        return False  # other XML is passed over too, readable or not
