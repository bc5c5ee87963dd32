"""Places inside the name of a body or an event: 河西省|和平县公安局 is of two places, too."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import partial

from pipeline.entities.joining.places import Divisions
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding

HELD = "held"
# It is in the name, and the name is found; whether the article is about it, nobody says. Chosen,
# not measured (see `gazetteer.py`).
_place = partial(Finding, type="place", recognizer=HELD, confidence=0.75)
_NAMES = frozenset({"organisation", "event"})
# What divisions end with when they are named in full: 北京大学 and 云南白药 hold no place.
_LAST = frozenset("省市县区州盟旗")
# Such an end may begin the next word: 东方|市场, 滨海|区域中心.
_NO_END = re.compile("市[场政民域容值]|区[域块间位]|县域|州立|省立|旗[舰袍下帜]|盟[友军约]")
# Towns and villages that a body is of: 磨西镇|卫生院, 寿光市|三元朱村|党支部.
_TOWN = re.compile(
    "(?:(?![的各全和与及等市县区乡镇村])[\u4e00-\u9fff]){2,4}?(?:街道|社区|苏木|镇|乡|村)"
    "(?=人民政府|政府|卫生院|党委|党支部|党总支|纪委|派出所|中心|小学|中学|初中|学校|幼儿园|村委会|居委会|公所|办事处|综合|司法所|敬老院|"
    "合作社|供销社|财政所|便民|武装部|(?:[\u4e00-\u9fff]{2,3}村)(?:党|委|小学|合作社|卫生室))"
)
_KINDS = re.compile("农|新农|城|中心|乡|各|古|小|本|全国|示范|美丽|特色|传统|重点")
# Characters of such a name; one of two (忠县) is one only behind another place.
_LEAST, _SHORTEST, _LONGEST = 3, 2, 11


def with_held(findings: Sequence[Finding], passage: Passage, divisions: Divisions) -> list[Finding]:
    """Return `findings`, each body and event followed by the divisions that its name holds.

    Args:
        findings: Disjoint findings in order of the text.
        passage: The text.
        divisions: China's divisions; those that need a reason have it behind another one.
    """
    found: list[Finding] = []
    for finding in findings:
        found.append(finding)
        if finding.type in _NAMES:
            found += _held(finding, passage, divisions)
    return found


def _held(name: Finding, passage: Passage, divisions: Divisions) -> Iterator[Finding]:
    text, ends = passage.folded, passage.word_ends
    start, behind = name.start, False
    # Every such division ends so before the name does: most names hold no such character.
    if _LAST.isdisjoint(text[start + 1 : name.end - 1]):
        yield from _towns(name.start, name, passage)
        return
    while start < name.end - _LEAST:
        end = _end(text, start, name.end, divisions, behind=behind)
        behind = end is not None
        if end is None:
            # The next place in the name begins where a word does.
            start = ends[bisect_right(ends, start)]
        else:
            yield _place(start=start, end=end)
            start = end
            yield from _towns(start, name, passage)


def _towns(start: int, name: Finding, passage: Passage) -> Iterator[Finding]:
    """Yield the town and the village that a body is of, from the start of what is its own."""
    text = passage.folded
    while name.type == "organisation" and (town := _TOWN.match(text, start, name.end)):
        kind = passage.kind(town[0])
        if (kind and kind != "ns") or _KINDS.fullmatch(town[0].rstrip("镇乡村")):
            return
        yield _place(start=start, end=town.end())
        start = town.end()


def _end(text: str, start: int, limit: int, divisions: Divisions, *, behind: bool) -> int | None:
    """Return where the division ends that begins at `start` within a longer name, or None."""
    # The name goes on behind it: a county alone is no body.
    for end in range(min(start + _LONGEST, limit - 1), start + _SHORTEST - 1, -1):
        surface = text[start:end]
        if surface[-1] in _LAST:
            if (
                divisions.is_full(surface)
                and not _NO_END.match(text, end - 1)
                and (behind or (len(surface) >= _LEAST and not divisions.needs_reason(surface)))
            ):
                return end
        elif end - start <= _LEAST and _inner(text, surface, end, limit, divisions):
            return end
    return None


def _inner(text: str, outer: str, start: int, limit: int, divisions: Divisions) -> bool:
    """Return whether a division of a province stands right behind its short name (云南|个旧市)."""
    return divisions.is_province(outer) and any(
        text[end - 1] in _LAST
        and divisions.holds(outer, text[start:end])
        and not _NO_END.match(text, end - 1)
        for end in range(start + _SHORTEST, min(start + _LONGEST, limit - 1) + 1)
    )
