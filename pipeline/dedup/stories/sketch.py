"""The few hashes and numbers of a body by which its copies are found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import xxhash

from pipeline.dedup.stories.names import names_of
from pipeline.dedup.stories.slots import LONGEST, fields_of, in_figures, slots_of
from pipeline.text.fingerprint import hash64
from pipeline.text.folding import COMPARING, words_of
from pipeline.types.records import Sketch

SHINGLE = 8
"""Characters a shingle. Shorter ones are shared by unrelated texts, longer ones die of one edit."""

# A sketch has a largest size, or one long page would cost as much as a hundred: 32 are what 500
# characters give. On the development set pair F1 is .990 with it (docs/benchmarks.md).
MOST_HASHES = 32
# One shingle in so many is kept: about 32 of a body of 500 characters.
SAMPLING = 16
# Of a short body so many at least, or chance decides what it shares.
FEWEST_HASHES = 12
# Numbers of a body that are compared, those with the smallest hashes: two bytes each in the index.
# Chosen, not measured.
MOST_NUMBERS = 24

# A number with the character after it: "24日" and "24℃" are two things. Bare numbers let 15 % of
# weather bulletins merge, these none.
_NUMBER = re.compile(r"\d\d*(?:[.．]\d+)?[^\W\d]?")
# A paragraph that begins as a report does: "……讯(记者 …", "……12月1日电", "…报记者…报道".
_LEAD = re.compile(
    r"[^\n，。,]{0,24}?(?:(?:讯|电|訊|電)(?: ?[(（:：]|\s|题|題)|\d日(?:电|讯|消息|電|訊)"
    r"|(?:社|网|报|台|網|報|臺)[^，。\n]{0,14}?(?:电|讯|消息|报道|電|訊|報道))"
)
# Bits of a hash that travel. Arithmetic, not measured: of the 3·10¹⁰ hashes of 10⁹ articles three
# in a hundred meet another by chance, and three must be shared (`similarity.py`).
_KEPT_BITS = 40
_WORD = (1 << _KEPT_BITS) - 1
# Odd 64-bit multipliers: any would do. Stored sketches were made with these: others need an empty
# story index.
_LEFT, _RIGHT = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_MIX, _HALF = np.uint64(0x94D049BB133111EB), np.uint64(32)
_DROPPED = np.uint64(64 - _KEPT_BITS)
# So many more than wanted lie below the first guess, on average; in one body of two hundred too
# few do, and then all are sorted.
_SPARE = 16
# Distinct number tokens whose hash is kept, about 2 MB: "24日" comes in every tenth article.
_REMEMBERED_NUMBERS = 16384


def sketch(body: str, asides: Iterable[str] = ()) -> Sketch:
    """Return the sketch of `body`: what width, script, spaces and marks change is not in it.

    A body of fewer than eight letters has one hash: its own. `asides` are lines that were taken
    out of the article: what a form says in them is compared too, and counts for its length.
    """
    counted = in_figures(body)
    words = words_of(counted).tobytes()
    fields = fields_of(asides) if len(body) <= LONGEST else []
    whole = xxhash.xxh3_64_intdigest(words)
    hashes, limit = _smallest(_shingle_hashes(words))
    if not hashes:
        hashes, limit = (whole >> 64 - _KEPT_BITS,), _WORD
    return Sketch(
        hashes=hashes,
        limit=limit,
        numbers=numbers_of(counted),
        body=whole,
        length=len(words) // 2 + sum(len(words_of(field)) for field in fields),
        leads=_leads_in(body),
        names=names_of(body),
        slots=slots_of(body, fields),
    )


def numbers_of(body: str) -> tuple[int, ...]:
    """Return 16-bit hashes of the distinct numbers in `body`, ascending, the smallest 24."""
    return tuple(sorted(set(map(_number_hash, _NUMBER.findall(body))))[:MOST_NUMBERS])


@lru_cache(maxsize=_REMEMBERED_NUMBERS)
def _number_hash(token: str) -> int:
    return hash64(COMPARING.fold(token)) >> 48


def _leads_in(body: str) -> int:
    """Return how many lines begin as a report does."""
    found, start = 0, 0
    while True:
        found += _LEAD.match(body, start) is not None
        start = body.find("\n", start) + 1
        if not start:
            return found


def _shingle_hashes(words: bytes) -> npt.NDArray[np.uint64]:
    """Return 40-bit hashes of all runs of eight characters (UTF-16), in text order.

    Of 100 million documents 6 % of look-ups then meet a stranger, whom the comparison sends away.
    """
    runs = len(words) // 2 - SHINGLE + 1
    if runs <= 0:
        return np.empty(0, dtype=np.uint64)
    # Four characters are one number, read at every second byte: seven passes over the body where
    # a rolling hash of single characters needs twelve.
    fours = np.ndarray((runs + 4,), dtype="<u8", buffer=words, strides=(2,))
    mixed: npt.NDArray[np.uint64] = fours[:runs] * _LEFT
    mixed += fours[4:] * _RIGHT
    mixed ^= mixed >> _HALF
    mixed *= _MIX
    mixed >>= _DROPPED
    return mixed


def _smallest(hashes: npt.NDArray[np.uint64]) -> tuple[tuple[int, ...], int]:
    """Return the sampled hashes, ascending, and the limit up to which they are complete."""
    if not hashes.size:
        return (), 0
    wanted = min(max(hashes.size // SAMPLING, FEWEST_HASHES), MOST_HASHES)
    # Hashes are even: what lies below this is a few more than wanted, and sorting them is cheap.
    guess = ((wanted + _SPARE) << _KEPT_BITS) // hashes.size
    if guess < _WORD:
        distinct = sorted(set(hashes[hashes < np.uint64(guess)].tolist()))
        if len(distinct) >= wanted:
            return tuple(distinct[:wanted]), distinct[wanted - 1]
    distinct = sorted(set(hashes.tolist()))
    if len(distinct) <= wanted:
        return tuple(distinct), _WORD
    return tuple(distinct[:wanted]), distinct[wanted - 1]
