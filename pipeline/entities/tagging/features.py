"""What the tagger sees of each character: hashed windows of characters and of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.text.chars import integers
from pipeline.text.folding import Codes

Rows = npt.NDArray[np.int64]
_U64 = npt.NDArray[np.uint64]

# Slots of the model file's tables: 2²¹ of windows, 2²⁰ of words. The shipped model was trained with
# these (`pipeline/data/models/entities.md`); others were not measured.
TABLE_BITS = 21
# A row of the table belongs to one window; these bits of the window's hash say whether it is that.
CHECK_BITS = 8
WORD_CLASS_BITS = 20

# Odd 64-bit multipliers (golden ratio and its kin): any odd ones would do; they are part of the
# model, for the weights were learnt under them.
_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)
GAP = 4
"""Zeros that part two texts: more than any window is wide on one side."""
# What a word's hash looks at: four characters, the last two, the length.
_WORD_CHARS = 6
_ORDER = np.arange(_WORD_CHARS, dtype=np.int64)[:, None]
_POWERS = np.array([[pow(int(_STEP), 5 - k, 1 << 64)] for k in range(_WORD_CHARS)], dtype=np.uint64)
_LENGTH_POWER = np.uint64(pow(int(_STEP), _WORD_CHARS, 1 << 64))

# (kind, offset): windows of n characters that begin `offset` from the character.
_WINDOWS: tuple[tuple[int, int], ...] = (
    (1, -2), (1, -1), (1, 0), (1, 1), (1, 2),
    (2, -2), (2, -1), (2, 0), (2, 1),
    (3, -2), (3, -1), (3, 0), (3, 1),
    (4, -3), (4, 0),
)  # fmt: skip
_WORD_FEATURES = 6
FEATURES = len(_WINDOWS) + 1 + _WORD_FEATURES
# What keeps windows of one text and different kinds apart.
_KINDS = np.arange(1, FEATURES + 1, dtype=np.uint64) * _STEP

_DIGITS = (0x30, 0x39)


class Part(NamedTuple):
    """Some words of a text with those beside them: which words and code points, and its own."""

    words: slice
    codes: slice
    own: slice


def parts_of(lengths: Sequence[int], size: int) -> Iterator[Part]:
    """Yield parts of whole words, of `size` code points where words allow it, that hash alike.

    Args:
        lengths: Code points of each word.
        size: Code points that a part has of its own; a longer word is a part.
    """
    ends = np.cumsum(lengths)
    starts = ends - lengths
    first = 0
    while first < len(ends):
        begin = int(starts[first])
        last = max(first + 1, int(np.searchsorted(ends, begin + size, "right")))
        end = int(ends[last - 1])
        # With the words beside it, as far as any window or word looks.
        left = int(np.searchsorted(ends, begin - GAP, "right"))
        right = int(np.searchsorted(starts, end + GAP))
        before = int(starts[left])
        yield Part(
            words=slice(left, right),
            codes=slice(before, int(ends[right - 1])),
            own=slice(begin - before, end - before),
        )
        first = last


def window_hashes(
    codes: Codes,
    lengths: Sequence[int],
    word_classes: npt.NDArray[np.uint8],
    gaps: Sequence[int] = (),
) -> Rows:
    """Return the hashes of the windows whose weights are summed for each character.

    Args:
        codes: Folded code points, shape (n,).
        lengths: Code points of each word; they add up to n.
        word_classes: Class of each word hash (0 when unknown), shape (2 ** WORD_CLASS_BITS,).
        gaps: Which of the words are none, but GAP zeros between two texts: what stands on one
            side is then hashed as if the other were not there.

    Returns:
        Hashes of TABLE_BITS + CHECK_BITS bits, shape (FEATURES, n): the row, then the check.
    """
    n = len(codes)
    chars = np.zeros(n + 2 * GAP, dtype=np.uint64)
    body = chars[GAP : GAP + n]
    body[:] = codes
    # Figures differ from news to news; that there is one is what matters.
    body[(codes >= _DIGITS[0]) & (codes <= _DIGITS[1])] = _DIGITS[0]
    grams = [chars]
    for size in range(1, 4):
        grams.append(grams[-1][:-1] * _STEP + chars[size:])
    keys = np.empty((FEATURES, n), dtype=np.uint64)
    for row, (size, offset) in enumerate(_WINDOWS):
        start = GAP + offset
        np.add(grams[size - 1][start : start + n], _KINDS[row], out=keys[row])
    row = len(_WINDOWS)
    # The neighbours without the character itself: a frame such as 、_、 or 书记__强.
    frame = chars[GAP - 1 : GAP - 1 + n] * _STEP
    frame += chars[GAP + 1 : GAP + 1 + n]
    np.add(frame, _KINDS[row], out=keys[row])
    sizes = integers(lengths)
    _word_keys(keys[row + 1 :], body, sizes, word_classes, list(gaps))
    keys ^= keys >> np.uint64(31)
    keys *= _MIX
    keys >>= np.uint64(64 - TABLE_BITS - CHECK_BITS)
    return keys.view(np.int64)


def word_hashes(chars: _U64, ends: Rows, lengths: Rows) -> _U64:
    """Return a hash of each word; words are stretches of `chars` that end at `ends`.

    It looks at the first four and last two characters and the length: exact for nearly all words
    of up to six characters.
    """
    # Characters 0 to 3 of each word, its last, its last but one; a word of n characters has n.
    places = np.empty((_WORD_CHARS, len(lengths)), dtype=np.int64)
    np.add(ends - lengths, _ORDER[:4], out=places[:4])
    np.subtract(ends, _ORDER[1:3], out=places[4:])
    picked = chars.take(places, mode="clip") if len(chars) else np.zeros(places.shape, np.uint64)
    picked *= lengths > _ORDER
    # Horner's rule from the length on, all at once.
    picked *= _POWERS
    value = lengths.astype(np.uint64) * _LENGTH_POWER
    value += picked.sum(axis=0, dtype=np.uint64)
    value ^= value >> np.uint64(29)
    return value * _MIX


def class_slots(hashes: _U64) -> tuple[Rows, npt.NDArray[np.uint8]]:
    """Return where in the table of word classes each hash stands, and the check bits it has there.

    An entry is `class << 4 | check`: with four check bits a word that is not in the dictionary is
    taken for one that is in 2 % of cases, not in 30 %.
    """
    slots = (hashes >> np.uint64(64 - WORD_CLASS_BITS)).view(np.int64)
    return slots, (hashes & np.uint64(15)).astype(np.uint8)


def classify(hashes: _U64, word_classes: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return the class of each word, 0 for a word that is not in the dictionary."""
    slots, check = class_slots(hashes)
    entries = word_classes[slots]
    return np.where((entries & 15) == check, entries >> 4, 0).astype(np.uint8)


