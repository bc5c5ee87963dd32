"""Headlines by their first characters: which whole one a cut one was."""

from __future__ import annotations

from collections.abc import MutableMapping

from pipeline.dedup.tables.entry_table import EntryTable
from pipeline.text.fingerprint import hash64, hex64

# Headlines are filed under so many characters, the shortest cut that is read at all
# (`SHORTEST_CUT`), and compared by so many, which tell all but a few headlines apart at half the
# row. Chosen, not measured.
_FOUND_BY = 8
_PREFIX_CHARS = 40
# One byte tells the length, as far as it goes, and whether it was cut there.
_LONGEST, _CUT = 0x7F, 0x80
# Two decorations of the usual length, with their marks.
_LONGEST_ENDING = 12


class HeadlinePrefixes:
    """Headlines and their ids, found by eight characters and compared by forty.

    Args:
        table: A dict or a table of the stream, see `EntryTable` for its shape.
        scope: Prefix of every key: the partition.
        size: Rows, and entries a row.
        day: Day number that entries touched now are dated with.
    """

    def __init__(
        self, table: MutableMapping[str, bytes], *, scope: str, size: tuple[int, int], day: int
    ) -> None:
        self._day = day
        self._entries = EntryTable(
            table, scope=scope, kind="p", payload=9 + _PREFIX_CHARS, size=size
        )

    @property
    def forgotten(self) -> int:
        """Return how many entries made room for others."""
        return self._entries.forgotten

    def like(self, key: str) -> tuple[set[str], bool]:
        """Return the ids of whole headlines that begin with `key`, else of cut ones; and which.

        A cut one is alike when one of the two begins with the other. Of whole ones that differ in
        an ending the shortest stands for all: it was a decoration that nobody knew yet.
        """
        wanted = _squeeze(key)
        stored = list(self._entries.all(hash64(key[:_FOUND_BY])))
        whole = [payload for payload in stored if _is_whole_of(payload, wanted, len(key))]
        if not whole:
            return {p[:8].hex() for p in stored if _is_cut_like(p, wanted)}, False
        shortest = min(whole, key=_length_of)
        if all(_is_ending_of(payload, shortest) for payload in whole):
            whole = [shortest]
        return {payload[:8].hex() for payload in whole}, True

    def completed_by(self, key: str) -> list[str]:
        """Return the ids of cut headlines that the whole one `key`, noted before, completes.

        None of those that another headline, whole or cut, goes on from otherwise, and none where
        one was joined with another: a cut one may have lent its id to longer ones.
        """
        cut = [p for p in self._entries.all(hash64(key[:_FOUND_BY])) if p[8] & _CUT]
        if not cut:
            return []
        wanted = _squeeze(key)
        mine = [p for p in cut if _is_cut_of(p, wanted, len(key))]
        if not mine:
            return []
        own = {_length_of(p): hex64(hash64(key[: _length_of(p)])) for p in mine}
        name = hex64(hash64(key))
        if not {p[:8].hex() for p in mine} <= {*own.values(), name}:
            return []
        others = [p for p in cut if p not in mine]
        return [
            old
            for size, old in sorted(own.items())
            if self.like(key[:size]) == ({name}, True)
            and not any(p.startswith(wanted[:size], 9) for p in others)
        ]

    def saw(self, key: str, name: str, *, cut: bool) -> None:
        """Note the headline `key` with id `name`."""
        if len(key) < _FOUND_BY:
            return
        size = min(len(key), _LONGEST) | (_CUT if cut else 0)
        payload = bytes.fromhex(name) + bytes((size,)) + _squeeze(key).ljust(_PREFIX_CHARS, b"\0")
        self._entries.add(hash64(key[:_FOUND_BY]), payload, day=self._day)


def _is_whole_of(payload: bytes, wanted: bytes, size: int) -> bool:
    """Return whether a stored headline is whole and begins with `wanted`, of `size` characters."""
    stored = payload[9:][: min(_length_of(payload), _PREFIX_CHARS)]
    # Of two that agree in all forty, the whole one is not the shorter.
    is_longer = _length_of(payload) >= min(size, _LONGEST)
    return not payload[8] & _CUT and is_longer and stored.startswith(wanted)


def _length_of(payload: bytes) -> int:
    return payload[8] & _LONGEST


def _is_ending_of(payload: bytes, shortest: bytes) -> bool:
    """Return whether a stored headline is `shortest`, or that with a decoration behind it."""
    size = _length_of(shortest)
    beginning = shortest[9:][: min(size, _PREFIX_CHARS)]
    return payload.startswith(beginning, 9) and _length_of(payload) <= size + _LONGEST_ENDING


def _is_cut_of(payload: bytes, wanted: bytes, size: int) -> bool:
    """Return whether a headline of `size` characters begins with a stored cut one, and is longer.

    Of one that is longer than its length tells nobody knows where it was cut.
    """
    length = _length_of(payload)
    stored = payload[9:][: min(length, _PREFIX_CHARS)]
    return length < min(size, _LONGEST) and wanted.startswith(stored)


def _is_cut_like(payload: bytes, wanted: bytes) -> bool:
    """Return whether a stored headline is cut, and one of the two begins the other."""
    stored = payload[9:][: min(_length_of(payload), _PREFIX_CHARS)]
    return bool(payload[8] & _CUT) and (wanted.startswith(stored) or stored.startswith(wanted))


def _squeeze(key: str) -> bytes:
    """Return one byte a character of the first forty: enough beside eight exact ones."""
    return key[:_PREFIX_CHARS].encode("utf-16-le", "surrogatepass")[: 2 * _PREFIX_CHARS : 2]
