"""Faust's worker without its banner, its console, its web server and its own logging."""

from __future__ import annotations

import faust


class Worker(faust.Worker):
    """One Faust application run in code, not by Faust's command line, which brings a web server.

    SIGTERM ends it in order: batches in hand are finished, their offsets committed.

    Args:
        app: The application.
        loglevel: What Faust logs from.
    """

    def __init__(self, app: faust.App, *, loglevel: str) -> None:
        super().__init__(app, loglevel=loglevel, quiet=True, override_logging=False)
        self.spinner = None

    def _on_sigint(self) -> None:
        """Leave Ctrl-C to the parent, which gets it too and ends the workers in order."""
