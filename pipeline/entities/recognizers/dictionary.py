"""A user's own names: the file `--dict` takes, read and checked line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, cast, get_args

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.errors import NamesFileError
from pipeline.text.folding import READING
from pipeline.text.phrases import PhraseSet, longest
from pipeline.types.articles import EntityType, Struct

NAME = "dictionary"
# Above every other recognizer: what the user says stands.
RANK = 100
_TYPES = get_args(EntityType)
# Bad lines that an error names: a file in another format has thousands.
_MOST_NAMED = 5
# Characters that are cut into lines at once: a millisecond.
_AT_ONCE = 200_000


class Entry(Struct, frozen=True, kw_only=True, gc=False):
    """One name of a user: how it is written, what it is, by which id, and under which others."""

    surface: str
    type: EntityType
    id: str = ""
    aliases: tuple[str, ...] = ()


class Dictionary:
    """Names that are matched wherever they stand, before all other findings.

    Args:
        entries: The names; a later one wins over an earlier one of the same surface.
    """

    name: Literal["dictionary"] = "dictionary"

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        by_surface: dict[str, Entry] = {}
        for entry in entries:
            for surface in (entry.surface, *entry.aliases):
                by_surface[READING.fold(surface)] = entry
        self._entries = tuple(by_surface.values())
        self._phrases = PhraseSet(tuple(by_surface), overlapping=True)

    @property
    def surfaces(self) -> PhraseSet:
        """Every surface, folded, as the matching copy of a text has it; all that overlap."""
        return self._phrases

    def find(self, passage: Passage) -> list[Finding]:
        """Return every occurrence of a name, the longest from each place."""
        found = []
        for start, end, index in longest(self._phrases.find(passage.folded)):
            entry = self._entries[index]
            found.append(
                Finding(
                    type=entry.type,
                    start=start,
                    end=end,
                    recognizer=NAME,
                    confidence=1.0,
                    rank=RANK,
                    entity=entry.id,
                    canonical=entry.surface,
                )
            )
        return found


def parse_dictionary(text: str, *, where: str = "dictionary") -> Dictionary:
    """Return the dictionary that `text` spells: surface, type, id, aliases, parted by tabs.

    Aliases are parted by `|`; id and aliases may be absent; `#` begins a comment line.

    Args:
        text: The content of a TSV file.
        where: The file, for the error.

    Raises:
        NamesFileError: Lines are not such rows; each of the first five is named.
    """
    entries: list[Entry] = []
    bad: list[str] = []
    for number, line in enumerate(_lines(text.removeprefix("\ufeff")), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split("\t")]
        fault = _fault(fields)
        if fault:
            bad.append(f"line {number}: {fault}")
            continue
        surface, kind, key, aliases = (*fields, "", "")[:4]
        entries.append(
            Entry(
                surface=surface,
                type=cast("EntityType", kind),
                id=key,
                aliases=tuple(filter(None, (a.strip() for a in aliases.split("|")))),
            )
        )
    if bad:
        more = f"; {len(bad) - _MOST_NAMED} more" if len(bad) > _MOST_NAMED else ""
        raise NamesFileError(
            "; ".join(bad[:_MOST_NAMED]) + more,
            where=where,
            mend=f"a line is surface, type ({' '.join(_TYPES)}), id, aliases, parted by tabs",
        )
    return Dictionary(entries)


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of `text`, some at once: other threads wait while a text is cut."""
    at = 0
    while at < len(text):
        end = text.find("\n", at + _AT_ONCE) + 1 or len(text)
        yield from text[at:end].splitlines()
        at = end


def _fault(fields: list[str]) -> str:
    """Return what is wrong with the fields of a line, or an empty string."""
    if len(fields) < 2:
        return "no tab"
    if len(fields) > 4:
        return f"{len(fields)} fields, at most 4"
    if not fields[0]:
        return "no surface"
    if fields[1] not in _TYPES:
        return f"unknown type {fields[1]!r}"
    return ""
