"""The judge of lines: two small networks and a path of least regret through their opinions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.cleaning.lines.batches import PagePart, batches_of
from pipeline.cleaning.lines.best_path import best_paths
from pipeline.cleaning.lines.context import (
    CONTEXT_COUNT,
    context_features,
    find_runs,
    opinion_count,
    opinion_features,
    places,
)
from pipeline.cleaning.lines.features import Floats, Ints, features_of_pages
from pipeline.cleaning.lines.phrases import Phrases
from pipeline.cleaning.lines.repetition import relabel_repeated
from pipeline.errors import ResourceError
from pipeline.types.articles import BODY_LABELS, HEAD_LABELS, Label

LABELS: Final[tuple[Label, ...]] = (
    "title", "shoulder", "headline", "subhead", "byline", "body", "credit", "marker", "link",
    "other",
)  # fmt: skip
"""What a line that is not blank can be; the columns of the networks' opinions, in this order."""

_LONG: Final = 36  # characters: a paragraph, whose loss would be noticed
# What a label's probability is worth, in a short line and in a long one. Names on a line are no
# paragraph, however long it is.
_FAVOUR: Final = np.array(
    [
        [2 if label in HEAD_LABELS | BODY_LABELS else 1 for label in LABELS],
        [
            2 if label == "byline" else 8 if label in HEAD_LABELS | BODY_LABELS else 1
            for label in LABELS
        ],
    ],
    dtype=np.float32,
)

# A matrix product may sum in another order for another number of rows, and for another row of them:
# OpenBLAS takes twelve at a time on many processors, then the rest. All are of so many rows, filled
# up with zeros, so that an article's answer does not hang on which articles it is judged with.
# So small a product is also left in one thread: sharing it out took ten times the work it saved
# where other processes kept the other cores busy.
_ROWS: Final = 8


class Network(NamedTuple):
    """A perceptron with two hidden layers, `(weights, bias)` each, inputs already scaled in."""

    layers: tuple[tuple[Floats, Floats], ...]

    def opinions(self, table: Floats) -> Floats:
        """Return probabilities, (lines, labels), for features (lines, columns).

        Those of a line are the same to the last bit whatever the other lines are.
        """
        count = len(table)
        whole = count - count % _ROWS
        blocks = [table[:whole].reshape(-1, _ROWS, table.shape[1])]
        if whole < count:
            rest = np.zeros((1, _ROWS, table.shape[1]), dtype=np.float32)
            rest[0, : count - whole] = table[whole:]
            blocks.append(rest)
        scores = np.concatenate([self._scores(block) for block in blocks])[:count]
        scores -= scores.max(axis=1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=1, keepdims=True)
        return scores

    def _scores(self, values: Floats) -> Floats:
        """Return the last layer's values, (lines, labels), for (blocks, lines, columns)."""
        for weights, bias in self.layers[:-1]:
            values = values @ weights
            values += bias
            np.maximum(values, 0, out=values)
        weights, bias = self.layers[-1]
        return (values @ weights + bias).reshape(-1, len(bias))


class Model(NamedTuple):
    """First and second network, and the cost of one label following another, (labels + 1, labels).

    The last row of `steps` is the cost of opening the document with a label.
    """

    first: Network
    second: Network
    steps: Floats


def model_of(arrays: Mapping[str, npt.NDArray[Any]], *, where: str) -> Model:
    """Return the model whose arrays these are, by name.

    Args:
        arrays: Those of a model file made by `tools/train_cleaning.py`.
        where: The file, for the error.

    Raises:
        ResourceError: They are no such model, or one that was trained for other features.
    """
    try:
        first, second = (
            Network(
                tuple(
                    (
                        arrays[f"{name}_w{layer}"].astype(np.float32),
                        arrays[f"{name}_b{layer}"].astype(np.float32),
                    )
                    for layer in range(3)
                )
            )
            for name in ("first", "second")
        )
        model = Model(first, second, arrays["steps"].astype(np.float32))
    except (KeyError, ValueError) as error:
        raise ResourceError(
            f"the cleaning model cannot be read ({error})",
            where=where,
            mend="Run `make train-cleaning`, or reinstall the package",
        ) from error
    expected = (CONTEXT_COUNT, opinion_count(len(LABELS)))
    if tuple(n.layers[0][0].shape[0] for n in (first, second)) != expected:
        raise ResourceError(
            "the cleaning model was trained for other features",
            where=where,
            mend="Run `make train-cleaning`",
        )
    return model


class Labeller:
    """Says of every line what it is, and how sure.

    Args:
        model: Of `model_of`.
        phrases: Function words of the trade.
    """

    def __init__(self, model: Model, phrases: Phrases) -> None:
        self._model = model
        self._phrases = phrases

    def many(self, pages: Sequence[PagePart]) -> list[list[tuple[Label, float]]]:
        """Return label and probability of each line of `pages`, all of which open a document.

        Short pages share the work, long ones are taken in parts: either costs the same a line.
        """
        judged: list[list[tuple[Label, float]]] = [[] for _ in pages]
        for batch in batches_of(pages):
            for number, found in zip(batch, self._judge(list(batch.values())), strict=True):
                judged[number].extend(found)
        return judged

    def _judge(self, parts: Sequence[PagePart]) -> Iterator[list[tuple[Label, float]]]:
        """Yield label and probability of the lines of each of `parts`."""
        opinions = self._opinions(parts)
        best = decide(parts, opinions, self._model.steps)
        sure = opinions[np.arange(len(best)), best].tolist()
        judged = zip(map(LABELS.__getitem__, best), sure, strict=True)
        for part in parts:
            yield list(islice(judged, len(part.lines)))

    def _opinions(self, parts: Sequence[PagePart]) -> Floats:
        """Return the probabilities of the labels, (lines, labels), of the lines of all `parts`."""
        base = features_of_pages(
            [part.lines for part in parts], self._phrases, [part.title for part in parts]
        )
        runs = find_runs(base.signatures, base.pages)
        place = places(base, np.concatenate([part.gaps for part in parts]), runs)
        first = self._model.first.opinions(context_features(base, place, runs))
        return self._model.second.opinions(opinion_features(base, place, runs, first))


def decide(parts: Sequence[PagePart], opinions: Floats, steps: Floats) -> list[int]:
    """Return the labels of all lines: the likeliest path, less what repetition speaks against.

    Args:
        parts: One below another, as their opinions stand.
        opinions: Probabilities, (lines, labels).
        steps: Of the model.
    """
    sizes = np.array([len(line) for part in parts for line in part.lines], dtype=np.int64)
    best = best_paths(
        favour_text(opinions, sizes),
        steps,
        np.array([len(part.lines) for part in parts], dtype=np.int64),
        [part.opening for part in parts],
    )
    sure = opinions[np.arange(len(best)), best].tolist()
    labels = [LABELS[label] for label in best]
    at = 0
    for part in parts:
        end = at + len(part.lines)
        for line, label in relabel_repeated(part.lines, labels[at:end], sure[at:end]):
            best[at + line] = LABELS.index(label)
        at = end
    return best


def favour_text(opinions: Floats, sizes: Ints) -> Floats:
    """Return `opinions` weighed by what a mistake costs: text that is lost is lost.

    Measured on held-out pages: a third less body lost on ordinary pages and a quarter on hard ones,
    at the same F1 of links.

    Args:
        opinions: Probabilities, (lines, labels).
        sizes: The lines' lengths.
    """
    weighed: Floats = opinions * _FAVOUR[(sizes >= _LONG).astype(np.int64)]
    return weighed
