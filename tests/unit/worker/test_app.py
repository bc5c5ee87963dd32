"""The Faust application of a group: what it is put together of, and where its tables are."""

from __future__ import annotations

import pytest

from pipeline.settings import Settings
from pipeline.stream.metrics import Stats
from pipeline.stream.on_faust.member import Member
from pipeline.stream.on_kafka.rocks_store import RocksStore
from pipeline.stream.stores import MemoryStore
from pipeline.stream.topics import readers_of
from pipeline.topology import GROUPINGS
from pipeline.worker import app as module
from pipeline.worker.app import create_app, stored_partitions, tables_folder
from tests.stream.tiny import TinyStages

GROUP = ("dedup", "extract")
GROUPS = sorted({group for grouping in GROUPINGS.values() for group in grouping})


def settings(tmp_path, **how) -> Settings:
    return Settings(**{"broker": "a:1, b:2", "data_dir": tmp_path, "store": "memory", **how})


class Made:
    """What `create_app` hands to the parts that talk to Kafka."""

    def __init__(self, monkeypatch, tmp_path, *, group=GROUP, member=0, **how) -> None:
        self.membership: dict = {}
        self.ran: list = []
        monkeypatch.setattr(module, "Membership", self._membership)
        monkeypatch.setattr(module, "StreamTasks", self._tasks)
        self.stats = Stats()
        self.app = create_app(
            settings(tmp_path, **how),
            TinyStages(),
            group,
            member=member,
            stats=self.stats,
            on_running=self.ran.append,
        )

    def _membership(self, _, **how):
        self.membership = how

    def _tasks(self, make, *, on_running):
        self.make, self.on_running = make, on_running
        return self

    def give(self, partitions) -> None:
        self.given = partitions


@pytest.mark.parametrize("group", GROUPS)
async def test_the_application_is_put_together(monkeypatch, tmp_path, group) -> None:
    made = Made(monkeypatch, tmp_path, group=group)
    name = "-".join(("news", *group))
    assert made.app.conf.id == name
    assert [url.host for url in made.app.conf.broker] == ["a", "b"]
    assert not made.app.conf.web_enabled
    readers = readers_of(group)
    assert sorted(made.app.agents) == sorted(f"{name}.{spec.name}" for spec in readers)
    assert made.membership["group"] == name
    assert made.membership["topics"] == [spec.reads.name for spec in readers]
    made.membership["named"]("m-7")
    folder = tables_folder(settings(tmp_path), group, 0)
    assert (folder / "member-id").read_text() == "m-7"
    made.membership["given"](frozenset({1}))
    assert made.given == {1}
    made.on_running(1)
    assert made.ran == [1]
    (service,) = made.app._extra_services
    assert issubclass(service, Member)


async def test_a_partition_has_agents_and_tables_of_its_own(monkeypatch, tmp_path) -> None:
    made = Made(monkeypatch, tmp_path)
    known = {("t", 0, 1, "x")}
    one, two = made.make(0, known), made.make(1, set())
    assert [agent.spec.name for agent in one.agents] == ["dedup", "match", "decide", "links"]
    tables = {table.name for agent in one.agents for table in agent.tables}
    assert tables == set(one._log._changelogs) == {
        "line-memory", "links", "story-decisions", "story-index",
    }  # fmt: skip
    assert one._store is not two._store
    assert isinstance(one._store._store, MemoryStore)
    assert not {id(agent) for agent in one.agents} & {id(agent) for agent in two.agents}
    assert one.agents[0].delivery._known is known
    assert {agent._stats for agent in one.agents} == {made.stats}
    assert [tp.partition for tp in two._log._positions._inputs] == [1] * 4
    assert [tp.topic for tp in two._log._positions._inputs] == [
        spec.reads.name for spec in readers_of(GROUP)
    ]  # fmt: skip
    assert two._log._transactions._producer._txn_manager.transactional_id == "news-dedup-extract-1"


async def test_tables_on_disk_are_a_folder_a_partition_and_are_said(monkeypatch, tmp_path) -> None:
    how = {"store": "rocksdb", "member": 3}
    made = Made(monkeypatch, tmp_path, **how)
    assert list(made.membership["stored"]) == []
    folder = tables_folder(settings(tmp_path), GROUP, 3)
    for partition in (2, 10):
        task = made.make(partition, set())
        assert isinstance(task._store._store, RocksStore)
        assert task._store._store._path == folder / str(partition)
        task._store.close()
    (folder / "lost+found").mkdir()
    assert sorted(Made(monkeypatch, tmp_path, **how).membership["stored"]) == [2, 10]
    assert stored_partitions(tables_folder(settings(tmp_path), GROUP, 4)) == []


def test_each_worker_of_a_group_has_its_own_tables(tmp_path) -> None:
    folders = {
        tables_folder(settings(tmp_path), group, member)
        for group in (("clean",), GROUP)
        for member in (0, 1)
    }
    assert len(folders) == 4
