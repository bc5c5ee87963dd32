"""How long an article waits for its answers: by its records, and by a clock where none come."""

from __future__ import annotations

from pipeline.stream.handlers.waiting_rows import Since
from pipeline.stream.messages import Message

LONGEST_WAIT = 6 * 3600.0
"""Seconds after which an article waits no longer, and so many records of its partition:"""

MOST_RECORDS_WAITED = 10_000
"""After a night in which nothing ran, answers are a few hundred records behind their article; in a
replay they may be many records behind it, and are minutes."""

ASK_AGAIN = 300.0
"""Seconds after which the shards that have not answered are asked again. Chosen, not measured:
answers take milliseconds, and a question that is asked twice costs what it costs once."""

# Records of the topic are kept for seven days: two of them are not further apart, and timestamps
# that say so are those of a wrong clock. It ends no wait and prolongs none.
_FURTHEST = 7 * 86_400.0
# A look at the clock adds so many seconds at most. A worker looks every few seconds; what is more
# is a jump of its clock, or the time in which it stood still and read nothing.
_LONGEST_LOOK = 30.0
# A partition is idle when it was watched for so long and no record came. While records come, their
# number counts; between two that come more slowly than this, the clock does.
_IDLE = 10.0


def overdue_by_records(since: Since, message: Message) -> bool | None:
    """Return whether what waits has waited too long when `message` is read.

    Asked of the records alone, their timestamps and offsets: the same records give the same
    answer, whenever they are read. None: their timestamps cannot be right, so they say nothing.
    """
    if message.offset - since.offset < MOST_RECORDS_WAITED:
        return False
    waited = message.timestamp - since.timestamp
    if not -LONGEST_WAIT < waited <= _FURTHEST:
        return None
    return waited >= LONGEST_WAIT


class Watch:
    """For how long a partition has been watched, by a worker's clock that may be wrong.

    Only the time between two looks counts, and no more of it than such a time may be: a clock that
    jumps adds half a minute or nothing, time in which nothing ran adds nothing.

    Args:
        seconds: What was counted before, by whoever had the partition.
        offset: The last record that is known to have been read.
    """

    def __init__(self, seconds: float = 0.0, offset: int = 0) -> None:
        self.seconds = seconds
        self._offset = offset
        self._idle = 0.0
        self._last: float | None = None

    def read(self, message: Message) -> None:
        """Note that a record came."""
        self._idle = 0.0
        self._offset = message.offset

    def look(self, now: float) -> bool:
        """Count on to `now` (Unix seconds); return whether this is the first look."""
        is_first = self._last is None
        if self._last is not None:
            passed = min(max(now - self._last, 0.0), _LONGEST_LOOK)
            self.seconds += passed
            self._idle += passed
        self._last = now
        return is_first

    def is_overdue(self, since: Since) -> bool:
        """Return whether what waits was watched too long: to no avail, or with nothing to come."""
        if self.seconds - since.watched < LONGEST_WAIT:
            return False
        return self._idle >= _IDLE or self._offset - since.offset >= MOST_RECORDS_WAITED
