"""What a host's robots.txt lets us fetch (RFC 9309), by protego."""

from __future__ import annotations

import asyncio
import time

from protego import Protego

from pipeline.feeds.faults import FetchError, shown, site_of
from pipeline.feeds.requesting import MOST_REDIRECTS, NAME, REDIRECTS, Requester, target
from pipeline.feeds.schedule import retry_after
from pipeline.topology import MIB

# It is read up to here (RFC 9309: at least 500 KiB), and believed for a day.
_BYTES = MIB // 2
_SECONDS = 86_400.0
# Some ask for an hour between two pages; a feed that obeyed would stop all others of its host.
_MOST_DELAY = 30.0


class Robots:
    """Knows the rules of hosts; each is asked once a day.

    Args:
        requester: What asks.
    """

    def __init__(self, requester: Requester) -> None:
        self._requester = requester
        self._rules: dict[str, tuple[float, Protego]] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def delay(self, url: str) -> float:
        """Return the pause that a host asks for, once it lets us fetch `url`.

        Raises:
            FetchError: It does not, or its robots.txt cannot be had.
        """
        site = site_of(url)
        async with self._asking.setdefault(site, asyncio.Lock()):
            until, rules = self._rules.get(site, (0.0, None))
            if rules is None or until < time.monotonic():
                rules = Protego.parse(await self._fetched(site))
                self._rules[site] = (time.monotonic() + _SECONDS, rules)
        if not rules.can_fetch(url, NAME):
            raise FetchError(
                "its robots.txt forbids it",
                where=shown(url),
                mend="Ask the site, or take it out",
                lasting=True,
            )
        return min(rules.crawl_delay(NAME) or 0.0, _MOST_DELAY)

    async def _fetched(self, site: str) -> str:
        """Return a site's robots.txt; one that is not there forbids nothing."""
        here = f"{site}/robots.txt"
        for _ in range(MOST_REDIRECTS + 1):
            try:
                found = await self._requester.ask(here, most=_BYTES)
            except FetchError as error:
                # Without it nobody knows what is forbidden.
                raise FetchError(f"no robots.txt: {error.what}", where=shown(here)) from error
            if found.status == 200:
                return found.body.decode("utf-8", "replace")
            if found.status == 429 or found.status >= 500:
                raise FetchError(
                    f"no robots.txt: HTTP {found.status}",
                    where=shown(here),
                    wait=retry_after(found.headers, time.time()),
                )
            if found.status not in REDIRECTS:
                break
            here = target(here, found)
        return ""
