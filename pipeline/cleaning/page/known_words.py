"""The words by which furniture, credits and markers of a page are known, as patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.errors import ResourceError
from pipeline.text.phrases import any_of
from pipeline.types.articles import Struct

# What may stand before the first word of a credit or a marker: brackets, bullets, spaces.
_OPEN = r"[\s\u3000(（\[【〔《<>»›·•●■▪◆※*#|｜/-]{0,4}"
# And after it, before what it names.
_COLON = r"[\s\u3000]{0,2}[:：︱|｜丨/／]"


class Marks(Struct, frozen=True, kw_only=True):
    """Compiled patterns of `data/pages/marks.toml`; each is matched at the start of a line.

    `rights`, `statement`, `calls` and `dialog` may stand anywhere in it.
    """

    stems: re.Pattern[str]
    words: frozenset[str]
    credit: re.Pattern[str]
    disclaimer: re.Pattern[str]
    rights: re.Pattern[str]
    statement: re.Pattern[str]
    marker: re.Pattern[str]
    calls: re.Pattern[str]
    dialog: re.Pattern[str]
    tools: re.Pattern[str]

    def is_furniture(self, names: str) -> bool:
        """Say whether class and id values (as written) name a part that is not the article."""
        if not names:
            return False
        if self.stems.search(names.lower()):
            return True
        return not self.words.isdisjoint(word.lower() for word in _WORD.findall(names))


_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def marks_of(words: Mapping[str, Mapping[str, list[str]]], *, where: str) -> Marks:
    """Return the patterns of the word lists of page parts, by part and list.

    Raises:
        ResourceError: A list is missing, or no pattern.
    """
    try:
        return _compiled(words)
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise ResourceError(
            f"the words of page parts cannot be read ({error})", where=where
        ) from error


def _compiled(data: Mapping[str, Mapping[str, list[str]]]) -> Marks:
    credit = any_of(data["credit"]["leads"])
    return Marks(
        stems=re.compile(any_of(data["furniture"]["stems"])),
        words=frozenset(data["furniture"]["words"]),
        credit=re.compile(
            rf"{_OPEN}(?:{credit})(?:{_COLON}|为?《|[\s\u3000]{{1,4}}(?=\S{{2,4}}(?:\s|$)))"
        ),
        disclaimer=re.compile(rf"{_OPEN}(?:{any_of(data['credit']['disclaimers'])})"),
        rights=re.compile("|".join(data["credit"]["rights"])),
        statement=re.compile("|".join(data["credit"]["statements"]), re.IGNORECASE),
        marker=re.compile(rf"{_OPEN}(?:{any_of(data['marker']['leads'])})"),
        calls=re.compile("|".join(data["marker"]["calls"])),
        tools=re.compile(rf"{_OPEN}(?:{any_of(data['dialog']['tools'])})"),
        dialog=re.compile("|".join(data["dialog"]["says"]), re.IGNORECASE),
    )
