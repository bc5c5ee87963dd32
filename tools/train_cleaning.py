"""Train the judge of lines on the shared pages and write the model with its card.

`python -m tools.train_cleaning [--shared FOLDER] [--quick] [--figures-only]`. First the honest
figures: trained on one half of the articles with one half of the invented words, measured on the
other half as it is and under the other half's words; then the other way round. Then the shipped
model, on everything.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from pipeline.cleaning.lines.batches import PagePart
from pipeline.cleaning.lines.context import opinion_features
from pipeline.cleaning.lines.features import Floats
from pipeline.cleaning.lines.judge import plain_lines
from pipeline.cleaning.lines.labeller import LABELS, Model, Network, decide
from pipeline.cleaning.lines.phrases import Phrases
from pipeline.stages import shipped
from tools.cleaning_card import card
from tools.cleaning_net import Plan, together, train_network
from tools.cleaning_pages import (
    Document,
    Example,
    half_of,
    half_words,
    make_example,
    make_examples,
    read_documents,
    read_words,
)
from tools.cleaning_stories import Story, read_stories, strangers
from tools.cleaning_surface import Page
from tools.cleaning_variants import Maker

ROOT = Path(__file__).resolve().parent.parent
WORDS = ROOT / "pipeline" / "data" / "cleaning" / "variants.txt"
OUT = ROOT / "pipeline" / "data" / "models" / "cleaning.npz"
FOLDS = 3
# A step between labels that never occurs in training, though chance would have had it at least
# this often, costs this much (in nats).
_EXPECTED, _COST = 3.0, 2.5
# Story and list come in runs: a step from one to the other costs this much. On held-out hard pages
# that made .9942 link F1 .9960, and changed nothing on ordinary ones; from 1.2 up both fell.
_SWITCH = 0.5


class Effort(NamedTuple):
    """How much work goes into a model: variants of each page, passes over all of them in turn."""

    variants: int = 48
    epochs: int = 144


class Answer(NamedTuple):
    """A page in the scorer's form, and the labels that a model gave its lines."""

    gold: dict[str, Any]
    labels: list[str]


Evaluate = Callable[[Any, Any], dict[str, Any]]
SEEDS = (7, 8)
"""Of the second network: two that began elsewhere err elsewhere, and their mean errs less."""
DRESSES = (99, 100, 101)
"""Seeds of the dresses that a page is judged in: one alone moves the hard figures by a point."""


def fit(documents: Sequence[Document], examples: list[list[Example]], effort: Effort) -> Model:
    """Return the model trained on `examples`, whose first list is the documents themselves.

    The second network learns from opinions that the first gives of pages it was not trained on.
    """
    count = len(documents)
    tables = [[example.table() for example in variant] for variant in examples]

    def network(chosen: Sequence[int]) -> Network:
        layers = train_network(
            [np.concatenate([variant[n] for n in chosen]) for variant in tables],
            [np.concatenate([variant[n].gold for n in chosen]) for variant in examples],
            len(LABELS),
            Plan(epochs=effort.epochs),
        )
        return Network(tuple(layers))

    folds = [fold_of(document.article) for document in documents]
    seconds: list[list[Any]] = [[None] * count for _ in examples]
    for fold in range(FOLDS):
        first = network([n for n in range(count) if folds[n] != fold])
        for number, variant in enumerate(examples):
            for n in range(count):
                if folds[n] == fold:
                    seconds[number][n] = _second(variant[n], first).astype(np.float16)
    rows = [np.concatenate(variant) for variant in seconds]
    gold = [np.concatenate([example.gold for example in variant]) for variant in examples]
    second = together(
        [
            train_network(
                rows, gold, len(LABELS), Plan(hidden=(64, 32), epochs=effort.epochs, seed=seed)
            )
            for seed in SEEDS
        ]
    )
    return Model(network(range(count)), Network(tuple(second)), _steps(examples[0]))


def fold_of(article: str) -> int:
    """Return the fold of an article: all its copies are in the same one."""
    return sum(article.encode()) % FOLDS


def _second(example: Example, first: Network) -> Floats:
    opinions = first.opinions(example.table().astype(np.float32))
    return opinion_features(example.base, example.place, example.runs, opinions)


def _steps(examples: Sequence[Example]) -> Floats:
    """Return the cost of each step between labels, (labels + 1, labels): what never occurs."""
    size = len(LABELS)
    seen = np.zeros((size + 1, size))
    for example in examples:
        previous = size
        for label in example.gold.tolist():
            seen[previous, label] += 1
            previous = label
    expected = seen.sum(axis=1, keepdims=True) * seen.sum(axis=0) / seen.sum()
    costs = np.where((seen == 0) & (expected >= _EXPECTED), _COST, 0).astype(np.float32)
    body, link = LABELS.index("body"), LABELS.index("link")
    costs[body, link] = costs[link, body] = _SWITCH
    return costs


