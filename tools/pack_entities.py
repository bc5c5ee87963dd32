"""The tagger's weights as its file holds them: each distinct row once, and which slot has which.

Of two million slots 1.1 million hold weights, and those only 0.4 million distinct rows: 13 MB
instead of 64, which a cache nearly holds, and a third of the time to unpack.

    python -m tools.pack_entities model.npz    # packs a file of the earlier form in place
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.entities.tagging.features import CHECK_BITS


def pack(
    weights: npt.NDArray[np.int16], checks: npt.NDArray[np.uint8]
) -> dict[str, npt.NDArray[np.generic]]:
    """Return `rows` (row 0 is empty, the rest by how many slots share them) and `slots`.

    Args:
        weights: Of each label in each slot, shape (2 ** TABLE_BITS, LABELS).
        checks: The check bits of the window that owns each slot; more slots are ignored.

    Returns:
        `slots` has `row << CHECK_BITS | check` for a slot with weights, and 0 for an empty one.
    """
    held = np.flatnonzero(weights.any(axis=1))
    rows, which, shared = np.unique(weights[held], axis=0, return_inverse=True, return_counts=True)
    # The rows that most slots share stand together: their cache lines stay warm.
    order = np.argsort(-shared, kind="stable")
    rank = np.empty(len(rows), dtype=np.int32)
    rank[order] = np.arange(1, len(rows) + 1)
    slots = np.zeros(len(weights), dtype=np.int32)
    slots[held] = (rank[which.reshape(-1)] << CHECK_BITS) | checks[held]
    empty = np.zeros((1, weights.shape[1]), dtype=np.int16)
    return {"rows": np.concatenate([empty, rows[order].astype(np.int16)]), "slots": slots}


def main() -> None:
    """Pack the files named, those that are packed already left as they are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path, nargs="+")
    for path in parser.parse_args().model:
        with np.load(path, allow_pickle=False) as stored:
            arrays = dict(stored)
        if "weights" in arrays:
            arrays |= pack(arrays.pop("weights"), arrays.pop("checks"))
            np.savez_compressed(path, **arrays)
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
