"""A folder of files that grow by whole batches: what was half written is taken back."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Mapping
from pathlib import Path

from pipeline import codec
from pipeline.errors import CodecError, SinkError, UsageError
from pipeline.sinks.events import Places
from pipeline.types.articles import Struct

STATE = "_news.json"
_LOCK = "_news.lock"


class FolderState(Struct, frozen=True, kw_only=True):
    """What a folder holds for certain: the places, the batches, and the last file's bytes."""

    reader: str
    places: Mapping[int, int] = {}
    number: int = 0
    length: int = 0


class Folder:
    """The state of a folder. One process at a time has it.

    Args:
        path: The folder; it is made where it is missing.
        reader: Whose places are meant.
    """

    def __init__(self, path: Path, reader: str) -> None:
        self.path = path
        self._reader = reader
        self._lock = -1
        self.held = FolderState(reader=reader)

    def open(self) -> None:
        """Take the folder and read what it holds.

        Raises:
            SinkError: Another process has it.
            UsageError: It belongs to another reader, or its state cannot be read.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SinkError(
                "another `news consume` writes here", where=str(self.path), mend="End one of them"
            ) from error
        state = self.path / STATE
        if not state.exists():
            return
        try:
            self.held = codec.decode(state.read_bytes(), FolderState)
        except CodecError as error:
            raise UsageError(
                f"cannot be read ({error})", where=str(state), mend="Name another folder"
            ) from error
        if self.held.reader != self._reader:
            raise UsageError(
                f"this folder is the reader {self.held.reader!r}'s, not {self._reader!r}'s",
                where=str(self.path),
                mend="Name another folder, or that --group",
            )

    def keep(self, places: Places, *, number: int, length: int = 0) -> None:
        """Note what the files hold now; they are on the disk already."""
        held = FolderState(reader=self._reader, places=dict(places), number=number, length=length)
        fresh = self.path / f"{STATE}.new"
        with fresh.open("wb") as file:
            file.write(codec.encode(held))
            synced(file.fileno())
        fresh.replace(self.path / STATE)
        self.sync_names(self.path)
        self.held = held

    def close(self) -> None:
        """Let another process have it."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    @staticmethod
    def sync_names(path: Path) -> None:
        """Have the disk hold the names in a folder, too."""
        number = os.open(path, os.O_RDONLY)
        try:
            synced(number)
        finally:
            os.close(number)


def synced(file: int) -> None:
    """Have the disk hold a file, not its cache."""
    os.fsync(file)
