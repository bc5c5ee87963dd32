"""Who may write from the page: whoever gave the token, for as long as the browser is open.

A session is a random cookie that no script reads and no other site sends; each form that writes
holds a key made from it, which another page of this machine cannot know.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
import time
from collections.abc import Mapping
from hashlib import sha256
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

FIELD = "form-key"
"""Of each form that writes."""
SHORTEST = 16
"""Characters of a token: a shorter one could be guessed."""
# Seconds that a session lasts; how many there are at once; how long a wrong token is thought over,
# one after another.
_LASTS = 12 * 3600.0
_MOST = 64
_THINKS = 1.0

Standing = Literal["off", "out", "in"]
"""Nobody may write here; this browser has not signed in; it has."""


class Sessions:
    """The browsers that signed in.

    Args:
        token: What they must give; empty: nobody may write.
        thinks: Seconds that a wrong token takes.
    """

    def __init__(self, token: str, thinks: float = _THINKS) -> None:
        self._token = token.encode()
        self._secret = secrets.token_bytes(32)
        self._ends: dict[str, float] = {}
        self._thinks = thinks
        self._one = asyncio.Lock()

    def standing(self, request: Request) -> Standing:
        """Return whether this browser may write."""
        if not self._token:
            return "off"
        ends = self._ends.get(request.cookies.get(_cookie(request), ""), 0.0)
        return "in" if time.monotonic() < ends else "out"

    def form_key(self, request: Request) -> str:
        """Return what a form of this browser must hold; empty where it may not write."""
        if self.standing(request) != "in":
            return ""
        session = request.cookies[_cookie(request)]
        return hmac.digest(self._secret, session.encode(), sha256).hex()

    def may_write(self, request: Request, form: Mapping[str, str]) -> bool:
        """Tell whether this form was on a page of ours, of a browser that signed in."""
        key = self.form_key(request)
        return bool(key) and hmac.compare_digest(key.encode(), form.get(FIELD, "").encode())

    async def sign_in(self, request: Request, response: Response, token: str) -> bool:
        """Have `response` give a session to whoever gave the right token; tell whether it did."""
        # One after another: many that guess at once are no faster.
        async with self._one:
            if not self._token or not hmac.compare_digest(token.encode(), self._token):
                await asyncio.sleep(self._thinks)
                return False
        if len(self._ends) >= _MOST:
            del self._ends[min(self._ends, key=self._ends.__getitem__)]
        session = secrets.token_urlsafe(32)
        self._ends[session] = time.monotonic() + _LASTS
        response.set_cookie(
            _cookie(request),
            session,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return True

    def sign_out(self, request: Request, response: Response) -> None:
        """Forget the session of this browser."""
        self._ends.pop(request.cookies.get(_cookie(request), ""), None)
        response.delete_cookie(_cookie(request), httponly=True, samesite="strict")


def _cookie(request: Request) -> str:
    # Cookies do not know ports: two pages of one machine would sign each other out.
    return f"news-{request.url.port or request.url.scheme}"
