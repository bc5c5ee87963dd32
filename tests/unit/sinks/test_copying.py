"""Batches: when they are written, what a fault costs, and how one is stopped."""

import asyncio
import threading
import time
from threading import Event as Stop

import pytest

from pipeline.sinks.copying import BatchBounds, Copying, Gathered, to_the_end
from pipeline.sinks.sink import Written
from tests.unit.sinks.made import document, event, name_of, record

USUAL = BatchBounds(records=2, seconds=3600)


class Reader:
    """Hands out lists of records; its places are behind what it handed out."""

    def __init__(self, *lists) -> None:
        self.lists = list(lists)
        self.at: dict[int, int] = {0: 0}
        self.committed: list[dict] = []

    async def fetch(self, most):
        found = self.lists.pop(0) if self.lists else None
        for each in found or ():
            self.at[each.partition] = each.offset + 1
        return found

    async def places(self):
        return dict(self.at)

    async def commit(self, places):
        self.committed.append(dict(places))


class Kept:
    """A sink that keeps its batches in a list."""

    batch = 2
    current = True

    def __init__(self, refuses=()) -> None:
        self.batches = []
        self.refuses = refuses

    def open(self):
        return {}

    def write(self, batch):
        self.batches.append(batch)
        return Written(refused=tuple(e.ce_id for e in batch.events if e.id in self.refuses))

    def close(self) -> None:
        pass


def copied(reader, sink, *, bounds=USUAL, asked=lambda each: each):
    said = []
    copying = Copying(reader, sink, before={0: 0}, bounds=bounds, asked=asked, tell=said.append)
    asyncio.run(copying.run(Stop()))
    return copying.tally, said


def made(*offsets):
    return [record(each, each, document(each)) for each in offsets]


def test_batches_follow_each_other_place_by_place_and_are_committed_behind():
    reader, sink = Reader(made(0, 1), made(2)), Kept()
    tally, _ = copied(reader, sink)
    assert [len(each.events) for each in sink.batches] == [2, 1]
    assert [(b.before, b.after) for b in sink.batches] == [({0: 0}, {0: 2}), ({0: 2}, {0: 3})]
    assert reader.committed == [{0: 2}, {0: 3}]
    assert (tally.written, tally.faulty) == (3, 0)


def test_records_that_come_one_by_one_go_together():
    sink = Kept()
    copied(Reader(made(0), made(1), [], made(2)), sink)
    assert [[e.offset for e in each.events] for each in sink.batches] == [[0, 1], [2]]


def test_what_is_damaged_is_told_counted_and_passed():
    sink = Kept()
    tally, said = copied(Reader([*made(0), record(1, 1, b"{broken"), *made(2)]), sink)
    assert [e.id for b in sink.batches for e in b.events] == [name_of(0), name_of(2)]
    assert tally.faulty == 1
    assert said[0].startswith("partition 0, offset 1: not JSON")


def test_what_the_sink_refuses_is_told_and_not_counted_as_written():
    tally, said = copied(Reader(made(0, 1)), Kept(refuses={name_of(1)}))
    assert (tally.written, tally.faulty) == (1, 1)
    assert said == [f"refused: {event(1).ce_id}"]


def test_what_nobody_asked_for_moves_the_places():
    sink = Kept()
    copied(Reader(made(0, 1, 2)), sink, asked=lambda _: None)
    assert [(b.events, b.after) for b in sink.batches] == [((), {0: 3})]


def test_nothing_is_written_where_nothing_came():
    sink = Kept()
    copied(Reader([], []), sink)
    assert sink.batches == []


@pytest.mark.parametrize(
    ("bounds", "now", "due"),
    [
        (BatchBounds(records=2, seconds=9), 1.0, True),
        (BatchBounds(records=3, seconds=9), 1.0, False),
        (BatchBounds(records=3, seconds=9), 9.0, True),
        (BatchBounds(records=3, seconds=9, size=8), 1.0, True),
        (BatchBounds(records=3, seconds=9, size=9), 1.0, False),
    ],
)
def test_a_batch_is_due_by_number_by_bytes_and_by_time(bounds, now, due):
    gathered = Gathered(bounds)
    assert not gathered.due(100.0)
    gathered.add(event(1), 4, 0.0)
    gathered.add(None, 4, 5.0)
    assert gathered.due(now) is due
    assert gathered.room() == max(1, bounds.records - 2)


async def test_who_is_stopped_ends_the_wait_and_not_the_work():
    stop, done = Stop(), threading.Event()

    def work() -> None:
        stop.wait(10)  # as a sink waits for a server that is away
        time.sleep(0.05)
        done.set()

    task = asyncio.create_task(to_the_end(asyncio.to_thread(work), stop))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert done.is_set()
