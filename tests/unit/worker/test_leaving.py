"""A worker that died leaves its group at once: its supervisor does it in its name."""

from __future__ import annotations

import queue
from types import SimpleNamespace

import pytest

from pipeline.settings import Settings
from pipeline.stream.topics import group_id
from pipeline.worker import supervisor as module
from pipeline.worker.app import tables_folder
from pipeline.worker.supervisor import Supervisor
from tests.stream.tiny import build

GROUP = ("dedup", "extract")


@pytest.mark.parametrize("code", [-9, 75])
def test_who_died_leaves_its_group(monkeypatch, tmp_path, code) -> None:
    told: queue.Queue = queue.Queue()

    async def leave_for(*where: object) -> None:
        told.put(where)

    monkeypatch.setattr(module, "leave_for", leave_for)
    settings = Settings(data_dir=str(tmp_path))
    looked_after = Supervisor(settings, (GROUP,), workers=2, build=build)
    member = looked_after._members[1]
    member.process = SimpleNamespace(exitcode=code, is_alive=lambda: False)
    looked_after._look_after(member)
    group, folder = group_id(settings, GROUP), tables_folder(settings, GROUP, 1)
    assert told.get(timeout=5.0) == (member.settings, group, folder)
    assert folder.name == "1"
