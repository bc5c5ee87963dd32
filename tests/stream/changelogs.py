"""What a changelog says, read again by another hand: each row, and the record that has it."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.stream.changelogs.segments import decode_segment, number_in


def rows_in(records: Iterable[tuple[bytes, bytes | None]]) -> dict[bytes, bytes]:
    """Return the rows that the records of a changelog say, in their order."""
    found: dict[bytes, tuple[bytes, bytes]] = {}
    for key, value in records:
        if value is None:
            found = {row: has for row, has in found.items() if has[0] != key}
            continue
        rows = {key: value} if number_in(key) is None else decode_segment(value)
        for row, new in rows.items():
            found.pop(row, None)
            if new is not None:
                found[row] = (key, new)
    return {row: value for row, (_, value) in found.items()}
