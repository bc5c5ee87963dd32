"""A database that is not there: one line, and no more waiting than was asked for."""

import socket
import time

import psycopg
import pytest

from pipeline.errors import SinkError
from pipeline.sinks import postgres as module
from pipeline.sinks.postgres import Postgres
from tests.unit.sinks.made import batch, event, wanted


@pytest.fixture
def nobody():
    """Return the address of a database at a port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    return f"postgresql://desk:secret@127.0.0.1:{port}/news"


def test_where_no_server_is_the_sink_is_named_without_its_password(nobody):
    with pytest.raises(SinkError, match="refused") as raised:
        Postgres(wanted(nobody)).open()
    assert raised.value.where == nobody.replace(":secret", "")
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_server_that_went_away_is_waited_for(nobody):
    begun = time.monotonic()
    with pytest.raises(SinkError, match="refused") as raised:
        Postgres(wanted(nobody), patience=1.5).write(batch(event(1, 0)))
    assert raised.value.where == nobody.replace(":secret", "")
    assert time.monotonic() - begun >= 1.5


def test_who_is_stopped_waits_no_longer(nobody):
    given = wanted(nobody)
    given.stop.set()
    begun = time.monotonic()
    with pytest.raises(SinkError, match="refused"):
        Postgres(given).write(batch(event(1, 0)))
    assert time.monotonic() - begun < 30


def test_a_connection_that_breaks_is_opened_again_and_the_batch_written(monkeypatch):
    opened, written = [], []

    class Connection:
        def close(self):
            opened.remove(self)

    class Tables:
        def __init__(self, connection, *_, **__):
            self.connection = connection

        def write(self, batch):
            written.append((self.connection, batch))
            if len(written) == 1:
                raise psycopg.OperationalError("the server closed the connection")

    def connect(*_, **__):
        opened.append(Connection())
        return opened[-1]

    monkeypatch.setattr(module, "Tables", Tables)
    monkeypatch.setattr(module, "_PAUSE", 0.01)
    monkeypatch.setattr(psycopg, "connect", connect)
    sink, some = Postgres(wanted("postgresql://desk@db.example/news")), batch(event(1, 0))
    sink.write(some)
    (first, _), (second, again) = written
    assert (first is second, again is some, opened) == (False, True, [second])
    sink.close()
    sink.close()
    assert opened == []
