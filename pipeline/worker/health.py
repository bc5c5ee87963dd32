"""Metrics and health of one worker over HTTP: `/metrics`, `/healthz` and `/ready` on one port."""

from __future__ import annotations

import errno
import socket
import threading
from collections.abc import Callable, Iterable
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from prometheus_client import make_wsgi_app
from prometheus_client.exposition import ThreadingWSGIServer

from pipeline.codec import encode_json
from pipeline.errors import SettingsError
from pipeline.stream.metrics import Stats

_JSON = ("Content-Type", "application/json; charset=utf-8")


class _Silent(WSGIRequestHandler):
    """Answers without a line of log for each request."""

    def log_message(self, *_: object) -> None:
        """Log nothing."""


class _V6(ThreadingWSGIServer):
    address_family = socket.AF_INET6


def answering(stats: Stats, workers: int) -> WSGIApplication:
    """Return what answers on a worker's port.

    Args:
        stats: Of the worker.
        workers: How many there are beside it, itself counted, on this port and those after it: who
            asks for all of them learns it from any.
    """
    metrics: WSGIApplication = make_wsgi_app(stats.registry)

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        probes: dict[str, Callable[[], str]] = {
            "/healthz": stats.health.unwell,
            "/ready": stats.health.not_ready,
        }
        probe = probes.get(environ["PATH_INFO"])
        if probe is None:
            return metrics(environ, start)
        why = probe()
        start("503 Service Unavailable" if why else "200 OK", [_JSON])
        return [encode_json({"ok": not why, "why": why, "workers": workers}) + b"\n"]

    return answer


def serve(stats: Stats, addr: str, port: int, *, workers: int = 1) -> WSGIServer:
    """Answer on a port from now on, in threads of its own; return the server.

    Raises:
        SettingsError: The port is taken, or the address is not of this machine.
    """
    kind = _V6 if ":" in addr else ThreadingWSGIServer
    try:
        server = make_server(addr, port, answering(stats, workers), kind, _Silent)
    except OSError as error:
        raise _refused(error, addr, port) from error
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    return server


def require_ports(addr: str, first: int, workers: int) -> None:
    """Do nothing when every worker can have its port, the first and those after it.

    Raises:
        SettingsError: One is taken, there are not so many, or the address is no one's here.
    """
    if not first:
        return
    if first + workers - 1 > 65535:
        raise SettingsError(
            f"{workers} workers need {workers} ports, and none is above 65535",
            where=f"NEWS_METRICS_PORT={first}",
            mend="Name a smaller one",
        )
    for port in range(first, first + workers):
        try:
            with socket.socket(socket.AF_INET6 if ":" in addr else socket.AF_INET) as probe:
                # As the server itself: connections that were closed a moment ago are in no way.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((addr, port))
        except OSError as error:
            raise _refused(error, addr, port) from error


def _refused(error: OSError, addr: str, port: int) -> SettingsError:
    if error.errno == errno.EADDRINUSE:
        return SettingsError(
            f"port {port} of {addr} is taken",
            where="NEWS_METRICS_PORT",
            mend="End what listens there, or name another (each worker takes one, from that on)",
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return SettingsError(
            f"{addr} is no address of this machine",
            where="NEWS_METRICS_ADDR",
            mend="Name one of its own, or 0.0.0.0 for all",
        )
    return SettingsError(
        f"port {port} of {addr} cannot be had ({error.strerror or error})",
        where="NEWS_METRICS_PORT",
        mend="Name another",
    )
