"""Rows of bytes by slot: replaced in place, moved together when too much is waste."""

import math
import struct

import pytest

from pipeline.dedup.tables.byte_heap import ByteHeap


def row(size, *, time=0, fill=b"."):
    """Return a row as far as the heap looks at it: its size and its time."""
    return struct.pack("<HI", size, time).ljust(size, fill)


def test_rows_by_slot_from_one():
    heap = ByteHeap()
    rows = [row(7, fill=b"a"), row(9, fill=b"b"), row(6)]
    assert [heap.add(data) for data in rows] == [1, 2, 3]
    assert [heap.row(slot) for slot in (1, 2, 3)] == rows
    assert len(heap) == 3
    heap.drop(2)
    assert (heap.row(2), heap.row(3), len(heap)) == (b"", rows[2], 2)


@pytest.mark.parametrize("size", [8, 9, 10])
def test_a_row_is_replaced_by_one_of_any_size(size):
    heap = ByteHeap()
    rows = [row(9, fill=b"a"), row(9, fill=b"b"), row(9, fill=b"c")]
    for data in rows:
        heap.add(data)
    heap.replace(2, row(size, fill=b"n"))
    assert [heap.row(slot) for slot in (1, 2, 3)] == [rows[0], row(size, fill=b"n"), rows[2]]
    assert len(heap) == 3


def changed(heap, slot, times):
    """Replace a row of 1024 bytes by longer and shorter ones; return when the heap shrank."""
    before, shrank = heap.nbytes, []
    for number in range(1, times + 1):
        heap.replace(slot, row(1023 + number % 2 * 2))
        if heap.nbytes < before:
            shrank.append(number)
        before = heap.nbytes
    return shrank


@pytest.mark.parametrize(("rows", "waste"), [(1, 1 << 16), (2000, 2000 * 1024 // 7)])
def test_waste_goes_when_it_is_an_eighth_or_64_kib(rows, waste):
    heap = ByteHeap()
    for number in range(rows):
        heap.add(row(1024, fill=bytes((number % 250 + 1,))))
    (first, *_) = changed(heap, 1, waste // 1024 + 8)
    assert waste / 1024 - 2 <= first <= waste / 1024 + 2
    assert all(
        heap.row(s) == row(1024, fill=bytes(((s - 1) % 250 + 1,))) for s in range(2, rows + 1)
    )


def test_rows_replaced_in_place_and_dropped_ones_count_as_they_do():
    heap = ByteHeap()
    for _ in range(200):
        heap.add(row(1024))
    full = heap.nbytes
    for _ in range(1000):
        heap.replace(1, row(1024))
    assert heap.nbytes == full
    for slot in range(2, 67):
        heap.drop(slot)
        assert (heap.nbytes < full) == (slot == 66)
    assert len(heap) == 135


def test_what_is_older_goes_and_the_others_are_renumbered():
    heap = ByteHeap()
    rows = [row(10, time=time, fill=bytes((65 + time,))) for time in (5, 3, 4, 1, 9)]
    for data in rows:
        heap.add(data)
    heap.drop(1)
    gone = heap.keep(4, math.inf)
    assert gone.rows == [rows[1], rows[3]]
    assert (gone.moved.tolist(), gone.holes) == ([0, 0, 0, 1, 0, 2], 1)
    assert ([heap.row(1), heap.row(2)], len(heap)) == ([rows[2], rows[4]], 2)
    assert heap.add(rows[0]) == 3


def test_what_is_later_goes_too():
    heap = ByteHeap()
    rows = [row(10, time=time) for time in (5, 9, 4, 8)]
    for data in rows:
        heap.add(data)
    assert [heap.newest(until) for until in (9, 8.5, 7, 4, 3)] == [9, 8, 5, 4, 0]
    assert heap.keep(0, 8).rows == [rows[1]]
    assert heap.keep(0, 7.5).rows == [rows[3]]
    heap.drop(1)
    assert heap.newest(math.inf) == 4


def test_where_nothing_goes_nothing_moves():
    heap = ByteHeap()
    heap.add(row(10, time=4))
    heap.replace(1, row(12, time=4))
    size = heap.nbytes
    gone = heap.keep(4, math.inf)
    assert (gone.rows, gone.moved.tolist(), gone.holes) == ([], [0, 1], 0)
    assert (heap.nbytes, len(heap)) == (size, 1)
