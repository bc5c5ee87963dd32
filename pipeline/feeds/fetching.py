"""One address fetched: robots.txt heeded, redirects followed and each of them checked."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Self

from pipeline.feeds.addresses import Network
from pipeline.feeds.connecting import Resolve, look_up
from pipeline.feeds.faults import FetchError, shown
from pipeline.feeds.requesting import MOST_REDIRECTS, REDIRECTS, Fetched, Limits, Requester, target
from pipeline.feeds.robots import Robots
from pipeline.feeds.schedule import retry_after

# Statuses of 400 to 499 that pass.
_PASSING = frozenset({408, 425, 429})


class Fetcher:
    """Fetches addresses. Use it as an asynchronous context manager.

    Args:
        limits: How much is taken from one server.
        allowed: Private networks that may be connected to.
        resolve: What looks host names up.
    """

    def __init__(
        self, limits: Limits, *, allowed: tuple[Network, ...] = (), resolve: Resolve = look_up
    ) -> None:
        self._requester = Requester(limits, allowed, resolve)
        self._robots = Robots(self._requester)

    async def __aenter__(self) -> Self:
        """Open it."""
        return self

    async def __aexit__(self, *raised: object) -> None:
        """Close what is open."""
        await self._requester.close()

    async def get(
        self, url: str, *, most: int, headers: Mapping[str, str] | None = None
    ) -> Fetched:
        """Return what an address answers with: 200 with its body, or 304.

        Args:
            url: The address.
            most: How many bytes its body may have.
            headers: Sent along: validators.

        Raises:
            FetchError: It is not to be had: the line says why.
            PrivateAddressError: It leads into a private network.
        """
        here = url
        for _ in range(MOST_REDIRECTS + 1):
            delay = await self._robots.delay(here)
            found = await self._requester.ask(here, most=most, headers=headers, delay=delay)
            if found.status not in REDIRECTS:
                return _good(found, url)
            here = target(here, found)
        raise FetchError(
            f"more than {MOST_REDIRECTS} redirects",
            where=shown(url),
            mend="Give the address that they lead to",
        )


def _good(found: Fetched, url: str) -> Fetched:
    status = found.status
    if status in (200, 304):
        return found
    raise FetchError(
        "it is gone (HTTP 410)" if status == 410 else f"HTTP {status}",
        where=shown(url),
        lasting=400 <= status < 500 and status not in _PASSING,
        wait=retry_after(found.headers, time.time()),
        status=status,
    )
