"""What is kept of a sketch in a table: two bytes a hash."""

from __future__ import annotations

import msgspec

from pipeline.types.records import Sketch

# Bits of a hash that are kept to compare it, of its place between zero and the sketch's limit: of
# two strangers one pair in two thousand agrees in one by chance, and three must agree.
KEPT_BITS = 16


class KeptSketch(msgspec.Struct, frozen=True):
    """What is kept of a sketch to compare others with it: two bytes a hash instead of five.

    `hashes` are the places of its hashes between zero and `limit`, ascending.
    """

    hashes: tuple[int, ...]
    limit: int
    numbers: tuple[int, ...]
    body: int
    length: int
    leads: int
    names: tuple[int, ...] = ()
    slots: tuple[int, ...] = ()


def kept_of(sketch: Sketch) -> KeptSketch:
    """Return what is kept of `sketch`."""
    span = sketch.limit + 1
    return KeptSketch(
        tuple([(value << KEPT_BITS) // span for value in sketch.hashes]),
        sketch.limit,
        sketch.numbers,
        sketch.body,
        min(sketch.length, 0xFFFF),
        sketch.leads,
        sketch.names,
        sketch.slots,
    )
