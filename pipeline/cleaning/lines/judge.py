"""Which line is what: headline block, byline, body, credit, marker, link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np

from pipeline.cleaning.lines.alphabets import as_chinese, mostly_letters
from pipeline.cleaning.lines.batches import PagePart
from pipeline.cleaning.lines.closing_lines import announces
from pipeline.cleaning.lines.furniture_judge import FurnitureJudge
from pipeline.cleaning.lines.furniture_model import FurnitureModel
from pipeline.cleaning.lines.furniture_pieces import ask_together, with_glued
from pipeline.cleaning.lines.kept_lines import kept_lines
from pipeline.cleaning.lines.known_line import Known
from pipeline.cleaning.lines.known_lines import About, Worded, known_lines, told_lines
from pipeline.cleaning.lines.labeller import Labeller
from pipeline.cleaning.lines.reasons import reason_of
from pipeline.cleaning.names.furniture_words import FurnitureWords
from pipeline.cleaning.names.inline_spans import find_spans
from pipeline.text.chars import fold_width
from pipeline.text.lines import spans_of_lines
from pipeline.text.normalize import INVISIBLE
from pipeline.types.articles import Label, Line, Span

_STOPS: Final = frozenset("。!?”")
# What a broken exporter leaves of a space, and what nobody can see.
_ENTITY: Final = re.compile(r"&(?:nbsp|ensp|emsp|thinsp|zwnj|zwj|shy|#160|#8203|#65279|#x[aA]0);?")
# Feeds that know no Chinese marks end their sentences with a point.
_POINT: Final = re.compile(
    # The point first: the search jumps from one to the next.
    r"\.(?<=[\u4e00-\u9fff][\u4e00-\u9fff)\"”’]\.)(?=[\u4e00-\u9fff\"”’“‘(\s]|$)",
    re.MULTILINE,
)


class Judged(NamedTuple):
    """The lines of a raw text, in order, and the bylines and credits inside its body lines."""

    lines: list[Line]
    spans: tuple[Span, ...]


def plain_lines(text: str) -> list[str]:
    """Return a matching copy of each line: width folded, noise out, stripped."""
    return _without_noise(fold_width(text))


def _without_noise(copy: str) -> list[str]:
    if INVISIBLE.search(copy):
        copy = INVISIBLE.sub("", copy)
    if "." in copy:
        copy = _POINT.sub("。", copy)
    if "&" in copy:
        copy = _ENTITY.sub("", copy)
    return [line.strip(" \t\u2002\u2003\u2009") for line in copy.split("\n")]


class _Copy(NamedTuple):
    """A raw text with its width folded, the matching copies of its lines, and what is to be judged.

    `shown` are the lines that are not blank; `asked` has the web title above them where `headed`.
    `lettered` says that the text is written in an alphabet: no word of these lists is in it.
    """

    folded: str
    plain: list[str]
    shown: list[str]
    asked: PagePart
    headed: bool
    lettered: bool


def judge_all(
    texts: Iterable[tuple[str, str]],
    labeller: Labeller,
    words: FurnitureWords,
    furniture: FurnitureModel | None = None,
) -> list[Judged]:
    """Return what every line of each of several raw texts is; they are judged together.

    Args:
        texts: Raw texts as `pipeline.text.normalize.raw_text` gives them, each with the web title
            that stood beside it; empty when it stands in the text or nowhere.
        labeller: The model.
        words: What furniture is known by; what it is sure of the model does not overrule.
        furniture: The model of furniture, for wording that `words` does not hold.
    """
    copies = [_copy(text, title) for text, title in texts]
    judged = [
        labels[1:] if copy.headed else labels
        for copy, labels in zip(copies, labeller.many([c.asked for c in copies]), strict=True)
    ]
    judges = [_judge_of(copy, furniture) for copy in copies]
    ask_together(judges, [[label for label, _ in each] for each in judged])
    return [
        _assemble(copy, labels, words, judge)
        for copy, labels, judge in zip(copies, judged, judges, strict=True)
    ]


def _copy(text: str, title: str) -> _Copy:
    folded = fold_width(text)
    if "." in folded:
        # A point for each: the places stay.
        folded = _POINT.sub("。", folded)
    plain = _without_noise(folded)
    lettered = mostly_letters(folded)
    if lettered:
        plain = as_chinese(plain)
    places = [number for number, line in enumerate(plain) if line]
    shown = [plain[number] for number in places]
    headed = bool(title.strip()) and bool(shown) and not _same_title(title, shown[0])
    gaps = [place - before - 1 for before, place in zip([-1, *places], places, strict=False)]
    asked = shown
    if headed:
        # The model expects the web title on top: it gets it, and its verdict is dropped.
        gaps.insert(0, 0)
        asked = [plain_lines(title.replace("\n", " "))[0][:400] or "-", *shown]
    part = PagePart(asked, np.array(gaps, dtype=np.int64))
    return _Copy(folded, plain, shown, part, headed, lettered)


def _same_title(title: str, line: str) -> bool:
    """Return whether `line` is the web title again, under whatever decoration."""
    wanted = plain_lines(title.replace("\n", " "))[0]
    # A body line may quote the title; a decorated title is not twice as long as the plain one.
    decorated = wanted in line and len(line) <= 2 * len(wanted) + 8
    return decorated or (len(line) > 5 and line in wanted)


def _assemble(
    copy: _Copy,
    labels: Sequence[tuple[Label, float]],
    words: FurnitureWords,
    judge: FurnitureJudge | None,
) -> Judged:
    shown = copy.shown
    told, known = _known(copy, [label for label, _ in labels], words, judge)
    settled = [known[at].label if at in known else label for at, (label, _) in enumerate(labels)]
    last = max((at for at, label in enumerate(settled) if label == "body"), default=-1)
    announced = bool(shown) and announces(copy.asked.lines[0])
    lines: list[Line] = []
    spans: list[Span] = []
    seen = 0
    for number, ((start, end), plain) in enumerate(
        zip(spans_of_lines(copy.folded), copy.plain, strict=True)
    ):
        if not plain:
            lines.append(Line(start=start, end=end, label="blank", score=1.0, reason="blank"))
            continue
        label, score = labels[seen]
        if seen in known:
            label, reason = known[seen]
        else:
            reason = reason_of(shown, labels, seen)
        lines.append(Line(start=start, end=end, label=label, score=score, reason=reason))
        if label == "body":
            # What is glued to the last paragraph without a word for it ends like no sentence.
            glued = seen == last and (seen in told.lines or plain[-1] not in _STOPS)
            looked = seen in told.tails or glued
            folded = copy.folded[start:end]
            found = find_spans(number, folded, words, last=seen == last, told=looked)
            # A statement that the title announces is the news.
            stays = [
                span
                for span in found
                if not (announced and span.kind == "other" and words.states(folded[span.start :]))
            ]
            spans.extend(with_glued(number, folded, stays, judge, last=seen == last))
        seen += 1
    return Judged(lines, tuple(spans))


def _judge_of(copy: _Copy, furniture: FurnitureModel | None) -> FurnitureJudge | None:
    if furniture is None or copy.lettered or not copy.shown:
        return None
    return FurnitureJudge(furniture, copy.shown, copy.asked.lines[0] if copy.headed else "")


def _known(
    copy: _Copy,
    labels: Sequence[Label],
    words: FurnitureWords,
    judge: FurnitureJudge | None,
) -> tuple[Worded, dict[int, Known]]:
    """Return which lines hold words of furniture, and what words and form say that lines are."""
    if copy.lettered or not copy.shown:
        return Worded(set(), set()), {}
    told = told_lines(copy.shown, words)
    title = copy.asked.lines[0] if copy.headed else ""
    kept = kept_lines(copy.shown, labels, title, words, told.lines, judge)
    settled = [kept[at].label if at in kept else label for at, label in enumerate(labels)]
    about = About(title or copy.shown[0], judge)
    found = known_lines(copy.shown, settled, told.lines, words, about)
    return told, kept | found
