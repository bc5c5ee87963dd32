"""JSON Lines in a folder: one event a line, in files of a bounded size."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from pipeline import codec
from pipeline.sinks.events import Event, EventBatch, Places, once
from pipeline.sinks.folder import Folder, synced
from pipeline.sinks.sink import SinkOptions, Written

# Small enough to be moved about, large enough that a year of a newsroom is not a thousand files.
_LARGEST = 256 * 1024 * 1024


class JsonLines:
    """Appends events; those of a batch that was cut off are cut off the file when it is opened.

    Args:
        wanted: The folder.
        largest: Bytes after which a next file is begun.
    """

    batch = 500
    current = False

    def __init__(self, wanted: SinkOptions, *, largest: int = _LARGEST) -> None:
        self._folder = Folder(Path(wanted.target.address), wanted.reader)
        self._largest = largest
        self._file: BinaryIO | None = None

    def open(self) -> Places:
        """Take the folder, and cut off what is not certain."""
        self._folder.open()
        held = self._folder.held
        for path in self._folder.path.glob("articles-*.jsonl"):
            if path.name > _name(held.number):
                path.unlink()
        self._file = (self._folder.path / _name(held.number)).open("ab")
        self._file.truncate(held.length)
        return held.places

    def write(self, batch: EventBatch) -> Written:
        """Append a batch, and then note how long the file is."""
        file = self._current()
        file.writelines(line_of(event) for event in once(batch.events))
        file.flush()
        synced(file.fileno())
        # The name of a new file, before the state says that it is there.
        Folder.sync_names(self._folder.path)
        number = self._folder.held.number
        self._folder.keep(batch.after, number=number, length=file.seek(0, 2))
        return Written()

    def close(self) -> None:
        """Let go of the folder."""
        self._end()
        self._folder.close()

    def _current(self) -> BinaryIO:
        held = self._folder.held
        if self._file is not None and held.length < self._largest:
            return self._file
        self._end()
        path = self._folder.path / _name(held.number + 1)
        self._file = path.open("ab")
        self._folder.keep(held.places, number=held.number + 1)
        return self._file

    def _end(self) -> None:
        """End the file that is written."""
        if self._file is not None:
            self._file.close()
            self._file = None


def line_of(event: Event) -> bytes:
    """Return an event's line: the article as `news consume` prints it, and `record` first."""
    record = {
        "ce_id": event.ce_id,
        "id": event.id,
        "partition": event.partition,
        "offset": event.offset,
    }
    if event.document is None:
        return codec.encode_json({"record": record | {"deleted": True}}) + b"\n"
    return codec.encode_json({"record": record, **event.document}) + b"\n"


def _name(number: int) -> str:
    return f"articles-{number:08}.jsonl"
