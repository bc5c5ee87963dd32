"""The page served: a port that is taken is told at once, and pages that watch hold nothing up."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from pipeline.errors import UsageError
from pipeline.settings import Settings
from pipeline.types.articles import Struct
from pipeline.web.application import application
from pipeline.web.pages.answering import Desk
from pipeline.web.store.database import Keep, NewsDatabase

# Seconds that answers under way may take when the server ends.
_LEAVE = 3
# Seconds until the whole of it has ended, its Kafka clients too.
_END = 20.0


class Served(Struct, frozen=True, kw_only=True):
    """Where and what is served; `token` is of those who may write, empty: nobody may."""

    host: str
    port: int
    path: Path
    keep: Keep = Keep()
    token: str = ""


class _Server(uvicorn.Server):
    """A server that lets those go first who watch."""

    desk: Desk

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.desk.live.close()
        await super().shutdown(sockets)


class Site:
    """The page, ready to be served: its port is bound and its file is open.

    Args:
        settings: Of the broker and the stages.
        served: Where and what.
        any_port: Take another port where that one is in use.

    Raises:
        UsageError: The port is in use, the address is not ours, or the file cannot be written.
    """

    def __init__(self, settings: Settings, served: Served, *, any_port: bool = False) -> None:
        self._socket = _bound(served.host, served.port, any_port=any_port)
        try:
            self._database = NewsDatabase(served.path, served.keep, time.time)
        except BaseException:
            self._socket.close()
            raise
        app, desk = application(settings, self._database, host=served.host, token=served.token)
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_LEAVE,
        )
        self._server = _Server(config)
        self._server.desk = desk
        name = f"[{served.host}]" if ":" in served.host else served.host
        self.address = f"http://{name}:{self._socket.getsockname()[1]}/"

    def run(self) -> None:
        """Serve until it is told to end, by a signal or `stop`."""
        try:
            asyncio.run(self._server.serve(sockets=[self._socket]))
        finally:
            self._socket.close()
            self._database.close()

    def stop(self) -> None:
        """End soon."""
        self._server.should_exit = True


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """Serve the page in a thread of its own until the block ends."""
    thread = threading.Thread(target=site.run, name="page", daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.stop()
        thread.join(_END)


def _bound(host: str, port: int, *, any_port: bool) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if any_port and port:
            return _bound(host, 0, any_port=False)
        raise UsageError(
            f"the page cannot be served there ({error.strerror or error})",
            where=f"{host}:{port}",
            mend="Name another --port, or an address of this machine with --host",
        ) from error
