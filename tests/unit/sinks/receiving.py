"""A server of our own for webhooks and bulk requests: it says yes, no, or not now."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Request(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Answer = tuple[int, dict[str, str], bytes]


class Receiver:
    """Keeps what it was sent; `answers` are taken first, then `usual` is asked."""

    def __init__(self, usual: Callable[[Request], Answer]) -> None:
        self.requests: list[Request] = []
        self.answers: list[Answer] = []
        self.usual = usual
        self.address = ""

    def take(self, request: Request) -> Answer:
        self.requests.append(request)
        return self.answers.pop(0) if self.answers else self.usual(request)


@contextmanager
def receiving(usual: Callable[[Request], Answer]) -> Iterator[Receiver]:
    """Yield a server on loopback, on a port that is free."""
    receiver = Receiver(usual)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, sent, content = receiver.take(Request(self.command, self.path, headers, body))
            self.send_response(status)
            for name, value in {"content-length": str(len(content)), **sent}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_HEAD = _answer  # noqa: N815 - the server's own names

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()


class Index:
    """As much of a search index as bulk requests need: documents with external versions."""

    def __init__(self) -> None:
        self.mappings: dict | None = None
        self.documents: dict[str, dict] = {}
        self.versions: dict[str, int] = {}
        # Ids that are refused, by status; 429 once only.
        self.refuses: dict[str, int] = {}

    def __call__(self, request: Request) -> Answer:
        if request.method == "HEAD":
            return (404 if self.mappings is None else 200), {}, b""
        if request.method == "PUT":
            self.mappings = json.loads(request.body)["mappings"]
            return 200, {}, b"{}"
        lines = [json.loads(line) for line in request.body.splitlines()]
        items = []
        while lines:
            ((verb, about),) = lines.pop(0).items()
            document = None if verb == "delete" else lines.pop(0)
            items.append({verb: self._apply(about, document)})
        return 200, {}, json.dumps({"items": items}).encode()

    def _apply(self, about: dict, document: dict | None) -> dict:
        name, version = about["_id"], about["version"]
        assert about["version_type"] == "external_gte"
        if status := self.refuses.get(name):
            if status == 429:
                del self.refuses[name]
            return {"_id": name, "status": status, "error": {"type": "t", "reason": "r"}}
        if version < self.versions.get(name, -1):
            return {
                "_id": name,
                "status": 409,
                "error": {"type": "version_conflict_engine_exception"},
            }
        self.versions[name] = version
        if document is None:
            there = self.documents.pop(name, None)
            return {"_id": name, "status": 200 if there else 404}
        self.documents[name] = document
        return {"_id": name, "status": 201}