def _word_keys(
    keys: _U64,
    chars: _U64,
    lengths: Rows,
    word_classes: npt.NDArray[np.uint8],
    gaps: list[int],
) -> None:
    """Fill `keys`, shape (_WORD_FEATURES, n), with what the words around each character say."""
    count = len(lengths)
    ends = np.cumsum(lengths)
    hashes = np.zeros(count + 2, dtype=np.uint64)
    classes = np.zeros(count + 2, dtype=np.uint64)
    if count:
        hashes[1:-1] = word_hashes(chars, ends, lengths)
        classes[1:-1] = classify(hashes[1:-1], word_classes)
    sizes = np.zeros(count + 2, dtype=np.uint64)
    sizes[1:-1] = np.minimum(lengths, 5)
    shapes = classes * np.uint64(8) + sizes
    if gaps:
        hashes[1:-1][gaps] = shapes[1:-1][gaps] = 0
    this, before, after = slice(1, -1), slice(0, -2), slice(2, None)
    per_word = np.empty((_WORD_FEATURES, count), dtype=np.uint64)
    per_word[0] = hashes[this]
    per_word[1] = hashes[before]
    per_word[2] = hashes[after]
    per_word[3] = shapes[this]
    per_word[4] = (shapes[before] * _STEP + shapes[this]) * _STEP + shapes[after]
    per_word[5] = hashes[before] * _STEP + shapes[this] * _MIX + shapes[after]
    which = np.repeat(np.arange(count), lengths)
    at = np.arange(len(chars))
    last = ends.take(which)
    # Where in its word the character stands: 0 first, up to 3, and from the end 4 (last), 5.
    place = np.minimum(at - last + lengths.take(which), 3)
    place += 4 * np.minimum(last - 1 - at, 2)
    per_word *= _STEP
    per_word += _KINDS[-_WORD_FEATURES:, None]
    per_word.take(which, axis=1, out=keys, mode="clip")
    keys += place.astype(np.uint64)
