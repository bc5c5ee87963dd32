"""What a worker's port answers: metrics, and whether it can work and does."""

from __future__ import annotations

import json
import socket
from http.client import HTTPConnection

import pytest

from pipeline.broker.embedded import free_ports
from pipeline.errors import SettingsError
from pipeline.settings import Settings
from pipeline.stream.metrics import HUNG_AFTER, Health, Stats
from pipeline.worker.health import require_ports, serve
from pipeline.worker.probe import main, unwell

PLACE = ("news.raw.v1", 3)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class Served:
    """A worker's port, asked over HTTP."""

    def __init__(self, port: int = 0, workers: int = 1) -> None:
        self.clock = Clock()
        self.stats = Stats()
        self.stats.health = Health(clock=self.clock)
        self.server = serve(self.stats, "127.0.0.1", port, workers=workers)
        self.port = self.server.server_port

    def get(self, path: str) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def asked(self, path: str) -> tuple[int, str]:
        status, body = self.get(path)
        told = json.loads(body)
        assert told["ok"] is (status == 200)
        return status, told["why"]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def served():
    worker = Served()
    yield worker
    worker.close()


def test_a_worker_that_starts_is_well_and_not_ready(served) -> None:
    assert served.asked("/healthz") == (200, "")
    assert served.asked("/ready") == (503, "it is starting")


def test_it_is_ready_when_all_its_partitions_are_open(served) -> None:
    served.stats.health.look(all_open=False)
    assert served.asked("/ready") == (503, "not every partition is open")
    assert served.asked("/healthz") == (200, "")
    served.stats.health.look(all_open=True)
    assert served.asked("/ready") == (200, "")


def test_a_lag_without_a_move_is_not_well_and_not_ready(served) -> None:
    served.stats.health.look(all_open=True, stuck=[PLACE])
    why = "records wait in news.raw.v1/3, and nothing moves"
    assert served.asked("/healthz") == (503, why)
    assert served.asked("/ready") == (503, why)
    served.stats.health.look(all_open=True)
    assert served.asked("/healthz") == (200, "")


def test_a_worker_that_looks_no_more_hangs(served) -> None:
    served.stats.health.look(all_open=True)
    served.clock.now += HUNG_AFTER
    assert served.asked("/healthz") == (200, "")
    served.clock.now += 0.1
    assert served.asked("/healthz")[0] == 503
    assert served.asked("/ready")[0] == 503


def test_metrics_are_where_they_were(served) -> None:
    served.stats.record("clean", "ok", 0.1)
    for path in ("/metrics", "/"):
        status, body = served.get(path)
        assert status == 200
        assert b'news_records_total{agent="clean",outcome="ok"} 1.0' in body


def test_they_listen_where_they_are_told_and_nowhere_else(served) -> None:
    assert served.server.server_address[0] == "127.0.0.1"
    elsewhere = serve(Stats(), "0.0.0.0", 0)
    assert elsewhere.server_address[0] == "0.0.0.0"
    elsewhere.shutdown()
    elsewhere.server_close()
    assert Settings().metrics_addr == "127.0.0.1"


def test_a_port_that_is_taken_is_one_line_with_its_mend(served) -> None:
    for take in (
        lambda: serve(Stats(), "127.0.0.1", served.port),
        lambda: require_ports("127.0.0.1", served.port, 1),
    ):
        with pytest.raises(SettingsError) as raised:
            take()
        assert str(raised.value) == (
            f"NEWS_METRICS_PORT: port {served.port} of 127.0.0.1 is taken. End what listens there, "
            "or name another (each worker takes one, from that on)"
        )


def taken_after_a_free_one() -> socket.socket:
    """Return a server whose port stands after one that nobody has."""
    while True:
        server = socket.create_server(("127.0.0.1", 0))
        try:
            require_ports("127.0.0.1", server.getsockname()[1] - 1, 1)
        except SettingsError:
            server.close()
        else:
            return server


def test_every_worker_s_port_is_asked_for() -> None:
    with taken_after_a_free_one() as taken:
        port = taken.getsockname()[1]
        require_ports("127.0.0.1", port - 1, 1)
        with pytest.raises(SettingsError, match=f"port {port} "):
            require_ports("127.0.0.1", port - 1, 2)
    require_ports("127.0.0.1", 0, 8)
    with pytest.raises(SettingsError, match="3 workers need 3 ports"):
        require_ports("127.0.0.1", 65534, 3)


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(SettingsError, match=r"NEWS_METRICS_ADDR: 192\.0\.2\.1 is no"):
        require_ports("192.0.2.1", free_ports().broker, 1)


def settings(port: int) -> Settings:
    return Settings(metrics_port=port, metrics_addr="0.0.0.0")


def test_the_probe_asks_every_worker_of_the_machine() -> None:
    with taken_after_a_free_one() as taken:
        port = taken.getsockname()[1] - 1
    first = Served(port, workers=2)
    try:
        assert unwell(settings(port)).startswith(f"port {port + 1}: no worker answers")
        second = Served(port + 1, workers=2)
        try:
            assert unwell(settings(port)) == ""
            second.stats.health.look(all_open=True, stuck=[PLACE])
            assert unwell(settings(port)).startswith(f"port {port + 1}: records wait in ")
        finally:
            second.close()
    finally:
        first.close()


def test_the_probe_is_one_line_and_a_code(monkeypatch, capsys, served) -> None:
    monkeypatch.setenv("NEWS_METRICS_PORT", str(served.port))
    assert (main(), capsys.readouterr().out) == (0, "well\n")
    served.stats.health.look(all_open=True, stuck=[PLACE])
    assert main() == 1
    assert capsys.readouterr().out.startswith(f"port {served.port}: records wait")
    monkeypatch.setenv("NEWS_METRICS_PORT", "0")
    assert main() == 1
    assert capsys.readouterr().out.startswith("NEWS_METRICS_PORT=0: the workers answer on no port")
