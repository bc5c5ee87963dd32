"""Pieces to train the judge of furniture on: drawn sentences and real ones, each in an article."""

from __future__ import annotations

import json
import lzma
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from pipeline.cleaning.cleaner import Cleaner, CleaningResources
from pipeline.cleaning.lines.furniture_model import PLACES, Place, Wording, shared_with
from pipeline.cleaning.names.notices import sentences
from pipeline.cleaning.names.person_names import PersonNames
from pipeline.stages import shipped
from pipeline.text.chars import fold_width
from pipeline.text.lines import from_columns
from pipeline.types.articles import CleanArticle, Origin, RawArticle
from tools.furniture.templates import Source, draw, read_templates

FURNITURE, NEWS = "said_by_publishers.txt", "told_in_news.txt"
# Kinds of the shared articles that are no copy of another.
_FIRST: Final = frozenset({"single", "orig", "neg_template", "neg_paragraph"})
_TOGETHER: Final = 16
_WORD: Final = re.compile(r"[\u4e00-\u9fff]{2,}")
_MARKS: Final = (
    "▲",
    "■",
    "※",
    "★",
    "▶",
    "●",
    "* ",
    "——",
    "> ",
    "◎",
    "☉",
    "· ",
    "•",
    "◆",
    "1.",
    "3、",
    "【1】",
)
_BRACKETS: Final = ("（）", "【】", "()", "[]", "「」", "〔〕")
# Words of publishers: sentences of news that hold one teach most.
_TELLING: Final = re.compile(
    "客户端|公众号|二维码|扫码|扫描|APP|关注|下载|订阅|转载|版权|点赞|转发|分享|评论|留言|热线|电话|邮箱|网址|记者|本报|读者"
    "|网友|广告|视频|图片|来源|编辑|投资|风险|声明|请|欢迎|点击|更多|提醒|大家|我们|你"
)
# Places of drawn sentences, weighed: most furniture stands under an article.
_WEIGHTS: Final = (2, 2, 6, 2)
_GIVEN: Final = (
    "一二三四五六七八九十小大明志文建国华林海云峰雪梅兰菊芳静"
    "丽敏杰伟强磊军洋勇艳娟涛超秀霞平刚桂英子涵宇轩浩然思雨欣怡"
)


class Article(NamedTuple):
    """An article of news: its title, its whole text, and its paragraphs without what was cut."""

    title: str
    text: str
    paragraphs: list[str]


class Example(NamedTuple):
    """A piece, whether it is furniture, and what it was made of: a template or an article."""

    piece: Wording
    furniture: bool
    origin: str


def read_articles(folder: Path) -> list[Article]:
    """Return the shared articles, without copies, as rules and word lists alone leave them."""
    with lzma.open(folder / "gold.jsonl.xz", "rt", encoding="utf-8") as file:
        kinds = {row["id"]: row["kind"] for row in map(json.loads, file)}
    with lzma.open(folder / "docs.jsonl.xz", "rt", encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if kinds[row["id"]] in _FIRST]
    # Rules and word lists alone: the model that is to be trained has no say.
    clean = Cleaner(
        CleaningResources(
            model=shipped.cleaning_model(),
            phrases=shipped.phrases(),
            marks=shipped.page_marks(),
            words=shipped.furniture(),
            names=PersonNames(shipped.family_names()),
            rules=shipped.site_rules(),
        )
    )
    found = []
    for at in range(0, len(rows), _TOGETHER):
        some = rows[at : at + _TOGETHER]
        raws = [
            RawArticle(origin=Origin(source_id="train"), title=row["title"], text=row["body"])
            for row in some
        ]
        for row, article in zip(some, clean.many(raws), strict=True):
            if isinstance(article, CleanArticle):
                found.append(Article(row["title"], article.text, list(_paragraphs(article))))
    return found


