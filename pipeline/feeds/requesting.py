"""One request and its answer: in the host's turn, with bytes and seconds bounded."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import httpx

from pipeline import __version__
from pipeline.feeds.addresses import Network
from pipeline.feeds.body import BoundedBody, PackedBodyError, TooLargeBodyError
from pipeline.feeds.connecting import CheckedTransport, Resolve
from pipeline.feeds.faults import FetchError, host_of, shown
from pipeline.feeds.links import joined
from pipeline.feeds.turns import Turns
from pipeline.topology import LARGEST_ARTICLE_BYTES
from pipeline.types.articles import Struct

NAME = "news-pipeline"
"""What robots.txt knows us by."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS = 5


class Limits(Struct, frozen=True, kw_only=True):
    """How much is taken from one server: seconds for a request, the pause between two, bytes."""

    seconds: float = 30.0
    pause: float = 1.0
    feed_bytes: int = 2 * LARGEST_ARTICLE_BYTES


class Fetched(Struct, frozen=True, kw_only=True):
    """An answer: its status, the address it came from in the end, headers in small letters."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes = b""


class Requester:
    """Asks servers, and follows nothing.

    Args:
        limits: How much is taken from one server.
        allowed: Private networks that may be connected to.
        resolve: What looks host names up.
    """

    def __init__(self, limits: Limits, allowed: tuple[Network, ...], resolve: Resolve) -> None:
        self._limits = limits
        self._turns = Turns(limits.pause)
        self._client = httpx.AsyncClient(
            transport=CheckedTransport(allowed, resolve),
            follow_redirects=False,
            trust_env=False,
            timeout=limits.seconds,
            headers={"user-agent": f"{NAME}/{__version__}", "accept-encoding": "gzip"},
        )

    async def close(self) -> None:
        """Close what is open."""
        await self._client.aclose()

    async def ask(
        self, url: str, *, most: int, headers: Mapping[str, str] | None = None, delay: float = 0.0
    ) -> Fetched:
        """Return the answer to one request, of whatever status; a body only with 200.

        Args:
            url: The address.
            most: How many bytes the body may have.
            headers: Sent along.
            delay: The pause that the host's robots.txt asks for.

        Raises:
            FetchError: There is none, or it is cut, too large or too slow.
            PrivateAddressError: The address leads into a private network.
        """
        async with self._turns.of(host_of(url), delay=delay):
            try:
                async with asyncio.timeout(self._limits.seconds):
                    return await self._asked(url, most, headers or {})
            except (TimeoutError, httpx.TimeoutException) as error:
                line = f"not answered within {self._limits.seconds:g} s"
                raise FetchError(line, where=shown(url)) from error
            except (httpx.HTTPError, httpx.StreamError) as error:
                why = " ".join(str(error).split()) or type(error).__name__
                raise FetchError(why, where=shown(url)) from error
            except TooLargeBodyError as error:
                raise FetchError(f"too large: {error}", where=shown(url), lasting=True) from error
            except PackedBodyError as error:
                raise FetchError(str(error), where=shown(url)) from error

    async def _asked(self, url: str, most: int, headers: Mapping[str, str]) -> Fetched:
        async with self._client.stream("GET", url, headers=dict(headers)) as answer:
            said = {name.lower(): value for name, value in answer.headers.items()}
            if answer.status_code != 200:
                return Fetched(status=answer.status_code, url=url, headers=said)
            body = BoundedBody(said.get("content-encoding", ""), most=most)
            async for piece in answer.aiter_raw():
                body.add(piece)
            return Fetched(status=200, url=url, headers=said, body=body.whole())


def target(here: str, found: Fetched) -> str:
    """Return where a redirect leads.

    Raises:
        FetchError: To no web address.
    """
    said = found.headers.get("location", "")
    if (there := joined(here, said)) is None:
        raise FetchError(
            f"a redirect to no web address ({shown(said)})", where=shown(here), lasting=True
        )
    return there
