"""Mentions of one entity, joined: 许昆林 and 许省长, 江苏省委 and 省委, 苏州市 and 苏州."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from pipeline.entities.recognizer import Finding
from pipeline.types.articles import EntityType, Struct

_PLACE_ENDS = (
    "省", "市", "县", "区", "镇", "乡", "村", "州", "旗", "盟", "自治区", "壮族自治区",
    "回族自治区", "维吾尔自治区", "特别行政区", "自治州", "自治县", "新区", "地区", "街道",
)  # fmt: skip
_BODY_ENDS = ("大学", "集团", "公司", "股份")
# Characters: as long as the names of organisations that the tagger finds (`decoding.LONGEST`).
_LONGEST_OFFICE = 30
# Names whose short forms are kept, some 8 MB: articles of a day name the same.
_REMEMBERED = 4096

Key = tuple[EntityType, str]


class Cluster(Struct, frozen=True, kw_only=True):
    """The surfaces of one entity, with their counts, and the name it goes by."""

    type: EntityType
    name: str
    surfaces: tuple[str, ...]
    entity: str = ""


def link(surfaces: Sequence[tuple[Finding, str]]) -> list[Cluster]:
    """Return the clusters of an article's findings, in order of their first mention.

    Args:
        surfaces: Findings in order of the text, each with its folded surface.
    """
    # No Counter: what a subclass adds to one key costs thrice as much.
    counts: dict[Key, int] = {}
    known: dict[Key, Finding] = {}
    for finding, surface in surfaces:
        key = finding.type, surface
        counts[key] = counts.get(key, 0) + 1
        if finding.canonical or finding.entity:
            known.setdefault(key, finding)
    parents = _parents(counts, known)
    groups: dict[Key, list[str]] = {}
    for key in counts:
        root = key
        # A short form may be short for a short form; names get longer, so this ends.
        while root in parents:
            root = parents[root]
        groups.setdefault(root, []).append(key[1])
    clusters = []
    for (kind, _), members in groups.items():
        # Few names have a full form or an identifier of a user's: of most articles, none.
        named = (
            next((known[kind, m] for m in members if (kind, m) in known), None) if known else None
        )
        clusters.append(
            Cluster(
                type=kind,
                name=_name(kind, members, counts),
                surfaces=tuple(members),
                entity=named.entity if named else "",
            )
        )
    return clusters


def _parents(counts: Mapping[Key, int], known: Mapping[Key, Finding]) -> dict[Key, Key]:
    """Return the longer name of the article that a name is short for, where there is just one."""
    longer: dict[Key, set[str]] = defaultdict(set)
    named: dict[EntityType, set[str]] = defaultdict(set)
    for kind, full in counts:
        named[kind].add(full)
    for kind, full in counts:
        forms = _short_forms(kind, full)
        canonical = known[kind, full].canonical if (kind, full) in known else ""
        if canonical and (kind, canonical) in counts and canonical != full:
            longer[kind, full].add(canonical)
        # A long name has a dozen short forms, of which the article has none or one.
        for short in forms & named[kind]:
            if short != full:
                longer[kind, short].add(full)
    found = {}
    for key, fulls in longer.items():
        full = next(iter(fulls))
        if len(fulls) == 1 and len(full) > len(key[1]):
            found[key] = key[0], full
    return _with_identifiers(found, known)


def _with_identifiers(found: dict[Key, Key], known: Mapping[Key, Finding]) -> dict[Key, Key]:
    """Return `found` with the names of one identifier of a user under the first of them."""
    first: dict[tuple[EntityType, str], Key] = {}
    for key, finding in known.items():
        if finding.entity:
            root = first.setdefault((key[0], finding.entity), key)
            found.pop(key, None)
            if root != key:
                found[key] = root
    return found


@lru_cache(maxsize=_REMEMBERED)
def _short_forms(kind: EntityType, full: str) -> frozenset[str]:
    """Return what an article may call `full` by."""
    return frozenset(_shortened(kind, full))


def _shortened(kind: EntityType, full: str) -> Iterator[str]:
    if kind == "place":
        for suffix in _PLACE_ENDS:
            if full.endswith(suffix):
                yield full.removesuffix(suffix)
    elif kind == "person":
        # 唐纳德·特朗普 is 特朗普 too; 许昆林 may be 许.
        yield from full.split("·")
        yield full[0]
    elif kind == "organisation":
        # 江苏省委 is 省委 too; the names of organisations are seldom longer than thirty characters.
        for start in range(max(1, len(full) - _LONGEST_OFFICE), len(full) - 1):
            yield full[start:]
        # 南开大学 is 南开, 恒大集团 恒大.
        for suffix in _BODY_ENDS:
            if full.endswith(suffix):
                yield full.removesuffix(suffix)


def _name(kind: EntityType, members: Sequence[str], counts: Mapping[Key, int]) -> str:
    """Return what a cluster is called: persons and organisations in full, others as mostly said."""
    if len(members) == 1:
        return members[0]
    if kind in {"person", "organisation"}:
        return max(members, key=lambda m: (len(m), counts[kind, m]))
    return max(members, key=lambda m: (counts[kind, m], len(m)))
