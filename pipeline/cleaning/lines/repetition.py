"""Lists that only their own repetition gives away: cards of other articles, links on one line.

The networks judge a line by what it looks like and what stands around it. A card's summary looks
like a paragraph, its date like a signature's, and many headlines on one line look like nothing;
that the pattern comes again and again is what a reader sees.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.types.articles import BODY_LABELS, HEAD_LABELS, Label

_KEPT: Final = HEAD_LABELS | BODY_LABELS
_LISTED: Final = frozenset({"marker", "link"})

_WHEN: Final = re.compile(
    r"(?:\d{2,4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?|\d{1,2}[-/月]\d{1,2}日?)(?![\d-])"
    r"|\d{1,2}:\d{2}(?::\d{2})?"
    r"|\d{1,3}\s?(?:分钟|分鐘|小时|小時|天|周|个月|個月|年)前|[刚剛][刚剛]|[昨今前]天"
)
# A date, a clock and what stands beside them. Chosen, not measured.
_LONGEST_STAMP: Final = 36
_BESIDE: Final = 10  # characters beside the time in a card's last line: a site, a count of readers
_PAUSES: Final = re.compile(r"[。,!?;]")
_DRESS: Final = re.compile(r"[\s()\[\]【】|/·T-]+")
_LONGEST_BUTTON: Final = 7  # "read on", the same in every card; hardly a headline is as short

# Sizes of a card's headline and summary in the training pages, with room. A longer summary would
# be an article.
_HEADLINE: Final = (5, 48)
_LONGEST_SUMMARY: Final = 240
_ENDED: Final = frozenset("。;…")
# Letters of a document's shape: d a card's stamp, l a link, h a headline, s a sentence, e either,
# x none of them. A card without a stamp counts where it stands between two others.
_CARDS: Final = re.compile(
    r"[lhe][se]d{1,2}(?:l[se]|[lhe][se]d{1,2})*[lhe][se]d{1,2}"
    r"|(?:[lhe]d{1,2}[se]){2,}"
    r"|(?:d{1,2}[lhe][se]){2,}"
)

# Blanks around a mark are stripped later: a pattern that began with them would be quadratic.
_BARS: Final = re.compile(r"[|丨¦︱]+")
_GAPS: Final = (
    re.compile(r"\s{2,}|\t"), re.compile(r"(?<=\s)/+(?=\s)"), re.compile(r"(?<=\s)[·•▪-](?=\s)"),
    re.compile(r";"),
)  # fmt: skip
_LEAD: Final = re.compile(r"[^:。,]{2,10}:\s*")
_LABELLED: Final = re.compile(r"[^:]{1,8}:.{0,8}$")
_PART: Final = (8, 45)  # characters of a headline among others on one line
# Below the first a body line may be a card's, from the second on it proves that it is none.
# Chosen, not measured.
_UNSURE: Final = 0.5
_CERTAIN: Final = 0.9


def relabel_repeated(
    lines: Sequence[str], labels: Sequence[Label], sure: Sequence[float]
) -> list[tuple[int, Label]]:
    """Return which lines are something else than `labels` says, by index, ascending.

    Nothing is dropped for standing after a marker: an article may go on there. What goes is a line
    that falls into parts most of which are headlines, and cards, two or more in a row.

    Args:
        lines: Width folded, stripped, none blank.
        labels: What the model says each is.
        sure: How sure it is, in 0..1.
    """
    settled = dict(_link_lines(lines, labels, sure))
    start = next((at for at, label in enumerate(labels) if label in _LISTED), len(labels))
    if any(label in _KEPT for label in labels[start:]):
        settled.update(_cards(lines, labels, sure, start))
        told = [settled.get(at, label) for at, label in enumerate(labels)]
        settled.update(_lone_stamps(lines, told, start))
    return sorted(settled.items())


def _cards(
    lines: Sequence[str], labels: Sequence[Label], sure: Sequence[float], start: int
) -> Iterator[tuple[int, Label]]:
    """Yield the lines of cards from line `start` on that `labels` keeps, and what they are."""
    buttons = Counter(line for line in lines[start:] if len(line) <= _LONGEST_BUTTON)
    shape = "".join(
        "d" if buttons[line] > 1 or is_stamp(line) else _shape(line, label)
        for line, label in zip(lines[start:], labels[start:], strict=True)
    )
    for run in _CARDS.finditer(shape):
        first = start + run.start()
        # The stamp may stand first, second or last: the headline is what opens the rest.
        heads = [at for at, letter in enumerate(run.group(), first) if letter != "d"][::2]
        # Where a stamp closes no card, the paragraphs may be the article's and links stand between.
        doubted = heads if run.group()[-1] == "d" else range(first, start + run.end())
        certain = any(labels[at] in _KEPT and sure[at] >= _CERTAIN for at in doubted)
        if certain or not _are_headlines(heads, labels):
            continue
        for at in range(first, start + run.end()):
            if labels[at] in _KEPT:
                yield at, "link" if at in heads else "other"


def _are_headlines(heads: Sequence[int], labels: Sequence[Label]) -> bool:
    """Return whether the lines `heads` open cards, and not the parts of a chronicle."""
    linked = sum(labels[at] in _LISTED for at in heads)
    # A list may open inside a run of short paragraphs: then these are no cards.
    opened = labels[heads[0]] in _LISTED or labels[heads[0] - 1] in _LISTED
    return opened and 2 * linked >= len(heads)


def _shape(line: str, label: Label) -> str:
    """Return the letter of `line` in its document's shape."""
    size = len(line)
    if line[-1] in _ENDED or line.endswith("..."):
        return "s" if size <= _LONGEST_SUMMARY else "x"
    if label == "link":
        return "l"
    if size < _HEADLINE[0] or size > _LONGEST_SUMMARY:
        return "x"
    if size > _HEADLINE[1] or "。" in line:
        return "s"
    return "e" if line[-1] in "!?”" or size > _HEADLINE[1] // 2 else "h"


