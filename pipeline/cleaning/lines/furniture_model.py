"""How sure it is, by its wording, that a line or sentence is a publisher's word to its readers.

A small network over hashed runs of characters: traditional folded to simplified, digits masked. It
was trained on sentences of our own (`tools/furniture`), so wording that no list holds is judged by
what it shares with them. Two more inputs say where a line stands and what it shares with its
article: furniture speaks of the publisher, news of its subject.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.errors import ResourceError
from pipeline.text.folding import COMPARING

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Place = Literal["head", "middle", "tail", "glued"]
PLACES: Final[tuple[Place, ...]] = ("head", "middle", "tail", "glued")

BUCKETS: Final = 1 << 15
"""Rows of the table of character runs."""
LONGEST: Final = 160
"""So many characters of a line are read: half from its beginning, half from its end."""
_RUNS: Final = 4
_OVERLAPS: Final = np.array([0.05, 0.15, 0.3, 0.5, 0.75], dtype=np.float32)
_LENGTHS: Final = np.array([6, 12, 20, 32, 48, 72, 110], dtype=np.float32)
EXTRAS: Final = len(PLACES) + len(_OVERLAPS) + len(_LENGTHS) + 1
"""Inputs beside the runs: place, words shared with the article, length, how it ends."""
_NUMBER: Final = re.compile(r"\d{3,}")
_PRIME: Final = np.uint32(0x01000193)
_MIX: Final = np.uint32(0x9E3779B1)
_SHIFT: Final = np.uint32(32 - 15)
_PAIR: Final = re.compile(r"(?=([\u4e00-\u9fff]{2}))")
_STOPS: Final = frozenset("。!?.…")


class Wording(NamedTuple):
    """A line, or the last sentence of one, and where it stands.

    `shared` is the part of its pairs of characters that the rest of its article has too.
    """

    text: str
    place: Place
    shared: float


class FurnitureModel(NamedTuple):
    """A row for each bucket of runs, and the layers behind their mean."""

    runs: Floats
    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: Floats

    def scores(self, pieces: Sequence[Wording]) -> list[float]:
        """Return how likely it is that each of `pieces` is furniture.

        Together they cost little more than one alone; an answer is the same whatever is beside it.
        """
        if not pieces:
            return []
        buckets, owners = run_buckets([piece.text for piece in pieces])
        starts = np.flatnonzero(np.diff(owners, prepend=-1))
        counts = np.diff(np.append(starts, len(owners)))
        means = (
            np.add.reduceat(self.runs.take(buckets, axis=0), starts, axis=0)
            / np.sqrt(counts)[:, None]
        )
        inputs = np.concatenate([means, extras_of(pieces)], axis=1).astype(np.float32)
        # No product of the linear algebra library: its last digit depends on how many rows it has.
        told = np.tanh(np.einsum("ij,jk->ik", inputs, self.hidden) + self.hidden_bias)
        likely = 1 / (1 + np.exp(-(np.einsum("ij,jk->ik", told, self.out)[:, 0] + self.out_bias)))
        return [float(each) for each in likely]


def codes_of(text: str) -> npt.NDArray[np.uint32]:
    """Return the code points of `text`, folded: simplified, narrow, lower-case, digits as one."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = COMPARING.fold_codes(codes)
    codes[(codes >= ord("0")) & (codes <= ord("9"))] = ord("0")
    codes[(codes >= ord("A")) & (codes <= ord("Z"))] += 32
    return codes


def run_buckets(texts: Sequence[str]) -> tuple[Ints, Ints]:
    """Return the buckets of all runs of one to four characters, and whose text each is."""
    # Of many digits one behind the other two are kept: a number is a number.
    parts = [f"\x02{_NUMBER.sub('00', _ends(text))}\x03" for text in texts]
    owner = np.repeat(np.arange(len(parts)), np.array([len(part) for part in parts]))
    codes = codes_of("".join(parts))
    mixed = codes * _MIX
    hashed = mixed
    found, owners = [hashed >> _SHIFT], [owner]
    for size in range(2, _RUNS + 1):
        hashed = (hashed[:-1] * _PRIME) ^ mixed[size - 1 :]
        whole = owner[: len(hashed)] == owner[size - 1 :]
        bucket = (((hashed * _MIX) ^ (hashed >> np.uint32(15))) * _PRIME) >> _SHIFT
        found.append(bucket[whole])
        owners.append(owner[: len(hashed)][whole])
    buckets, owned = np.concatenate(found), np.concatenate(owners)
    order = np.argsort(owned, kind="stable")
    return buckets[order].astype(np.int64), owned[order].astype(np.int64)


def _ends(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST // 2] + text[-LONGEST // 2 :]


def extras_of(pieces: Sequence[Wording]) -> Floats:
    """Return the inputs beside the runs, (pieces, EXTRAS)."""
    place = np.array([PLACES.index(piece.place) for piece in pieces])
    shared = np.array([piece.shared for piece in pieces], dtype=np.float32)
    sizes = np.array([len(piece.text) for piece in pieces], dtype=np.float32)
    stops = np.array([piece.text[-1:] in _STOPS for piece in pieces])
    columns = (
        place[:, None] == np.arange(len(PLACES)),
        shared[:, None] > _OVERLAPS,
        sizes[:, None] > _LENGTHS,
        stops[:, None],
    )
    return np.concatenate(columns, axis=1).astype(np.float32)


def pairs_of(text: str) -> set[str]:
    """Return the pairs of Chinese characters of `text`."""
    return set(_PAIR.findall(text))


def shared_with(text: str, rest: str) -> float:
    """Return the part of the pairs of characters of `text` that `rest` has too."""
    pairs = pairs_of(text)
    return sum(pair in rest for pair in pairs) / len(pairs) if pairs else 0.0


def furniture_model(arrays: Mapping[str, npt.NDArray[np.generic]], *, where: str) -> FurnitureModel:
    """Return the model of stored arrays.

    Raises:
        ResourceError: They are no such model, or one of other features.
    """
    try:
        runs = arrays["runs"].astype(np.float32) * arrays["scale"].astype(np.float32)
        model = FurnitureModel(
            runs, *(arrays[name].astype(np.float32) for name in FurnitureModel._fields[1:])
        )
    except (KeyError, ValueError) as error:
        raise ResourceError(
            f"the model of furniture cannot be read ({error})",
            where=where,
            mend="Run `make train-furniture`, or reinstall the package",
        ) from error
    if runs.shape[0] != BUCKETS or model.hidden.shape[0] != runs.shape[1] + EXTRAS:
        raise ResourceError(
            "the model of furniture was trained for other features",
            where=where,
            mend="Run `make train-furniture`",
        )
    return model
