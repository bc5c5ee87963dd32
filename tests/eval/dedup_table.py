"""The dedup tables: one id a headline and one id a story, online, from a cold start.

Links and raw articles go through our own clean stage first; "clean text" tables leave it out. Of
the raw articles the first 2,400 are read, a third of the time; `NEWS_EVAL_FULL=1` reads them all.
"""

from __future__ import annotations

import importlib.util
import json
import lzma
import os
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from pipeline.cleaning.cleaner import Cleaner
from pipeline.dedup.deduplicator import Deduplicator
from pipeline.dedup.stories.memory import Memory
from pipeline.offline.dedup import OfflineDedup
from pipeline.stages import shipped
from pipeline.text.lines import from_columns, spans_of_lines, to_columns
from pipeline.types.articles import CleanArticle, Facts, Line, Origin, RawArticle
from tests.eval import templates
from tests.eval.decoration_shapes import decorated
from tests.eval.notice_pairs import pairs
from tests.wordless import wordless_prior

LINK_SETS = {"text": "standard", "text_hard": "hard", "seed_gold": "sample"}
PAGE_LINES, SITES = 30, 97
RAW_PART = 2400
SHAPES_SEED = 7
NOTICE_SEEDS = range(1, 11)


def evaluate(shared: Path) -> dict[str, float]:
    """Return the figures of links and stories."""
    figures: dict[str, float] = {}
    cleaner = Cleaner(shipped.cleaning())
    score = _module(shared / "eval" / "eval_clean.py").evaluate
    for name, title in LINK_SETS.items():
        path = shared / "data" / "cleaning" / f"{name}.jsonl"
        gold = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        scores = score(gold, link_answers(cleaner, gold))
        for key in ("pair_P", "pair_F1", "canon_exact_all%"):
            if key in scores and scores.get("pairs", 1):
                figures[f"links {title} {key}"] = float(scores[key])
    figures |= unseen_decorations(shared / "data" / "dedup" / "joba_dev.json", cleaner)
    figures |= shapes(shared, cleaner)
    figures |= stories(shared, cleaner)
    figures |= notices(_module(shared / "eval" / "eval_dedup.py").evaluate)
    figures |= notice_pairs(cleaner)
    return figures


def shapes(shared: Path, cleaner: Cleaner) -> dict[str, float]:
    """Return the links' figures on the shared pages decorated anew.

    "named" are the shapes that the rules were written for, "withheld" those that none of them
    had in view; their tests use some of the shapes.
    """
    figures: dict[str, float] = {}
    score = _module(shared / "eval" / "eval_clean.py").evaluate
    for name, title in list(LINK_SETS.items())[:2]:
        path = shared / "data" / "cleaning" / f"{name}.jsonl"
        gold = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        for given, shape in ((True, "named"), (False, "withheld")):
            pages = list(decorated(gold, given=given, seed=SHAPES_SEED))
            scores = score(pages, link_answers(cleaner, pages))
            for key in ("pair_P", "pair_F1", "canon_exact_all%"):
                figures[f"links {title}, shapes {shape} {key}"] = float(scores[key])
    return figures


def notices(score: Callable[..., dict[str, Any]]) -> dict[str, float]:
    """Return the scorer's figures on notices of our own templates and their mended copies."""
    rows = [row for seed in NOTICE_SEEDS for row in shuffled_notices(seed)]
    answers, _ = _story_answers(body_only(doc) for _, _, doc in rows)
    names = [doc["id"] for _, _, doc in rows]
    gold = {name: story for name, (story, _, _) in zip(names, rows, strict=True)}
    kinds = {name: kind for name, (_, kind, _) in zip(names, rows, strict=True)}
    result = score(gold, answers, kinds)
    return {
        "notices pair P": result["pair_p"],
        "notices pair R": result["pair_r"],
        "notices merged": result["kinds"]["notice"]["false_merge"],
    }


