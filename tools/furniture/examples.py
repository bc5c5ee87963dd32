"""Pieces to train the judge of furniture on: drawn sentences and real ones, each in an article."""

from __future__ import annotations

import json
import lzma
import random
import re
from collections.abc import Iterator, Sequence
from itertools import chain
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
from tools.furniture.templates import CHOICE, Source, Template, draw

FURNITURE, NEWS = "said_by_publishers", "told_in_news"
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
_BRACKETS: Final = ("（）", "【】", "()", "[]", "「」", "〔〕", "〈〉")
# Words of publishers: sentences of news that hold one teach most.
_TELLING: Final = re.compile(
    "客户端|公众号|二维码|扫码|扫描|APP|关注|下载|订阅|转载|版权|点赞|转发|分享|评论|留言|热线|电话|邮箱|网址|记者|本报|读者"
    "|网友|广告|视频|图片|来源|编辑|投资|风险|声明|请|欢迎|点击|更多|提醒|大家|我们|你"
)
# Furniture of real texts that the rules leave: it is no news to learn from.
_LEFT: Final = re.compile(
    "微信同号|报道线索|资料图(?:片)?$|视觉中国|图虫|供稿(?:我要评论)?$|参与采写|^音频/|^[A-Z]{2}/文"
    "|分享.{2,8}新闻|独家原创稿件|^敬请关注|^同场加映|客服(?:电话|QQ)|^本文作者$|^稿件咨询$"
    "|客户端(?:.{4,6})?[)]?$|新媒体中心$|划重点|点开这篇文章|[↓→]$|编辑 ?[|:]|^【详细】"
    "|(?:制片|设计|策划|剪辑|来源):|^[(](?:参见|节选|CCTV)|版[)]$|^[(][0-9-]{10} |^资料[|]"
    "|^(?:文字|图片|视频|综合) ?[|]|^策划制作|^制作"
)
_LONGEST_LEFT: Final = 80
# Sentences drawn of a template: the least, more for each choice in it, the most of furniture and
# of news.
_LEAST_DRAWN: Final = 20
_DRAWN_A_CHOICE: Final = 12
_MOST_DRAWN: Final = {True: 75, False: 110}
# Places of drawn sentences, weighed: most furniture stands under an article.
_WEIGHTS: Final = (2, 2, 6, 2)
_GIVEN: Final = (
    "一二三四五六七八九十小大明志文建国华林海云峰雪梅兰菊芳静"
    "丽敏杰伟强磊军洋勇艳娟涛超秀霞平刚桂英子涵宇轩浩然思雨欣怡"
)


class Article(NamedTuple):
    """An article of news: title, whole text, paragraphs without what was cut, lines of bylines."""

    title: str
    text: str
    paragraphs: list[str]
    bylines: list[str]


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
                paragraphs, bylines = list(_paragraphs(article)), list(_bylines(article))
                found.append(Article(row["title"], article.text, paragraphs, bylines))
    return found


def _bylines(article: CleanArticle) -> Iterator[str]:
    for line in from_columns(article.lines):
        text = article.text[line.start : line.end].strip()
        if line.label == "byline" and not _is_left(text):
            yield text


def _is_left(text: str) -> bool:
    return len(text) <= _LONGEST_LEFT and _LEFT.search(text) is not None


def _paragraphs(article: CleanArticle) -> Iterator[str]:
    for number, line in enumerate(from_columns(article.lines)):
        if line.label != "body":
            continue
        text = article.text[line.start : line.end]
        for span in sorted(article.spans, key=lambda span: -span.start):
            if span.line == number:
                text = text[: span.start] + text[span.end :]
        text = re.sub(r"[(（]完[)）]\s*$", "", text).strip()
        if text and not _is_left(text):
            yield text


def drawn(
    articles: Sequence[Article],
    templates: Sequence[Template],
    rng: random.Random,
    *,
    furniture: bool,
) -> list[Example]:
    """Return sentences of `templates`, each put into one of `articles`; many of one that varies."""
    headlines = [article.title for article in articles]
    names = _names(rng)
    found = []
    for template in templates:
        for _ in range(_draws(template.text, furniture=furniture)):
            article, other = rng.choice(articles), rng.choice(articles)
            # News speaks of its own subject, furniture seldom.
            own = rng.random() < (0.4 if furniture else 0.85)
            words = _words(article.title if own else other.title)
            source = Source(words, headlines, names)
            text = draw(template.text, source, rng).strip()
            if furniture and rng.random() < 0.12:
                more = draw(rng.choice(templates).text, source, rng).strip()
                text += rng.choice(("", "。", " ", ",")) + more
            text = _dressed(text, rng)
            place = rng.choices(PLACES, weights=_WEIGHTS)[0]
            if text:
                origin = f"{FURNITURE if furniture else NEWS}/{template.hand}:{template.text}"
                found.append(Example(_piece(text, place, article, ""), furniture, origin))
    return found


def _draws(template: str, *, furniture: bool) -> int:
    """Return how often a template is drawn: the more it can say, the more often."""
    most = _MOST_DRAWN[furniture]
    return min(most, _LEAST_DRAWN + _DRAWN_A_CHOICE * len(CHOICE.findall(template)))


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
        for text, place in chain(
            _of_article(article, titles, rng),
            ((line, rng.choice(("head", "tail", "glued"))) for line in article.bylines),
        )
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
