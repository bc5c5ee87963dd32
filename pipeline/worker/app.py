"""Wire settings, stages and topics into a Faust app."""

from __future__ import annotations

import logging
import os
import sys
from typing import Any

import faust
from faust.auth import SASLCredentials, SSLCredentials

from pipeline.dedup.links.known_links import NO_LINKS, LinkCounts
from pipeline.settings import Settings
from pipeline.stream.metrics import Stats
from pipeline.stream.on_faust.commits import mend_commits
from pipeline.stream.on_faust.kafka import KafkaBackend, KafkaPort, attach
from pipeline.stream.on_faust.watch import watch
from pipeline.stream.topics import group_id
from pipeline.stream.wiring import StageSet, Ways, build_agents
from pipeline.topology import MIB
from pipeline.types.articles import StageName

log = logging.getLogger(__name__)

EXIT_TRY_AGAIN = 75
"""Exit code of a worker that could not deliver (EX_TEMPFAIL): start it again."""

# Above the largest record of all, a rejected one of 33 MiB with its headers.
_LARGEST_REQUEST = 34 * MIB

# A partition's store: enough for its own rows, and 32 of them fit beside each other.
_ROCKSDB = {
    "driver": "rocksdict",
    "write_buffer_size": 8 * MIB,
    "max_write_buffer_number": 2,
    "block_cache_size": 16 * MIB,
    "block_cache_compressed_size": 0,
    "max_open_files": 256,
}


def create_app(
    settings: Settings,
    stages: StageSet,
    group: tuple[StageName, ...],
    *,
    member: int = 0,
    stats: Stats | None = None,
    known_links: LinkCounts = NO_LINKS,
) -> faust.App:
    """Return the Faust application that runs one group of stages.

    Every group has an application id of its own, so that each scales on its own.

    Args:
        settings: Broker, partitions, stores, batches.
        stages: The stages of the group.
        group: Which stages, in the order of the pipeline; one entry of a grouping.
        member: Number of this process among those of the group on this machine: each has its
            own data directory.
        stats: Where to count; the app makes its own when None.
        known_links: What the whole stream knows of links, for the dedup stage.
    """
    app = faust.App(group_id(settings, group), **app_options(settings, group, member))
    mend_commits(app)
    options = _ROCKSDB if settings.store == "rocksdb" else {}
    stats = stats or Stats()
    ways = Ways(
        port=KafkaPort(app),
        backend=lambda name: KafkaBackend(app, name, options),
        leave=leave_process,
        stats=stats,
        known_links=known_links,
    )
    wired = build_agents(stages, group, ways, partitions=settings.partitions)
    for agent in wired.agents:
        attach(app, agent, batch_size=settings.batch_size, within=settings.batch_within)

    async def forget(*_: object, **__: object) -> None:
        wired.forget()
        for agent in wired.agents:
            agent.positions.clear()

    async def hold(*_: object, **__: object) -> None:
        app.consumer.stop_flow()

    async def watch_partitions() -> None:
        await watch(app, wired.agents, stats, leave_process)

    app.on_partitions_revoked.connect(forget, weak=False)
    # A recovery that read changelogs lets the streams go, seeks to what is committed, and only then
    # empties the streams' queues: what was fetched in between was gone, and with nothing committed
    # before, what came after it was committed over it. So nothing is fetched until it is done.
    app.on_rebalance_complete.connect(hold, weak=False)
    app.task(watch_partitions)
    return app


def app_options(settings: Settings, group: tuple[StageName, ...], member: int) -> dict[str, Any]:
    """Return the settings of the Faust app."""
    options: dict[str, Any] = {
        "broker": ";".join(f"kafka://{host}" for host in settings.broker.split(",") if host),
        "datadir": str(settings.data_path() / "tables" / group_id(settings, group) / str(member)),
        "store": "rocksdb://" if settings.store == "rocksdb" else "memory://",
        "processing_guarantee": "at_least_once",
        # A worker that is killed is missed after ten seconds, not after the default's sixty.
        "broker_session_timeout": 10.0,
        # A third of the session, as Kafka advises; commits a second apart bound what is read again.
        "broker_heartbeat_interval": 3.0,
        "broker_commit_interval": 1.0,
        # Every replica in sync has a record before it counts as sent: what docs/adr/0005 rests on.
        "producer_acks": -1,
        # Five milliseconds gather a batch's records into few requests. Chosen, not measured here.
        "producer_linger": 0.005,
        "producer_max_batch_size": 131_072,
        "producer_max_request_size": _LARGEST_REQUEST,
        "topic_disable_leader": True,
        "topic_partitions": settings.partitions,
        "topic_replication_factor": settings.replication,
        # Replays of a changelog are quick (1.6 s for 100,000 keys), a standby doubles its cost.
        "table_standby_replicas": 0,
        # So few records are read ahead: an article may have 32 MiB.
        "stream_buffer_maxsize": 2 * settings.batch_size,
        "stream_wait_empty": True,
        "web_enabled": False,
        "worker_redirect_stdouts": False,
        "autodiscover": False,
    }
    context = settings.ssl_context()
    if settings.security_protocol.startswith("SASL"):
        options["broker_credentials"] = SASLCredentials(
            username=settings.sasl_username,
            password=settings.sasl_password.get_secret_value(),
            ssl_context=context,
            mechanism=settings.sasl_mechanism,
        )
    elif context is not None:
        options["broker_credentials"] = SSLCredentials(context=context)
    return options


def leave_process(why: str) -> None:
    """End the process at once, with nothing acknowledged; a supervisor starts it again."""
    log.critical("leaving: %s", why)
    for handler in logging.getLogger().handlers:
        handler.flush()
    sys.stderr.flush()
    os._exit(EXIT_TRY_AGAIN)
