"""Faust's worker without its banner, its console, its web server and its own logging."""

from __future__ import annotations

from collections.abc import Callable

import faust


class Worker(faust.Worker):
    """One Faust application run in code, not by Faust's command line, which brings a web server.

    SIGTERM ends it in order: batches in hand are finished, their offsets committed.

    Args:
        app: The application.
        loglevel: What Faust logs from.
        on_ready: Called when partitions are assigned and tables recovered.
    """

    def __init__(
        self, app: faust.App, *, loglevel: str, on_ready: Callable[[], None] | None = None
    ) -> None:
        super().__init__(app, loglevel=loglevel, quiet=True, override_logging=False)
        self.spinner = None
        self._on_ready = on_ready

    def _on_sigint(self) -> None:
        """Leave Ctrl-C to the parent, which gets it too and ends the workers in order."""

    async def on_startup_finished(self) -> None:
        """Tell that records are read from now on."""
        await super().on_startup_finished()
        if self._on_ready is not None:
            self._on_ready()
