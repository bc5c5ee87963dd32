"""Silver labels: the names that LAC, FoolNLTK and six Java analysers find in each sentence."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.entities.tagging.accurate import Accurate
from tools.entities.fool import fool_spans
from tools.entities.votes import ORGANISATION, PERSON, PLACE, Span, vote

Names = list[list[Span]]

_HERE = Path(__file__).resolve().parent
_TYPES = {"person": PERSON, "place": PLACE, "organisation": ORGANISATION}


def silver_labels(sentences: Sequence[str], cache: Path | None) -> Names:
    """Return the names of each sentence by the teachers' vote.

    Args:
        sentences: What to label.
        cache: A folder that keeps what the teachers said; nothing is kept when None.
    """
    if not (shutil.which("java") and shutil.which("mvn")):
        print("no java and maven here: the labels are LAC's alone, some two points weaker")
        return [vote([own]) for own in _kept(cache, "lac", sentences, lac_spans)[0]]
    asked: tuple[tuple[str, Callable[[Sequence[str]], list[Names]]], ...] = (
        ("lac", lac_spans), ("fool", lambda s: [fool_spans(s)]), ("java", java_spans),
    )  # fmt: skip
    teachers = [names for name, ask in asked for names in _kept(cache, name, sentences, ask)]
    return [vote(found) for found in zip(*teachers, strict=True)]


def _kept(
    cache: Path | None,
    name: str,
    sentences: Sequence[str],
    ask: Callable[[Sequence[str]], list[Names]],
) -> list[Names]:
    """Return what `ask` says of the sentences, from the cache where it was asked before."""
    digest = hashlib.sha256("\n".join(sentences).encode()).hexdigest()[:16]
    path = cache / f"{name}-{digest}.json" if cache else None
    if path is not None and path.exists():
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [[[(a, b, k) for a, b, k in names] for names in teacher] for teacher in rows]
    said = ask(sentences)
    print(f"{name}: {sum(map(len, said[0]))} names", flush=True)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(said, separators=(",", ":")), encoding="utf-8")
    return said


def lac_spans(sentences: Sequence[str]) -> list[Names]:
    """Return LAC's names in each sentence."""
    found = Accurate().spans(sentences)
    return [[[(start, end, _TYPES[kind]) for start, end, kind in names] for names in found]]


def java_spans(sentences: Sequence[str]) -> list[Names]:
    """Return the names that each Java analyser finds in each sentence, analyser by analyser."""
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
    found = [
        [_java_column(sentence, column) for column in row.split("\t")]
        for sentence, row in zip(sentences, rows, strict=True)
    ]
    return [list(column) for column in zip(*found, strict=True)]


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
