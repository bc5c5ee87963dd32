"""Words for persons by their ending, a trade or kin, where no list has them: 赶海人, 制茶师傅."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.entities.passage import Passage
from pipeline.entities.recognizers.full_names import NAMES
from pipeline.entities.resources import Lexicon

# Last characters of what people are called by their trade: an open class, no dictionary has all.
_TRADES = "者员师家人户手官匠工农民商友客娘嫂倌贩"
# The same of what a dictionary must have: posts, kin, neighbours.
_KNOWN = (
    "长警医生兵伯妇婆哥弟姐妹童孩父母亲妻儿媳婿徒孙侄姑叔舅姨爷邻伴傅"
    "脚将帅主理记授士监裁领乡卫年女眷妈洁"
)
_LAST = f"[{_TRADES}{_KNOWN}]"
_HAN = "[\u4e00-\u9fff]"
# Not before such a character alone: 的|商|王朝, 如|伯|乐.
_LEADS = frozenset("的如在是为有和与等了")
# Parts of speech of a word for a person.
_NOUNS = "nj"
_SIZES = (4, 3, 2)


class Callings:
    """Finds where words end that may say who somebody is.

    Args:
        lexicon: Its list `callings_not` holds what ends so and is nobody.
        firsts: Characters that names begin with.
    """

    def __init__(self, lexicon: Lexicon, firsts: Iterable[str]) -> None:
        self._nobody = frozenset(lexicon.words("callings_not"))
        begins = "".join(sorted(firsts))
        # Of the places where a word may end so, three in four have no name behind them.
        last = f"{_LAST}(?<={_HAN}{_LAST})"
        self._places = re.compile(f"{last}(?=[{begins}]{_HAN})")
        self._all_places = re.compile(f"{last}(?={_HAN}{{2}})")

    def ends(self, passage: Passage, *, any_name: bool) -> Iterator[int]:
        """Yield the places where such a word ends and two more characters stand.

        Args:
            passage: The text.
            any_name: Whether names may begin with whatever character.
        """
        places = self._all_places if any_name else self._places
        for last in places.finditer(passage.folded):
            if self._is_calling(passage, last.end()):
                yield last.end()

    def _is_calling(self, passage: Passage, end: int) -> bool:
        text, kind = passage.folded, passage.kind
        if text[end - 2 : end] in self._nobody:
            return False
        across = kind(text[end - 1 : end + 1])
        for size in _SIZES:
            if said := kind(text[end - size : end]) if end >= size else "":
                # 专业队|伍: a word goes on over the place.
                return said[0] in _NOUNS and (across in NAMES or end in passage.edges)
        return (
            text[end - 1] in _TRADES
            and text[end - 2] not in _LEADS
            and not across
            and not kind(text[end - 2 : end + 1])
        )
