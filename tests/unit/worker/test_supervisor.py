"""Restarts and their pauses, drains and ports: the supervisor on a clock of our own."""

from __future__ import annotations

import pytest

from pipeline.settings import Settings
from pipeline.worker import supervisor as module
from pipeline.worker.supervisor import Supervisor
from tests.stream.tiny import build

CLEAN, REST = ("clean",), ("dedup", "extract")


class Process:
    """A worker process that ends when it is told to."""

    def __init__(self, *, target, args, name) -> None:
        self.args, self.name = args, name
        self.sentinel = self
        self.exitcode: int | None = None
        self.done: list[str] = []
        self.stubborn = False

    def start(self) -> None:
        self.done.append("start")

    def is_alive(self) -> bool:
        return self.exitcode is None

    def terminate(self) -> None:
        self.done.append("terminate")
        if not self.stubborn:
            self.exitcode = 0

    def kill(self) -> None:
        self.done.append("kill")
        self.exitcode = -9

    def join(self, timeout: float | None = None) -> None:
        self.done.append(f"join {timeout}")


class Event:
    def __init__(self) -> None:
        self.there = False

    def clear(self) -> None:
        self.there = False

    def set(self) -> None:
        self.there = True

    def is_set(self) -> bool:
        return self.there


class World:
    """The clock, and every process that was started."""

    def __init__(self, monkeypatch) -> None:
        self.now = 1000.0
        self.started: list[Process] = []
        monkeypatch.setattr(module.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(module, "wait", self.wait)
        monkeypatch.setattr(module.multiprocessing, "get_context", lambda _: self)

    Event = staticmethod(Event)

    def Process(self, **how) -> Process:  # noqa: N802 - of multiprocessing
        self.started.append(Process(**how))
        return self.started[-1]

    def wait(self, sentinels, timeout: float):
        self.now += timeout
        return []


@pytest.fixture
def world(monkeypatch) -> World:
    return World(monkeypatch)


def supervisor(groups=(CLEAN,), workers: int = 1, **how) -> Supervisor:
    found = Supervisor(Settings(**how), groups, workers=workers, build=build)
    found.start()
    return found


def pause_after(world: World, looked_after: Supervisor, *, lasted: float = 0.0) -> float:
    """End the worker with an error after so many seconds; return the pause before the next."""
    world.now += lasted
    count = len(world.started)
    world.started[-1].exitcode = 75
    ended = world.now
    # The first look finds it.
    looked_after._look_after(looked_after._members[0])
    while len(world.started) == count:
        world.now += 0.25
        looked_after._look_after(looked_after._members[0])
    return world.now - ended


def test_pauses_double_from_half_a_second_to_thirty(world) -> None:
    looked_after = supervisor()
    pauses = [pause_after(world, looked_after) for _ in range(9)]
    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    assert looked_after.restarts() == 9


@pytest.mark.parametrize(("lasted", "pause"), [(60.0, 2.0), (60.25, 0.5)])
def test_a_worker_that_lasted_over_a_minute_begins_anew(world, lasted, pause) -> None:
    looked_after = supervisor()
    for _ in range(2):
        pause_after(world, looked_after)
    assert pause_after(world, looked_after, lasted=lasted) == pause
    assert pause_after(world, looked_after) == 2 * pause


def test_it_is_not_started_before_its_pause_is_over(world) -> None:
    looked_after = supervisor()
    world.started[0].exitcode = 75
    member = looked_after._members[0]
    looked_after._look_after(member)
    assert (member.process, looked_after.pids()) == (None, [])
    world.now += 0.49
    looked_after._look_after(member)
    assert len(world.started) == 1
    world.now += 0.01
    looked_after._look_after(member)
    assert len(world.started) == 2
    assert member.due == 0.0


def test_what_ended_in_order_stays_ended_and_what_runs_is_let_be(world) -> None:
    looked_after = supervisor(groups=(CLEAN, REST))
    world.started[0].exitcode = 0
    looked_after.watch(120)
    assert (len(world.started), looked_after.restarts()) == (2, 0)
    world.started[1].exitcode = 0
    looked_after.run()


def test_run_waits_for_one_that_is_to_be_started_again(world) -> None:
    looked_after = supervisor()
    world.started[0].exitcode = 75
    looked_after._look_after(looked_after._members[0])
    started, start = [], looked_after._start

    def once(member) -> None:
        start(member)
        started.append(member.name())
        member.process.exitcode = 0

    looked_after._start = once
    looked_after.run()
    assert started == ["clean-0"]


def test_ready_is_all_ready_and_a_restarted_one_is_not(world) -> None:
    looked_after = supervisor(workers=2)
    events = [process.args[4] for process in world.started]
    events[0].set()
    before = world.now
    assert not looked_after.wait_ready(1.0)
    assert world.now - before == pytest.approx(1.0, abs=0.1)
    events[1].set()
    assert looked_after.wait_ready(1.0)
    world.started[1].exitcode = 75
    for _ in range(2):
        looked_after.watch(1.0)
    assert len(world.started) == 3
    assert not looked_after.wait_ready(0.2)


def test_each_worker_has_its_number_and_its_own_port(world) -> None:
    supervisor(groups=(CLEAN, REST), workers=2, metrics_port=9100)
    assert [(p.name, p.args[1], p.args[2], p.args[0].metrics_port) for p in world.started] == [
        ("clean-0", CLEAN, 0, 9100),
        ("clean-1", CLEAN, 1, 9101),
        ("dedup+extract-0", REST, 0, 9102),
        ("dedup+extract-1", REST, 1, 9103),
    ]
    supervisor(workers=2)
    assert [p.args[0].metrics_port for p in world.started[4:]] == [0, 0]


def test_stop_drains_all_at_once_and_kills_what_stays(world) -> None:
    looked_after = supervisor(workers=2)
    world.started[0].stubborn = True
    looked_after.stop(timeout=5.0)
    assert world.started[0].done == ["start", "terminate", "join 5.0", "kill", "join None"]
    assert world.started[1].done == ["start", "terminate", "join 5.0"]
    assert looked_after.pids() == []
    looked_after.watch(10.0)
    looked_after.run()
    assert len(world.started) == 2


def test_what_was_to_be_started_again_is_not_after_a_stop(world) -> None:
    looked_after = supervisor()
    world.started[0].exitcode = 75
    looked_after._look_after(looked_after._members[0])
    looked_after.stop()
    looked_after.watch(60.0)
    assert len(world.started) == 1


def test_a_drain_has_longer_than_a_worker_takes_for_it(world) -> None:
    looked_after = supervisor()
    looked_after.stop()
    assert world.started[0].done == ["start", "terminate", "join 45.0"]
