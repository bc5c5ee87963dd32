"""A real Apache Kafka in a process of our own: one KRaft node, loopback only."""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
import struct
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Self

from pipeline.broker.jars import Progress, ensure_jars, locked_jars
from pipeline.broker.java import Java, find_java
from pipeline.broker.process import GuardedProcess
from pipeline.broker.server_config import CLUSTER_ID, HOST, Ports, server_properties
from pipeline.errors import BrokerError

# It held 270 MB after 100,000 records of 3.6 KB; records of 33 MiB need the rest.
_HEAP = "-Xmx512m"
# The first compiler alone: 3.0 instead of 4.5 CPU s to start, and for the first 100,000 records
# of 3.6 KB, in and out, 3.2 instead of 5.2 CPU s.
_QUICK = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto")
_CRASH = ("-XX:+ExitOnOutOfMemoryError",)
_LOGGING = ("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",)
# Java 24 warns of what Kafka 4.1 does with memory it has mapped.
_MEMORY_WARNING_SINCE = 24


class EmbeddedBroker:
    """One Kafka node that lives as long as this process, and whose log outlives it.

    Use it as a context manager, or call `start` and `stop`. It stops with this process, even
    when this process is killed. Linux and macOS.

    Args:
        data_dir: Where its log, settings and lock lie; kept between runs.
        cache_dir: The user's cache of downloaded jars, shared by all embedded brokers.
        ports: Its ports; free ones when not given. They stay the same over `restart`.
        log_path: Where its output goes; `broker.log` in `data_dir` when not given.
        java_home: A Java installation to prefer.
        overrides: Broker settings that win over ours.
    """

    def __init__(
        self,
        data_dir: Path,
        cache_dir: Path,
        *,
        ports: Ports | None = None,
        log_path: Path | None = None,
        java_home: Path | None = None,
        overrides: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._data_dir = data_dir
        self._cache_dir = cache_dir
        self._ports = ports
        self._log_path = log_path or data_dir / "broker.log"
        self._java_home = java_home
        self._class_path = ""
        self._overrides = overrides
        self._lock: int | None = None
        self._process: GuardedProcess | None = None

    @property
    def bootstrap(self) -> str:
        """Return `host:port` for clients; known once it was started."""
        return f"{HOST}:{self._ports.broker}" if self._ports else ""

    @property
    def log_path(self) -> Path:
        """Return where its output goes."""
        return self._log_path

    @property
    def pid(self) -> int:
        """Return the process id of its Java, 0 when it does not run."""
        return self._process.pid if self._process and self._process.running else 0

    def fetch(self, progress: Progress | None = None) -> None:
        """Have its jars at hand: what `start` does first, with a word on how far it is.

        Raises:
            BrokerError: They cannot be had.
        """
        jars = ensure_jars(self._cache_dir, locked_jars(), progress)
        self._class_path = ":".join(str(jar) for jar in jars)

    def start(self, timeout: float = 60.0) -> str:
        """Start it, wait until it answers, and return `host:port`.

        Args:
            timeout: Seconds from the start of its Java until it must answer.

        Raises:
            BrokerError: It cannot be had, another one uses its directory, or it does not answer.
        """
        if self.pid:
            return self.bootstrap
        if not self._class_path:
            self.fetch()
        java = find_java(self._java_home)
        self._data_dir.mkdir(parents=True, exist_ok=True)
        self._log_path.parent.mkdir(parents=True, exist_ok=True)
        self._take_lock()
        try:
            if self._ports is None:
                self._ports = free_ports()
            self._run(java, timeout)
        except BaseException:
            self.stop()
            raise
        return self.bootstrap

    def stop(self) -> None:
        """End it in order: its log is closed, nothing needs recovery at the next start."""
        if self._process is not None:
            self._process.stop()
            self._process = None
        self._release_lock()

    def kill(self) -> None:
        """End it as a crash would (kill -9)."""
        if self._process is not None:
            self._process.kill()
            self._process = None
        self._release_lock()

    def restart(self, timeout: float = 60.0) -> str:
        """Stop it if it runs, and start it again on the same ports."""
        self.stop()
        return self.start(timeout)

    def __enter__(self) -> Self:
        """Start it."""
        self.start()
        return self

    def __exit__(self, *raised: object) -> None:
        """Stop it."""
        self.stop()

    def _run(self, java: Java, timeout: float) -> None:
        assert self._ports is not None
        assert self._lock is not None
        log_dir = self._data_dir / "log"
        config = self._data_dir / "server.properties"
        text = server_properties(log_dir, self._ports, self._overrides)
        config.write_text(text, encoding="utf-8")
        command = [str(java.path), _HEAP, *_QUICK, *_CRASH, *_LOGGING]
        if java.version >= _MEMORY_WARNING_SINCE:
            command.append("--sun-misc-unsafe-memory-access=allow")
        command += ["-cp", self._class_path]
        if not (log_dir / "meta.properties").exists():
            self._format(command, config)
        self._process = GuardedProcess(
            [*command, "kafka.Kafka", str(config)], log_path=self._log_path, keep_open=(self._lock,)
        )
        self._wait(self._process, timeout)

    def _format(self, command: list[str], config: Path) -> None:
        tool = ["kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", str(config)]
        answer = subprocess.run(  # noqa: S603 - no shell; our own Java and arguments
            [*command, *tool], capture_output=True, text=True, check=False
        )
        if answer.returncode != 0:
            lines = (answer.stderr or answer.stdout).strip().splitlines() or ["no output"]
            raise BrokerError(
                f"the embedded broker's log cannot be formatted ({lines[-1]})",
                where=str(self._data_dir),
                mend="Make the directory writable, or delete it",
            )

    def _wait(self, process: GuardedProcess, timeout: float) -> None:
        assert self._ports is not None
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if not process.running:
                raise BrokerError(
                    f"the embedded broker ended while it started ({_last_line(self._log_path)})",
                    where=str(self._log_path),
                    mend="Read that log; deleting the data directory starts afresh",
                )
            if answers(HOST, self._ports.broker):
                return
            time.sleep(0.05)
        raise BrokerError(
            f"the embedded broker did not answer within {timeout:.0f} s",
            where=str(self._log_path),
            mend="Read that log; a busy machine may need another try",
        )

    def _take_lock(self) -> None:
        lock = os.open(self._data_dir / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(lock)
            raise BrokerError(
                "another embedded broker uses this directory",
                where=str(self._data_dir),
                mend="Stop it, or name another directory in NEWS_DATA_DIR",
            ) from error
        self._lock = lock

    def _release_lock(self) -> None:
        # Closed, not unlocked: a guard that still runs holds it until it is gone.
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def free_ports() -> Ports:
    """Return two loopback ports that nothing listens on now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(2)]
        for each in sockets:
            each.bind((HOST, 0))
        broker, controller = (each.getsockname()[1] for each in sockets)
    return Ports(broker=broker, controller=controller)


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
