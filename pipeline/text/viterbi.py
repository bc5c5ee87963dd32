"""The likeliest row of labels where one label bears on the next, by Viterbi's algorithm."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def viterbi(
    scores: npt.NDArray[np.float32], moves: npt.NDArray[np.float32]
) -> npt.NDArray[np.int64]:
    """Return the best row of labels: of a text, or of each of several texts of one length.

    Of rows that are worth the same the one with the smaller labels is returned.

    Args:
        scores: Score of each label at each place, shape (places, labels) or
            (texts, places, labels).
        moves: Score of one label, by row, being followed by another, by column.
    """
    # Rows are of the label that is reached: `argmax` over the last axis is twice as fast.
    into = np.ascontiguousarray(moves.T)
    best, came = scores[..., 0, :], []
    row = np.arange(0, best.size * len(into), len(into)).reshape(best.shape)
    for place in range(1, scores.shape[-2]):
        paths = best[..., None, :] + into
        source = paths.argmax(-1)
        # Picked by its place in memory, at half the price of looking for the maximum again.
        best = paths.take(row + source) + scores[..., place, :]
        came.append(source)
    label = best.argmax(-1)
    labels = [label]
    text = (np.arange(len(scores)),) if scores.ndim == 3 else ()
    for source in reversed(came):
        label = source[(*text, label)]
        labels.append(label)
    labels.reverse()
    return np.array(labels).T
