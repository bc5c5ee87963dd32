"""What the stream taught about affixes, headlines and their prefixes: bounded, idempotent."""

from __future__ import annotations

import struct
from collections.abc import MutableMapping
from functools import lru_cache

from pipeline.dedup.learnt.headline_prefixes import HeadlinePrefixes
from pipeline.dedup.tables.entry_table import EntryTable
from pipeline.text.fingerprint import hash64
from pipeline.types.articles import Struct

# An affix is a decoration when so many distinct remainders were seen with it...
_FEWEST_REMAINDERS = 4
# ...of which so many, and such a part, stood bare elsewhere (unseen decorations: F1 .996 at
# precision 1.000 in two passes). "江苏:" and "美股异动 |" stay: their remainders never do.
_FEWEST_BARE = 2
_BARE_PART = 0.12
# Where nothing ever occurs bare: affixes that take turns on so many remainders are decorations.
_FEWEST_TURNS = 6
_TURNS_PART = 0.5
# A word that decorates both ends, in so many manners, of so many headlines, names no place and no
# column of theirs.
_FEWEST_FORMS = 3
# A word of which one end is a part of decorations needs less.
_FEWEST_HALF = 2
# The manners of decorating the front, of the bits of `stripping.py`; the others are the back's.
_FRONT_FORMS = 0x00FF
BESIDE = 1 << 16
"""Stands for a form: another affix stands beside this one. One line makes no turn."""
# Counts are halved here, so that what an affix is may change.
_MOST_REMAINDERS = 400
# Affixes noted at one remainder.
_MOST_AFFIXES = 6

_AFFIX = struct.Struct("<HHHH")
_TEXT = struct.Struct(f"<B{_MOST_AFFIXES}I")
_BARE, _RENAMED = 1, 2
# Before the last two characters of a taught decoration: no word begins so.
_ENDING = "\0"
_NO_COUNTS = _AFFIX.pack(0, 0, 0, 0)
# Words whose place in the table is kept, some 2 MB: the ends of links come again and again.
_REMEMBERED_WORDS = 16384


class Sizes(Struct, frozen=True, kw_only=True):
    """Rows and entries a row of each table: what bounds a partition's memory of lines.

    The defaults hold 260,000 headlines, 65,000 affixes and 65,000 prefixes, some 14 MB when
    full.
    """

    texts: tuple[int, int] = (8192, 32)
    affixes: tuple[int, int] = (4096, 16)
    prefixes: tuple[int, int] = (4096, 16)
    lines: tuple[int, int] = (8192, 16)


