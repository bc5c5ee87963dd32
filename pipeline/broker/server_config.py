"""The settings of the embedded broker: one KRaft node on loopback."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pipeline.topology import TOPICS
from pipeline.types.articles import Struct

HOST = "127.0.0.1"

# Sixteen bytes, base64: the log of one cluster is recognised as such for ever.
CLUSTER_ID = "bmV3cy1waXBlbGluZS0wMQ"

# A record's own envelope (headers, key, batch) on top of the largest value of any topic.
_ENVELOPE = 1 << 20


class Ports(Struct, frozen=True, kw_only=True):
    """The two ports of a node: clients', and the controller's."""

    broker: int
    controller: int


def largest_record() -> int:
    """Return the largest record that any topic takes, in bytes, with room for its envelope."""
    return max(topic.max_message_bytes for topic in TOPICS) + _ENVELOPE


def server_properties(
    log_dir: Path, ports: Ports, overrides: Mapping[str, str] = MappingProxyType({})
) -> str:
    """Return the text of `server.properties` for a node that keeps its log in `log_dir`.

    Args:
        log_dir: Where its log lies.
        ports: Its two ports, both on loopback.
        overrides: Broker settings that win over ours.
    """
    largest = str(largest_record())
    broker, controller = f"{HOST}:{ports.broker}", f"{HOST}:{ports.controller}"
    settings = {
        "process.roles": "broker,controller",
        "node.id": "1",
        "controller.quorum.voters": f"1@{controller}",
        "listeners": f"CLIENTS://{broker},CONTROLLER://{controller}",
        "advertised.listeners": f"CLIENTS://{broker}",
        "listener.security.protocol.map": "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "CLIENTS",
        "log.dirs": str(log_dir),
        # Topics are laid out before a worker starts: one that a client makes up has the wrong
        # number of partitions.
        "auto.create.topics.enable": "false",
        # The first member of a group need not wait three seconds for a second one.
        "group.initial.rebalance.delay.ms": "0",
        # After a kill -9 the controller refuses the node until its old session has ended: 12 s
        # to restart at the default of 9 s.
        "broker.session.timeout.ms": "3000",
        "broker.heartbeat.interval.ms": "500",
        "message.max.bytes": largest,
        "replica.fetch.max.bytes": largest,
        "offsets.topic.replication.factor": "1",
        "offsets.topic.num.partitions": "4",
        "transaction.state.log.replication.factor": "1",
        "transaction.state.log.min.isr": "1",
        "transaction.state.log.num.partitions": "4",
        "share.coordinator.state.topic.replication.factor": "1",
        "share.coordinator.state.topic.min.isr": "1",
        # One user's broker on two cores: the defaults reserve 128 MiB for compaction alone.
        "log.cleaner.threads": "1",
        "log.cleaner.dedupe.buffer.size": str(16 << 20),
        "num.network.threads": "2",
        "num.io.threads": "4",
    }
    return "".join(f"{name}={value}\n" for name, value in {**settings, **overrides}.items())
