"""Three brokers on this machine: one KRaft cluster, every partition on all of them."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

from confluent_kafka.admin import AdminClient

from pipeline.broker.embedded import EmbeddedBroker
from pipeline.broker.server_config import HOST, Ports

BROKERS = 3
_PATIENCE = 90.0


class Cluster:
    """Three brokers; a record is acknowledged when two of them have it.

    Each has a second listener that names a port of `fronts` to its clients: whoever connects
    there goes through what listens on that port.

    Args:
        folder: Where their logs lie.
        cache_dir: The user's cache of Kafka's jars.
    """

    def __init__(self, folder: Path, cache_dir: Path) -> None:
        ports = free_ports(4 * BROKERS)
        self._clients = ports[:BROKERS]
        self.doors = ports[BROKERS : 2 * BROKERS]
        self.fronts = ports[2 * BROKERS : 3 * BROKERS]
        self._controllers = ports[3 * BROKERS :]
        self.brokers = [
            EmbeddedBroker(
                folder / f"broker-{number + 1}",
                cache_dir,
                ports=Ports(broker=self._clients[number], controller=self._controllers[number]),
                overrides=self._overrides(number),
            )
            for number in range(BROKERS)
        ]

    @property
    def bootstrap(self) -> str:
        """Return the host:port list for clients."""
        return ",".join(f"{HOST}:{port}" for port in self._clients)

    @property
    def proxied(self) -> str:
        """Return the host:port list for the client that goes through `fronts`."""
        return ",".join(f"{HOST}:{port}" for port in self.fronts)

    def start(self) -> None:
        """Start all, and wait until every one answers: alone none has a quorum."""
        self.brokers[0].fetch()
        with ThreadPoolExecutor(BROKERS) as threads:
            list(threads.map(lambda broker: broker.start(_PATIENCE), self.brokers))

    def stop(self) -> None:
        """End all of them at once."""
        with ThreadPoolExecutor(BROKERS) as threads:
            list(threads.map(EmbeddedBroker.stop, self.brokers))

    def kill(self) -> None:
        """End all of them as a crash would."""
        for broker in self.brokers:
            broker.kill()

    def admin(self) -> AdminClient:
        """Return a client for looking at the cluster."""
        return AdminClient({"bootstrap.servers": self.bootstrap, "log_level": 0})

    def wait_whole(self, seconds: float = _PATIENCE) -> bool:
        """Return whether every replica of every partition is in step within `seconds`."""
        admin, end = self.admin(), time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(Exception):
                topics = admin.list_topics(timeout=5).topics.values()
                parts = [part for topic in topics for part in topic.partitions.values()]
                if parts and all(len(part.isrs) == BROKERS for part in parts):
                    return True
            time.sleep(0.5)
        return False

    def clear(self) -> None:
        """Delete every topic but Kafka's own, and wait until they are gone."""
        self.delete(
            [name for name in self.admin().list_topics(timeout=30).topics if name[:2] != "__"]
        )

    def delete(self, topics: Sequence[str]) -> None:
        """Delete topics, and wait until they are gone.

        Raises:
            TimeoutError: They are still there.
        """
        admin, end = self.admin(), time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            names = [name for name in admin.list_topics(timeout=10).topics if name in topics]
            if not names:
                return
            for deleted in admin.delete_topics(names, operation_timeout=20).values():
                with contextlib.suppress(Exception):
                    deleted.result()
            time.sleep(0.3)
        raise TimeoutError("topics are still there")

    def __enter__(self) -> Self:
        """Start all."""
        try:
            self.start()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(self, *raised: object) -> None:
        """End all."""
        self.kill()

    def _overrides(self, number: int) -> dict[str, str]:
        own, door = self._clients[number], self.doors[number]
        controller, front = self._controllers[number], self.fronts[number]
        voters = (f"{at + 1}@{HOST}:{port}" for at, port in enumerate(self._controllers))
        return {
            "node.id": str(number + 1),
            "controller.quorum.voters": ",".join(voters),
            "listeners": f"CLIENTS://{HOST}:{own},CONTROLLER://{HOST}:{controller},"
            f"PROXIED://{HOST}:{door}",
            "advertised.listeners": f"CLIENTS://{HOST}:{own},PROXIED://{HOST}:{front}",
            "listener.security.protocol.map": "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT,"
            "PROXIED:PLAINTEXT",
            "default.replication.factor": "3",
            "min.insync.replicas": "2",
            "offsets.topic.replication.factor": "3",
            "transaction.state.log.replication.factor": "3",
            "transaction.state.log.min.isr": "2",
            # The embedded broker's 3 s took brokers of a busy machine out of the cluster.
            "broker.session.timeout.ms": "9000",
            "broker.heartbeat.interval.ms": "1000",
        }


def free_ports(count: int) -> list[int]:
    """Return loopback ports that nothing listens on now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((HOST, 0))
        return [each.getsockname()[1] for each in sockets]