class AffixMemory:
    """Headlines seen bare, affixes seen with them, and `headlines` by their first characters.

    All of it is sets of hashes: seeing a page twice adds nothing.

    Args:
        table: A dict or a table of the stream, see `EntryTable` for its shape.
        scope: Prefix of every key: the partition.
        sizes: Bounds.
        day: Day number that entries touched now are dated with.
    """

    def __init__(
        self, table: MutableMapping[str, bytes], *, scope: str, sizes: Sizes, day: int
    ) -> None:
        self._day = day
        self._texts = EntryTable(table, scope=scope, kind="t", payload=_TEXT.size, size=sizes.texts)
        self._affixes = EntryTable(
            table, scope=scope, kind="a", payload=_AFFIX.size, size=sizes.affixes
        )
        self.headlines = HeadlinePrefixes(table, scope=scope, size=sizes.prefixes, day=day)

    @property
    def forgotten(self) -> int:
        """Return how many entries made room for others."""
        return self._texts.forgotten + self._affixes.forgotten + self.headlines.forgotten

    def is_decoration(self, word: str, *, half_known: bool = False, odd: bool = False) -> bool:
        """Return whether the stream taught that `word` is a decoration.

        `half_known` says that it looks like one, `odd` that it is set off as nothing else is:
        then seen before is enough.
        """
        payload = self._affixes.get(_place_of(word))
        if payload is None:
            return False
        if odd and _AFFIX.unpack(payload)[0] >= _FEWEST_HALF:
            return True
        return _is_learnt(payload, half_known=half_known)

    def may_end(self, pair: str) -> bool:
        """Return whether a taught decoration ends in these two characters: a first question."""
        return self._affixes.get(_place_of(_ENDING + pair)) is not None

    def is_bare(self, key: str) -> bool:
        """Return whether a line was seen whose whole text is `key`."""
        return self.is_bare_hash(hash64(key))

    def is_bare_hash(self, code: int) -> bool:
        """Return the same by `hash64` of the key."""
        return bool((self._texts.get(code) or b"\0")[0] & _BARE)

    def saw_bare(self, key: str) -> bool:
        """Note a line that stands as it is: what was seen with an affix on it counts for that.

        Returns:
            Whether it was noted before.
        """
        code = hash64(key)
        flags, affixes = self._text(code)
        if flags & _BARE:
            return True
        self._write_text(code, flags | _BARE, affixes)
        for affix in affixes:
            self._count(affix, bare=1)
        return False

    def renamed(self, old: str, new: str) -> bool:
        """Note that the link with id `old` has id `new` now; return whether that is news."""
        code = hash64(old + new)
        flags, affixes = self._text(code)
        if flags & _RENAMED:
            return False
        self._write_text(code, flags | _RENAMED, affixes)
        return True

    def saw_affix(self, word: str, remainder: str, form: int = 0) -> None:
        """Note that `word` stood at one end of `remainder`.

        `form` is a bit that tells end and mark: one of the low eight for the front.
        """
        affix = _short(word)
        code = hash64(remainder)
        flags, affixes = self._text(code)
        if affix in affixes or len(affixes) >= _MOST_AFFIXES:
            return
        self._write_text(code, flags, [*affixes, affix])
        # Figures make remainders alike that are not: "新增病例5例" has a turn of every province.
        turning = (
            bool(affixes)
            and not form & BESIDE
            and not any(c.isdigit() for c in remainder)
            and len(remainder) >= 10
        )
        form &= ~BESIDE
        taught = self._count(affix, seen=1, bare=flags & _BARE, turns=int(turning), forms=form)
        if taught and form & ~_FRONT_FORMS:
            self._affixes.put(_place_of(_ENDING + word[-2:]), _NO_COUNTS, day=self._day)
        if turning and len(affixes) == 1:
            self._count(affixes[0], turns=1)

    def _text(self, code: int) -> tuple[int, list[int]]:
        payload = self._texts.get(code)
        if payload is None:
            return 0, []
        flags, *affixes = _TEXT.unpack(payload)
        return flags, [affix for affix in affixes if affix]

    def _write_text(self, code: int, flags: int, affixes: list[int]) -> None:
        padded = affixes + [0] * (_MOST_AFFIXES - len(affixes))
        self._texts.put(code, _TEXT.pack(flags, *padded), day=self._day)

    def _count(
        self, affix: int, *, seen: int = 0, bare: int = 0, turns: int = 0, forms: int = 0
    ) -> bool:
        """Count, and return whether the affix is a decoration now."""
        code = _spread(affix)
        counts = _counted(self._affixes.get(code), (seen, bare, turns), forms)
        self._affixes.put(code, counts, day=self._day)
        return _is_learnt(counts, half_known=False)


def _counted(payload: bytes | None, more: tuple[int, int, int], forms: int) -> bytes:
    """Return an affix's counts with `more` added, halved when they grow too large."""
    old = _AFFIX.unpack(payload) if payload else (0, 0, 0, 0)
    counts = [before + one for before, one in zip(old, more, strict=False)]
    if counts[0] > _MOST_REMAINDERS:
        counts = [count // 2 for count in counts]
    return _AFFIX.pack(*counts, forms | old[3])


def _is_learnt(payload: bytes, *, half_known: bool) -> bool:
    """Return whether an affix with these counts is a decoration."""
    seen, bare, turns, forms = _AFFIX.unpack(payload)
    both_ends = bool(forms & _FRONT_FORMS and forms & ~_FRONT_FORMS)
    if half_known and seen >= _FEWEST_HALF and (bare or both_ends):
        return True
    if seen < _FEWEST_REMAINDERS:
        return False
    if bare >= _FEWEST_BARE and bare >= _BARE_PART * seen:
        return True
    if both_ends and forms.bit_count() >= _FEWEST_FORMS:
        return True
    return bool(turns >= _FEWEST_TURNS and turns >= _TURNS_PART * seen)


@lru_cache(maxsize=_REMEMBERED_WORDS)
def _place_of(word: str) -> int:
    """Return the table key of an affix by its word."""
    return _spread(_short(word))


def _short(word: str) -> int:
    return hash64(word) & 0xFFFFFFFF or 1


def _spread(affix: int) -> int:
    """Return the 64-bit table key of a 32-bit affix."""
    return affix * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
