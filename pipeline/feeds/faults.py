"""What keeps an address from being fetched, in one line; and addresses as they are printed."""

from __future__ import annotations

import httpx

from pipeline.errors import PipelineError


class FetchError(PipelineError):
    """An address could not be fetched.

    Args:
        lasting: Asking again will not help.
        wait: Seconds that the server wants to be left alone for.
        status: What it answered with.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str,
        mend: str = "",
        lasting: bool = False,
        wait: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(what, where=where, mend=mend)
        self.lasting = lasting
        self.wait = wait
        self.status = status


def site_of(url: str) -> str:
    """Return scheme, host and port of an address.

    Raises:
        FetchError: It is none that can be fetched.
    """
    parts = _parsed(url)
    return f"{parts.scheme}://{parts.netloc.decode('ascii')}"


def host_of(url: str) -> str:
    """Return host and port of an address.

    Raises:
        FetchError: It is none that can be fetched.
    """
    return _parsed(url).netloc.decode("ascii")


def _parsed(url: str) -> httpx.URL:
    try:
        parts = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"no address ({error})", where=shown(url), lasting=True) from error
    if parts.scheme not in ("http", "https") or not parts.host:
        raise FetchError(
            "no http address", where=shown(url), mend="Give http:// or https://", lasting=True
        )
    return parts


def shown(url: str) -> str:
    """Return an address as it is printed: without a password, and short."""
    before, at, after = url.partition("@")
    scheme, slashes, _ = before.partition("://")
    if at and slashes and "/" not in before.partition("://")[2]:
        url = f"{scheme}://{after}"
    return "".join(c if c.isprintable() else "?" for c in url[:300])
