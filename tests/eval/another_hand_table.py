"""Inputs by another hand: written for the kinds of fault by one who had not seen the rules.

The first scores, before a rule was mended for them, stand in docs/benchmarks.md; since then they
are in view, and hold what is reached.
"""

from __future__ import annotations

import base64
import collections
import importlib
import json
import random
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.intake.files import read_inputs
from pipeline.offline.run import STAGES, Options, enrich_inputs
from pipeline.types.articles import StageName
from tests.eval import facts_table

FOLDER = Path(__file__).with_name("another_hand")
ROUNDS = {
    "": FOLDER,
    "second, ": FOLDER / "second",
    "third, ": FOLDER / "third",
    "fourth, ": FOLDER / "fourth",
    "fifth, ": FOLDER / "fifth",
    "sixth, ": FOLDER / "sixth",
    "seventh, ": FOLDER / "seventh",
}
"""By the first words of its figures, a round of inputs: each was unseen by the rules before it."""
# An article of three paragraphs, so that what stands under it is a list of links.
_BODY = (
    "近日，松山市图书馆对外公布了第{n}份阅读报告，全市共有{n}万人次走进各级公共图书馆借阅图书。",
    "报告说，读者最常借阅的是小说和历史类书籍，儿童读物的借阅量比去年上升了百分之{n}。",
    "馆长表示，下一步将延长{n}个分馆的夜间开放时间，并在社区增设自助借还机。",
    "相关阅读",
)
_LINKS = 12


def evaluate(shared: Path) -> dict[str, float]:
    """Return the share of the inputs that come out right, by kind."""
    sys.path.insert(0, str(shared / "eval"))
    faults = importlib.import_module("eval_cases").faults
    figures: dict[str, float] = {}
    for name, inputs in ROUNDS.items():
        with tempfile.TemporaryDirectory() as folder:
            found = _cases(inputs, faults, Path(folder))
            found |= _links(inputs, Path(folder))
            found |= _notices(inputs, Path(folder))
        found["facts, all"] = facts_table.score(shared, inputs / "facts.txt")["facts, all"]
        figures |= {f"{name}{key}": value for key, value in found.items()}
    return figures


def _cases(inputs: Path, faults: Any, folder: Path) -> dict[str, float]:
    right: collections.Counter[str] = collections.Counter()
    count: collections.Counter[str] = collections.Counter()
    for row in _rows(inputs / "pages_and_texts.jsonl"):
        path = folder / row["file"]
        encoded = row.get("base64")
        path.write_bytes(base64.b64decode(encoded) if encoded else row["content"].encode())
        event = _printed([path], STAGES[-1])[0]
        clean = {} if "rejected" in event else _printed([path], STAGES[0])[0]
        kind = row["file"][:3].replace("k", "kind ")
        count.update([kind, "cases, all"])
        if not faults(row["must"], event, clean, path):
            right.update([kind, "cases, all"])
    return {name: right[name] / count[name] for name in sorted(count)}


def _links(inputs: Path, folder: Path) -> dict[str, float]:
    """Return how many lines are the link of their headline.

    Headlines stand bare on another page, but for those whose row says that they do not: what link
    such a line is, pages of bare headlines alone tell.
    """
    rows = _rows(inputs / "links.jsonl")
    draw = random.Random(5)
    heads = sorted({row["headline"] for row in rows})
    lines = [row["line"] for row in rows]
    draw.shuffle(lines)
    draw.shuffle(heads)
    unseen = {row["headline"] for row in rows if not row.get("seen_bare", True)}
    links = _link_ids(
        [*_pages(lines), *_pages([head for head in heads if head not in unseen])], folder
    )
    alone = _link_ids(_pages(heads), folder)
    right: collections.Counter[str] = collections.Counter()
    count: collections.Counter[str] = collections.Counter()
    for row in rows:
        bare = row["shape"].startswith("opposite")
        name = "links, bare" if bare else "links, decorated"
        if not bare and row["headline"] in unseen:
            name += " and never bare"
        link, head = links.get(row["line"].strip()), row["headline"]
        count[name] += 1
        right[name] += bool(link) and link in {links.get(head), alone.get(head)}
    return {name: right[name] / count[name] for name in sorted(count)}


def _pages(lines: Sequence[str]) -> list[Sequence[str]]:
    return [lines[at : at + _LINKS] for at in range(0, len(lines), _LINKS)]


def _link_ids(pages: list[Sequence[str]], folder: Path) -> dict[str, str]:
    """Return by line the id of the link that it is taken for."""
    random.Random(6).shuffle(pages)
    articles = [
        {
            "url": f"https://site{number % 9}.example/{number}",
            "title": f"第{number}份阅读报告公布",
            "text": "\n".join(
                [*(each.format(n=number + 3) for each in _BODY), *(f"- {link}" for link in page)]
            ),
        }
        for number, page in enumerate(pages)
    ]
    links: dict[str, str] = {}
    for event in _printed([_written(folder / "links.jsonl", articles)], STAGES[-1]):
        for piece in event["enrichment"]["boilerplate"]["removed"]:
            links.setdefault(piece["text"].removeprefix("- ").strip(), piece["linkId"])
    return links


def _notices(inputs: Path, folder: Path) -> dict[str, float]:
    rows = _rows(inputs / "notices.jsonl")
    articles = [
        {"url": f"https://{side}{number}.example/{number}", "text": row[side]}
        for number, row in enumerate(rows)
        for side in "ab"
    ]
    random.Random(1).shuffle(articles)
    stories = {}
    for event in _printed([_written(folder / "notices.jsonl", articles)], STAGES[-1]):
        url = next(each["value"] for each in event["altIds"] if each["role"] == "url")
        stories[url] = event["enrichment"]["duplicate"]["story"]
    joined = [
        stories[f"https://a{number}.example/{number}"]
        == stories[f"https://b{number}.example/{number}"]
        for number in range(len(rows))
    ]
    same = [is_one for is_one, row in zip(joined, rows, strict=True) if row["same"]]
    other = [is_one for is_one, row in zip(joined, rows, strict=True) if not row["same"]]
    return {
        "notices, others merged": sum(other) / len(other),
        "notices, copies joined": sum(same) / len(same),
    }


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(row) for row in path.read_text("utf-8").splitlines()]


def _written(path: Path, articles: Iterable[Mapping[str, str]]) -> Path:
    when = {"published_at": "2026-02-14T09:00:00+08:00"}
    path.write_text("\n".join(json.dumps({**each, **when}) for each in articles), "utf-8")
    return path


def _printed(paths: Iterable[Path], stage: StageName) -> list[dict[str, Any]]:
    """Return the objects that `news enrich` prints."""
    inputs = read_inputs([str(path) for path in paths], form=None, encoding=None, site=None)
    return [json.loads(line) for _, line in enrich_inputs(inputs, Options(stage=stage))]
