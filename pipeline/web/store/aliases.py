"""Names that turned out to be another: `news.aliases.v1` in the page's file."""

from __future__ import annotations

from sqlite3 import Connection

from pipeline.types.records import Alias


def note_alias(connection: Connection, alias: Alias) -> None:
    """Note a name that turned out to be another, and give it to all that bear the old one."""
    new = name_of(connection, alias.kind, alias.new)
    if new == alias.old:
        return
    write = connection.execute
    write("INSERT OR REPLACE INTO aliases VALUES (?, ?, ?)", (alias.kind, alias.old, new))
    write("UPDATE aliases SET new = ? WHERE kind = ? AND new = ?", (new, alias.kind, alias.old))
    if alias.kind == "story":
        write("UPDATE articles SET story = ? WHERE story = ?", (new, alias.old))


def name_of(connection: Connection, kind: str, name: str) -> str:
    """Return the name that a link or story goes by."""
    row = connection.execute(
        "SELECT new FROM aliases WHERE kind = ? AND old = ?", (kind, name)
    ).fetchone()
    return name if row is None else str(row[0])
