"""What every answer says to the browser, and which host names are answered at all."""

from __future__ import annotations

from ipaddress import ip_address

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing but our own files: what an article holds is text, and runs nowhere."""

_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


class Guard:
    """Adds the headers; refuses names that others gave this machine, and what other sites send.

    A page elsewhere may have its own name point to this machine's loopback: what listens there
    answers to the names of the loopback alone.

    Args:
        app: What answers.
        host: The address that is listened on.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._names = _LOOPBACK | {host.lower()} if is_loopback(host) else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def say(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
            await send(message)

        headers = {name.lower(): value for name, value in scope["headers"]}
        said = headers.get(b"host", b"").decode("latin-1").lower()
        if self._names is not None and _without_port(said) not in self._names:
            refusal = PlainTextResponse("This page is not served under that name.\n", 421)
            await refusal(scope, receive, say)
        elif scope["method"] == "POST" and headers.get(b"sec-fetch-site") in {
            b"cross-site",
            b"same-site",
        }:
            await PlainTextResponse("Another site may not post here.\n", 403)(scope, receive, say)
        else:
            await self._app(scope, receive, say)


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches that address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _without_port(host: str) -> str:
    address, bracket, _ = host.partition("]")
    return address + bracket if host.startswith("[") else host.partition(":")[0]
