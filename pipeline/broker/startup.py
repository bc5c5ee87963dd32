"""How a Kafka node starts: its command, its log's format, its lock, its first answer."""

from __future__ import annotations

import fcntl
import socket
import struct
import subprocess
import time
from pathlib import Path
from typing import BinaryIO

from pipeline.broker.java import Java
from pipeline.broker.process import GuardedProcess
from pipeline.broker.server_config import CLUSTER_ID, HOST
from pipeline.errors import BrokerError

# It held 270 MB after 100,000 records of 3.6 KB; records of 33 MiB need the rest.
_HEAP = "-Xmx512m"
# The first compiler alone: 3.0 instead of 4.5 CPU s to start, and for the first 100,000 records
# of 3.6 KB, in and out, 3.2 instead of 5.2 CPU s.
_QUICK = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto")
_CRASH = "-XX:+ExitOnOutOfMemoryError"
_LOGGING = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"
# Java 24 warns of what Kafka 4.1 does with memory it has mapped.
_MEMORY_WARNING_SINCE = 24


def java_command(java: Java, class_path: str) -> list[str]:
    """Return the command that runs one of Kafka's main classes, which is added to it."""
    command = [str(java.path), _HEAP, *_QUICK, _CRASH, _LOGGING]
    if java.version >= _MEMORY_WARNING_SINCE:
        command.append("--sun-misc-unsafe-memory-access=allow")
    return [*command, "-cp", class_path]


def format_log(command: list[str], config: Path) -> None:
    """Prepare an empty log directory, once in its life.

    Raises:
        BrokerError: Kafka's own tool refuses; the line has its last word.
    """
    tool = ["kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", str(config)]
    answer = subprocess.run(  # noqa: S603 - no shell; our own Java and arguments
        [*command, *tool], capture_output=True, text=True, check=False
    )
    if answer.returncode != 0:
        lines = (answer.stderr or answer.stdout).strip().splitlines() or ["no output"]
        raise BrokerError(
            f"the embedded broker's log cannot be formatted ({lines[-1]})",
            where=str(config.parent),
            mend="Make the directory writable, or delete it",
        )


def wait_for_answer(process: GuardedProcess, port: int, log_path: Path, timeout: float) -> None:
    """Return when the node answers a client.

    Raises:
        BrokerError: It ended, or did not answer within `timeout` seconds.
    """
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        if not process.running:
            raise BrokerError(
                f"the embedded broker ended while it started ({_last_line(log_path)})",
                where=str(log_path),
                mend="Read that log; deleting the data directory starts afresh",
            )
        if answers(HOST, port):
            return
        time.sleep(0.05)
    raise BrokerError(
        f"the embedded broker did not answer within {timeout:.0f} s",
        where=str(log_path),
        mend="Read that log; a busy machine may need another try",
    )


def take_lock(directory: Path) -> BinaryIO:
    """Return an open file that holds `directory` until it and each inherited copy are closed.

    Raises:
        BrokerError: Another broker holds it.
    """
    lock = (directory / "lock").open("ab")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise BrokerError(
            "another embedded broker uses this directory",
            where=str(directory),
            mend="Stop it, or name another directory in NEWS_DATA_DIR",
        ) from error
    return lock


def answers(host: str, port: int, timeout: float = 1.0) -> bool:
    """Tell whether a Kafka broker at `host:port` answers a request, not only a connection.

    Sends ApiVersions, version 0, correlation id 1, no client id, and waits for its answer.

    Args:
        host: Name or address.
        port: Port.
        timeout: Seconds to wait for the connection and for the answer.
    """
    header = struct.pack(">hhih", 18, 0, 1, -1)
    try:
        with socket.create_connection((host, port), timeout) as connection:
            connection.sendall(struct.pack(">i", len(header)) + header)
            head = connection.recv(8, socket.MSG_WAITALL)
    except OSError:
        return False
    return len(head) == 8 and head[4:] == b"\x00\x00\x00\x01"


def _last_line(path: Path) -> str:
    lines = [line for line in path.read_text(errors="replace").splitlines() if line.strip()]
    return next((line for line in reversed(lines) if not line.startswith("\tat ")), "no output")
