"""Train the judge of furniture on sentences of our own and write the model with its card.

`python -m tools.train_furniture [--shared FOLDER] [--model-only] [--out FILE]`. The shipped model
is trained on everything. The honest figures are of others: of templates and articles in five
parts, each judged by a model that saw neither, and of each hand, judged by a model that saw the
other hands alone.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy import sparse

from pipeline.cleaning.lines.furniture_judge import GLUED, SURE, TAIL
from pipeline.cleaning.lines.furniture_model import (
    BUCKETS,
    EXTRAS,
    Floats,
    FurnitureModel,
    extras_of,
    run_buckets,
)
from tools.furniture.examples import FURNITURE, NEWS, Example, drawn, read_articles, real
from tools.furniture.templates import read_templates

ROOT: Final = Path(__file__).resolve().parent.parent
OUT: Final = ROOT / "pipeline" / "data" / "models" / "furniture.npz"
PARTS: Final = 5
_WIDTH, _HIDDEN = 16, 16
_EPOCHS, _BATCH, _RATE = 3, 1024, 4e-3
# Part of the runs that a step does not see, so that no run decides alone.
_DROP: Final = 0.35
_DECAY: Final = 1e-4
# No sentence of news may be lost for one of furniture: an error on news costs so much more.
_NEWS_COSTS: Final = 2.0


class Table(NamedTuple):
    """Inputs and labels of examples: runs of characters, other inputs, whether it is furniture."""

    runs: sparse.csr_matrix
    extras: Floats
    furniture: Floats


class Figures(NamedTuple):
    """How many pieces were judged, and which part of them is furniture by the bound of a place."""

    pieces: int
    tail: float
    glued: float
    middle: float


def table_of(examples: Sequence[Example]) -> Table:
    """Return the inputs of `examples`."""
    pieces = [example.piece for example in examples]
    buckets, owners = run_buckets([piece.text for piece in pieces])
    counts = np.bincount(owners, minlength=len(pieces)).clip(1)
    weights = (1 / np.sqrt(counts))[owners].astype(np.float32)
    runs = sparse.csr_matrix((weights, (owners, buckets)), shape=(len(pieces), BUCKETS))
    gold = np.array([example.furniture for example in examples], dtype=np.float32)
    return Table(runs, extras_of(pieces), gold)


def fit(table: Table, *, seed: int = 1) -> FurnitureModel:
    """Return a model of `table`, trained by Adam."""
    draw = np.random.default_rng(seed)
    params: list[Floats] = [
        (draw.normal(size=(BUCKETS, _WIDTH)) * 0.1).astype(np.float32),
        (draw.normal(size=(_WIDTH + EXTRAS, _HIDDEN)) * 0.25).astype(np.float32),
        np.zeros(_HIDDEN, dtype=np.float32),
        (draw.normal(size=(_HIDDEN, 1)) * 0.3).astype(np.float32),
        np.zeros(1, dtype=np.float32),
    ]
    moments = [(np.zeros_like(each), np.zeros_like(each)) for each in params]
    count = len(table.furniture)
    steps = _EPOCHS * -(-count // _BATCH)
    step = 0
    for _ in range(_EPOCHS):
        order = draw.permutation(count)
        for start in range(0, count, _BATCH):
            rows = order[start : start + _BATCH]
            runs = table.runs[rows]
            runs.data = runs.data * (draw.random(len(runs.data)) >= _DROP) / (1 - _DROP)
            step += 1
            rate = _RATE * (1 - 0.9 * step / steps)
            grads = _gradients(params, runs, table.extras[rows], table.furniture[rows])
            _step(params, moments, grads, step, rate)
    return FurnitureModel(*params)


def _step(
    params: Sequence[Floats],
    moments: Sequence[tuple[Floats, Floats]],
    grads: Sequence[Floats],
    step: int,
    rate: float,
) -> None:
    """Move `params` by one step of Adam."""
    for number, grad in enumerate(grads):
        mean, square = moments[number]
        mean += 0.1 * (grad - mean)
        square += 0.001 * (grad * grad - square)
        move = mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        params[number][...] -= rate * move


def _gradients(
    params: Sequence[Floats], runs: sparse.csr_matrix, extras: Floats, gold: Floats
) -> list[Floats]:
    table, hidden, bias, out, out_bias = params
    inputs = np.concatenate([runs @ table, extras], axis=1)
    told = np.tanh(inputs @ hidden + bias)
    guess = 1 / (1 + np.exp(-(told @ out + out_bias)[:, 0]))
    cost = np.where(gold > 0, 1.0, _NEWS_COSTS)
    error = ((guess - gold) * cost / len(gold)).astype(np.float32)[:, None]
    back = (error @ out.T) * (1 - told * told)
    into = back @ hidden.T
    grads = [runs.T @ into[:, :_WIDTH], inputs.T @ back, back.sum(0), told.T @ error, error.sum(0)]
    # The decay of the table is small: most of its rows have no example in a step.
    decays = (1e-6, _DECAY, 0, _DECAY, 0)
    return [
        np.asarray(grad, dtype=np.float32) + decay * each
        for grad, decay, each in zip(grads, decays, params, strict=True)
    ]


def save(model: FurnitureModel, path: Path) -> None:
    """Write `model`: the table of runs in bytes, a scale a column, the rest at single precision."""
    scale = np.abs(model.runs).max(axis=0) / 127
    arrays: dict[str, npt.NDArray[np.generic]] = {
        name: value for name, value in model._asdict().items() if name != "runs"
    }
    arrays |= {"runs": np.round(model.runs / scale).astype(np.int8), "scale": scale}
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, allow_pickle=False, **arrays)


def part_of(origin: str) -> int:
    """Return the part that a template or an article belongs to."""
    return crc32(origin.encode()) % PARTS


def _rows(table: Table, rows: npt.NDArray[np.intp]) -> Table:
    return Table(table.runs[rows], table.extras[rows], table.furniture[rows])


def _judged(table: Table, held: npt.NDArray[np.bool_]) -> Floats:
    """Return what a model that saw no row of `held` says of these rows."""
    model = fit(_rows(table, np.flatnonzero(~held)))
    asked = _rows(table, np.flatnonzero(held))
    inputs = np.concatenate([asked.runs @ model.runs, asked.extras], axis=1)
    told = np.tanh(inputs @ model.hidden + model.hidden_bias)
    scores: Floats = 1 / (1 + np.exp(-(told @ model.out + model.out_bias)[:, 0]))
    return scores


def figures(examples: Sequence[Example], table: Table) -> dict[str, Figures]:
    """Return by kind of piece which part of it is judged furniture, at each bound.

    Kinds are folders of templates, real lines of articles, and hands, a file of either folder each.
    """
    parts = np.array([part_of(each.origin) for each in examples])
    kinds = np.array([each.origin.split(":")[0] for each in examples])
    scores = np.zeros(len(examples))
    for part in range(PARTS):
        scores[parts == part] = _judged(table, parts == part)
    found = {
        kind: _figures(scores[[each.startswith(kind) for each in kinds]])
        for kind in (FURNITURE, NEWS, "article")
    }
    for hand in sorted({each.split("/")[1] for each in kinds if "/" in each}):
        held = np.array([each.endswith(f"/{hand}") for each in kinds])
        judged = _judged(table, held)
        found |= {kind: _figures(judged[kinds[held] == kind]) for kind in sorted(set(kinds[held]))}
    return found


def _figures(scores: npt.NDArray[np.floating]) -> Figures:
    tail, glued, middle = (float(np.mean(scores >= bound)) for bound in (TAIL, GLUED, SURE))
    return Figures(len(scores), tail, glued, middle)


def card(found: dict[str, Figures], size: int) -> str:
    """Return the model card."""
    kinds = {
        FURNITURE: "furniture, templates held out (more is better)",
        NEWS: "news that has its words, templates held out (less is better)",
        "article": "real lines and sentences of news, articles held out (less is better)",
    }
    for name in found:
        if "/" in name:
            kind, hand = name.split("/")
            what = "furniture" if kind == FURNITURE else "news that has its words"
            kinds[name] = f"{what}, the {hand} hand held out"
    rows = "\n".join(
        f"| {kinds[kind]} | {row.pieces} | {row.tail:.2%} | {row.glued:.2%} | {row.middle:.2%} |"
        for kind, row in found.items()
    )
    count = {kind: len(read_templates(kind)) for kind in (FURNITURE, NEWS)}
    today = datetime.now(tz=UTC).date().isoformat()
    return f"""# Model card: furniture.npz

