"""What the verbs print with: results on standard output, everything for a person beside it."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from pipeline.cli.reader import reader
from pipeline.codec import encode_json
from pipeline.settings import logs_json
from pipeline.worker.logs import written

T = TypeVar("T")

# A shorter wait needs no bar, and a bar that flashes up disturbs.
_PATIENCE_SECONDS = 2.0


def screen(*, stderr: bool = False) -> Console:
    """Return a console of standard output or error; colours obey NO_COLOR and the terminal."""
    return Console(stderr=stderr, highlight=False, soft_wrap=True)


def write_json(value: object) -> None:
    """Write one JSON line to standard output."""
    write_line(encode_json(value))


def write_line(line: bytes) -> None:
    """Write one line of UTF-8 to standard output, whatever encoding the terminal is set to.

    Raises:
        ReaderGoneError: Nobody reads it any more.
    """
    with reader():
        sys.stdout.buffer.write(line + b"\n")


def shown_time(seconds: float) -> str:
    """Return Unix seconds as a person and a program read them: UTC, to the second."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def printable(text: str) -> str:
    """Return `text` with its control characters written out: a record must not steer a terminal."""
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() or each in "\n\t" else f"\\x{ord(each):02x}" for each in text
    )


def note(line: str, level: int = logging.INFO) -> None:
    """Write one line for a person to standard error; an object of JSON with `NEWS_LOG_JSON`."""
    if logs_json():
        line = written(line.removeprefix("news: ").strip(), level)
    sys.stderr.write(f"{line}\n")


def warn(line: str) -> None:
    """Write one line on what goes wrong beside the work to standard error."""
    note(f"news: {line}", logging.WARNING)


class Measured(Protocol):
    """What knows how far it is read: `done` of `total`, which is None where nobody knows it."""

    @property
    def done(self) -> int:
        """How much is read."""

    @property
    def total(self) -> int | None:
        """How much there is."""


def watched(items: Iterable[T], what: str, *, of: Measured | None = None) -> Iterator[T]:
    """Yield `items`; on a terminal, count them once two seconds have passed.

    Args:
        items: What is done one by one.
        what: What they are.
        of: The source of `items`: its bytes say how much of it is done and how long is left.
    """
    with counting(what, len(items) if isinstance(items, Sequence) else None, of=of) as count:
        for item in items:
            yield item
            count()


@contextmanager
def counting(
    what: str, total: int | None = None, *, of: Measured | None = None
) -> Iterator[Callable[[], None]]:
    """Yield what is to be called for each thing done; on a terminal it moves a bar, see above."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    started, count = time.monotonic(), 0
    columns = (
        SpinnerColumn(),
        TextColumn("{task.fields[said]}"),
        BarColumn(),
        TaskProgressColumn() if of else MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:,.1f}/s"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=screen(stderr=True), transient=True) as bar:
        task = bar.add_task(
            what, total=of.total if of else total, visible=False, said=what, rate=0.0
        )

        def done() -> None:
            nonlocal count
            count += 1
            seconds = time.monotonic() - started
            bar.update(
                task,
                completed=of.done if of else count,
                # It may turn out to be less than was thought.
                total=of.total if of else total,
                visible=seconds > _PATIENCE_SECONDS,
                said=f"{count:,} {what}" if of else what,
                rate=count / max(seconds, 1e-3),
            )

        yield done
