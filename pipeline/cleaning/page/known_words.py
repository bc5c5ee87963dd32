"""The words by which furniture, credits and markers of a page are known, as patterns."""

from __future__ import annotations

import re

from pipeline.cleaning.names.word_lists import Words, compiled
from pipeline.text.phrases import any_of
from pipeline.types.articles import Struct

# What may stand before the first word of a credit or a marker: brackets, bullets, spaces.
_OPEN = r"[\s\u3000(（\[【〔《<>»›·•●■▪◆▶►▷▸☞👉※*#|｜/-]{0,4}"
# And after it, before what it names.
_COLON = r"[\s\u3000]{0,2}[:：︱|｜丨/／]"

# What a statement goes on with behind its name; 声明称 and 声明中 tell of another's.
_STATES = r"(?=[\s\u3000：:！!，,。；;|｜】」』）)\]》]|$|本|以上|凡|此|该|該|文)"


class Marks(Struct, frozen=True, kw_only=True):
    """Patterns of `data/pages/marks.toml` and of the credits that texts have too.

    Each is matched at the start of a line; `rights`, `statement`, `calls` and `dialog` may stand
    anywhere in it.
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
    told: re.Pattern[str]

    def is_furniture(self, names: str) -> bool:
        """Say whether class and id values (as written) name a part that is not the article."""
        if not names:
            return False
        if self.stems.search(names.lower()):
            return True
        return not self.words.isdisjoint(word.lower() for word in _WORD.findall(names))

    def claims(self, text: str) -> bool:
        """Say whether a line speaks of its site's rights and liabilities."""
        return self.is_statement(text) or self.disclaimer.match(text) is not None

    def is_statement(self, text: str) -> bool:
        """Say whether a line is what the foot of a site says, and tells of nobody."""
        return bool(self.statement.search(text)) and not self.told.search(text)

    def is_dialog(self, text: str) -> bool:
        """Say whether a line is of rules, accounts and consent, and tells of nobody."""
        return bool(self.dialog.search(text)) and not self.told.search(text)


_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def marks_of(words: Words, shared: Words, *, where: str) -> Marks:
    """Return the patterns of the word lists of page parts, by part and list.

    Args:
        words: What only pages carry.
        shared: The words of furniture, of texts and pages alike.
        where: The file of `words`.

    Raises:
        ResourceError: A list is missing, or no pattern.
    """
    return compiled(lambda: _compiled(words, shared), named="page parts", where=where)


def _compiled(data: Words, shared: Words) -> Marks:
    roles = shared["roles"]
    # Who wrote it and who took the pictures stay: they are no credits of a page.
    leads = [*data["credit"]["leads"], *roles["cores"], *roles["sources"], *roles["titles"]]
    before = any_of(roles["before"])
    firsts = "".join(sorted({re.escape(word[0]) for word in (*leads, *roles["before"])}))
    own, leads_of = any_of(data["credit"]["disclaimers"]), any_of(shared["statements"]["leads"])
    return Marks(
        stems=re.compile(any_of(data["furniture"]["stems"])),
        words=frozenset(data["furniture"]["words"]),
        credit=re.compile(
            rf"{_OPEN}(?=[{firsts}])(?:{before}){{0,2}}(?:{any_of(leads)})(?:{_COLON}|为?《|[\s\u3000]{{1,4}}(?=\S{{2,4}}(?:\s|$)))"
        ),
        disclaimer=re.compile(rf"{_OPEN}(?:{own}|(?:{leads_of}){_STATES})"),
        rights=re.compile("|".join(data["credit"]["rights"])),
        statement=re.compile("|".join(data["credit"]["statements"]), re.IGNORECASE),
        marker=re.compile(rf"{_OPEN}(?:{any_of(data['marker']['leads'])})"),
        calls=re.compile("|".join(data["marker"]["calls"])),
        tools=re.compile(rf"{_OPEN}(?:{any_of(data['dialog']['tools'])})"),
        dialog=re.compile("|".join(data["dialog"]["says"]), re.IGNORECASE),
        told=re.compile("|".join(data["told"]["says"])),
    )
