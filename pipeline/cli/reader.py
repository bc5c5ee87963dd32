"""Standard output and its reader, who may have enough before we are done."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


class ReaderGoneError(Exception):
    """The program that read our output has enough, as in `news enrich x | head`."""


def flush() -> None:
    """Hand what was written to its reader now.

    Raises:
        ReaderGoneError: Nobody reads it any more.
    """
    with reader():
        sys.stdout.flush()


@contextmanager
def reader() -> Iterator[None]:
    """Tell a closed pipe, which is no fault, from other errors of the system.

    Raises:
        ReaderGoneError: Nobody reads standard output any more.
    """
    try:
        yield
    except BrokenPipeError as error:
        raise ReaderGoneError from error
