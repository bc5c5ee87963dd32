"""The proxy of the chaos runs: it forwards, cuts, and holds connections open in silence."""

import socket
import threading

import pytest

from tools.chaos.cluster import free_ports
from tools.chaos.proxy import Proxy


@pytest.fixture
def front():
    """Yield a proxy and its port; behind it, whatever is sent comes back."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        (port,) = free_ports(1)

        def echo():
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                threading.Thread(target=answer, args=(connection,), daemon=True).start()

        def answer(connection):
            with connection:
                while data := connection.recv(100):
                    connection.sendall(data)

        threading.Thread(target=echo, daemon=True).start()
        proxy = Proxy([port], [server.getsockname()[1]])
        proxy.begin()
        yield proxy, port
        proxy.end()


def connect(port):
    return socket.create_connection(("127.0.0.1", port), timeout=3)


def test_it_forwards_both_ways(front):
    _, port = front
    with connect(port) as client:
        client.sendall(b"one")
        assert client.recv(100) == b"one"


def test_cut_ends_what_is_open_and_takes_nothing_new(front):
    proxy, port = front
    with connect(port) as client:
        client.sendall(b"one")
        client.recv(100)
        proxy.set("cut")
        assert is_gone(client)
        with connect(port) as other:
            assert is_gone(other)
    proxy.set("open")
    test_it_forwards_both_ways(front)


def test_half_open_is_silent_and_then_passes_all_on(front):
    proxy, port = front
    with connect(port) as client:
        proxy.set("half-open")
        client.settimeout(0.5)
        client.sendall(b"one")
        with pytest.raises(TimeoutError):
            client.recv(100)
        proxy.set("open")
        client.settimeout(3)
        assert client.recv(100) == b"one"


def test_its_ports_are_free_when_it_has_ended():
    (port,) = free_ports(1)
    for _ in range(2):
        proxy = Proxy([port], [1])
        proxy.begin()
        proxy.end()


def is_gone(client):
    try:
        return client.recv(100) == b""
    except ConnectionError:
        return True
