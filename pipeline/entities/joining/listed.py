"""Lists of places: what stands between places, or before 等5个县, is one, too."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import partial

from msgspec.structs import replace

from pipeline.entities.joining.places import Divisions
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding

NAME = "listed"
# Above the tagger, which takes 萨嘎 and 荣昌 for persons.
RANK = 1
# Chosen, not measured (see `gazetteer.py`).
_place = partial(Finding, type="place", recognizer=NAME, confidence=0.75, rank=RANK)
# Characters of an item; of two a list's first item may be the tail of a word.
_LEAST, _LONGEST = 2, 7
_COUNTED = re.compile("[0-9一二两三四五六七八九十](?=个?[县区市省州镇乡村](?![级民委长政直]))")
_NUMBER = frozenset("0123456789一二两三四五六七八九十")
_ITEM = re.compile("[\u4e00-\u9fff]{2,7}")
_LAND = frozenset("江河湖海岛港山镇乡村县区市州")
# What two names in a row are joined by, and ends that both have.
_AND, _ALIKE = frozenset("、和与及"), "镇乡"
_SAME = {
    last: re.compile(
        "(?![一二两三四五六七八九十几数各全多该本我新老大小])"
        "(?:(?![的在和与及等将被把从到了])[\u4e00-\u9fff]){2,3}?"
        f"{last}(?![长委民政镇乡村里上])"
    )
    for last in _ALIKE
}
# Parts of speech of words that are no names: 城镇.
_WORDS = frozenset({"n", "v", "vn", "a", "s", "f", "l", "b"})


def of_lists(findings: Sequence[Finding], passage: Passage, divisions: Divisions) -> list[Finding]:
    """Return the places that stand in lists of such; `findings` are disjoint and in order."""
    text = passage.folded
    if "、" not in text:
        return [*_alike(findings, passage)]
    known = [f.start for f in findings if f.type == "place"]
    counted = [
        item
        for item in _counted(text, divisions)
        if (at := bisect_left(known, item.start)) == len(known) or known[at] >= item.end
    ]
    return [*_alike(findings, passage), *counted, *_between(findings, text, divisions)]


def _counted(text: str, divisions: Divisions) -> Iterator[Finding]:
    """Yield the items of a list that says what they are: 定日、拉孜、萨迦等5个县."""
    for said in _COUNTED.finditer(text):
        end = said.start()
        while end and text[end - 1] in _NUMBER:
            end -= 1
        if end and text[end - 1] in "等这":
            end -= 1
        start = max(text.rfind(mark, 0, end) for mark in "、和及") + 1
        if not _ITEM.fullmatch(text, start, end) or "、" not in text[max(0, start - 9) : start]:
            continue
        items = [(start, end)]
        while text[start - 1] in "、和及":
            end = start - 1
            start = end
            while start and end - start <= _LONGEST and "\u4e00" <= text[start - 1] <= "\u9fff":
                start -= 1
            if end - start < _LEAST:
                break
            if text[start - 1 : start] != "、":
                # The first one: behind whatever the clause says (波及|定日).
                start = next(
                    (at for at in range(start, end - 1) if divisions.bears(text[at:end])), end
                )
                items += [(start, end)] * (start < end)
                break
            items.append((start, end))
        # One of them at least is known as a place.
        if len(items) > 1 and any(divisions.bears(text[a:b]) for a, b in items):
            yield from (_place(start=a, end=b) for a, b in items)


def _between(findings: Sequence[Finding], text: str, divisions: Divisions) -> Iterator[Finding]:
    """Yield the items beside places that bear a division's name, or end as waters and lands do."""
    kinds = {f.start: f for f in findings}
    ends = {f.end: f for f in findings}
    for finding in findings:
        if finding.type != "place":
            continue
        if text[finding.end : finding.end + 1] == "、":
            start = finding.end + 1
            known = kinds.get(start)
            end = known.end if known else _item_end(text, start)
            after = kinds.get(end + 1) if text[end : end + 1] == "、" else None
            if (after is None or after.type != "person") and _may_be(
                known, text[start:end], divisions
            ):
                yield _renamed(known, start, end)
        if finding.start and text[finding.start - 1] == "、":
            known = ends.get(finding.start - 1)
            if known is None or text[known.start - 1 : known.start] == "、":
                continue
            if _may_be(known, text[known.start : known.end], divisions):
                yield _renamed(known, known.start, known.end)


def _alike(findings: Sequence[Finding], passage: Passage) -> Iterator[Finding]:
    """Yield what ends as the place that it is listed with does: 茶峒镇和|迓驾镇."""
    text = passage.folded
    for finding in findings:
        end = finding.end
        last = text[end - 1]
        if finding.type != "place" or last not in _ALIKE or end - finding.start <= _LEAST:
            continue
        while text[end : end + 1] in _AND and (item := _SAME[last].match(text, end + 1)):
            end = item.end()
            if end not in passage.edges and passage.kind(passage.word_at(end)):
                break
            if passage.kind(item[0]) not in _WORDS:
                yield replace(_place(start=item.start(), end=end), rank=0)


def _item_end(text: str, start: int) -> int:
    end = start
    while end < len(text) and end - start <= _LONGEST and "\u4e00" <= text[end] <= "\u9fff":
        if text[end] in "等和及与":
            break
        end += 1
    return end


def _may_be(known: Finding | None, item: str, divisions: Divisions) -> bool:
    if known is not None and (known.type not in {"person", "organisation"} or known.rank):
        return False
    if divisions.bears(item):
        return True
    return known is not None and known.type == "person" and item[-1] in _LAND


def _renamed(known: Finding | None, start: int, end: int) -> Finding:
    if known is None:
        return _place(start=start, end=end)
    return replace(known, type="place", rank=RANK, recognizer=NAME)
