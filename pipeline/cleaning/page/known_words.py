"""The words by which furniture, credits and markers of a page are known, as patterns."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.errors import ResourceError
from pipeline.types.articles import Struct

# What may stand before the first word of a credit or a marker: brackets, bullets, spaces.
_OPEN = r"[\s\u3000(（\[【〔《<>»›·•●■▪◆※*#|｜/-]{0,4}"
# And after it, before what it names.
_COLON = r"[\s\u3000]{0,2}[:：︱|｜丨/／]"


class Marks(Struct, frozen=True, kw_only=True):
    """Compiled patterns of `data/pages/marks.toml`; each is matched at the start of a line.

    `rights`, `statement` and `calls` may stand anywhere in it.
    """

    stems: re.Pattern[str]
    words: frozenset[str]
    credit: re.Pattern[str]
    disclaimer: re.Pattern[str]
    rights: re.Pattern[str]
    statement: re.Pattern[str]
    marker: re.Pattern[str]
    calls: re.Pattern[str]

    def is_furniture(self, names: str) -> bool:
        """Say whether class and id values (as written) name a part that is not the article."""
        if not names:
            return False
        if self.stems.search(names.lower()):
            return True
        return not self.words.isdisjoint(word.lower() for word in _WORD.findall(names))


_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


@cache
def page_marks() -> Marks:
    """Return the patterns, compiled once.

    Raises:
        ResourceError: The list is missing or damaged.
    """
    try:
        data = tomllib.loads((files("pipeline.data") / "pages" / "marks.toml").read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ResourceError("the words of page parts cannot be read", where=str(error)) from error
    return _compiled(data)


def _compiled(data: dict[str, Any]) -> Marks:
    credit = _any(data["credit"]["leads"])
    return Marks(
        stems=re.compile(_any(data["furniture"]["stems"])),
        words=frozenset(data["furniture"]["words"]),
        credit=re.compile(
            rf"{_OPEN}(?:{credit})(?:{_COLON}|为?《|[\s\u3000]{{1,4}}(?=\S{{2,4}}(?:\s|$)))"
        ),
        disclaimer=re.compile(rf"{_OPEN}(?:{_any(data['credit']['disclaimers'])})"),
        rights=re.compile("|".join(data["credit"]["rights"])),
        statement=re.compile("|".join(data["credit"]["statements"]), re.IGNORECASE),
        marker=re.compile(rf"{_OPEN}(?:{_any(data['marker']['leads'])})"),
        calls=re.compile("|".join(data["marker"]["calls"])),
    )


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
