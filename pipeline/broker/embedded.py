"""A real Apache Kafka in a process of our own: one KRaft node, loopback only."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Self

from pipeline.broker.jar_lock import locked_jars
from pipeline.broker.jars import Progress, ensure_jars, require_fetcher
from pipeline.broker.java import find_java, require_java
from pipeline.broker.process import GuardedProcess
from pipeline.broker.server_config import HOST, Ports, server_properties
from pipeline.broker.startup import (
    format_log,
    java_command,
    take_lock,
    wait_for_answer,
)


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
        self.log_path = log_path or data_dir / "broker.log"
        self._java_home = java_home
        self._overrides = overrides
        self._class_path = ""
        self._lock: BinaryIO | None = None
        self._process: GuardedProcess | None = None

    @property
    def bootstrap(self) -> str:
        """Return `host:port` for clients; known once it was started."""
        return f"{HOST}:{self._ports.broker}" if self._ports else ""

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
        command = java_command(find_java(self._java_home), self._class_path)
        self._data_dir.mkdir(parents=True, exist_ok=True)
        self.log_path.parent.mkdir(parents=True, exist_ok=True)
        self.stop()
        self._lock = take_lock(self._data_dir)
        try:
            self._ports = self._ports or free_ports()
            text = server_properties(_log_dir(self._data_dir), self._ports, self._overrides)
            self._process = _spawn(command, self._data_dir, text, self.log_path, self._lock)
            wait_for_answer(self._process, self._ports.broker, self.log_path, timeout)
        except BaseException:
            self.stop()
            raise
        return self.bootstrap

    def stop(self) -> None:
        """End it in order: its log is closed, nothing needs recovery at the next start."""
        if self._process is not None:
            self._process.stop()
            self._process = None
        if self._lock is not None:
            # Closed, not unlocked: a guard that still runs holds it until it is gone.
            self._lock.close()

    def kill(self) -> None:
        """End it as a crash would (kill -9)."""
        if self._process is not None:
            self._process.kill()
        self.stop()

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


def require_parts(cache_dir: Path, java_home: Path | None) -> None:
    """Do nothing when an embedded broker's Java, and what fetches its jars, can be had.

    Raises:
        BrokerError: There is no Java that is new enough.
        ExtraMissingError: Something is missing that the extra `[demo]` brings.
    """
    require_java(java_home)
    require_fetcher(cache_dir, locked_jars())


def free_ports() -> Ports:
    """Return two loopback ports that nothing listens on now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(2)]
        for each in sockets:
            each.bind((HOST, 0))
        broker, controller = (each.getsockname()[1] for each in sockets)
    return Ports(broker=broker, controller=controller)


def _spawn(
    command: list[str], data_dir: Path, properties: str, log_path: Path, lock: BinaryIO
) -> GuardedProcess:
    """Write the settings, format the log where it is new, and run the node."""
    config = data_dir / "server.properties"
    config.write_text(properties, encoding="utf-8")
    if not (_log_dir(data_dir) / "meta.properties").exists():
        format_log(command, config)
    run = [*command, "kafka.Kafka", str(config)]
    return GuardedProcess(run, log_path=log_path, keep_open=(lock.fileno(),))


def _log_dir(data_dir: Path) -> Path:
    return data_dir / "log"
