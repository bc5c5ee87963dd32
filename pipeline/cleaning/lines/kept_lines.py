"""Lines of the article that look like links or headlines: flashes, digests, lists that are it.

The networks learnt pages on which a list is a list of links. Where a list, or one sentence, is
all that an article says, it is the article.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from pipeline.cleaning.lines.digests import digest_heads
from pipeline.cleaning.lines.furniture_judge import FurnitureJudge
from pipeline.cleaning.lines.headline_lines import about_the_headline, signed_lines
from pipeline.cleaning.lines.known_line import Known, in_a_list
from pipeline.cleaning.lines.line_starts import read_line_starts
from pipeline.cleaning.names.credit_lines import credit_roles, role_heads
from pipeline.cleaning.names.furniture_words import FurnitureWords
from pipeline.cleaning.names.inline_spans import title_end
from pipeline.cleaning.names.notices import is_said, line_notice
from pipeline.types.articles import BODY_LABELS, HEAD_LABELS, Label

# Titles that announce a list: the year's ten, a review, a digest, a name list.
_LIST_TITLE: Final = re.compile(
    r"十[大佳]|[0-9一二三四五六七八九十百两]{1,3}\s?[大件条條则則](?:新闻|新聞|大事|事件|消息|要闻|资讯|热点|看点)"
    r"|盘点|盤點|一览|一覽|清单|清單|汇总|彙總|榜单|名单|名單|大事记|速览|速覽|要闻|要聞|早报|晚报|周报|简讯|快讯|快訊|快报"
    r"|早知道|早餐|摘要|日程|议程|目录|年度回顾|一周回顾|要点|集锦|提要|导读"
)
_STOP: Final = re.compile(r"[。!?](?=[^。!?”\")\]】」]|$)")
_INNER_STOP: Final = re.compile(r"[。!?…][”\")]?(?=[^。!?…”\")\]】」])")
_CLAUSES: Final = re.compile(r",.{4,}[。!?”]$")
# A sentence among paragraphs has so many characters. Chosen, not measured.
_ALONE: Final = 20
# The sentence that an article ends with is no shorter. Chosen, not measured.
_LAST_WORDS: Final = 6
# A title of two sentences in so many characters is the lead.
_LEAD: Final = 36
# One word heads a part.
_PART: Final = 4
# A list that is the article has an introduction at most.
_PARAGRAPH: Final = 80
# So many characters make a sentence without a stop. Chosen, not measured.
_SENTENCE: Final = 18
# A flash is no longer than that many lines.
_FLASH: Final = 4
_ENTRY: Final = re.compile(r"[\u3400-\u9fff]{2,8}:[^:]+$")
# What an article says of the names in it.
_RENAMED: Final = re.compile(r"[(\[【].{0,40}[为為系係是]化名[。)\]】]+")
# A headline that the text stood under is glued to one of so many first lines.
_OPENING: Final = 3
_BYLINE: Final = Known("byline", "names-of-writers")
_CREDIT: Final = Known("credit", "credit-shape")
_ABOUT: Final[dict[Label, Known]] = {
    "title": Known("title", "opening-line"),
    "shoulder": Known("shoulder", "line-over-headline"),
    "subhead": Known("subhead", "line-under-headline"),
}


def kept_lines(
    lines: Sequence[str],
    labels: Sequence[Label],
    title: str,
    words: FurnitureWords,
    told: Collection[int] = (),
    judge: FurnitureJudge | None = None,
) -> dict[int, Known]:
    """Return which lines are something else than `labels` says, by index.

    Args:
        lines: Width folded, stripped, none blank.
        labels: What the model says each is.
        title: The web title that came beside the text; empty where none did.
        words: What furniture is known by.
        told: The lines that hold a word of it.
        judge: Who tells it in wording that `words` does not hold.
    """
    found = {at: _ABOUT[label] for at, label in about_the_headline(lines, labels, told)}
    for at, label in signed_lines(lines, labels, words):
        found[at] = _BYLINE if label == "byline" else _CREDIT
    found.update(_sentences(lines, labels, words, told))
    if judge:
        found.update(_last_words(lines, labels, judge))
    found.update(_entries(lines, labels, words))
    found.update(
        (at, Known("body", "running-text"))
        for at, label in enumerate(labels)
        if label not in BODY_LABELS and _RENAMED.fullmatch(lines[at])
    )
    found.update(_leads(lines, labels))
    for at in _parts(lines, labels, title):
        found[at] = Known("body", "heads-a-part")
    if "link" in labels and _is_list(lines, labels, title or lines[0]):
        found.update(_list(lines, labels, words))
    elif heads := digest_heads(lines, labels):
        found.update(dict.fromkeys(heads, Known("body", "heads-a-part")))
        if not title and min(heads) == 1 and labels[0] in {"other", "link"}:
            found[0] = _ABOUT["title"]
    if "body" not in labels and not any(known.label == "body" for known in found.values()):
        found.update(_flash(lines, labels, words, titled=bool(title)))
    return found


def _sentences(
    lines: Sequence[str], labels: Sequence[Label], words: FurnitureWords, told: Collection[int]
) -> Iterator[tuple[int, Known]]:
    """Yield the paragraphs that stand alone among body lines and were taken for something else."""
    for number, label in enumerate(labels):
        if label in BODY_LABELS:
            continue
        line = lines[number]
        if len(line) < _ALONE or line[-1] not in "。!?”":
            continue
        if number < _OPENING and number in told and (end := title_end(line, words)):
            # 原标题:… glued to the first paragraph.
            if _INNER_STOP.search(line, end) or _CLAUSES.search(line, end):
                yield number, Known("body", "running-text")
            continue
        beside = {labels[at] for at in (number - 1, number + 1) if 0 <= at < len(labels)}
        if label in HEAD_LABELS or beside & {"link", "marker"} or "," not in line:
            continue
        if label == "credit" and credit_roles(line, words, closing=True):
            continue
        told_of = label == "credit" or is_said(line) or words.others.match(line) is not None
        if number not in told or (told_of and not line_notice(line, words, edge=True)):
            yield number, Known("body", "running-text")


def _last_words(
    lines: Sequence[str], labels: Sequence[Label], judge: FurnitureJudge
) -> Iterator[tuple[int, Known]]:
    """Yield the short sentence that ends an article and was taken for something beside it.

    By its shape it may be anything; by its wording it is surely news.
    """
    last = max((number for number, label in enumerate(labels) if label != "credit"), default=0)
    if last < 1 or labels[last] not in {"other", "link"} or labels[last - 1] != "body":
        return
    line = lines[last]
    if line[-1] == "。" and len(line) >= _LAST_WORDS and judge.sounds_like_news(last):
        yield last, Known("body", "running-text")


def _entries(
    lines: Sequence[str], labels: Sequence[Label], words: FurnitureWords
) -> Iterator[tuple[int, Known]]:
    """Yield what was taken for credits and names no role: 名称:江口米酒, 票价:二十元.

    Of 483 credits of the made pages two have no word of the lists before their mark.
    """
    credited = [number for number, label in enumerate(labels) if label == "credit"]
    named = {n for n in credited if next(role_heads(lines[n], words), None)}
    told = max(
        (n for n in range(len(lines)) if labels[n] == "body" and lines[n][-1] == "。"), default=0
    )
    for number, label in enumerate(labels):
        if label not in {"credit", "other"} or not _ENTRY.match(lines[number]):
            continue
        # Among credits a word that no list holds is a role too, where no sentence stands below.
        alone = label == "credit" and named.isdisjoint(range(number - 1, number + 2))
        if alone or (number < told and in_a_list(lines, number, words)):
            yield number, Known("body", "running-text")


def _leads(lines: Sequence[str], labels: Sequence[Label]) -> Iterator[tuple[int, Known]]:
    """Yield paragraphs that were taken for a headline: two sentences, or an entry of a list."""
    heads = [number for number, label in enumerate(labels) if label in HEAD_LABELS]
    for number in heads:
        line = lines[number]
        several = len(line) >= _LEAD and _INNER_STOP.search(line) and line[-1] in "。!?…”"
        if several or (len(line) >= _ALONE and line[-1] == "。" and "," in line):
            yield number, Known("body", "running-text")
    if len(lines) > 1 and labels[0] == "title" and labels[1] == "body":
        starts = read_line_starts(lines[:2])
        if starts.widths[0] and starts.signatures[0] == starts.signatures[1]:
            yield 0, Known("body", "numbered-content")


def _parts(lines: Sequence[str], labels: Sequence[Label], title: str) -> Iterator[int]:
    """Yield words of the title that stand alone between paragraphs: 广告 is the part on it."""
    for number in range(1, len(lines) - 1):
        inside = labels[number - 1] == "body" == labels[number + 1]
        word = 1 < len(lines[number]) <= _PART and lines[number] in title
        if labels[number] == "other" and inside and word:
            yield number


def _is_list(lines: Sequence[str], labels: Sequence[Label], title: str) -> bool:
    """Return whether the title announces a list and next to nothing but links is there."""
    if _LIST_TITLE.search(title) is None:
        return False
    entries = read_line_starts(lines).widths.tolist()
    links = bodies = 0
    for line, label, entry in zip(lines, labels, entries, strict=True):
        if label == "body" and len(line) >= _PARAGRAPH:
            return False
        links += len(line) if label == "link" else 0
        bodies += len(line) if label == "body" and not entry else 0
    return 3 * bodies < links


def _list(
    lines: Sequence[str], labels: Sequence[Label], words: FurnitureWords
) -> Iterator[tuple[int, Known]]:
    """Yield the entries of the list that an article is, and the heads of its parts."""
    for number, (line, label) in enumerate(zip(lines, labels, strict=True)):
        if label not in {"link", "marker"}:
            continue
        marked = number > 0 and words.marker.search(line, 0, 16)
        if label == "marker" and marked:
            return
        if not marked:
            yield number, Known("body", "list-item" if label == "link" else "heads-a-part")


def _flash(
    lines: Sequence[str], labels: Sequence[Label], words: FurnitureWords, *, titled: bool
) -> Iterator[tuple[int, Known]]:
    """Yield the sentences of a text without a body that is as short as a flash.

    Where no title came beside it the first line may be it, if more than that line is there.
    """
    told = [number for number, label in enumerate(labels) if label != "other"]
    if not 0 < len(told) <= _FLASH or any(words.marker.search(line, 0, 16) for line in lines):
        return
    for number in told:
        line = lines[number]
        sentence = _STOP.search(line) is not None or len(line) >= _SENTENCE
        heads = not titled and number == told[0] and len(told) > 1 and "。" not in line
        if sentence and not heads and labels[number] in HEAD_LABELS | {"link", "marker"}:
            yield number, Known("body", "flash")
