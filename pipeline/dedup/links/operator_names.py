"""How an operator names links and decorations, and what the stage knows them by."""

from __future__ import annotations

import re

from pipeline.dedup.learnt.affixes import AffixMemory, Sizes
from pipeline.dedup.links.decorations import Prior
from pipeline.dedup.links.reader import LinkReader
from pipeline.text.folding import COMPARING

_ID = re.compile(r"[0-9a-f]{16}")
# What sets a decoration off is not part of it: 【青萝小站】, 青萝小站：
_SET_OFF = " :!|_~-[]()<>→·,。?;\"'"


def link_name(text: str, prior: Prior) -> str:
    """Return the id of the link that `text` is: an id itself, or a headline as it may stand.

    Decorations that `prior` does not know, but the stream does, stay on: their headline has an
    alias.
    """
    word = text.strip()
    if _ID.fullmatch(word.lower()):
        return word.lower()
    memory = AffixMemory({}, scope="0", sizes=Sizes(), day=0)
    return LinkReader(prior).key_of(word, memory=memory)[1]


def decoration_name(text: str) -> str:
    """Return the word of a decoration, folded, without what sets it off; empty for none."""
    return COMPARING.fold(text).strip(_SET_OFF)
