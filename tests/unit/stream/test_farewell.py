"""Leaving for a member that was killed: once, briefly, and never a failure."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from pipeline.settings import BrokerSettings
from pipeline.stream.on_kafka import farewell as module
from pipeline.stream.on_kafka.farewell import leave_for, note_member

# Nobody listens there.
AWAY = BrokerSettings(broker="127.0.0.1:1")


@pytest.fixture
def left(monkeypatch) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    async def leave(_: BrokerSettings, group: str, member: str) -> None:
        found.append((group, member))

    monkeypatch.setattr(module, "_leave", leave)
    return found


async def test_a_member_leaves_once(tmp_path: Path, left) -> None:
    folder = tmp_path / "not" / "there"
    note_member(folder, "m-1")
    note_member(folder, "m-2")
    for _ in range(2):
        await leave_for(AWAY, "news-clean", folder)
    assert left == [("news-clean", "m-2")]


async def test_who_was_no_member_leaves_nothing(tmp_path: Path, left) -> None:
    await leave_for(AWAY, "news-clean", tmp_path / "nobody")
    assert left == []


def test_what_cannot_be_noted_is_not(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    note_member(tmp_path / "file", "m-1")
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


async def test_a_broker_that_is_away_is_no_failure(tmp_path: Path, caplog) -> None:
    note_member(tmp_path, "m-1")
    with caplog.at_level("DEBUG", logger=module.__name__):
        await leave_for(AWAY, "news-clean", tmp_path)
    assert "group news-clean cannot be left for m-1" in caplog.text
    caplog.clear()
    await leave_for(AWAY, "news-clean", tmp_path)
    assert caplog.text == "", "once is enough"


async def test_a_broker_that_does_not_answer_is_not_waited_for(tmp_path: Path, monkeypatch) -> None:
    async def never(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(module, "_leave", never)
    monkeypatch.setattr(module, "_PATIENCE", 0.01)
    note_member(tmp_path, "m-1")
    await asyncio.wait_for(leave_for(AWAY, "news-clean", tmp_path), 2.0)
