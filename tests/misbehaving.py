"""A web server that misbehaves as real ones do: what a path answers is the test's."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers what the test laid under a path, and notes who asked."""

    protocol_version = "HTTP/1.1"
    server: WebServer

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        self.server.at.append(time.monotonic())
        answer = self.server.answers.get(self.path, plain(b"not here", status=404))
        # Whoever asked may be gone.
        with suppress(ConnectionError):
            answer(self)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass

    def begin(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


class WebServer(ThreadingHTTPServer):
    """Its answers by path, and what was asked: path and headers."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.at: list[float] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def paths(self) -> list[str]:
        """Return what was asked for, robots.txt left out."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def web_server() -> Iterator[WebServer]:
    """Serve until the block ends."""
    server = WebServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def plain(body: bytes, *, status: int = 200, **headers: str) -> Answer:
    """Answer with that body."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(handler: Handler) -> None:
        handler.begin(status, {"content-length": str(len(body)), **named})
        handler.wfile.write(body)

    return answer


def validated(body: bytes, *, etag: str = "", modified: str = "", **headers: str) -> Answer:
    """Answer 304 to whoever has it already."""

    def answer(handler: Handler) -> None:
        known = (etag and handler.headers["if-none-match"] == etag) or (
            modified and handler.headers["if-modified-since"] == modified
        )
        own = {"etag": etag} if etag else {"last-modified": modified}
        if known:
            handler.begin(304, {"content-length": "0", **own})
            return
        plain(body, **{k.replace("-", "_"): v for k, v in own.items()}, **headers)(handler)

    return answer


def redirect(target: str, status: int = 302) -> Answer:
    return plain(b"", status=status, location=target)


def truncated(body: bytes, *, said: int) -> Answer:
    """Promise more bytes than come."""

    def answer(handler: Handler) -> None:
        handler.begin(200, {"content-length": str(said)})
        handler.wfile.write(body)

    return answer


def endless(piece: bytes = b"x" * 65536) -> Answer:
    """Go on for ever."""

    def answer(handler: Handler) -> None:
        handler.begin(200, {"content-type": "application/xml"})
        while True:
            handler.wfile.write(piece)

    return answer


def dripping(pause: float = 0.05) -> Answer:
    """Send a byte at a time, each in time for any time-out of a single read."""

    def answer(handler: Handler) -> None:
        handler.begin(200, {"content-type": "application/xml"})
        while True:
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(pause)

    return answer


def bomb(size: int, *, layers: int = 1) -> Answer:
    """Answer with few bytes that unpack to many."""
    body = b" " * size
    for _ in range(layers):
        body = gzip.compress(body)
    return plain(body, content_encoding=", ".join(["gzip"] * layers))
