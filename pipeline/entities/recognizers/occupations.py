"""Occupations by their ending, where no list has them: 检票员, 钣金工, 飞行教官."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from pipeline.entities.passage import Passage
from pipeline.entities.resources import Lexicon

_ENDINGS = (
    "员|家|师|长|官|手|工|匠|医|(?<=[交刑民特武辅法狱女男巡骑水海籍务片])警|嫂|倌"
    "|(?:研究|爱好|创业|经营|管理|组织|创办|设计|守护|劳动|工作)者"
    "|领袖|主管|助理|主持|播音指导|艺术指导|经理人|[场园店庄船窑矿摊馆]主"
)
# The last characters of these: a class of them is looked for in a fifth of the time.
_LAST = "员家师长官手工匠医警嫂倌者袖管理持导人主"
_MADE = re.compile(f"[\u4e00-\u9fff]{{1,5}}(?:{_ENDINGS})$")
# What ends so and is none.
_NOT_MADE = re.compile(
    "[国大全人自一两多独厂商买卖玩赢店酒皇当搬回在到成党动会学伤家增擅特延生见加老联携双亲对入出下着器感白歌旗水移京王班誓率拜]"
    "[员家长手官师]$"
    "|(?:[修施竣停开动罢复员职分加化手完返返误怠义务]|社|民|军|石|天然|人)工$|(?:[就看中西行求巫军兽太]|门诊)医$"
    "|[高新右左黑毒妙巧扶把拉摆挥联]手$|[民自做作为]主$"
)
_SCHOLAR = "学家"
# Characters of such a word; of two it is one that the dictionary has (法医).
_SHORTEST, _PAIR = 3, 2


class Occupations:
    """Finds the words that end as occupations do.

    Args:
        lexicon: Its list `forms_of_address` holds what is none.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._forms = frozenset(lexicon.words("forms_of_address"))

    def before(self, families: Iterable[str]) -> re.Pattern[str]:
        """Return a pattern of the places where an ending stands before one of `families`."""
        return re.compile(f"[{_LAST}](?=[{''.join(sorted(families))}])")

    def ends(self, passage: Passage, pattern: re.Pattern[str]) -> Iterator[int]:
        """Yield where occupations end, of the places that `pattern` finds."""
        for found in pattern.finditer(passage.folded):
            if self.begin(passage, found.end()) is not None:
                yield found.end()

    def begin(self, passage: Passage, edge: int) -> int | None:
        """Return where an occupation begins that ends at `edge`, None where none does."""
        words, ends = passage.words, passage.word_ends
        index = bisect_left(ends, edge)
        if index == len(ends):
            return None
        word = words[index]
        if ends[index] != edge:
            # 巡道|工桓昱: the ending is taken for the head of a name.
            merged = len(word) >= _SHORTEST and ends[index] - len(word) == edge - 1
            if not merged or passage.kind(word) or not index:
                return None
            word = passage.folded[edge - 1]
        if len(word) < _SHORTEST and index and len(words[index - 1]) == _PAIR:
            word = words[index - 1] + word
        least = _PAIR if passage.kind(word) == "n" else _SHORTEST
        if len(word) < least or word in self._forms or not _MADE.match(word):
            return None
        # 陶瓷学家, but 学员.
        made = word.endswith(_SCHOLAR) and len(word) > _SHORTEST
        return edge - len(word) if made or not _NOT_MADE.search(word) else None