def is_stamp(line: str, beside: int = _BESIDE) -> bool:
    """Return whether `line` is a time with at most `beside` characters beside it."""
    if len(line) > _LONGEST_STAMP or _PAUSES.search(line):
        return False
    rest, times = _WHEN.subn("", line)
    return times > 0 and len(_DRESS.sub("", rest)) <= beside


def _lone_stamps(
    lines: Sequence[str], labels: Sequence[Label], start: int
) -> Iterator[tuple[int, Label]]:
    """Yield the bare times that are kept, though what is on either side of them is not."""
    for at in range(start + 1, len(lines)):
        if labels[at] in _KEPT and is_stamp(lines[at], beside=0):
            alone = at + 1 == len(lines) or labels[at + 1] not in _KEPT
            if alone and labels[at - 1] in {"marker", "link", "other"}:
                yield at, "other"


def _link_lines(
    lines: Sequence[str], labels: Sequence[Label], sure: Sequence[float]
) -> Iterator[tuple[int, Label]]:
    """Yield the lines of many headlines after the last line of the body."""
    for at in range(len(lines) - 1, 0, -1):
        label = labels[at]
        if label in _KEPT or label == "credit":
            unsure = label != "body" or sure[at] < _UNSURE
            if is_link_line(lines[at], bars_only=not unsure):
                yield at, "link"
            elif label in _KEPT:
                # The body ends here: above it a line of parts may be a table's.
                return


def is_link_line(line: str, *, bars_only: bool = False) -> bool:
    """Return whether `line` is three or more headlines with the same mark between them.

    Args:
        line: Width folded.
        bars_only: Take no mark but a bar: blanks and semicolons part sentences too.
    """
    if len(line) < 3 * _PART[0] or "。" in line:
        return False
    for mark in (_BARS,) if bars_only else (_BARS, *_GAPS):
        parts = [part for piece in mark.split(line) if (part := piece.strip())]
        if len(parts) < 3:
            continue
        lead = _LEAD.match(parts[0])
        if lead and len(parts[0]) - lead.end() >= _PART[0]:
            parts[0] = parts[0][lead.end() :]
        likely = sum(
            _PART[0] <= len(part) <= _PART[1] and not _LABELLED.match(part) for part in parts
        )
        if 3 * likely >= 2 * len(parts):
            return True
    return False
