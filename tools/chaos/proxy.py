"""A proxy between one worker and the brokers, which can be cut, slowed down and left half open."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Sequence
from typing import Literal

from pipeline.broker.server_config import HOST

Mode = Literal["open", "cut", "slow", "half-open"]

_CHUNK = 1 << 16
# Each chunk of up to 64 KiB comes so much later, in both directions.
_DELAY = 0.4


class Proxy(threading.Thread):
    """Forwards each of `fronts` to the broker behind the door at its place.

    `open` forwards, `cut` closes all connections and every new one, `slow` forwards late, and
    `half-open` forwards nothing and keeps all connections, new ones too.
    """

    def __init__(self, fronts: Sequence[int], doors: Sequence[int]) -> None:
        super().__init__(name="proxy", daemon=True)
        self.mode: Mode = "open"
        self._pairs = tuple(zip(fronts, doors, strict=True))
        self._loop = asyncio.new_event_loop()
        self._up = threading.Event()
        self._servers: list[asyncio.Server] = []
        self._open: set[asyncio.StreamWriter] = set()
        self._passing = asyncio.Event()
        self._passing.set()

    def run(self) -> None:
        """Forward until `end`."""
        self._loop.run_until_complete(self._listen())
        self._loop.run_forever()
        self._loop.run_until_complete(self._cancel())
        self._loop.close()

    def begin(self) -> None:
        """Start, and return when it listens.

        Raises:
            TimeoutError: It does not: a port is taken.
        """
        self.start()
        if not self._up.wait(10):
            raise TimeoutError("the proxy does not listen")

    def set(self, mode: Mode) -> None:
        """Change what becomes of the connections, those that are open too."""
        self.mode = mode
        self._loop.call_soon_threadsafe(self._change)

    def end(self) -> None:
        """Close all connections, and listen no more."""
        for server in self._servers:
            self._loop.call_soon_threadsafe(server.close)
        self._loop.call_soon_threadsafe(self._close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self.join(5)

    async def _listen(self) -> None:
        for front, door in self._pairs:
            self._servers.append(await asyncio.start_server(self._serve(door), HOST, front))
        self._up.set()

    async def _cancel(self) -> None:
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _serve(self, door: int):  # noqa: ANN202 - asyncio's own callback
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if self.mode == "cut":
                writer.transport.abort()
                return
            self._open.add(writer)
            try:
                behind, ahead = await asyncio.open_connection(HOST, door)
            except OSError:
                writer.transport.abort()
                self._open.discard(writer)
                return
            self._open.add(ahead)
            # At the end they are cancelled: asyncio's own callback takes that for a fault.
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.gather(self._pump(reader, ahead), self._pump(behind, writer))
            self._open -= {writer, ahead}

        return serve

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(_CHUNK):
                if self.mode == "slow":
                    await asyncio.sleep(_DELAY)
                await self._passing.wait()
                writer.write(data)
                await writer.drain()
        writer.transport.abort()

    def _change(self) -> None:
        if self.mode == "cut":
            self._close()
        if self.mode == "half-open":
            self._passing.clear()
        else:
            self._passing.set()

    def _close(self) -> None:
        for writer in tuple(self._open):
            writer.transport.abort()
