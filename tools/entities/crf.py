"""A linear-chain CRF over hashed features, trained sentence by sentence with AdaGrad.

Labels outside a name share their transitions, as `pipeline.entities.tagging.decoding` needs it.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from pipeline.entities.tagging.decoding import LABELS, TYPES

Floats = npt.NDArray[np.float64]
Table = npt.NDArray[np.float32]

_LONGEST = 256
_OUTSIDE = np.array([0, *(3 + 4 * t for t in range(TYPES)), *(4 + 4 * t for t in range(TYPES))])


class Settings(NamedTuple):
    """How to train.

    Attributes:
        epochs: Passes over the sentences; the weights of the later half are averaged.
        rate: AdaGrad's step.
        damping: Added to its squared gradients: 1.0 keeps features seen once from being learnt by
            heart (0.001 costs 5 points on MSRA).
        dropout: Share of a sentence's features left out.
        rarest: Windows seen less often get no weights.
        seed: Of the order of sentences and of dropout.
    """

    epochs: int = 5
    rate: float = 0.3
    damping: float = 1.0
    dropout: float = 0.15
    rarest: int = 3
    seed: int = 3


def allowed() -> npt.NDArray[np.bool_]:
    """Return which label may follow which, shape (LABELS, LABELS)."""
    pairs = np.zeros((LABELS, LABELS), dtype=np.bool_)
    opens = [0, *(1 + 4 * t for t in range(TYPES)), *(4 + 4 * t for t in range(TYPES))]
    for left in _OUTSIDE:
        pairs[left, opens] = True
    for t in range(TYPES):
        for left in (1 + 4 * t, 2 + 4 * t):
            pairs[left, [2 + 4 * t, 3 + 4 * t]] = True
    return pairs


def train(
    rows: npt.NDArray[np.int32],
    labels: npt.NDArray[np.int8],
    offsets: npt.NDArray[np.int64],
    table_rows: int,
    settings: Settings,
) -> tuple[Table, Floats]:
    """Return weights (table_rows, LABELS), scaled for use without dropout, and transitions.

    Args:
        rows: Table rows of each character, shape (characters, features); `table_rows` itself
            stands for a window without weights.
        labels: Label of each character.
        offsets: Where each sentence begins, and the end of the last.
        table_rows: Rows of the table.
        settings: How to train.
    """
    weights = np.zeros((table_rows + 1, LABELS), dtype=np.float32)
    squares = np.zeros_like(weights)
    # The row of the windows without weights stays at zero: no step is taken against such a square.
    squares[table_rows] = 1e30
    moves = np.zeros((LABELS, LABELS))
    move_squares = np.zeros_like(moves)
    total, total_moves, kept = np.zeros_like(weights), np.zeros_like(moves), 0
    generator = np.random.default_rng(settings.seed)
    pairs = allowed()
    for epoch in range(settings.epochs):
        order = generator.permutation(len(offsets) - 1)
        loss = _epoch(
            rows, labels, offsets, order, weights, squares, moves, move_squares, pairs,
            settings.rate, settings.damping, settings.dropout, settings.seed + epoch,
        )  # fmt: skip
        print(f"epoch {epoch + 1}: loss {loss / max(len(labels), 1):.5f} a character", flush=True)
        if epoch >= settings.epochs // 2:
            total += weights
            total_moves += moves
            kept += 1
    return total[:table_rows] / kept * (1 - settings.dropout), total_moves / kept


@numba.njit(cache=True, fastmath=True)
def _epoch(  # type: ignore[no-untyped-def] # noqa: ANN202, C901, PLR0912, PLR0913, PLR0915, PLR0917 - one compiled loop
    rows, labels, offsets, order, weights, squares, moves, move_squares, pairs,  # noqa: ANN001
    rate, damping, dropout, seed,  # noqa: ANN001
):  # fmt: skip
    """One pass over all sentences; returns the sum of the losses of the characters."""
    np.random.seed(seed)  # noqa: NPY002 - numba knows the old generator only
    features = rows.shape[1]
    loss = 0.0
    emit = np.zeros((_LONGEST, LABELS))
    ahead = np.zeros((_LONGEST, LABELS))
    behind = np.zeros((_LONGEST, LABELS))
    norm = np.zeros(_LONGEST)
    step = np.zeros((LABELS, LABELS))
    used = np.zeros(features, dtype=np.int64)
    for number in range(order.shape[0]):
        first = offsets[order[number]]
        n = min(offsets[order[number] + 1] - first, _LONGEST)
        if n == 0:
            continue
        width = 0
        for f in range(features):
            if np.random.rand() >= dropout:  # noqa: NPY002 - as above
                used[width] = f
                width += 1
        for i in range(n):
            emit[i] = 0.0
            for u in range(width):
                row = rows[first + i, used[u]]
                for k in range(LABELS):
                    emit[i, k] += weights[row, k]
            emit[i] = np.exp(emit[i] - emit[i].max())
        for k in _OUTSIDE[1:]:
            moves[k] = moves[0]
        odds = np.exp(moves) * pairs
        for i in range(n):
            for k in range(LABELS):
                value = 0.0
                if i == 0:
                    # A sentence begins as after any word outside a name.
                    value = odds[0, k]
                else:
                    for j in range(LABELS):
                        value += ahead[i - 1, j] * odds[j, k]
                ahead[i, k] = value * emit[i, k]
            norm[i] = ahead[i].sum()
            ahead[i] /= norm[i]
        behind[n - 1] = 0.0
        for k in _OUTSIDE:
            behind[n - 1, k] = 1.0
        behind[n - 1] /= (ahead[n - 1] * behind[n - 1]).sum()
        step[:] = 0.0
        for i in range(n - 2, -1, -1):
            behind[i] = 0.0
            for k in range(LABELS):
                value = emit[i + 1, k] * behind[i + 1, k] / norm[i + 1]
                for j in range(LABELS):
                    flow = odds[j, k] * value
                    behind[i, j] += flow
                    step[j, k] -= ahead[i, j] * flow
            step[labels[first + i], labels[first + i + 1]] += 1.0
        step[0] -= ahead[0] * behind[0] * pairs[0]
        step[0, labels[first]] += 1.0
        for i in range(n):
            gold = labels[first + i]
            for k in range(LABELS):
                share = ahead[i, k] * behind[i, k]
                pull = (1.0 if k == gold else 0.0) - share
                if k == gold:
                    loss -= np.log(max(share, 1e-12))
                if abs(pull) < 1e-3:
                    continue
                for u in range(width):
                    row = rows[first + i, used[u]]
                    squares[row, k] += pull * pull
                    weights[row, k] += rate * pull / np.sqrt(squares[row, k] + damping)
        for k in _OUTSIDE[1:]:
            step[0] += step[k]
            step[k] = 0.0
        for j in range(LABELS):
            for k in range(LABELS):
                if pairs[j, k] and step[j, k] != 0.0:
                    move_squares[j, k] += step[j, k] ** 2
                    moves[j, k] += rate * step[j, k] / np.sqrt(move_squares[j, k] + 1.0)
    return loss
