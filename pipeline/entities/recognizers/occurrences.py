"""Events that are named by a day, a ship, a storm or their strength: “7·20”特大暴雨, 台风“海葵”."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from pipeline.entities.passage import Passage

# What befalls, and has a name by the day or the ship in marks before it.
_BEFELL = (
    "(?:空难|海难|矿难|沉船|事故|事件|惨案|血案|爆炸案|枪击案|地震|洪水|洪灾|特大暴雨|暴雨|泥石流|山洪|火灾|坍塌|垮塌|倒塌|踩踏|坠机)"
    "(?:事故|事件|灾害)?"
)
_STORM = re.compile(
    "(?:第[0-9]{1,2}号)?(?:超?强)?(?:台风|飓风|热带风暴|气旋)“[\u4e00-\u9fff·]{2,6}”"
)
_DATED = re.compile(f"“[0-9]{{1,2}}·[0-9]{{1,2}}”[\u4e00-\u9fff]{{0,10}}?{_BEFELL}")
_SHIP = re.compile(f"“[\u4e00-\u9fff0-9]{{2,8}}”(?:号|轮)[\u4e00-\u9fff]{{0,6}}?{_BEFELL}")
# The league of a province or of villages is called so in marks: “苏超”, “村BA”.
_LEAGUE = re.compile("“(?:[\u4e00-\u9fff]{0,2}(?<![赶远反高])超|村BA)”")
_QUAKE = re.compile("[0-9](?:\\.[0-9])?级(?:特大|强烈|大)?(?:地震|强震|大地震)(?!局|台|带|波|预警)")
_PLACES = frozenset({"ns", "nt", "nz"})
# A verb is no place, though the words part it so.
_NO_PLACE = frozenset(("发生", "遭遇", "出现", "突发", "记录", "测定"))


def occurrences(passage: Passage, places: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield where each of them begins and ends.

    Args:
        passage: The text.
        places: Short names of places, which a dictionary may take for nouns.
    """
    text = passage.folded
    if "“" in text:
        for pattern in (_STORM, _DATED, _SHIP, _LEAGUE):
            yield from (match.span() for match in pattern.finditer(text))
    if "级" in text:
        for match in _QUAKE.finditer(text):
            # 定日|6.8级地震: without a place it is one of many.
            word = passage.word_at(match.start() - 1) if match.start() else ""
            if (word in places or passage.kind(word) in _PLACES) and word not in _NO_PLACE:
                yield match.start() - len(word), match.end()
