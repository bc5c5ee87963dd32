"""Real articles, read by hand before any output: precision and recall of posts, quotes, money, dates.

`another_hand/articles.jsonl` holds the labels of forty articles that a seed drew from the shared
texts, without their text: the document's id, the day it was published, and by type the place of each
fact in its body, with what it says. What is `optional` is neither missed nor wrong; the day of a
dateline is: it is the article's own, and an event has no value within it.

    python -m tests.eval.articles_table [--wrong]
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.offline.run import enrich
from pipeline.text.folding import COMPARING
from tests.conftest import shared_folder

FOLDER = Path(__file__).with_name("another_hand")
LABELS = {
    "": FOLDER / "articles.jsonl",
    "third, ": FOLDER / "third" / "articles.jsonl",
    "fourth, ": FOLDER / "fourth" / "articles.jsonl",
    "fifth, ": FOLDER / "fifth" / "articles.jsonl",
    "sixth, ": FOLDER / "sixth" / "articles.jsonl",
    "seventh, ": FOLDER / "seventh" / "articles.jsonl",
}
"""By the first words of its figures, forty articles: each was unseen by the rules before it."""
TYPES = ("posts", "quotes", "money", "dates")

Label = Mapping[str, Any]


class Given(NamedTuple):
    """A fact of an event: what was read, what it says, and where it stood in the text."""

    surface: str
    value: str
    start: int
    end: int


Says = Callable[[Label, Given], bool]


@dataclass
class Found:
    """How many facts were labelled and given, and how many of each were right."""

    asked: int = 0
    met: int = 0
    given: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    def judge(
        self,
        labels: Sequence[Label],
        given: Sequence[Given],
        says: Says,
        unasked: Sequence[Given] = (),
    ) -> None:
        """Count the facts of one article; a fact is right by the first label that says it.

        What is `unasked` may say a label, and is not counted itself.
        """
        met = {id(label) for fact in unasked for label in labels if says(label, fact)}
        for fact in given:
            by = [label for label in labels if says(label, fact)]
            met.update(map(id, by))
            if not by:
                self.wrong.append(f"wrong {fact}")
            # Which of two things an optional label means, nobody is asked.
            if not all(label.get("optional") for label in by) or not by:
                self.given += 1
                self.right += bool(by)
        for label in labels:
            if not label.get("optional"):
                self.asked += 1
                self.met += id(label) in met
                if id(label) not in met:
                    self.wrong.append(f"missed {label}")


def evaluate(shared: Path, *, wrong: bool = False) -> dict[str, float]:
    """Return precision and recall of each type, by the set of articles."""
    figures: dict[str, float] = {}
    for name, labels in LABELS.items():
        found = _evaluate(shared, labels, name, wrong=wrong)
        figures |= {f"{name}{key}": value for key, value in found.items()}
    return figures


def _evaluate(shared: Path, labels: Path, name: str, *, wrong: bool) -> dict[str, float]:
    rows = [json.loads(line) for line in labels.read_text("utf-8").splitlines()]
    bodies = _bodies(shared, {row["id"] for row in rows})
    found = {kind: Found() for kind in TYPES}
    for row in rows:
        body = bodies[row["id"]]
        for label in (*row["quotes"], *row["money"], *row["dates"]):
            # A raw text has LF where the set has CR LF.
            label["at"] -= body[: label["at"]].count("\r")
        _judge(row, body, found)
    figures = {}
    for kind, each in found.items():
        figures[f"{kind}, precision"] = each.right / max(1, each.given)
        figures[f"{kind}, recall"] = each.met / max(1, each.asked)
        if wrong:
            print("\n".join(f"{kind}: {line}" for line in each.wrong))
        print(f"{name}{kind}: {each.right} of {each.given} right, {each.met} of {each.asked} found")
    return figures


def _bodies(shared: Path, wanted: set[str]) -> dict[str, str]:
    """Return the text of the documents, and the body of the decorated articles, by id."""
    with lzma.open(shared / "data" / "dedup" / "docs.jsonl.xz", "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        bodies = {row["id"]: row["body"] for row in rows if row["id"] in wanted}
    if bodies.keys() != wanted:
        articles = (shared / "data" / "cleaning" / "text.jsonl").read_text("utf-8").splitlines()
        rows = (row for row in map(json.loads, articles) if row["id"] in wanted)
        bodies |= {row["id"]: _labelled_body(row["lines"]) for row in rows}
    return bodies


def _labelled_body(lines: Sequence[Mapping[str, str]]) -> str:
    return "\n".join(line["text"] for line in lines if line["label"] == "body")


def _judge(row: Mapping[str, Any], body: str, found: Mapping[str, Found]) -> None:
    article = {
        "id": row["id"],
        "title": "本地消息",
        "text": body,
        "published_at": row["published_at"],
    }
    (event,) = enrich([article])
    facts = event["enrichment"]
    text = next((each["value"] for each in event["bodies"] if each["role"] == "main"), "")
    raw = _raw_places(facts["text"]["map"])
    posts = [
        given
        for each in facts["entities"]
        if each["position"]
        for given in _posts(row["posts"], Given(each["name"], each["position"], 0, 0))
    ]
    found["posts"].judge(row["posts"], posts, _same_post)
    quotes = [
        Given(
            text[each["start"] : each["end"]], each["speaker"], raw(each["start"]), raw(each["end"])
        )
        for each in facts["quotes"]
    ]
    # Words that are told, and not quoted, were not labelled; those in marks within them were.
    told = [each for each in quotes if not _is_quoted(each.surface)]
    quoted = [each for each in quotes if _is_quoted(each.surface)]
    found["quotes"].judge(row["quotes"], quoted, _same_quote, told)
    for kind, types in (("money", {"money"}), ("dates", {"date", "time"})):
        values = [
            Given(each["surface"], each["value"], raw(each["start"]), raw(each["end"]))
            for each in facts["values"]
            if each["type"] in types and each["field"] == "body"
        ]
        found[kind].judge(row[kind], values, _same_value)


def _posts(labels: Sequence[Label], given: Given) -> list[Given]:
    """Return the posts of a person one by one, where the labels say every one of them.

    An event joins what an article says of a person at different places.
    """
    parts, found = given.value.split("、"), list[Given]()
    while parts:
        for size in range(len(parts), 0, -1):
            post = given._replace(value="、".join(parts[:size]))
            if any(_same_post(label, post) for label in labels):
                found.append(post)
                parts = parts[size:]
                break
        else:
            return [given]
    return found


def _is_quoted(words: str) -> bool:
    """Return whether marks stand around words, and not around a term at their head."""
    return words[:1] in {"“", '"', "「", "『", "‘"} and words[-1:] in {"”", '"', "」", "』", "’"}


def _raw_places(runs: Sequence[Sequence[int]]) -> Callable[[int], int]:
    """Return what tells where a place of the body stood in the text as it was given."""

    def place(at: int) -> int:
        start, raw, _ = max((run for run in runs if run[0] <= at), key=lambda run: run[0])
        return raw + at - start

    return place


def _same_post(label: Label, given: Given) -> bool:
    """Whether a post is said; with the name of its office before it or without."""
    # The mark between the parts of a name is written in two ways.
    # A person is called in simplified script, whatever the article's is.
    person = COMPARING.fold(label["person"]).replace("•", "·")
    if person not in COMPARING.fold(given.surface).replace("•", "·"):
        return False
    return any(
        said == given.value
        or (said.endswith(given.value) and "、" not in said.removesuffix(given.value))
        or (given.value.endswith(said) and "、" not in given.value.removesuffix(said))
        for said in (label["post"], *label.get("alts", ()))
    )


def _same_quote(label: Label, given: Given) -> bool:
    overlaps = label["at"] < given.end and given.start < label["at"] + label["length"]
    speakers = {label["speaker"], *label.get("speakers", ())}
    return overlaps and (given.value in speakers or (given.value == "" and "-" in speakers))


def _same_value(label: Label, given: Given) -> bool:
    overlaps = label["at"] < given.end and given.start < label["at"] + label["length"]
    values = {_plain(each) for each in (label["value"], *label.get("values", ()))}
    # A value that cannot be told is its own surface.
    said = "unresolved" if given.value == given.surface else given.value
    # A range is one value here, and was labelled by its ends.
    return overlaps and not values.isdisjoint({_plain(said), *re.split(r"\.\.|/", said)})


def _plain(value: object) -> str:
    """Return a value without what its precision decides: the offset, a zero time, `.0`."""
    text = str(value).removesuffix("+08:00").removesuffix(":00")
    return text.removesuffix(".0")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="print what is wrong or missed")
    options = parser.parse_args()
    shared = shared_folder()
    assert shared is not None
    evaluate(shared, wrong=options.wrong)


if __name__ == "__main__":
    main()