def notice_pairs(cleaner: Cleaner) -> dict[str, float]:
    """Return how many pairs of raw notices are merged, or lost, by what they are.

    Each pair has a memory of its own. No rule was written with the withheld frames in view.
    """
    wrong: Counter[str] = Counter()
    count: Counter[str] = Counter()
    deduplicator = Deduplicator(prior=shipped.prior())
    for pair in pairs(others=6, copies=4, seed=NOTICE_SEEDS[0]):
        stage = OfflineDedup(deduplicator, Memory())
        one, other = (
            stage(_cleaned(cleaner, str(number), text, 1.7e9 + number, f"{number}.example"))
            for number, text in enumerate((pair.left, pair.right))
        )
        name = "withheld" if pair.withheld else "in view"
        key = f"notice pairs, {name}, {'copies lost' if pair.same else 'others merged'}"
        count[key] += 1
        wrong[key] += (one.duplicate.story == other.duplicate.story) != pair.same
    return {key: wrong[key] / count[key] for key in sorted(count)}


def shuffled_notices(seed: int) -> list[tuple[str, str, dict[str, Any]]]:
    """Return story, kind and document of one draw of notices, a minute apart."""
    rows = list(templates.notices(rounds=6, seed=seed))
    random.Random(seed).shuffle(rows)
    return [
        (
            f"{seed}.{story}",
            kind,
            {
                "id": f"{seed}.{number}",
                "site": f"s{number % SITES}.example",
                # Draws are far apart: none is in the window of another.
                "ts": 1.2e9 + seed * 90 * 86400 + number * 60,
                "title": "",
                "body": body,
            },
        )
        for number, (story, kind, body) in enumerate(rows)
    ]


