"""Train the cleaning stage's small networks: perceptrons by Adam, in numpy."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Layers = list[tuple[Floats, Floats]]


class Plan(NamedTuple):
    """How to train: hidden sizes, passes over the data, rows a step, rate, dropped share, decay."""

    hidden: tuple[int, int] = (96, 48)
    epochs: int = 12
    batch: int = 256
    rate: float = 2e-3
    drop: float = 0.15
    decay: float = 1e-4
    seed: int = 7


def train_network(tables: list[Floats], labels: list[Ints], classes: int, plan: Plan) -> Layers:
    """Return the layers of a perceptron that maps rows of `tables` to `labels`.

    Each element of `tables` is one variant of the data; passes take them in turn. The scaling of
    the inputs is folded into the first layer.
    """
    rng = np.random.default_rng(plan.seed)
    sample = tables[0].astype("f4")
    mean = sample.mean(axis=0)
    scale = 1 / np.maximum(sample.std(axis=0), 0.05)
    sizes = (sample.shape[1], *plan.hidden, classes)
    params: list[Floats] = []
    for fan_in, fan_out in pairwise(sizes):
        params.append((rng.standard_normal((fan_in, fan_out)) * np.sqrt(2 / fan_in)).astype("f4"))
        params.append(np.zeros(fan_out, dtype="f4"))
    moments = [(np.zeros_like(p), np.zeros_like(p)) for p in params]
    total = sum(len(tables[e % len(tables)]) for e in range(plan.epochs)) // plan.batch
    step = 0
    for epoch in range(plan.epochs):
        table, gold = tables[epoch % len(tables)], labels[epoch % len(tables)]
        order = rng.permutation(len(table))
        for start in range(0, len(order) - plan.batch + 1, plan.batch):
            rows = order[start : start + plan.batch]
            values = np.clip((table[rows].astype("f4") - mean) * scale, -8, 8)
            grads = _gradients(params, values, gold[rows], plan.drop, rng)
            step += 1
            warm = min(1.0, step / 200)
            rate = plan.rate * warm * (0.5 + 0.5 * np.cos(np.pi * min(1, step / max(total, 1))))
            for number, grad in enumerate(grads):
                first, second = moments[number]
                first += 0.1 * (grad - first)
                second += 0.001 * (grad * grad - second)
                update = first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
                if number % 2 == 0:
                    update = update + plan.decay * 10 * params[number]
                params[number] -= (rate * update).astype("f4")
    layers = [(params[i], params[i + 1]) for i in range(0, len(params), 2)]
    weights, bias = layers[0]
    layers[0] = (weights * scale[:, None], bias - (mean * scale) @ weights)
    return layers


def together(networks: Sequence[Layers]) -> Layers:
    """Return the one perceptron that answers the mean of what `networks` do, before the softmax.

    Their hidden units stand side by side. All have the same inputs and three layers.
    """
    firsts, middles, lasts = zip(*networks, strict=True)
    sizes = [weights.shape for weights, _ in middles]
    middle = np.zeros((sum(a for a, _ in sizes), sum(b for _, b in sizes)), dtype="f4")
    row = column = 0
    for (weights, _), (height, width) in zip(middles, sizes, strict=True):
        middle[row : row + height, column : column + width] = weights
        row, column = row + height, column + width
    return [
        (np.concatenate([w for w, _ in firsts], axis=1), np.concatenate([b for _, b in firsts])),
        (middle, np.concatenate([b for _, b in middles])),
        (
            np.concatenate([w for w, _ in lasts]) / np.float32(len(networks)),
            np.mean([b for _, b in lasts], axis=0, dtype="f4"),
        ),
    ]


def _gradients(
    params: list[Floats], values: Floats, gold: Ints, drop: float, rng: np.random.Generator
) -> list[Floats]:
    """Return the gradient of the mean cross entropy for each of `params`."""
    inputs = [values]
    masks = []
    for at in range(0, len(params) - 2, 2):
        hidden = np.maximum(inputs[-1] @ params[at] + params[at + 1], 0)
        mask = (rng.random(hidden.shape, dtype="f4") >= drop) / np.float32(1 - drop)
        hidden *= mask
        masks.append(mask)
        inputs.append(hidden)
    scores = inputs[-1] @ params[-2] + params[-1]
    scores -= scores.max(axis=1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=1, keepdims=True)
    # A little doubt about every label keeps the scores honest (label smoothing, 2 %).
    flow = scores * 1.0
    flow -= 0.02 / scores.shape[1]
    flow[np.arange(len(gold)), gold] -= 0.98
    flow /= len(gold)
    grads: list[Floats] = []
    for at in range(len(params) - 2, -1, -2):
        hidden = inputs[at // 2]
        grads[:0] = [hidden.T @ flow, flow.sum(axis=0)]
        if at:
            flow = (flow @ params[at].T) * (hidden > 0) * masks[at // 2 - 1]
    return grads
