"""Stretches of a text in which nothing is mentioned: bylines, credits, what a rule silences."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import TypeVar

from pipeline.entities.joining.said import Said
from pipeline.entities.recognizer import Finding
from pipeline.types.articles import Value

S = TypeVar("S", Finding, Value, Said)

# 新华社武汉|6月3日电: who sent it and from where are told, the reporters behind it are not.
_DATELINE = re.compile("[\u4e00-\u9fff]{2,14}(?=(?:[0-9]{1,2}月)?[0-9]{1,2}日(?:电|讯))")


def without_datelines(spans: Iterable[tuple[int, int]], folded: str) -> list[tuple[int, int]]:
    """Return silent `spans` of a text, each behind the agency and the place it begins with."""
    return [
        (wire.end() if (wire := _DATELINE.match(folded, start, end)) else start, end)
        for start, end in spans
    ]


class Silence:
    """The body spans in which nothing is mentioned; ascending."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]
        self._first = self._starts[0] if self._starts else 0
        self._last = max((end for _, end in self._spans), default=0)

    def without(self, spans: list[S]) -> list[S]:
        """Return the spans that touch none of these."""
        first, last = self._first, self._last
        if not last:
            return spans
        # Bylines stand at the head or the end: nearly all that an article names is beyond them.
        return [
            span
            for span in spans
            if span.end <= first or span.start >= last or not self._touches(span)
        ]

    def _touches(self, span: Finding | Value | Said) -> bool:
        index = bisect_left(self._starts, span.end)
        return index > 0 and self._spans[index - 1][1] > span.start
