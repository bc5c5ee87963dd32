"""How a Kafka node starts: its command, its lock, its first answer; here without any."""

from __future__ import annotations

import socket
import struct
import sys
import threading
from pathlib import Path

import pytest

from pipeline.broker.java import Java
from pipeline.broker.process import GuardedProcess
from pipeline.broker.startup import answers, format_log, java_command, take_lock, wait_for_answer
from pipeline.errors import BrokerError

QUIET = "--sun-misc-unsafe-memory-access=allow"


@pytest.mark.parametrize(("version", "quiet"), [(17, False), (23, False), (24, True), (25, True)])
def test_from_java_24_on_a_warning_is_kept_off(version, quiet):
    command = java_command(Java(path=Path("/j/bin/java"), version=version), "a.jar:b.jar")
    assert command[:2] == ["/j/bin/java", "-Xmx512m"]
    assert command[-2:] == ["-cp", "a.jar:b.jar"]
    assert (QUIET in command) is quiet


def test_one_broker_holds_a_directory(tmp_path):
    held = take_lock(tmp_path)
    with pytest.raises(BrokerError, match="another embedded broker uses this directory") as raised:
        take_lock(tmp_path)
    assert raised.value.where == str(tmp_path)
    held.close()
    take_lock(tmp_path).close()


class Server:
    """Something on loopback that gives one answer to the first who asks."""

    def __init__(self, answer: bytes) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.asked = b""
        self._thread = threading.Thread(target=self._serve, args=(answer,), daemon=True)
        self._thread.start()

    def _serve(self, answer: bytes) -> None:
        connection, _ = self._socket.accept()
        with connection:
            self.asked = connection.recv(64)
            connection.sendall(answer)

    def close(self) -> None:
        self._thread.join(5)
        self._socket.close()


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        (struct.pack(">ii", 6, 1) + b"\0\0more", True),
        (struct.pack(">ii", 6, 2), False),  # an answer to another question
        (b"HTTP/1.1 400 Bad Request\r\n", False),
        (b"\0\0\0\6\0\0\0", False),
        (b"", False),
    ],
)
def test_a_broker_is_there_when_it_answers_our_question(answer, right):
    server = Server(answer)
    try:
        assert answers("127.0.0.1", server.port, timeout=5) is right
    finally:
        server.close()
    # ApiVersions, version 0, correlation id 1, no client id.
    assert server.asked == bytes.fromhex("0000000a 0012 0000 00000001 ffff".replace(" ", ""))


def test_silence_is_no_answer():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        assert not answers("127.0.0.1", listening.getsockname()[1], timeout=0.1)


def wait(tmp_path, script: str, port: int, timeout: float) -> str:
    log = tmp_path / "log"
    process = GuardedProcess([sys.executable, "-c", script], log_path=log)
    try:
        with pytest.raises(BrokerError) as raised:
            wait_for_answer(process, port, log, timeout)
    finally:
        process.stop()
    assert raised.value.where == str(log)
    return raised.value.what


def test_one_that_ends_while_it_starts_says_its_last_word(tmp_path):
    script = r"print('starting\nFATAL port in use\n\tat kafka.Kafka.main(x)\n\n')"
    assert wait(tmp_path, script, 1, 30) == (
        "the embedded broker ended while it started (FATAL port in use)"
    )


def test_one_that_ends_without_a_word(tmp_path):
    assert wait(tmp_path, "", 1, 30).endswith("(no output)")


def test_one_that_never_answers_is_not_waited_for_for_ever(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        told = wait(tmp_path, "import time; time.sleep(60)", listening.getsockname()[1], 0.2)
    assert told == "the embedded broker did not answer within 0 s"


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("import sys; sys.exit('first\\nNo space left')", "No space left"),
        ("print('only here'); raise SystemExit(1)", "only here"),
        ("raise SystemExit(1)", "no output"),
    ],
)
def test_a_log_that_cannot_be_formatted_is_told_with_the_last_word(tmp_path, script, told):
    with pytest.raises(BrokerError, match=rf"cannot be formatted \({told}\)"):
        format_log([sys.executable, "-c", script], tmp_path / "server.properties")


def test_a_log_is_formatted_under_our_cluster_s_name(tmp_path):
    check = "import sys; sys.exit(0 if sys.argv[1:] == {} else str(sys.argv))"
    config = tmp_path / "server.properties"
    wanted = ["kafka.tools.StorageTool", "format", "-t", "bmV3cy1waXBlbGluZS0wMQ", "-c"]
    format_log([sys.executable, "-c", check.format([*wanted, str(config)])], config)
