"""Words for persons, as a class of words of its own: what stands behind one is learnt of all."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.stages import shipped
from tools.entities.own_parts import parts

_MADE = re.compile(
    "[\u4e00-\u9fff]{1,5}(?:员|家|师|长|官|手|工|匠|医|警|嫂|倌|者|人|主任|主席|书记|经理|总监"
    "|教授|博士)"
)
# Whom such a word names or counts, or what somebody does: 王先生, 德国人, 大人, 着手.
_NONE = re.compile("(?:先生|小姐|女士|太太|[夫大国州洲亚]人|公子|[道增成]长|禅师|[着入]手|家家)$")


def callings(nouns: Iterable[str]) -> frozenset[str]:
    """Return the words for persons: occupations, posts, kin.

    Args:
        nouns: Words of a dictionary, of which those are taken that end as such words do.
    """
    lexicon = shipped.lexicon()
    listed = {*lexicon.words("posts"), *lexicon.words("forms_of_address"), *parts()["kin"]}
    made = {noun for noun in nouns if _MADE.fullmatch(noun) and not _NONE.search(noun)}
    return frozenset(listed | made) - frozenset(parts()["no_calling"])
