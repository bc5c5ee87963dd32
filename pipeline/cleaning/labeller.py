"""The judge of lines: two small networks and a path of least regret through their opinions."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Final, NamedTuple, cast

import numpy as np

from pipeline.cleaning.cards import settle
from pipeline.cleaning.context import (
    CONTEXT_COUNT,
    context_features,
    find_runs,
    opinion_count,
    opinion_features,
    places,
)
from pipeline.cleaning.features import Floats, Ints, base_features
from pipeline.cleaning.phrases import Phrases
from pipeline.errors import ResourceError
from pipeline.models import BODY_LABELS, HEAD_LABELS, Label

LABELS: Final[tuple[Label, ...]] = (
    "title", "shoulder", "headline", "subhead", "byline", "body", "credit", "marker", "link",
    "other",
)  # fmt: skip
"""What a line that is not blank can be; the columns of the networks' opinions, in this order."""

_KEPT: Final = np.array([label in HEAD_LABELS | BODY_LABELS for label in LABELS])
_BYLINE: Final = LABELS.index("byline")
_LONG: Final = 36  # characters: a paragraph, whose loss would be noticed

# Lines judged at once: a page of the largest accepted size (200,000 lines) would else take 300 MB.
_CHUNK: Final = 4096


class Network(NamedTuple):
    """A perceptron with two hidden layers, `(weights, bias)` each, inputs already scaled in."""

    layers: tuple[tuple[Floats, Floats], ...]

    def opinions(self, table: Floats) -> Floats:
        """Return probabilities, (lines, labels), for features (lines, columns)."""
        values = table
        for weights, bias in self.layers[:-1]:
            values = np.maximum(values @ weights + bias, 0)
        weights, bias = self.layers[-1]
        scores = values @ weights + bias
        scores -= scores.max(axis=1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=1, keepdims=True)
        return scores


class Model(NamedTuple):
    """First and second network, and the cost of one label following another, (labels + 1, labels).

    The last row of `steps` is the cost of opening the document with a label.
    """

    first: Network
    second: Network
    steps: Floats


def load_model(path: Path | None = None) -> Model:
    """Return the model at `path`, or the shipped one.

    Raises:
        ResourceError: It is missing, or was trained for other features than these.
    """
    source = path or resources.files("pipeline") / "data" / "models" / "cleaning.npz"
    try:
        with source.open("rb") as file, np.load(file) as arrays:
            networks = [
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
            ]
            model = Model(networks[0], networks[1], arrays["steps"].astype(np.float32))
    except (OSError, KeyError, ValueError) as error:
        raise ResourceError(
            f"the cleaning model cannot be read ({error})",
            where=str(source),
            mend="Run `make train-cleaning`, or reinstall the package",
        ) from error
    expected = (CONTEXT_COUNT, opinion_count(len(LABELS)))
    if tuple(n.layers[0][0].shape[0] for n in networks) != expected:
        raise ResourceError(
            "the cleaning model was trained for other features",
            where=str(source),
            mend="Run `make train-cleaning`",
        )
    return model


class Labeller:
    """Says of every line what it is, and how sure.

    Args:
        model: Of `load_model`.
        phrases: Function words of the trade.
    """

    def __init__(self, model: Model, phrases: Phrases) -> None:
        self._model = model
        self._phrases = phrases

    def __call__(
        self, lines: Sequence[str], gaps: Ints, title: str = ""
    ) -> list[tuple[Label, float]]:
        """Return label and probability of each of `lines`.

        Args:
            lines: Width folded, stripped, none blank.
            gaps: Blank lines before each.
            title: What the article is known to be about; else the first line says it.
        """
        judged: list[tuple[Label, float]] = []
        for start in range(0, len(lines), _CHUNK):
            opinions = self.opinions(
                lines[start : start + _CHUNK],
                gaps[start : start + _CHUNK],
                title or ("" if start == 0 else lines[0][:400]),
            )
            best = decide(
                lines[start : start + _CHUNK], opinions, self._model.steps, opening=start == 0
            )
            sure = opinions[np.arange(len(best)), best]
            judged.extend(
                (LABELS[label], score) for label, score in zip(best, sure.tolist(), strict=True)
            )
        return judged

    def opinions(self, lines: Sequence[str], gaps: Ints, title: str) -> Floats:
        """Return the probabilities of the labels, (lines, labels)."""
        base = base_features(lines, self._phrases, title)
        runs = find_runs(base.signatures)
        place = places(base, gaps, runs)
        first = self._model.first.opinions(context_features(base, place, runs))
        return self._model.second.opinions(opinion_features(base, place, runs, first))


def decide(lines: Sequence[str], opinions: Floats, steps: Floats, *, opening: bool) -> list[int]:
    """Return the labels of `lines`: the likeliest path, less what repetition speaks against.

    Args:
        lines: Width folded, stripped, none blank.
        opinions: Probabilities, (lines, labels).
        steps: Of the model.
        opening: Whether the document begins here.
    """
    weighed = favour_text(opinions, np.array([len(line) for line in lines]))
    best = best_path(weighed, steps, opening=opening)
    sure = opinions[np.arange(len(best)), best].tolist()
    for at, label in settle(lines, [LABELS[label] for label in best], sure):
        best[at] = LABELS.index(label)
    return best


def favour_text(opinions: Floats, sizes: Ints) -> Floats:
    """Return `opinions` weighed by what a mistake costs: text that is lost is lost.

    Measured on held-out pages: a sixth less body lost on ordinary pages and a quarter on hard ones,
    at the same F1 of links.

    Args:
        opinions: Probabilities, (lines, labels).
        sizes: The lines' lengths.
    """
    weighed = opinions.copy()
    weighed[:, _KEPT] *= np.where(sizes >= _LONG, 5, 2)[:, None]
    # Names on a line are no paragraph, however long it is.
    weighed[:, _BYLINE] = opinions[:, _BYLINE] * 2
    return weighed


def best_path(opinions: Floats, steps: Floats, *, opening: bool) -> list[int]:
    """Return the labels of the likeliest path: opinions' logarithms less the cost of the steps."""
    scores = np.log(opinions + np.float32(1e-7))
    if opening:
        scores[0] -= steps[-1]
    cost = steps[:-1]
    # The row maxima are the best path wherever none of their steps costs anything.
    best = scores.argmax(axis=1)
    if not cost[best[:-1], best[1:]].any():
        return cast("list[int]", best.tolist())
    current = scores[0]
    back = np.empty((len(scores), len(cost)), dtype=np.int64)
    for number in range(1, len(scores)):
        reached = current[:, None] - cost
        back[number] = reached.argmax(axis=0)
        current = reached.max(axis=0) + scores[number]
    label = int(current.argmax())
    path = [label]
    for number in range(len(scores) - 1, 0, -1):
        label = int(back[number, label])
        path.append(label)
    path.reverse()
    return path