def _paragraphs(article: CleanArticle) -> Iterator[str]:
    for number, line in enumerate(from_columns(article.lines)):
        if line.label != "body":
            continue
        text = article.text[line.start : line.end]
        for span in sorted(article.spans, key=lambda span: -span.start):
            if span.line == number:
                text = text[: span.start] + text[span.end :]
        text = re.sub(r"[(（]完[)）]\s*$", "", text).strip()
        if text:
            yield text


def drawn(
    articles: Sequence[Article], count: int, rng: random.Random, *, furniture: bool
) -> list[Example]:
    """Return `count` sentences of the templates, each put into one of `articles`."""
    name = FURNITURE if furniture else NEWS
    templates = read_templates(name)
    headlines = [article.title for article in articles]
    names = _names(rng)
    found = []
    for number in range(count):
        template = templates[number % len(templates)]
        article, other = rng.choice(articles), rng.choice(articles)
        # News speaks of its own subject, furniture seldom.
        own = rng.random() < (0.4 if furniture else 0.85)
        words = _words(article.title if own else other.title)
        source = Source(words, headlines, names)
        text = draw(template, source, rng).strip()
        if furniture and rng.random() < 0.12:
            more = draw(rng.choice(templates), source, rng).strip()
            text += rng.choice(("", "。", " ", ",")) + more
        text = _dressed(text, rng)
        place = rng.choices(PLACES, weights=_WEIGHTS)[0]
        if text:
            found.append(Example(_piece(text, place, article, ""), furniture, f"{name}:{template}"))
    return found


def _dressed(text: str, rng: random.Random) -> str:
    chance = rng.random()
    if chance < 0.06:
        first, last = rng.choice(_BRACKETS)
        return first + text.rstrip("。") + last
    return rng.choice(_MARKS) + text if chance < 0.12 else text


def _words(title: str) -> list[str]:
    parts = [found.group() for found in _WORD.finditer(title)]
    return [
        part[at : at + size]
        for part in parts
        for size in (2, 3, 4)
        for at in range(len(part) - size + 1)
    ]


def _names(rng: random.Random) -> list[str]:
    first = sorted(shipped.family_names().of_lines)
    return [
        rng.choice(first) + "".join(rng.choices(_GIVEN, k=rng.choice((1, 2)))) for _ in range(3000)
    ]


def real(articles: Sequence[Article], rng: random.Random) -> list[Example]:
    """Return lines and sentences of `articles` that are news, and headlines under marks."""
    titles = [article.title for article in articles]
    return [
        Example(_piece(text, place, article, text), furniture=False, origin=f"article:{number}")
        for number, article in enumerate(articles)
        for text, place in _of_article(article, titles, rng)
    ]


def _of_article(
    article: Article, titles: Sequence[str], rng: random.Random
) -> Iterator[tuple[str, Place]]:
    last = len(article.paragraphs) - 1
    for number, text in enumerate(article.paragraphs):
        folded = fold_width(text)
        parts = [part for a, b in sentences(folded) if len(part := folded[a:b].strip()) > 1]
        if number == last:
            yield text, "tail"
            if len(parts) > 1:
                yield parts[-1], "glued"
        elif number == 0:
            yield text, "head"
        elif len(text) <= 60 and rng.random() < 0.5:
            yield text, "middle"
        if parts and rng.random() < 0.25:
            yield rng.choice(parts), rng.choice(PLACES)
        for part in parts:
            if _TELLING.search(part) and rng.random() < 0.6:
                yield part, rng.choice(("tail", "glued", "tail"))
    # Heads of digests and links are for other judges to tell.
    for title in (article.title, *rng.sample(titles, 2)):
        yield (
            _dressed(title, rng) if rng.random() < 0.5 else rng.choice(_MARKS) + title,
            rng.choice(PLACES),
        )


def _piece(text: str, place: Place, article: Article, out: str) -> Wording:
    whole = f"{article.title}\n{article.text}"
    return Wording(
        fold_width(text), place, shared_with(text, whole.replace(out, "", 1) if out else whole)
    )
