"""Print other articles on training pages: real titles and paragraphs under a known layout."""

from __future__ import annotations

import json
import lzma
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple
from zlib import crc32

from pipeline.text.chars import fold_width
from pipeline.types.articles import HEAD_LABELS
from tools.cleaning_surface import Page, Row

# Articles that are nobody's repost: reposts carry furniture that nobody labelled.
_KINDS: Final = frozenset({"single", "orig"})
_MOST_LINES: Final = 60
# A short line at either end that could be a credit or furniture: nobody has said which, so the
# page does without it.
_DOUBTED: Final = re.compile(
    r"编辑|責編|责编|記者|记者|来源|來源|作者|摄影|供图|图片|图源|通讯员|校对|审核|电$|报道|客户端|APP|声明|版权"
    r"|关注|微信|扫码|点击|阅读|首页|正文|[:：].{0,12}$|^[(（\[【](?!完[)）])"
)
_END_LINES: Final = 3
_SHORT: Final = 60
_SAME: Final = 30  # characters that make a paragraph the same under other marks
_STOP: Final = re.compile("[。．]")


class Story(NamedTuple):
    """An article with no layout: its title, its paragraphs in order."""

    title: str
    paragraphs: tuple[str, ...]


def read_stories(folder: Path, half: int | None = None) -> list[Story]:
    """Return the articles of the shared dedup set in `folder`.

    Args:
        folder: Holds `docs.jsonl.xz` and `gold.jsonl.xz`.
        half: Take only the articles whose id falls in that half.
    """
    with lzma.open(folder / "gold.jsonl.xz", "rt", encoding="utf-8") as file:
        kinds = {row["id"]: row["kind"] for row in map(json.loads, file)}
    stories = []
    with lzma.open(folder / "docs.jsonl.xz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            if kinds[row["id"]] not in _KINDS:
                continue
            if half is not None and crc32(row["id"].encode()) % 2 != half:
                continue
            paragraphs = _paragraphs(row["body"])
            if row["title"].strip() and paragraphs:
                stories.append(Story(row["title"].strip(), paragraphs))
    return stories


def _paragraphs(body: str) -> tuple[str, ...]:
    lines = [line.strip() for line in body.split("\n")]
    lines = [line for line in lines if line][:_MOST_LINES]
    last = len(lines) - _END_LINES
    return tuple(
        line
        for number, line in enumerate(lines)
        if _END_LINES - 1 < number < last or len(line) > _SHORT or not _DOUBTED.search(line)
    )


class Printer:
    """Prints stories on pages.

    Args:
        stories: What is printed; none leaves pages as they are.
        rng: The source of chance.
    """

    def __init__(self, stories: Sequence[Story], rng: random.Random) -> None:
        self._stories = stories
        self._rng = rng

    def __call__(self, page: Page) -> Page:
        """Return `page` with the title and the body of another article; its layout stays."""
        bodies = [n for n, row in enumerate(page) if row.label == "body"]
        if not bodies or not self._stories:
            return page
        rng = self._rng
        story = rng.choice(self._stories)
        style = rng.random()
        title, *paragraphs = (_styled(text, style) for text in (story.title, *story.paragraphs))
        cuts = _cuts(page, bodies, len(paragraphs), rng)
        spaced = any(row.label == "blank" for row in page[bodies[0] : bodies[-1]])
        after = [Row("", "blank")] if spaced else []
        heads = [n for n, row in enumerate(page) if row.label in HEAD_LABELS - {"title"}]
        out: Page = []
        for number, row in enumerate(page):
            if row.label == "body":
                for at in cuts.get(number, ()):
                    out.extend((Row(paragraphs[at], "body"), *after))
            elif row.label == "title":
                out.append(Row(title, "title"))
            elif number in heads:
                # One headline: where its parts stand on two lines nobody has said which is which.
                if number == heads[0]:
                    out.append(Row(title, "headline"))
            elif row.label != "blank" or not bodies[0] < number < bodies[-1]:
                out.append(row)
        return out


def _cuts(page: Page, bodies: Sequence[int], count: int, rng: random.Random) -> dict[int, range]:
    """Return which paragraphs take the place of the last body line of each block of them."""
    ends = [
        n
        for n, after in zip(bodies, [*bodies[1:], len(page)], strict=True)
        if after == len(page)
        or any(page[k].label not in {"body", "blank"} for k in range(n + 1, after))
    ]
    ends = ends[-count:]
    places = sorted(rng.sample(range(1, count), len(ends) - 1)) if count > 1 else []
    edges = [0, *places, count]
    return {n: range(a, b) for n, a, b in zip(ends, edges, edges[1:], strict=False)}


def _styled(text: str, style: float) -> str:
    """Return `text` as it is, or with half-width marks, as most feeds have them."""
    if style < 0.3:
        return text
    text = "".join(fold_width(text))
    return _STOP.sub(".", text) if style > 0.85 else text


def strangers(stories: Sequence[Story], pages: Sequence[Page]) -> list[Story]:
    """Return the `stories` that share no paragraph with any of `pages`."""
    known = {_opening(row.text) for page in pages for row in page if len(row.text) >= _SAME}
    return [
        story
        for story in stories
        if not any(_opening(text) in known for text in story.paragraphs if len(text) >= _SAME)
    ]


def _opening(text: str) -> str:
    return re.sub(r"\W", "", text)[:_SAME]
