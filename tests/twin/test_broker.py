"""What the twin's broker shows, to whom, and whom it shuts out; disks that forget."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pipeline.stream.changelogs.segment_store import SegmentStore
from pipeline.stream.messages import Headers
from pipeline.stream.stream_task import FencedError
from tests.twin.broker import Broker
from tests.twin.disks import Disk


@dataclass
class Row:
    key: bytes
    value: bytes | None
    headers: Headers = ()
    timestamp: float | None = None


def values(broker: Broker, partition: int = 0) -> list[bytes | None]:
    return [message.value for message in broker.log(("t", partition)).committed()]


def test_what_is_not_committed_holds_back_what_stands_behind_it() -> None:
    broker = Broker(2)
    one, other = broker.init("one"), broker.init("other")
    for producer, value in ((one, b"1"), (other, b"2")):
        broker.begin(producer)
        broker.produce(producer, ("t", 0), [Row(b"k", value)])
    broker.end(other)
    broker.mark_all(broker.unmarked[0])
    assert values(broker) == []
    broker.give_up(one)
    assert values(broker) == [b"2"]
    # Two records, two markers.
    assert broker.log(("t", 0)).end() == 4


def test_a_commit_is_seen_log_by_log_and_its_offsets_last() -> None:
    broker = Broker(2)
    producer = broker.init("one")
    broker.begin(producer)
    for partition in (0, 1):
        broker.produce(producer, ("t", partition), [Row(b"k", b"v")])
    broker.add_offsets(producer, "g", 0, {"in": 7})
    broker.end(producer)
    (transaction,) = broker.unmarked
    broker.mark(transaction, 1)
    assert (values(broker, 0), values(broker, 1)) == ([], [b"v"])
    assert broker.offsets == {}
    # Whoever opens the id waits for it.
    broker.init("one")
    assert values(broker, 0) == [b"v"]
    assert broker.offsets == {("g", "in", 0): 7}
    assert broker.unmarked == []


@pytest.mark.parametrize("step", ["begin", "produce", "add_offsets", "end"])
def test_whoever_was_shut_out_writes_nothing(step: str) -> None:
    broker = Broker(1)
    old = broker.init("one")
    if step != "begin":
        broker.begin(old)
    broker.init("one")
    asked = {
        "begin": lambda: broker.begin(old),
        "produce": lambda: broker.produce(old, ("t", 0), [Row(b"k", b"v")]),
        "add_offsets": lambda: broker.add_offsets(old, "g", 0, {"in": 1}),
        "end": lambda: broker.end(old),
    }
    with pytest.raises(FencedError):
        asked[step]()
    assert values(broker) == []


def test_a_transaction_that_took_too_long_is_shut_out() -> None:
    broker = Broker(1)
    producer = broker.init("one")
    broker.begin(producer)
    broker.produce(producer, ("t", 0), [Row(b"k", b"v")])
    assert broker.going() == ["one"]
    assert broker.expire("one")
    assert not broker.expire("one")
    with pytest.raises(FencedError):
        broker.end(producer)


def test_compaction_keeps_the_last_of_each_key_and_forgets_nothing_for_the_checks() -> None:
    broker = Broker(1)
    for key, value in ((b"a", b"1"), (b"b", b"2"), (b"a", b"3"), (b"a", b"4")):
        broker.append(("t", 0), key=key, value=value)
    broker.compact(("t", 0), 3)
    assert values(broker) == [b"2", b"3", b"4"]
    assert broker.rows(("t", 0), 2) == {b"a": b"1", b"b": b"2"}
    assert broker.rows(("t", 0)) == {b"a": b"4", b"b": b"2"}


def test_a_disk_is_one_process_s_and_can_be_what_it_was() -> None:
    disk = Disk()
    held = SegmentStore(disk.mount())
    with pytest.raises(RuntimeError):
        disk.mount()
    held.apply({"t": {b"a": b"1"}}, {"t": 1})
    held.apply({"t": {b"a": None, b"b": b"2"}}, {"t": 3})
    held.close()
    with pytest.raises(RuntimeError):
        held.read("t", b"c")
    assert disk.rows("t") == {b"b": b"2"}
    disk.roll_back(1)
    assert (disk.rows("t"), disk.store.upto("t")) == ({b"a": b"1"}, 1)