def link_answers(cleaner: Cleaner, pages: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return what the stage says of each page's links, in the scorer's form."""
    stage = OfflineDedup()
    answers = {}
    for number, page in enumerate(pages):
        clean = _cleaned(cleaner, page["id"], page["raw"], 1.7e9 + number, f"{page['id']}.example")
        article = stage(clean)
        links = {str(r.line): {"key": r.id, "canon": r.headline} for r in article.links}
        answers[page["id"]] = {"labels": list(article.lines.labels), "links": links}
    return answers


def unseen_decorations(path: Path, cleaner: Cleaner) -> dict[str, float]:
    """Return F1 of same-headline pairs: thirty decorated headlines a page, 97 sites.

    The prior was written with these decorations in view: without any of its words they are
    unseen.
    """
    lines = json.loads(path.read_text("utf-8"))["lines"]
    pages = list(pages_of_headlines([headline for headline, _ in lines], cleaner))
    figures = {}
    for way, prior in (
        ("", shipped.prior()),
        (", no prior", wordless_prior()),
    ):
        stage = OfflineDedup(Deduplicator(prior=prior))
        pairs: list[tuple[int, str]] = []
        for number, (clean, first) in enumerate(pages):
            found = {ref.line - first: ref.id for ref in stage(clean).links}
            shown = lines[number * PAGE_LINES : (number + 1) * PAGE_LINES]
            for i, (_, gold) in enumerate(shown):
                pairs.append((gold, found.get(i, f"none {number} {i}")))
        half = pairs[len(pairs) // 2 :]
        figures[f"links unseen decorations{way} cold F1"] = pair_f1(pairs)
        figures[f"links unseen decorations{way} second half F1"] = pair_f1(half)
        figures[f"links unseen decorations{way} P"] = pair_precision(pairs)
    return figures


def pages_of_headlines(
    headlines: list[str], cleaner: Cleaner
) -> Iterator[tuple[CleanArticle, int]]:
    """Yield pages of thirty headlines each after an article, and the first one's line number."""
    for start in range(0, len(headlines), PAGE_LINES):
        number = start // PAGE_LINES
        head = [
            f"第{number}期社区简报",
            f"本期简报由第{number}小组编写，内容是本周社区里发生的事，共收到来信{number * 3}封，已经逐一答复。",
            f"编写组提醒居民，第{number}期的稿件将于下周一中午截止，投稿请注明姓名和楼号，以便及时联系和寄送。",
            "标签:",
        ]
        text = "\n".join([*head, *(f"- {h}" for h in headlines[start : start + PAGE_LINES])])
        site = f"s{number % SITES}.example"
        yield _cleaned(cleaner, str(number), text, 1.7e9 + number, site), len(head)


def stories(shared: Path, cleaner: Cleaner) -> dict[str, float]:
    """Return the scorer's figures on clean bodies and on raw pages with their links."""
    folder = shared / "data" / "dedup"
    score = _module(shared / "eval" / "eval_dedup.py").evaluate
    gold = list(_xz_lines(folder / "gold.jsonl.xz"))
    clusters = {row["id"]: row["cluster"] for row in gold}
    kinds = {row["id"]: row["kind"] for row in gold}
    docs = list(_xz_lines(folder / "docs.jsonl.xz"))
    links = json.loads((folder / "link_lines.json").read_text("utf-8"))
    part = docs if os.environ.get("NEWS_EVAL_FULL") else docs[:RAW_PART]
    clean_answers, state = _story_answers(body_only(doc) for doc in docs)
    raw_answers, _ = _story_answers(raw_page(doc, links, cleaner) for doc in part)
    ways = {
        "clean": clean_answers,
        "raw first part": dict(list(raw_answers.items())[:RAW_PART]),
        "raw": raw_answers if part is docs else {},
    }
    figures = {}
    for way, answers in ways.items():
        if not answers:
            continue
        result = score({name: clusters[name] for name in answers}, answers, kinds)
        figures[f"stories {way} pair F1"] = result["pair_f1"]
        figures[f"stories {way} pair P"] = result["pair_p"]
        for kind in ("neg_template", "neg_digest"):
            figures[f"stories {way} {kind} merged"] = result["kinds"][kind]["false_merge"]
    figures["stories clean state B/doc"] = state
    return figures


def _story_answers(articles: Iterable[CleanArticle]) -> tuple[dict[str, str], float]:
    """Return each article's story, in the order they came, and bytes of state a document."""
    stage = OfflineDedup()
    answers = {}
    for article in articles:
        unique = stage(article)
        answers[article.facts.origin.source_id] = unique.duplicate.story
    return answers, stage.memory.index.store.nbytes / len(stage.memory.index.store)


def body_only(doc: dict[str, Any]) -> CleanArticle:
    """Return the article with every line of its body sure."""
    lines = [
        Line(start=s, end=e, label="body" if e > s else "blank", score=1.0, reason="given")
        for s, e in spans_of_lines(doc["body"])
    ]
    facts = Facts(
        id=doc["id"],
        version="1",
        site=doc["site"],
        event_time=float(doc["ts"]),
        language="zh-Hans",
        origin=Origin(source_id=doc["id"]),
        title=doc["title"],
    )
    return CleanArticle(facts=facts, text=doc["body"], lines=to_columns(lines))


def raw_page(doc: dict[str, Any], links: list[str], cleaner: Cleaner) -> CleanArticle:
    """Return the page as it was published: title, body, a marker line, links."""
    shown = [f"- {links[i]}" for i in doc["links"]]
    text = "\n".join([doc["title"], doc["body"], "标签:", *shown])
    return _cleaned(cleaner, doc["id"], text, float(doc["ts"]), doc["site"])


def pair_f1(pairs: list[tuple[int, str]]) -> float:
    """Return F1 over pairs of lines: same headline against same id."""
    both, found, wanted = _count(pairs), _count(p for _, p in pairs), _count(g for g, _ in pairs)
    return 2 * both / (found + wanted)


def pair_precision(pairs: list[tuple[int, str]]) -> float:
    """Return how many of the pairs of lines with one id have one headline."""
    return _count(pairs) / max(_count(p for _, p in pairs), 1)


def _count(values: Iterable[object]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(values).values())


def _cleaned(cleaner: Cleaner, name: str, text: str, time: float, site: str) -> CleanArticle:
    raw = RawArticle(
        origin=Origin(source_id=name),
        url=f"http://{site}/{name}",
        site=site,
        text=text,
        published_at=time,
    )
    clean = cleaner(raw)
    assert isinstance(clean, CleanArticle), name
    assert len(from_columns(clean.lines)) == text.count("\n") + 1
    return clean


def _xz_lines(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
