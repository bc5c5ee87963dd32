"""Connections to addresses that were checked: no name leads into a private network."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable

import httpx

from pipeline.errors import PipelineError
from pipeline.feeds.addresses import Network, may_connect

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""The addresses that a host name stands for."""


class PrivateAddressError(PipelineError):
    """A host name, or a redirect, leads to an address that is not public."""


class CheckedTransport(httpx.AsyncBaseTransport):
    """Connects to the very address that was checked, so that a second look-up cannot change it.

    A connection is never kept: one that was opened for a name must not serve another name of the
    same address, whose certificate was not asked for.

    Args:
        allowed: Networks that may be connected to though they are private.
        resolve: What looks names up.
    """

    def __init__(self, allowed: tuple[Network, ...], resolve: Resolve) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._inner = httpx.AsyncHTTPTransport(
            # The system's authorities, or those of SSL_CERT_FILE: a desk has one of its own.
            verify=ssl.create_default_context(),
            limits=httpx.Limits(max_keepalive_connections=0),
            trust_env=False,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request to the first address of its host that answers.

        Raises:
            PrivateAddressError: The host has none that may be connected to.
            httpx.TransportError: None answers.
        """
        host = request.url.host
        addresses = await self._public(host, request.url.port or 0)
        for number, address in enumerate(addresses, 1):
            there = httpx.Request(
                request.method,
                request.url.copy_with(host=address),
                headers=request.headers,  # with the name as Host
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": host},
            )
            try:
                return await self._inner.handle_async_request(there)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if number == len(addresses):
                    raise
        raise httpx.ConnectError(f"{host} has no address")

    async def aclose(self) -> None:
        """Close what is open."""
        await self._inner.aclose()

    async def _public(self, host: str, port: int) -> list[str]:
        try:
            found = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            why = getattr(error, "strerror", None) or "no such name"
            raise httpx.ConnectError(f"{host}: {why}") from error
        public = [address for address in found if may_connect(address, self._allowed)]
        if found and not public:
            raise PrivateAddressError(
                f"{found[0]} is no public address",
                where=host,
                mend=f"If it is meant, allow it: --allow-private {found[0]}",
            )
        return public


async def look_up(host: str, port: int) -> list[str]:
    """Return the addresses of a host, as the system resolves it."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))
