"""How much is under way, and when the next request is turned away. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

RETRY_AFTER = 1
"""Seconds after which a request that was turned away may come again: what is under way by then has
an acknowledgement, or its broker is gone."""


class Pressure:
    """Counts the requests and bytes under way.

    Args:
        most_requests: Requests at once.
        most_bytes: Bytes of bodies at once.
    """

    def __init__(self, most_requests: int, most_bytes: int) -> None:
        self._most_requests = most_requests
        self._most_bytes = most_bytes
        self._requests = 0
        self._bytes = 0

    def takes(self) -> bool:
        """Tell whether another request is taken."""
        return self._requests < self._most_requests and self._bytes < self._most_bytes

    @contextmanager
    def request(self) -> Iterator[None]:
        """Count a request while the block lasts."""
        self._requests += 1
        try:
            yield
        finally:
            self._requests -= 1

    @contextmanager
    def body(self, size: int) -> Iterator[None]:
        """Count the bytes of a body while the block lasts."""
        self._bytes += size
        try:
            yield
        finally:
            self._bytes -= size
