"""Chinese family names: how common each is, and where it may be taken for one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pipeline.errors import ResourceError
from pipeline.types.articles import Struct

_NOT_BY_PLACE: Final = "-"
_UNKNOWN_TO_LINES: Final = "~"
_RANKED: Final = "rarity "
_UNRANKED: Final = ("unranked", "compound")


class FamilyNames(Struct, frozen=True, kw_only=True):
    """The list of family names, as each of its readers needs it.

    `rarity` are single ones at which a run of names is parted, 0 the most common, and `compound`
    longer ones. `by_place` are names of both kinds that are names by their place alone, beside a
    post or in a list. `of_lines` are the characters that a line of names begins with, as the
    judge of lines was trained.
    """

    rarity: Mapping[str, int]
    compound: frozenset[str]
    by_place: tuple[str, ...]
    of_lines: frozenset[str]


def parse_family_names(text: str, *, where: str) -> FamilyNames:
    """Return the names of a list such as `pipeline/data/surnames.txt`, whose head explains it.

    Raises:
        ResourceError: A name stands before the first group, or a group is unknown.
    """
    rarity: dict[str, int] = {}
    compound: list[str] = []
    by_place: list[str] = []
    of_lines: list[str] = []
    group = ""
    for row in text.splitlines():
        if row.startswith("["):
            group = row.strip("[]")
            if not (group in _UNRANKED or group.removeprefix(_RANKED).isdecimal()):
                raise ResourceError(f"no such group of names: {group}", where=where)
            continue
        for word in row.partition("#")[0].split():
            name = word.rstrip(_NOT_BY_PLACE + _UNKNOWN_TO_LINES)
            if not group:
                raise ResourceError(f"{name} stands in no group of names", where=where)
            if group not in _UNRANKED:
                rarity[name] = int(group.removeprefix(_RANKED))
            elif group == "compound":
                compound.append(name)
            if _NOT_BY_PLACE not in word:
                by_place.append(name)
            if _UNKNOWN_TO_LINES not in word and group != "compound":
                of_lines.append(name)
    return FamilyNames(
        rarity=rarity,
        compound=frozenset(compound),
        by_place=tuple(by_place),
        of_lines=frozenset(of_lines),
    )
