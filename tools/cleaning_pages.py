"""Training pages of the cleaning stage: read from the shared sets, turned into features."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from pipeline.cleaning.lines.context import Runs, context_features, find_runs, places
from pipeline.cleaning.lines.features import PHRASE_AT, Base, features_of_pages
from pipeline.cleaning.lines.judge import plain_lines
from pipeline.cleaning.lines.labeller import LABELS
from pipeline.cleaning.lines.phrases import GROUPS, Phrases
from tools.cleaning_stories import Story
from tools.cleaning_surface import Page, Row
from tools.cleaning_variants import Maker

Halves = npt.NDArray[np.float16]
BLIND_SHARE = 0.3
"""How many training pages are shown without their function words, so that shape must do."""


class Document(NamedTuple):
    """A labelled page: its id, the article it prints, whether it is of the hard set, its lines."""

    id: str
    article: str
    hard: bool
    page: Page
    gold: Mapping[str, object]


class Example(NamedTuple):
    """Features of one page before a network has seen it; `gold` indexes `LABELS`.

    `shown` are the page's lines that are not blank.
    """

    base: Base
    runs: Runs
    place: npt.NDArray[np.float32]
    gold: npt.NDArray[np.int64]
    shown: list[int]

    def table(self) -> Halves:
        """Return the first network's features, at half precision: what fills memory is this."""
        return context_features(self.base, self.place, self.runs).astype(np.float16)


def read_documents(folder: Path) -> list[Document]:
    """Return the labelled pages of `text.jsonl` and `text_hard.jsonl` in `folder`."""
    documents = []
    for name in ("text", "text_hard"):
        for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines():
            gold = json.loads(line)
            page = [Row(row["text"], row["label"], row.get("canon")) for row in gold["lines"]]
            hard = name == "text_hard"
            documents.append(Document(gold["id"], gold["article_id"], hard, page, gold))
    return documents


def read_words(path: Path) -> dict[str, list[str]]:
    """Return the entries of a list by group: `[group]` lines, one entry a line, `# ` comments."""
    groups: dict[str, list[str]] = {}
    entries: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        name = line.strip("[]")
        if line.startswith("[") and line.endswith("]") and name.isascii() and name.islower():
            entries = groups.setdefault(name, [])
        elif line and not line.startswith("# "):
            entries.append(line)
    return groups


def half_of(text: str) -> int:
    """Return 0 or 1 by the checksum of `text`: the same split on every machine."""
    return crc32(text.encode()) % 2


def half_words(words: Mapping[str, Sequence[str]], half: int) -> dict[str, list[str]]:
    """Return the entries of `words` in that half."""
    return {name: [w for w in group if half_of(w) == half] for name, group in words.items()}


def make_example(page: Page, phrases: Phrases, *, blind: bool = False) -> Example:
    """Return the features of `page`; `blind` leaves the function words out."""
    plain = [plain_lines(row.text.replace("\n", " "))[0] for row in page]
    shown = [number for number, line in enumerate(plain) if line]
    gaps = np.diff(np.array([-1, *shown], dtype=np.int64)) - 1
    other = LABELS.index("other")
    gold = np.array(
        [LABELS.index(page[n].label) if page[n].label in LABELS else other for n in shown],
        dtype=np.int64,
    )
    base = features_of_pages([[plain[number] for number in shown]], phrases, [""])
    if blind:
        base.table[:, PHRASE_AT : PHRASE_AT + len(GROUPS)] = 0
    runs = find_runs(base.signatures)
    return Example(base, runs, places(base, gaps, runs), gold, shown)


def make_examples(
    documents: Sequence[Document],
    words: Mapping[str, Sequence[str]],
    phrases: Phrases,
    variants: int,
    stories: Sequence[Story] = (),
    seed: int = 5,
) -> list[list[Example]]:
    """Return `variants` times the examples of all documents; the first time as they are."""
    rng = random.Random(seed)
    pages = [document.page for document in documents]
    maker = Maker(words, sorted(phrases.surnames), pages, rng, stories)
    return [
        [
            make_example(maker(page) if number else page, phrases, blind=rng.random() < BLIND_SHARE)
            for page in pages
        ]
        for number in range(variants)
    ]
