"""What is asked of the judges of several articles at once, and what they find glued to a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.cleaning.lines.furniture_judge import (
    HEAD_LINES,
    LONGEST,
    FurnitureJudge,
    may_part,
    unended,
)
from pipeline.cleaning.lines.furniture_model import Place, Wording
from pipeline.cleaning.names.notices import sentences
from pipeline.types.articles import BODY_LABELS, HEAD_LABELS, Label, Span

_HEADS: Final = (HEAD_LABELS | BODY_LABELS) - {"title"}


def ask_together(
    judges: Sequence[FurnitureJudge | None], labels: Sequence[Sequence[Label]]
) -> None:
    """Have the model judge what is likely to be asked of several articles, at once.

    Args:
        judges: One an article, or none; all have the same model.
        labels: What the lines of each are.
    """
    asked = [
        (judge, *piece)
        for judge, each in zip(judges, labels, strict=True)
        if judge
        for piece in _likely(judge, each)
    ]
    if not asked:
        return
    scores = asked[0][0].model.scores([Wording(text, place, 0.0) for _, text, place in asked])
    for (judge, text, place), score in zip(asked, scores, strict=True):
        judge.scores[text, place] = score


def with_glued(
    number: int, line: str, spans: Sequence[Span], judge: FurnitureJudge | None, *, last: bool
) -> Sequence[Span]:
    """Return `spans` of body line `number`, and what the judge finds glued to the line before them.

    Args:
        number: Of the line.
        line: The line, width folded.
        spans: Of the line, ascending.
        judge: Who judges.
        last: Whether the article ends with it.
    """
    if judge is None or not (last or judge.points):
        return spans
    tails = [span for span in spans if not line[span.end :].strip() or span.kind != "byline"]
    end = len(line.rstrip())
    for span in reversed(tails):
        if line[span.end : end].strip():
            break
        end = len(line[: span.start].rstrip())
    start = judge.glued_from(line[:end], last=last)
    if start is None or any(span.start >= start and span.end <= end for span in spans):
        return spans
    found = Span(line=number, start=start, end=end, kind="other")
    return sorted((*spans, found), key=lambda span: span.start)


def _likely(judge: FurnitureJudge, labels: Sequence[Label]) -> Iterator[tuple[str, Place]]:
    """Yield what `judge` is likely to be asked, when `labels` is what its lines are."""
    bodies = [number for number, label in enumerate(labels) if label == "body"]
    if judge.asking or not bodies:
        return
    for number in range(1, min(bodies[0] + 1, HEAD_LINES)):
        if labels[number] in _HEADS and len(judge.lines[number]) <= LONGEST:
            yield unended(judge.lines[number]), "head"
    for number in bodies[:-1]:
        line = unended(judge.lines[number])
        if may_part(line):
            yield line, "middle"
    last = judge.lines[bodies[-1]]
    if len(line := unended(last)) <= LONGEST:
        yield line, "tail"
    spans = sentences(last)
    if len(spans) > 1:
        yield last[spans[-1][0] : spans[-1][1]].strip(), "glued"
