"""Measure the shipped prior of link decorations on the shared link lines; write its card.

`python -m tools.train_links [--shared FOLDER] [--check]`. The prior is a grammar written by hand
(`pipeline/data/dedup/decorations.toml`): nothing is fitted to the lines, which tell what it does
cold, without the stream, and what the stream adds in one pass. The file is put in order (no word
twice, wrapped); with `--check` nothing is written, and a file that is out of order is a failure.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import textwrap
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.dedup.learnt.affixes import AffixMemory, Sizes
from pipeline.dedup.links.decorations import Prior
from pipeline.dedup.links.reader import LinkReader
from pipeline.stages import shipped

ROOT = Path(__file__).resolve().parent.parent
LISTS = ROOT / "pipeline" / "data" / "dedup" / "decorations.toml"
CARD = ROOT / "pipeline" / "data" / "models" / "links.md"
SETS = {"text": "standard", "text_hard": "hard"}
# Cut headlines and dates are told by their marks, the prior has no say in them.
_KINDS = ("none", "seen", "unseen")

_CARD = """# Model card: the prior of link decorations (`data/dedup/decorations.toml`)

- **What it is.** A grammar ({sizes}).
  A word of up to twelve characters that something sets off from a headline is a decoration when it
  is `scope scope? touch? noun`, `touch noun`, `noun noun`, or
  one of `alone`, and not one of `never`. It serves a cold start; what generalises is learnt from
  the stream (`pipeline/dedup/learnt/affixes.py`).
- **How it was made.** Written by hand, out of words that any Chinese portal uses for its columns.
  No weight is fitted and no line of a data set is in it. `make train-links` measures it, puts the
  file in order and writes this card.
- **What the scores are.** Measured {date} on the shared development lines, which its authors could
  see: no held-out figures. *Precision*: of the lines that something was taken off, those whose
  headline is then exactly right. *Recall*: of the decorated lines, those whose headline is exactly
  right. *Kept*: of the undecorated ones, those left as they are. Lines cut off or with a date are
  not counted. "Cold" is the grammar alone; "stream" the reader with its memory, one pass. "Half"
  leaves every second word of the four lists out: what to expect of decorations nobody has written
  down.

| lines | decorated | bare | way | precision | recall | kept |
| --- | --- | --- | --- | --- | --- | --- |
{rows}

- **Limits.** Decorations that are built otherwise are left on until the stream has taught them; a
  column of the headline itself that parses as a decoration, and is not among `never`, is taken off.
"""


def read_pages(path: Path) -> Iterator[list[dict[str, Any]]]:
    """Yield the link lines of each page that carry one whole headline."""
    for line in path.read_text("utf-8").splitlines():
        rows = json.loads(line)["lines"]
        yield [row for row in rows if row["label"] == "link" and row.get("deco") in _KINDS]


def half_prior() -> Prior:
    """Return the shipped grammar with every second word left out, of those that it strips by."""
    lists = tomllib.loads(LISTS.read_text("utf-8"))
    parts = {name: tuple(words.split()) for name, words in lists.items()}
    return Prior({name: w if name == "never" else w[::2] for name, w in parts.items()})


def measure(
    pages: Iterable[list[dict[str, Any]]], prior: Prior, *, learning: bool
) -> dict[str, float]:
    """Return counts and rates of headlines that come out exactly right."""
    reader = LinkReader(prior)
    memory = _empty()
    decorated = bare = taken = taken_right = found = kept = 0
    for rows in pages:
        texts = [row["text"] for row in rows]
        if learning:
            read = [links[0] for links in reader.read(texts, memory=memory) if links]
        else:
            # A memory of its own for each line: nothing is learnt.
            read = [reader.read([text], memory=_empty())[0][0] for text in texts]
        for row, link in zip(rows, read, strict=True):
            right = link.headline == row["canon"]
            taken += bool(link.decorations)
            taken_right += bool(link.decorations) and right
            if row["deco"] == "none":
                bare += 1
                kept += not link.decorations
            else:
                decorated += 1
                found += right
    return {
        "decorated": decorated,
        "bare": bare,
        "precision": taken_right / max(taken, 1),
        "recall": found / max(decorated, 1),
        "kept": kept / max(bare, 1),
    }


def in_order(text: str) -> str:
    """Return the word lists with no word twice in a list, wrapped, comments as they are."""

    def wrapped(match: re.Match[str]) -> str:
        words = " ".join(dict.fromkeys(match[2].split()))
        # 67 characters, most of them two columns wide, fill a line.
        rows = textwrap.wrap(words, 67, break_long_words=False)
        body = words if '"""' not in match[1] else "\n" + "\n".join(rows) + "\n"
        return f"{match[1]}{body}{match[3]}"

    return re.sub(r'(?s)(= """|= ")(.*?)("""|")(?=\n)', wrapped, text)


def _empty() -> AffixMemory:
    return AffixMemory({}, scope="0", sizes=Sizes(), day=0)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the scores, write lists and card; return 0, or 1 when `--check` finds them changed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args(argv)
    text = LISTS.read_text("utf-8")
    ordered = in_order(text)
    print(f"{LISTS.name}: {'in order' if ordered == text else 'OUT OF ORDER'}")
    if ordered != text:
        if options.check:
            return 1
        LISTS.write_text(ordered, "utf-8")
    folder = options.shared / "data" / "cleaning"
    if not folder.is_dir():
        print("train-links: not measured, the shared sets are absent: name them with --shared")
        return 0 if options.check else 2
    rows = []
    for name, title in SETS.items():
        pages = list(read_pages(folder / f"{name}.jsonl"))
        for way in ("cold", "stream", "half, cold", "half, stream"):
            prior = half_prior() if "half" in way else shipped.prior()
            scores = measure(pages, prior, learning="stream" in way)
            counts = f"{scores['decorated']:.0f} | {scores['bare']:.0f}"
            rates = " | ".join(f"{scores[key]:.4f}" for key in ("precision", "recall", "kept"))
            rows.append(f"| {title} | {counts} | {way} | {rates} |")
            print(rows[-1])
    if not options.check:
        lists = tomllib.loads(ordered)
        sizes = ", ".join(f"{len(words.split())} words `{name}`" for name, words in lists.items())
        date = datetime.now(tz=UTC).date().isoformat()
        CARD.write_text(_CARD.format(sizes=sizes, date=date, rows="\n".join(rows)), "utf-8")
        print(f"wrote {CARD.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