What it does: says how sure it is, by its wording, that a line above or under an article, or its
last sentence, is a publisher's word to its readers. Runs of one to four characters, hashed into
{BUCKETS} rows of {_WIDTH} numbers, their mean, {EXTRAS} inputs more (place, length, the part of its
pairs of characters that the article has too), one hidden layer of {_HIDDEN}. {size / 1e6:.2f} MB.

Trained on: sentences drawn from {count[FURNITURE]} templates of furniture and {count[NEWS]} of
news that uses the same words (`tools/furniture/*/*.txt`, a file a hand, written for this project;
names, outlets and numbers are drawn at random), and, as news, lines and sentences of public news
articles, which are training input only and are not published. No line of the inputs by another
hand is in it, but earlier rounds of them were in view when the first and the third hand wrote, and
what the second wrote when the third did: figures of a hand held out are a little too good.

Date: {today}. Retrain with `make train-furniture` (it needs the shared sets, and about four
minutes of one core).

## Scores

Templates and articles in {PARTS} parts, each judged by a model that saw neither. Part of the pieces
that is judged furniture, by the bound of the place:

| pieces | count | tail, {TAIL} | glued, {GLUED} | middle, {SURE} |
| --- | --- | --- | --- | --- |
{rows}

Drawn sentences are rougher than real ones: some are nonsense. What it takes and misses among inputs
by another hand says `python -m tests.eval.gate --only another_hand`.

## Limits

Chinese only. Credits, links and heads of lists are told by other judges, and are news to this one
where it has no word for them. A notice whose title says that it asks something of its readers is
left alone.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Train, print the figures, write model and card; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--model-only", action="store_true", help="measure nothing")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args(argv)
    folder = options.shared / "data" / "dedup"
    if not folder.is_dir():
        print(f"train-furniture: {folder} is absent: name the shared folder with --shared")
        return 2
    rng = random.Random(5)
    articles = read_articles(folder)
    examples = [
        *drawn(articles, read_templates(FURNITURE), rng, furniture=True),
        *drawn(articles, read_templates(NEWS), rng, furniture=False),
        *real(articles, rng),
    ]
    table = table_of(examples)
    save(fit(table), options.out)
    print(f"wrote {options.out.name}, {options.out.stat().st_size} bytes, {len(examples)} pieces")
    if not options.model_only:
        found = figures(examples, table)
        for kind, row in found.items():
            print(
                f"{kind:28} {row.pieces:6} tail {row.tail:.4f} glued {row.glued:.4f} "
                f"middle {row.middle:.4f}"
            )
        options.out.with_suffix(".md").write_text(card(found, options.out.stat().st_size), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
