"""What looks like furniture by its words and is the article's own: heads of parts, credits."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import Final

from pipeline.cleaning.names.credit_lines import role_heads
from pipeline.cleaning.names.furniture_words import OPEN, FurnitureWords
from pipeline.cleaning.names.inline_spans import tail_furniture
from pipeline.types.articles import Label

# Heads of parts that are one word, and more of them than chance puts there.
_HEAD: Final = 4
_MANY: Final = 2
_OPEN: Final = re.compile(OPEN)


def heads_a_part(
    found: Label,
    lines: Sequence[str],
    labels: Sequence[Label],
    known: Container[int],
    number: int,
    title: str,
) -> bool:
    """Return whether the article goes on under line `number`, which heads a part or a list of it.

    Args:
        found: What its words say that the line is.
        lines: Width folded, stripped.
        labels: What the model says each is.
        known: The lines below it that are furniture.
        number: Of the line.
        title: The article's.
    """
    line, below = lines[number], number + 1
    if below == len(lines) or labels[below] != "body" or below in known:
        return False
    if found == "marker":
        # Links are headlines: none ends like a sentence.
        return lines[below][-1] == "。"
    if len(line) > _HEAD:
        return False
    heads = sum(
        len(other) <= _HEAD and label == "body" for other, label in zip(lines, labels, strict=True)
    )
    return line in title or heads >= _MANY


def led_by_a_role(line: str, words: FurnitureWords) -> bool:
    """Return whether a line begins with who made it."""
    head = next(role_heads(line, words), None)
    opened = _OPEN.match(line)
    return head is not None and opened is not None and head.start <= opened.end()


def ends_in_credits(line: str, words: FurnitureWords) -> bool:
    """Return whether a line ends in credits: they are read, and cut out."""
    return bool(tail_furniture(line, words, last=True))
