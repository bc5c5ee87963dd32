"""Chains of divisions by their short names, each told apart: 山东|青岛|崂山, 青海|玉树."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pipeline.entities.joining.places import lies_in
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.text.phrases import PhraseSet

NAME = "short_chains"
# Of the tagger's rank: the longer name of a body (浙江宁波象山农商银行) stands.
RANK = 0
# Chosen, not measured (see `gazetteer.py`).
_place = partial(Finding, type="place", recognizer=NAME, confidence=0.8, rank=RANK)
# Characters of a short name, the longest first.
_SIZES = (4, 3, 2)
_PROVINCES = PhraseSet(
    (
        *(
            "河北",
            "山西",
            "内蒙古",
            "辽宁",
            "吉林",
            "黑龙江",
            "江苏",
            "浙江",
            "安徽",
            "福建",
            "江西",
        ),
        *("山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "四川", "贵州", "云南", "西藏"),
        *("陕西", "甘肃", "青海", "宁夏", "新疆"),
    )
)


def with_short_chains(findings: Sequence[Finding], passage: Passage) -> list[Finding]:
    """Return `findings` with the places of such chains, and without what is several of them.

    Args:
        findings: Disjoint findings in order of the text.
        passage: The text.
    """
    places: list[tuple[int, int]] = []
    for start, end, _ in passage.occurrences(_PROVINCES):
        places += _chain(passage, start, end)
    if not places:
        return list(findings)
    starts, ends = {start for start, _ in places}, {end for _, end in places}
    spans = {*places}
    kept = [
        f
        for f in findings
        # 青岛崂山, 云南大理洱源: two and more of them, taken for one place or body.
        if (f.start, f.end) in spans
        or f.type not in {"place", "organisation"}
        or not (f.start in starts and f.end in ends)
    ]
    known = [(f.start, f.end) for f in kept]
    return [
        *kept,
        *(
            _place(start=start, end=end)
            for start, end in places
            if not any(low < end and start < high for low, high in known)
        ),
    ]


def _chain(passage: Passage, start: int, end: int) -> list[tuple[int, int]]:
    """Return the divisions of a row that begins with a province, if two or three stand there."""
    text = passage.folded
    found = [(start, end)]
    outer = text[start:end]
    while len(found) < len(_SIZES):
        for size in _SIZES:
            stop = end + size
            inner = text[end:stop]
            if len(inner) == size and lies_in(inner, outer, prefecture=len(found) == 1):
                found.append((end, stop))
                end, outer = stop, inner
                break
        else:
            break
    # 吉林|长春|光机所: a word goes on over the end.
    if len(found) == 1 or (end < len(text) and end not in passage.edges):
        return []
    return found
