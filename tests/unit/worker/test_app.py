"""The Faust application of a group: its settings, and what a rebalance makes it forget."""

from __future__ import annotations

import pytest
from pipeline.stream.on_faust.commits import CommitConsumer

from pipeline.settings import Settings
from pipeline.topology import REJECTED
from pipeline.worker import app as module
from pipeline.worker.app import app_options, create_app
from tests.stream.tiny import TinyStages

GROUP = ("dedup", "extract")


def settings(tmp_path, **how) -> Settings:
    return Settings(broker="a:1,b:2", data_dir=tmp_path, store="memory", **how)


def test_at_least_once_and_nothing_acknowledged_early(tmp_path) -> None:
    options = app_options(settings(tmp_path, partitions=6, batch_size=50), GROUP, 3)
    assert options["broker"] == "kafka://a:1;kafka://b:2"
    assert options["processing_guarantee"] == "at_least_once"
    assert (options["producer_acks"], options["stream_wait_empty"]) == (-1, True)
    assert (options["broker_session_timeout"], options["broker_heartbeat_interval"]) == (10, 3)
    assert options["broker_commit_interval"] == 1
    assert options["topic_partitions"] == 6
    assert options["stream_buffer_maxsize"] == 100
    assert (options["web_enabled"], options["topic_disable_leader"]) == (False, True)
    # A rejected record of the largest size, and a mebibyte for its headers.
    assert options["producer_max_request_size"] == REJECTED.max_message_bytes + (1 << 20)
    assert options["store"] == "memory://"
    assert app_options(settings(tmp_path), GROUP, 3)["table_standby_replicas"] == 0


def test_each_worker_of_a_group_has_its_own_tables(tmp_path) -> None:
    folders = {
        app_options(settings(tmp_path), group, member)["datadir"]
        for group in (("clean",), GROUP)
        for member in (0, 1)
    }
    assert len(folders) == 4


def sample(monkeypatch, tmp_path):
    made = []

    def build_agents(*arguments, **how):
        made.append(build(*arguments, **how))
        return made[-1]

    build = module.build_agents
    monkeypatch.setattr(module, "build_agents", build_agents)
    return create_app(settings(tmp_path), TinyStages(), GROUP), made[0]


async def test_a_rebalance_forgets_what_another_may_have_had(monkeypatch, tmp_path) -> None:
    app, wired = sample(monkeypatch, tmp_path)
    match = next(a for a in wired.agents if a.spec.name == "match")._handler
    decide = next(a for a in wired.agents if a.spec.name == "decide")._handler
    match._shards[0] = object()
    decide._room._since[0] = {}
    for agent in wired.agents:
        agent.positions["t", 0] = 4
    await app.on_partitions_revoked.send(set())
    assert (match._shards, decide._room._since) == ({}, {})
    assert [agent.positions for agent in wired.agents] == [{}] * len(wired.agents)


async def test_nothing_is_fetched_until_a_recovery_is_done(monkeypatch, tmp_path) -> None:
    app, _ = sample(monkeypatch, tmp_path)
    held = []

    class Consumer:
        def stop_flow(self) -> None:
            held.append(1)

    app._consumer = Consumer()
    await app.on_rebalance_complete.send()
    assert held == [1]


def test_the_application_is_put_together(monkeypatch, tmp_path) -> None:
    app, wired = sample(monkeypatch, tmp_path)
    assert app.conf.id == "news-dedup-extract"
    assert app.transport.Consumer is CommitConsumer
    assert len(app.agents) == len(wired.agents) == 4
    assert sorted(app.tables) == ["line-memory", "links", "story-decisions", "story-index"]
    assert any(task.__name__ == "watch_partitions" for task in app._app_tasks)


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        ({}, None),
        ({"security_protocol": "SSL"}, "SSLCredentials"),
        (
            {"security_protocol": "SASL_PLAINTEXT", "sasl_username": "u", "sasl_password": "p"},
            "SASLCredentials",
        ),
    ],
)
def test_credentials_are_those_that_are_set(tmp_path, how, kind) -> None:
    found = app_options(settings(tmp_path, **how), GROUP, 0).get("broker_credentials")
    assert (None if found is None else type(found).__name__) == kind
