"""The disk under the tables: a folder that can be written, and what a full one says."""

from __future__ import annotations

import errno
import logging
import time
from pathlib import Path

from pipeline.errors import SettingsError

log = logging.getLogger(__name__)

_FULL = (errno.ENOSPC, errno.EDQUOT)
# RocksDB raises plain exceptions, with what the system said in them.
_FULL_TEXTS = ("No space left on device", "Disk quota exceeded")

MEND_FULL = "Free some of it, or name another folder in NEWS_DATA_DIR"

# Seconds between two lines about a disk that is full.
_AGAIN = 60.0

# Bytes of the probe: a folder and an empty file can still be made on a disk that is full.
_PROBE = 64 * 1024


def is_full(error: BaseException) -> bool:
    """Return whether `error` says that there is no room left."""
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    return any(text in str(error) for text in _FULL_TEXTS)


class FullDisk:
    """Tells of a full disk, once a minute: every partition meets it, every few seconds."""

    def __init__(self) -> None:
        self._again = 0.0

    def told(self, error: BaseException) -> bool:
        """Return whether `error` is about a full disk, which is told of then."""
        if not is_full(error):
            return False
        now = time.monotonic()
        if now >= self._again:
            self._again = now + _AGAIN
            log.error("the disk is full, and nothing is written till it is not. %s", MEND_FULL)
        return True


def make_folder(path: Path) -> None:
    """Make a folder and all above it, and write to it once; nothing stays there.

    Raises:
        SettingsError: It cannot be made or written, or the disk is full.
    """
    probe = path / ".news-probe"
    try:
        path.mkdir(parents=True, exist_ok=True)
        try:
            probe.write_bytes(bytes(_PROBE))
        finally:
            probe.unlink(missing_ok=True)
    except OSError as error:
        full = is_full(error)
        raise SettingsError(
            "the disk is full" if full else f"it cannot be written ({error.strerror or error})",
            where=f"NEWS_DATA_DIR: {path}",
            mend=MEND_FULL if full else "Make it writable, or name another",
        ) from error
