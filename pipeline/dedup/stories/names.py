"""Who and where a body is about: the names by which notices of one template differ."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from pipeline.text.fingerprint import hash64
from pipeline.text.folding import COMPARING

# Names of a body that are compared: two bytes each in the index. Chosen, not measured.
MOST_NAMES = 4
# A notice names whom it is about at its head, and again.
_READ = 240
# What ends the names of places, bodies, companies and persons, in either script; each first letter
# is a literal, so that the search jumps from one to the next: one class among them takes ten times
# as long.
_ENDS = re.compile(
    "县|縣|市(?![民场場值面])|区|區|镇|鎮|乡|鄉|州|旗|村|省|某|街道|水库|水庫|医院|醫院|法院|股份|集团|集團|有限|公司|银行|銀行|证券|證券"
    # The sites of notices, and examinations.
    "|景区|景區|公园|公園|大学|大學|中学|中學|小学|小學|学院|學院|博物馆|博物館|图书馆|圖書館|体育馆|體育館"
    "|剧院|劇院|机场|機場|车站|車站|大桥|大橋|隧道|码头|碼頭|小区|小區|社区|社區|资格|資格|考试|考試|赛区|賽區"
    # Houses and estates.
    "|邨|屋苑|花园|花園|大厦|大廈|广场|廣場|阁|閣|苑"
    r"|\(\d{6}(?!\d)|（\d{6}(?!\d)|任命..|聘任..|免去..|被告人..|嫌疑人.."
)
# 地区, 本市 and 该公司 name nothing.
_NO_NAMES = frozenset(
    "本该該我各全此每两兩地山城社郊辖轄景灾災疫校园園片战戰时時小高限份任央间間特子超股上门門夜内內"
)
# A site is named by whatever stands before its kind: 古城景区, but not 本景区.
_SITE_LETTERS = frozenset(
    "景区區公园園大学學中小院博物馆館图圖书書体體育剧劇机機场場车車站桥橋隧道码碼头頭社资資格考试試赛賽花厦廈广廣屋苑"
)
_NO_SITES = frozenset("本该該我各全此每两兩的")
_LONGEST_END = 3
# Distinct names whose hash is kept, about 2 MB.
_REMEMBERED = 16384


def names_of(body: str) -> tuple[int, ...]:
    """Return 16-bit hashes of the names that `body` names most, the first one first."""
    found: Counter[str] = Counter()
    for match in _ENDS.finditer(body, 2, _READ):
        start, end = match.start(), match[0]
        if len(end) > _LONGEST_END and end[0] not in "(（":
            found[end] += end.isalpha()
            continue
        stem = body[max(start - (4 if end == "有限" else 2), 0) : start]
        if stem.isalpha() and stem[-1] not in (
            _NO_SITES if _SITE_LETTERS.issuperset(end) and len(end) > 1 else _NO_NAMES
        ):
            found[stem if end[0] in "(（" else stem + end] += 1
    return tuple([_name_hash(name) for name, _ in found.most_common(MOST_NAMES)])


def names_differ(left: tuple[int, ...], right: tuple[int, ...]) -> bool:
    """Return whether each of two bodies is about somebody whom the other one does not name."""
    return bool(left and right) and left[0] not in right and right[0] not in left


@lru_cache(maxsize=_REMEMBERED)
def _name_hash(name: str) -> int:
    return hash64(COMPARING.fold(name)) >> 48
