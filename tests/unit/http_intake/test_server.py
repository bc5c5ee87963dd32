"""The intake's server: its address, the end of a run, and what is under way when it ends."""

from __future__ import annotations

import asyncio
import socket

import httpx
import pytest

from pipeline.errors import BrokerError, UsageError
from pipeline.http_intake import server as module
from pipeline.http_intake.application import Terms
from pipeline.http_intake.server import IntakeServer
from pipeline.kafka import publisher
from pipeline.settings import BrokerSettings
from tests.unit.http_intake.test_application import KNOWN, ONE, TOKEN, Producer

SETTINGS = BrokerSettings(broker="kafka.example:9092")
TERMS = Terms(token=TOKEN, most_bytes=1000)


def test_an_address_that_is_taken_is_said_with_its_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=rf"127\.0\.0\.1:{port}: articles cannot be taken"):
            IntakeServer("127.0.0.1", port)


def test_a_server_that_never_ran_is_stopped_for_nothing() -> None:
    IntakeServer("127.0.0.1", 0).stop()


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="the machine has no IPv6")
def test_an_address_of_ipv6_stands_in_brackets() -> None:
    assert IntakeServer("::1", 0).address.startswith("http://[::1]:")


async def test_without_a_broker_the_port_is_given_back(monkeypatch) -> None:
    async def open_producer(*_):
        raise BrokerError("no Kafka broker answers")

    monkeypatch.setattr(publisher, "open_producer", open_producer)
    server = IntakeServer("127.0.0.1", 0)
    with pytest.raises(BrokerError):
        await server.run(SETTINGS, TERMS)
    IntakeServer("127.0.0.1", int(server.address.rpartition(":")[2]))._socket.close()


async def test_an_acknowledgement_is_not_waited_for_for_ever(monkeypatch) -> None:
    producer = Producer()
    producer.go_on.clear()

    async def open_producer(*_):
        return producer

    async def close_producer(*_) -> None:
        pass

    monkeypatch.setattr(publisher, "open_producer", open_producer)
    monkeypatch.setattr(publisher, "close_producer", close_producer)
    monkeypatch.setattr(module, "_WITHIN", 0.2)
    server = IntakeServer("127.0.0.1", 0)
    running = asyncio.create_task(server.run(SETTINGS, TERMS))
    async with httpx.AsyncClient(base_url=server.address, timeout=10.0) as web:
        answer = await web.post("/articles", json=ONE, headers=KNOWN)
    assert answer.status_code == 503
    assert "not acknowledged" in answer.json()["error"]
    server.stop()
    await running


async def test_what_is_under_way_is_answered_before_it_ends(monkeypatch) -> None:
    producer = Producer()
    closed: list = []

    async def open_producer(*_):
        return producer

    async def close_producer(each, _) -> None:
        closed.append(each)

    monkeypatch.setattr(publisher, "open_producer", open_producer)
    monkeypatch.setattr(publisher, "close_producer", close_producer)
    server = IntakeServer("127.0.0.1", 0)
    running = asyncio.create_task(server.run(SETTINGS, TERMS))
    async with httpx.AsyncClient(base_url=server.address) as web:
        assert (await web.get("/healthz")).json() == {"status": "ok"}
        producer.go_on.clear()
        asked = asyncio.create_task(web.post("/articles", json=ONE, headers=KNOWN))
        await producer.has(1)
        server.stop()
        await asyncio.sleep(0.2)
        assert (running.done(), closed) == (False, [])
        producer.go_on.set()
        answer = await asked
    assert answer.status_code == 202
    assert "server" not in answer.headers
    await running
    assert closed == [producer]
    IntakeServer("127.0.0.1", int(server.address.rpartition(":")[2]))._socket.close()
