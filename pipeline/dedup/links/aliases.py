"""Ids that turned out to be another: where `news.aliases.v1` leads."""

from __future__ import annotations

from collections.abc import Mapping


def resolve(aliases: Mapping[str, str], name: str) -> str:
    """Return the id that `name` goes by: itself when nothing else is known.

    Args:
        aliases: Old ids and new ones, of one kind, as the topic holds them last.
        name: A link or story id.

    A ring, which two partitions may make between them, is one thing under its smallest id.
    """
    seen = [name]
    while (name := aliases.get(name, name)) != seen[-1]:
        if name in seen:
            return min(seen[seen.index(name) :])
        seen.append(name)
    return name
