"""Faust's worker without its banner, its console, its web server and its own logging."""

from __future__ import annotations

import threading
from collections.abc import Callable

import faust

# Seconds after which a worker that was told to end is ended: batches in hand have twenty, and each
# connection to a broker that is gone five.
_LAST = 40.0


class Worker(faust.Worker):
    """One Faust application run in code, not by Faust's command line, which brings a web server.

    SIGTERM ends it in order: batches in hand are finished, their offsets committed.

    Args:
        app: The application.
        loglevel: What Faust logs from.
        leave: Ends the process at once, and says why.
    """

    def __init__(self, app: faust.App, *, loglevel: str, leave: Callable[[str], None]) -> None:
        super().__init__(app, loglevel=loglevel, quiet=True, override_logging=False)
        self.spinner = None
        self._leave = leave

    def _on_sigterm(self) -> None:
        """End in order, and if that takes too long, at once: nothing is lost by it."""
        timer = threading.Timer(_LAST, self._leave, ("it was told to end, and does not",))
        timer.daemon = True
        timer.start()
        super()._on_sigterm()

    def _on_sigint(self) -> None:
        """Leave Ctrl-C to the parent, which gets it too and ends the workers in order."""
