"""The words by which furniture of a text is known, as patterns: roles, notices, calls, markers."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Literal

from pipeline.cleaning.names.word_lists import Words, compiled
from pipeline.text.phrases import PhraseSet, any_of, parts_of, written_out
from pipeline.types.articles import Struct

Kind = Literal["title", "source", "core", "picture", "writer", "contact"]
_GROUPS: tuple[tuple[Kind, str], ...] = (
    ("title", "titles"),
    ("source", "sources"),
    ("core", "cores"),
    ("picture", "pictures"),
    ("writer", "writers"),
    ("contact", "contacts"),
)

_EDITIONS = frozenset(digit + gap for digit in "0123456789" for gap in ("版", " 版"))

# What parts a role from who bears it.
MARK = r"[ \t]{0,3}[:/|丨│┃︱∣¦][ \t]{0,3}"
_MARKS = ":/|丨│┃∣¦】 \t"
# What may stand before the first word of a line: brackets, bullets, arrows, blanks.
OPEN = r"[\s(\[【〔《〈「{<>»›▶►→·•●■▪◆◎☉※★☆▼▽▲△*#|/—–~-]{0,6}"
# What may close it.
_CLOSE = r"[\s)\]】》〉〕」}>»▶►←↑↓▲▼※★*|~—–。.!?…-]{0,8}"


class FurnitureWords(Struct, frozen=True, kw_only=True):
    """What `data/cleaning/furniture.toml` says, compiled; all want a text with its width folded.

    `kinds` says of which kind each of `roles` is; `before` may stand in front of one. `triggers`
    are the words without one of which no line is furniture; without one of the first
    `tail_triggers` of them nothing is glued to a line, but to the last. `opening_statement` begins
    a line, `statement` stands anywhere in it: `states` asks for both.
    `surnames` are the characters that a name begins with.
    """

    roles: PhraseSet
    kinds: tuple[Kind, ...]
    before: tuple[str, ...]
    statement: re.Pattern[str]
    opening_statement: re.Pattern[str]
    others: re.Pattern[str]
    working: re.Pattern[str]
    picture: re.Pattern[str]
    statement_lead: re.Pattern[str]
    glued_lead: re.Pattern[str]
    opener: re.Pattern[str]
    verb: re.Pattern[str]
    object: re.Pattern[str]
    service: re.Pattern[str]
    asks: re.Pattern[str]
    marker: re.Pattern[str]
    loose: tuple[str, ...]
    outlets: re.Pattern[str]
    tail: re.Pattern[str]
    triggers: PhraseSet
    tail_triggers: int
    surnames: frozenset[str]

    def states(self, line: str) -> bool:
        """Return whether `line` says whose the rights are, whose the opinion, whose the risk."""
        return bool(self.statement.search(line) or self.opening_statement.match(line))


def furniture_words(words: Words, surnames: Collection[str], *, where: str) -> FurnitureWords:
    """Return the patterns of the word lists of furniture.

    Raises:
        ResourceError: A list is missing, or no pattern.
    """
    return compiled(lambda: _compiled(words, frozenset(surnames)), named="furniture", where=where)


def _compiled(data: Words, surnames: frozenset[str]) -> FurnitureWords:
    roles, calls, markers, glued = data["roles"], data["calls"], data["markers"], data["tails"]
    kinds: dict[str, Kind] = {}
    for kind, group in _GROUPS:
        for word in roles[group]:
            for spelled in _spread(word):
                kinds.setdefault(spelled, kind)
    both = [a + b for a in markers["first"] for b in markers["second"]]
    marker = any_of((*both, *markers["words"]))
    leads = any_of(data["statements"]["leads"])
    statements = list(parts_of("|".join(data["statements"]["surely"])))
    opening = [statement for statement in statements if statement[0] == "^"]
    tails = tuple(sorted(_tail_triggers(data)))
    others = [word for word in data["statements"]["triggers"] if word not in tails]
    more = rf"(?:{any_of(glued['more'])})(?:{any_of(glued['things'])})"
    return FurnitureWords(
        roles=PhraseSet(tuple(kinds)),
        kinds=tuple(kinds.values()),
        before=tuple({*roles["before"], *roles["cores"]}),
        statement=re.compile(
            written_out("|".join(each for each in statements if each not in opening))
        ),
        opening_statement=re.compile("|".join(opening) or "(?!)"),
        others=re.compile(rf"{OPEN}(?:{'|'.join(data['statements']['others'])})"),
        working=re.compile(rf"{OPEN}(?:{'|'.join(data['workings']['lines'])}){_CLOSE}"),
        picture=re.compile(rf"{OPEN}(?:{'|'.join(data['workings']['pictures'])}){_CLOSE}"),
        statement_lead=re.compile(
            rf"{OPEN}[\u4e00-\u9fffA-Za-z]{{0,8}}?(?:{leads})"
            r"[)\]】〕》」]?[ \t]{0,2}(?:[:|]|$)"
        ),
        glued_lead=re.compile(
            rf"[(\[【](?:{leads})[)\]】]"
            rf"|(?:(?<=[。!?…)\]】”;\s])|(?<=\.))[(\[【*]?(?:{leads})[ \t]?:"
        ),
        opener=re.compile(rf"{OPEN}[“\"]?(?:{any_of(calls['openers'])})"),
        verb=re.compile(any_of(calls["verbs"])),
        object=re.compile(any_of(calls["objects"])),
        service=re.compile(any_of(calls["services"])),
        asks=re.compile("|".join(calls["asks"])),
        marker=re.compile(rf"(?:{marker})"),
        loose=tuple(markers["loose"]),
        outlets=_outlets(data["outlets"]),
        tail=re.compile(
            rf"(?:(?:{any_of(glued['back'])})[\u4e00-\u9fffA-Za-z]{{2,10}}[,，\s]{{0,3}}{more}[\u4e00-\u9fff]{{0,4}}"
            rf"|(?:点击|點擊)[^。,!?]{{0,8}}{more}|{more})"
            r"[^。!?\u4e00-\u9fff]{0,6}$"
        ),
        triggers=PhraseSet((*tails, *others)),
        tail_triggers=len(tails),
        surnames=surnames,
    )


def _outlets(words: Mapping[str, list[str]]) -> re.Pattern[str]:
    """Return the pattern of a bracket, or of a line behind a word for it, of outlets alone."""
    mark = r"[《》“”\"]?"
    name = rf"{mark}[\u4e00-\u9fffA-Za-z·+]{{1,14}}?{mark}(?:{any_of(words['endings'])}){mark}"
    behind = rf"(?:{any_of(words['behind'])}){{0,2}}"
    names = rf"{name}(?:[、,，/ ·|&和及与-]{{1,2}}{name}){{0,5}}{behind}"
    lead = rf"(?:{any_of(words['leads'])})[: ]{{0,2}}"
    return re.compile(rf"[(\[【〔](?P<lead>{lead})?{names}[)\]】〕]|{lead}{names}")


def _spread(word: str) -> tuple[str, ...]:
    """Return a word, and it spread over the width of a column where it has two characters."""
    return (word, *(gap.join(word) for gap in (" ", "  "))) if len(word) == len("编辑") else (word,)


def _tail_triggers(data: Words) -> set[str]:
    """Return the words without one of which nothing is glued to a line, but to the last."""
    roles = data["roles"]
    # They are words of prose: with a mark or a blank behind them they are not.
    words = {
        spelled + mark
        for kind, group in _GROUPS
        if kind != "contact"
        for word in roles[group]
        for spelled in _spread(word)
        for mark in _MARKS
    }
    leads = data["statements"]["leads"]
    words |= {w + mark for w in leads for mark in ":|)]】〕 "} | {w for w in leads if len(w) > 2}
    words |= set(data["markers"]["words"]) | set(data["tails"]["things"]) | _EDITIONS
    return words | {a + b for a in data["markers"]["first"] for b in data["markers"]["second"]}
