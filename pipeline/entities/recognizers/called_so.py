"""Names that a clause tells: 本名|佴朵, 她叫|安宁, 一个叫|战永顺|的."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.entities.passage import Passage
from pipeline.entities.recognizers.full_names import NAMES, SITES, FullNames
from pipeline.entities.recognizers.given import Given

# What stands before such a name, and behind it.
# It begins with a class of characters, which is what `re` scans fastest.
_NAMED = re.compile(
    "[本原真改名她他个位](?:(?<=[本原真改])名|(?<=名)字?叫|(?<=[她他个位])叫)(?=[\u4e00-\u9fff]{2})"
)
_NAMED_SO = re.compile("[,。;、)”的]")
_HAN = re.compile("[\u4e00-\u9fff]+")


class CalledSo:
    """Reads a family name of any kind and one or two characters, up to a mark or 的.

    Args:
        full: What knows family names.
        given: What knows given names.
    """

    def __init__(self, full: FullNames, given: Given) -> None:
        self._full = full
        self._given = given

    def find(self, passage: Passage) -> Iterator[tuple[int, int]]:
        """Yield where such names begin and end."""
        text = passage.folded
        for named in _NAMED.finditer(text):
            start = named.end()
            width = self._full.family(text, start)
            if not width:
                continue
            for stop in (start + width + 2, start + width + 1):
                given = text[start + width : stop]
                name = text[start:stop]
                if not _NAMED_SO.match(text, stop) or not _HAN.fullmatch(given):
                    continue
                of_names = (
                    given[-1] not in SITES
                    and self._given.never.isdisjoint(given)
                    and name not in self._full.not_names
                )
                known = passage.kind(name) in NAMES or self._given.common.issuperset(given)
                if of_names and known and name not in self._full.no_given:
                    yield start, stop