def save(model: Model, path: Path) -> None:
    """Write `model`: weights at half precision, biases and costs at single."""
    arrays: dict[str, Any] = {"steps": model.steps}
    for name, network in (("first", model.first), ("second", model.second)):
        for number, (weights, bias) in enumerate(network.layers):
            arrays[f"{name}_w{number}"] = weights.astype(np.float16)
            arrays[f"{name}_b{number}"] = bias.astype(np.float32)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **arrays)


def answers(
    model: Model,
    documents: Sequence[Document],
    dress: Callable[[Document], Page],
    phrases: Phrases,
    *,
    blind: bool = False,
) -> list[Answer]:
    """Return gold and labels of each of `documents`, as `dress` shows it to `model`."""
    found = []
    for document in documents:
        page = dress(document)
        example = make_example(page, phrases, blind=blind)
        opinions = model.second.opinions(_second(example, model.first))
        labels: list[str] = ["blank"] * len(page)
        lines = [plain_lines(page[place].text.replace("\n", " "))[0] for place in example.shown]
        part = PagePart(lines, np.zeros(len(lines), dtype=np.int64))
        best = decide([part], opinions, model.steps)
        for place, label in zip(example.shown, best, strict=True):
            labels[place] = LABELS[label]
        rows = [{"text": row.text, "label": row.label} for row in page]
        found.append(Answer({**document.gold, "lines": rows}, labels))
    return found


def honest_answers(
    documents: Sequence[Document],
    words: dict[str, list[str]],
    phrases: Phrases,
    stories: Sequence[Story],
    effort: Effort,
) -> dict[str, list[Answer]]:
    """Return answers by condition, each page judged by a model that saw neither it nor its words.

    One half of the articles and of the invented words trains, the other half is judged, in turn.
    """
    found: dict[str, list[Answer]] = {}
    for half in (0, 1):
        train = [d for d in documents if half_of(d.article) == half]
        held = [d for d in documents if half_of(d.article) != half]
        pages = [d.page for d in held]
        unknown = strangers(stories, pages)
        examples = make_examples(train, half_words(words, half), phrases, effort.variants, unknown)
        model = fit(train, examples, effort)
        others = half_words(words, 1 - half)
        dresses = [
            Maker(others, sorted(phrases.surnames), pages, random.Random(seed)).surface
            for seed in DRESSES
        ]
        for name, hard in (("standard", False), ("hard", True)):
            some = [d for d in held if d.hard is hard]

            def add(condition: str, more: list[Answer], name: str = name) -> None:
                found.setdefault(f"{name}, {condition}", []).extend(more)

            add("as they are", answers(model, some, lambda d: d.page, phrases))
            for dress in dresses:
                unseen = {d.id: dress(d.page) for d in some}
                shown = answers(model, some, lambda d, pages=unseen: pages[d.id], phrases)
                add("words held out", shown)
            blind = answers(model, some, lambda d, pages=unseen: pages[d.id], phrases, blind=True)
            add("no function words at all", blind)
    return found


def scores(found: Sequence[Answer], evaluate: Evaluate) -> dict[str, float]:
    """Return the scorer's figures for answers; a page that was judged twice counts twice."""
    gold = [{**answer.gold, "id": number} for number, answer in enumerate(found)]
    figures = evaluate(gold, {n: {"labels": answer.labels} for n, answer in enumerate(found)})
    wanted = ("link_F1", "body_loss%", "leak%", "doc_exact_keep%", "macro_F1")
    return {name: float(figures[name]) for name in wanted}


def main(argv: Sequence[str] | None = None) -> int:
    """Train, print the figures, write model and card; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--quick", action="store_true", help="a sixth of the work: a trial")
    parser.add_argument("--figures-only", action="store_true", help="train no model to ship")
    parser.add_argument("--model-only", action="store_true", help="measure nothing")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args(argv)
    folder = options.shared / "data" / "cleaning"
    if not folder.is_dir():
        print(f"train-cleaning: {folder} is absent: name the shared folder with --shared")
        return 2
    sys.path.insert(0, str(options.shared / "eval"))
    from eval_clean import evaluate  # type: ignore[import-not-found]  # noqa: PLC0415 # stands beside the data

    effort = Effort(4, 12) if options.quick else Effort()
    documents, words, phrases = read_documents(folder), read_words(WORDS), shipped.phrases()
    stories = read_stories(options.shared / "data" / "dedup")
    figures: dict[str, dict[str, float]] = {}
    if not options.model_only:
        found = honest_answers(documents, words, phrases, stories, effort)
        figures = {name: scores(some, evaluate) for name, some in found.items()}
        for name, row in figures.items():
            print(f"{name:36}" + "  ".join(f"{key} {value:.4f}" for key, value in row.items()))
    if not options.figures_only:
        model = fit(
            documents, make_examples(documents, words, phrases, effort.variants, stories), effort
        )
        save(model, options.out)
        if figures:
            text = card(
                figures, len(documents), len(stories), datetime.now(tz=UTC).date().isoformat()
            )
            options.out.with_suffix(".md").write_text(text, "utf-8")
        print(f"wrote {options.out.name}, {options.out.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
