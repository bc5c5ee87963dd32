"""A database that is not there: one line, and no more waiting than was asked for."""

import socket
import time

import pytest

from pipeline.errors import SinkError
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
