"""Train the tagger of the extract stage: silver labels, a student, one file.

    python -m tools.train_entities [--shared ../shared] [--out pipeline/data/models/entities.npz]

Reads the unlabelled texts of the shared folder, labels them by a vote of eight teachers
(`tools/entities/teachers.py`), trains the student (`tools/entities/crf.py`) on them, on copies with
other names and on sentences of our own (`tools/entities/own_text.py`), writes the model and prints
its scores. Takes about twenty minutes on two cores, five where `--cache` holds the labels; twice
the same run gives the same bytes. No gold set is read before the scores.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
import sys
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.entities.joining import keywords
from pipeline.entities.tagging import features
from pipeline.entities.tagging.decoding import LABELS, TYPES
from pipeline.text.chars import code_points
from pipeline.text.folding import READING, to_text
from pipeline.text.tokenizer import Tokenizer
from tools.entities.callings import callings
from tools.entities.crf import Settings, train
from tools.entities.own_parts import parts
from tools.entities.own_text import frames, own_text
from tools.entities.ownership import EMPTY, own_rows
from tools.entities.substitution import narrowed, with_other_names
from tools.entities.teachers import silver_labels
from tools.entities.votes import Span
from tools.pack_entities import pack

VERSION = "1"
_SENTENCE = re.compile("(?<=[。！？；!?;])|\n")
_LONGEST = 200
_SHORTEST = 4
# How often each frame of our own text is drawn.
_DRAWN = 12
# Weights are the mean of trainings in as many orders: which of them is learnt last weighs less.
_SEEDS = (3, 11)
# Neighbouring sentences go through feature extraction together, so that the student sees across
# their borders what it will see in an article.
_TOGETHER = 25
# Nats by which a name begins less readily than was learnt: our own text has more of them than news.
# Of 0, .1, .2 and .35, by the figures of `entities_table`.
_DENSER = 0.2
_UNIT = 16.0
# 22 weights of at most 5 nats each stay far inside 16 bits.
_HUNDREDTHS = 100.0
# Classes of jieba's dictionary: names first, for they win where two words share a slot. Words for
# persons are one more.
_CLASSES = {
    "nr": 1, "nrfg": 1, "nrj": 1, "nrt": 2, "ns": 3, "nt": 4, "nz": 5, "n": 6, "ng": 6, "v": 7,
    "vd": 7, "vg": 7, "vn": 8, "a": 9, "ad": 9, "an": 9, "ag": 9, "d": 10, "df": 10, "m": 11,
    "mq": 11, "q": 11, "t": 12, "tg": 12, "i": 14, "l": 14, "f": 14, "s": 14, "j": 15,
}  # fmt: skip
_CALLING = 13
_OTHER_CLASS = 14


def read_texts(shared: Path) -> Iterator[str]:
    """Yield the unlabelled texts: article by article, headline by headline."""
    with lzma.open(shared / "data/dedup/docs.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield article["title"]
            yield article["body"]
    for name in ("text.jsonl", "text_hard.jsonl"):
        for line in (shared / "data/cleaning" / name).read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["raw"]
    pairs = json.loads((shared / "data/dedup/joba_dev.json").read_text(encoding="utf-8"))["lines"]
    yield "\n".join(line for line, _ in pairs)


def sentences_of(texts: Iterator[str]) -> list[str]:
    """Return the sentences of `texts` in order, each distinct one once."""
    seen: dict[str, None] = {}
    for text in texts:
        for piece in _SENTENCE.split(text):
            sentence = piece.strip()
            if len(sentence) >= _SHORTEST:
                seen.setdefault(sentence)
    return [s[i : i + _LONGEST] for s in seen for i in range(0, len(s), _LONGEST)]


def label_row(length: int, spans: Sequence[Span]) -> npt.NDArray[np.int8]:
    """Return the BIES labels of a sentence."""
    row = np.zeros(length, dtype=np.int8)
    for start, end, kind in spans:
        begin = 1 + 4 * kind
        if end - start == 1:
            row[start] = begin + 3
        else:
            row[start], row[start + 1 : end - 1], row[end - 1] = begin, begin + 1, begin + 2
    return row


def word_classes() -> npt.NDArray[np.uint8]:
    """Return the table of word classes, from the dictionary that jieba ships (MIT).

    Words for persons are a class of their own, those among them that jieba does not know, too.
    """
    text = (resources.files("jieba") / "dict.txt").read_text(encoding="utf-8")
    class_of = {
        word: _CLASSES.get(tag, _OTHER_CLASS)
        for word, _, tag in (line.split(" ") for line in text.splitlines())
        if len(word) > 1
    }
    nouns = (word for word, kind in class_of.items() if kind == _CLASSES["n"])
    class_of |= dict.fromkeys((*callings(nouns), *parts()["calling_end"]), _CALLING)
    lengths = np.array([len(word) for word in class_of])
    chars = READING.fold_codes(code_points("".join(class_of))).astype(np.uint64)
    chars[(chars >= ord("0")) & (chars <= ord("9"))] = ord("0")
    slots, check = features.class_slots(features.word_hashes(chars, np.cumsum(lengths), lengths))
    classes = np.array(list(class_of.values()), dtype=np.uint8)
    table = np.zeros(1 << features.WORD_CLASS_BITS, dtype=np.uint8)
    # Of two words that share a slot the last one written has it: a word for a person, then names.
    order = np.argsort(np.where(classes == _CALLING, 0, -classes.astype(int)), kind="stable")
    table[slots[order]] = (classes[order] << 4) | check[order]
    return table


def hash_table(
    sentences: Sequence[str], classes: npt.NDArray[np.uint8], tokenizer: Tokenizer
) -> npt.NDArray[np.int32]:
    """Return the window hashes of every character of all sentences, one row a character."""
    generator = random.Random(5)
    found = np.empty((sum(map(len, sentences)), features.FEATURES), dtype=np.int32)
    at = 0
    for start in range(0, len(sentences), _TOGETHER):
        group = sentences[start : start + _TOGETHER]
        text, kept = "", []
        for sentence in group:
            kept.append((len(text), len(text) + len(sentence)))
            # Some sentences of an article end a paragraph; which, the list of sentences forgot.
            text += sentence + ("\n" if generator.random() < 0.4 else "")
        codes = READING.fold_codes(code_points(text))
        lengths = [len(word) for word in tokenizer.cut(to_text(codes))]
        rows = features.window_hashes(codes, lengths, classes)
        for first, last in kept:
            found[at : at + last - first] = rows[:, first:last].T
            at += last - first
    return found


def rarity(texts: Iterator[str], tokenizer: Tokenizer) -> npt.NDArray[np.uint8]:
    """Return the quantised inverse document frequency by word hash."""
    seen = np.zeros(1 << keywords.FREQUENCY_BITS, dtype=np.int64)
    documents = 0
    for text in texts:
        words = sorted({word for word in tokenizer.cut(READING.fold(text)) if len(word) > 1})
        if len(words) < 20:
            continue
        seen[np.unique(keywords.slots(words))] += 1
        documents += 1
    return np.clip(np.round(_UNIT * np.log2((documents + 1) / (seen + 1))), 0, 255).astype(np.uint8)


def main() -> int:
    """Train and write; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    root = Path(__file__).resolve().parent.parent
    parser.add_argument("--shared", type=Path, default=root.parent / "shared")
    parser.add_argument("--out", type=Path, default=root / "pipeline/data/models/entities.npz")
    parser.add_argument("--cache", type=Path, help="folder to keep the teachers' labels in")
    parser.add_argument("--sentences", type=int, default=None, help="take only so many: a trial")
    chosen = parser.parse_args()
    if not (chosen.shared / "data").is_dir():
        print(f"train-entities: {chosen.shared} is absent: name the shared folder with --shared")
        return 2
    sentences = sentences_of(read_texts(chosen.shared))[: chosen.sentences]
    print(f"{len(sentences)} sentences, {sum(map(len, sentences))} characters", flush=True)
    silver = silver_labels(sentences, chosen.cache)
    sentences = narrowed(sentences)
    copies, names = with_other_names(sentences, silver)
    print(f"{sum(map(len, silver))} names, {len(copies)} copies with other persons", flush=True)
    own, drawn = own_text(frames(), _DRAWN)
    print(f"{sum(map(len, drawn))} names in {len(own)} sentences of our own", flush=True)
    sentences, silver = [*sentences, *copies, *own], [*silver, *names, *drawn]
    tokenizer, classes = Tokenizer(), word_classes()
    settings = Settings()
    rows = hash_table(sentences, classes, tokenizer)
    checks = own_rows(rows, settings.rarest)
    labels = np.concatenate([label_row(len(s), n) for s, n in zip(sentences, silver, strict=True)])
    offsets = np.cumsum([0, *map(len, sentences)])
    trained = [train(rows, labels, offsets, EMPTY, settings._replace(seed=seed)) for seed in _SEEDS]
    weights, moves = (sum(parts) / len(_SEEDS) for parts in zip(*trained, strict=True))
    weights_of, arrays = quantise(weights, moves)
    np.savez_compressed(
        chosen.out,
        **arrays,
        **pack(weights_of, checks),
        classes=classes,
        rarity=rarity(read_texts(chosen.shared), tokenizer),
        version=np.array(VERSION),
    )
    print(f"{chosen.out}: {chosen.out.stat().st_size / 1e6:.1f} MB")
    print(f"its figures: python -m tests.eval.entities_table --model {chosen.out}")
    return 0


def quantise(
    weights: npt.NDArray[np.float32], moves: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.int16], dict[str, npt.NDArray[np.generic]]]:
    """Return the weights in hundredths of a nat, and the other arrays in the same unit."""
    scale = _HUNDREDTHS
    bias = np.zeros(LABELS)
    bias[0] = moves[0, 0]
    inner = []
    for t in range(TYPES):
        begin = 1 + 4 * t
        bias[[begin, begin + 3]] = moves[0, [begin, begin + 3]] - _DENSER
        inner.append(
            [moves[begin, begin + 1], moves[begin, begin + 2],
             moves[begin + 1, begin + 1], moves[begin + 1, begin + 2]]
        )  # fmt: skip
    return np.round(weights * scale).astype(np.int16), {
        "bias": np.round(bias * scale).astype(np.int16),
        "inner": np.round(np.array(inner) * scale).astype(np.int16),
        "scale": np.float64(scale),
    }


if __name__ == "__main__":
    sys.exit(main())
