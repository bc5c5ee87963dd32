"""What the verbs print with: results on standard output, everything for a person beside it."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

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


def note(line: str, level: int = logging.INFO) -> None:
    """Write one line for a person to standard error; an object of JSON with `NEWS_LOG_JSON`."""
    if logs_json():
        line = written(line.removeprefix("news: ").strip(), level)
    sys.stderr.write(f"{line}\n")


def warn(line: str) -> None:
    """Write one line on what goes wrong beside the work to standard error."""
    note(f"news: {line}", logging.WARNING)


def watched(items: Iterable[T], what: str) -> Iterator[T]:
    """Yield `items`; on a terminal, count them once two seconds have passed.

    The total is unknown for a stream, so the bar shows how many are done.
    """
    with counting(what, len(items) if isinstance(items, Sequence) else None) as count:
        for item in items:
            yield item
            count()


@contextmanager
def counting(what: str, total: int | None = None) -> Iterator[Callable[[], None]]:
    """Yield what is to be called for each thing done; on a terminal it moves a bar, see above."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    started = time.monotonic()
    columns = (SpinnerColumn(), TextColumn(what), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=screen(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total, visible=False)

        def done() -> None:
            late = time.monotonic() - started > _PATIENCE_SECONDS
            bar.update(task, advance=1, visible=late)

        yield done
