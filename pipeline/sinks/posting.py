"""Requests over HTTP that are tried again: pauses that grow, and what the server asks for."""

from __future__ import annotations

import time
from threading import Event as Stop

import httpx

from pipeline.errors import SinkError

# What passes by itself: too much at once, a server that starts, a gateway that lost its own.
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0

# Seconds that a server may be away before we end: a deployment takes less.
PATIENCE = 300.0
_ANSWER_WITHIN = 30.0


class HttpSender:
    """Sends to one server, which is known by `where` in every line.

    Redirects are not followed: what is sent is signed for one address.

    Args:
        where: The address as it is shown.
        stop: Set where one waits no longer.
        patience: Seconds to try again for.
        auth: A user and a password; None for none.
    """

    def __init__(
        self,
        where: str,
        stop: Stop,
        *,
        patience: float = PATIENCE,
        auth: tuple[str, str] | None = None,
    ) -> None:
        self._where = where
        self._stop = stop
        self._patience = patience
        # The environment's proxies count; its .netrc does not: a password comes from us alone.
        self._client = httpx.Client(
            timeout=_ANSWER_WITHIN, auth=auth, trust_env=True, follow_redirects=False
        )

    def send(
        self, method: str, address: str, *, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """Return the server's answer, whatever it is, once it is none that passes.

        Raises:
            SinkError: There was none for as long as we wait.
        """
        end = time.monotonic() + self._patience
        pause = _FIRST_PAUSE
        while True:
            wait, why, cause = pause, "", None
            try:
                answer = self._client.request(method, address, content=body, headers=headers)
            except httpx.HTTPError as error:
                why, cause = str(error) or type(error).__name__, error
            else:
                if answer.status_code not in PASSING:
                    return answer
                why = f"it answers {answer.status_code}"
                wait = max(pause, asked_pause(answer.headers.get("retry-after")))
            if time.monotonic() + wait > end:
                raise SinkError(
                    f"{why}, for {self._patience:.0f} s",
                    where=self._where,
                    mend="Run it again when it is back: it goes on where it stood",
                ) from cause
            self.pause(wait)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def pause(self, seconds: float) -> None:
        """Wait.

        Raises:
            SinkError: One waits no longer.
        """
        if self._stop.wait(seconds):
            raise SinkError("stopped before it answered", where=self._where)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def asked_pause(header: str | None) -> float:
    """Return the seconds that `Retry-After` asks for; 0 where it is a date or nothing."""
    return float(header) if header is not None and header.strip().isdigit() else 0.0


def refusal(answer: httpx.Response) -> str:
    """Return one short line on an answer that says no."""
    said = " ".join(answer.text.split())[:200]
    return f"{answer.status_code} {answer.reason_phrase}" + (f": {said}" if said else "")
