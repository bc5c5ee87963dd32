"""The intake served until it is told to end; what was taken is acknowledged before it does."""

from __future__ import annotations

import socket

import uvicorn

from pipeline.errors import UsageError
from pipeline.http_intake.application import Intake, Terms
from pipeline.kafka.publisher import Publisher
from pipeline.settings import BrokerSettings

# Seconds that requests under way may take when the server ends: an acknowledgement's, and some.
_LEAVE = 20
# Seconds to wait for an acknowledgement, before the sender is told to come again.
_WITHIN = 15.0
_BACKLOG = 2048


class IntakeServer:
    """A server whose port is bound.

    Args:
        host: The address to listen on.
        port: Its port; 0 for a free one.

    Raises:
        UsageError: The port is in use, or the address is not ours.
    """

    def __init__(self, host: str, port: int) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            self._socket = socket.create_server((host, port), family=family, backlog=_BACKLOG)
        except OSError as error:
            raise UsageError(
                f"articles cannot be taken there ({error.strerror or error})",
                where=f"{host}:{port}",
                mend="Name another --port, or an address of this machine with --host",
            ) from error
        name = f"[{host}]" if ":" in host else host
        self.address = f"http://{name}:{self._socket.getsockname()[1]}"
        self._server: uvicorn.Server | None = None

    async def run(self, settings: BrokerSettings, terms: Terms) -> None:
        """Serve until a signal, or `stop`.

        Raises:
            BrokerError: No broker answers when it starts.
        """
        try:
            async with Publisher(settings, within=_WITHIN) as publisher:
                config = uvicorn.Config(
                    Intake(publisher, terms).application(),
                    log_config=None,
                    access_log=False,
                    server_header=False,
                    lifespan="off",
                    timeout_graceful_shutdown=_LEAVE,
                )
                self._server = uvicorn.Server(config)
                await self._server.serve(sockets=[self._socket])
        finally:
            self._socket.close()

    def stop(self) -> None:
        """End soon."""
        if self._server is not None:
            self._server.should_exit = True
