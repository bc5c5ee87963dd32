"""The tables of the page's file, and how it is opened: SQLite, read while it is written."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from pipeline.errors import UsageError

FORMAT = "2"
"""Of the tables. A file of another format is emptied: the topics hold all that was in it."""

_TABLES = """
CREATE TABLE IF NOT EXISTS facts(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS read_to(
  topic TEXT, part INTEGER, next INTEGER, PRIMARY KEY(topic, part)) WITHOUT ROWID;
-- seq: the record's time in milliseconds, 20 bits that part records of one millisecond. The newest
-- is the largest, whatever order the partitions were read in.
CREATE TABLE IF NOT EXISTS articles(
  seq INTEGER PRIMARY KEY, id TEXT UNIQUE, ce_id TEXT, version TEXT, site TEXT, title TEXT,
  lead TEXT, language TEXT, story TEXT, status TEXT, of TEXT, similarity REAL, published REAL,
  precision TEXT, event_time REAL, day TEXT, arrived REAL, begun REAL, removed INTEGER, ratio REAL);
CREATE INDEX IF NOT EXISTS articles_story ON articles(story, seq);
CREATE INDEX IF NOT EXISTS articles_site ON articles(site, seq);
CREATE INDEX IF NOT EXISTS articles_day ON articles(day, seq);
CREATE INDEX IF NOT EXISTS articles_arrived ON articles(arrived);
CREATE TABLE IF NOT EXISTS documents(seq INTEGER PRIMARY KEY, document BLOB, words BLOB);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
  cut, content='', detail=none, tokenize="ascii");
CREATE TABLE IF NOT EXISTS withdrawn(id TEXT PRIMARY KEY, ce_id TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS names(
  key TEXT, seq INTEGER, type TEXT, name TEXT, position TEXT, count INTEGER, prominence REAL,
  day TEXT, PRIMARY KEY(key, seq)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS names_seq ON names(seq);
-- In how many articles of a day an entity is; day '': of all that are kept. Counted as they come
-- and go: to count 900,000 names each time took half a second (benches/web.py).
CREATE TABLE IF NOT EXISTS named(
  key TEXT, day TEXT, type TEXT, n INTEGER, PRIMARY KEY(key, day)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS named_most ON named(day, type, n DESC, key);
CREATE TRIGGER IF NOT EXISTS name_comes AFTER INSERT ON names BEGIN
  INSERT INTO named VALUES (new.key, new.day, new.type, 1), (new.key, '', new.type, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER IF NOT EXISTS name_goes AFTER DELETE ON names BEGIN
  UPDATE named SET n = n - 1 WHERE key = old.key AND day IN (old.day, '');
  DELETE FROM named WHERE key = old.key AND day IN (old.day, '') AND n = 0;
END;
CREATE TABLE IF NOT EXISTS spellings(
  spelling TEXT, key TEXT, seq INTEGER, PRIMARY KEY(spelling, key, seq)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS spellings_seq ON spellings(seq);
CREATE TABLE IF NOT EXISTS amounts(
  seq INTEGER, type TEXT, value TEXT, unit TEXT, surface TEXT, day TEXT);
CREATE INDEX IF NOT EXISTS amounts_seq ON amounts(seq);
CREATE INDEX IF NOT EXISTS amounts_day ON amounts(day, type, seq);
CREATE INDEX IF NOT EXISTS amounts_type ON amounts(type, seq);
CREATE TABLE IF NOT EXISTS quotes(seq INTEGER, key TEXT, speaker TEXT, verb TEXT, text TEXT);
CREATE INDEX IF NOT EXISTS quotes_seq ON quotes(seq);
CREATE INDEX IF NOT EXISTS quotes_key ON quotes(key, seq);
CREATE TABLE IF NOT EXISTS shown_links(
  link TEXT, seq INTEGER, PRIMARY KEY(link, seq)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS shown_links_seq ON shown_links(seq);
CREATE TABLE IF NOT EXISTS runs(seq INTEGER, stage TEXT, ms REAL);
CREATE INDEX IF NOT EXISTS runs_seq ON runs(seq);
CREATE TABLE IF NOT EXISTS links(
  id TEXT PRIMARY KEY, headline TEXT, decorations TEXT, sites TEXT, site_count INTEGER,
  first_seen REAL, last_seen REAL, count INTEGER) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS links_count ON links(count);
CREATE TABLE IF NOT EXISTS aliases(
  kind TEXT, old TEXT, new TEXT, PRIMARY KEY(kind, old)) WITHOUT ROWID;
-- What an operator said, by the keys of the control topic.
CREATE TABLE IF NOT EXISTS said(
  key TEXT PRIMARY KEY, kind TEXT, name TEXT, action TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rejections(
  part INTEGER, offset INTEGER, at REAL, stage TEXT, reason TEXT, detail TEXT, source TEXT,
  attempts INTEGER, size INTEGER, data BLOB, PRIMARY KEY(part, offset));
CREATE INDEX IF NOT EXISTS rejections_at ON rejections(at);
"""
OF_AN_ARTICLE = (
    "articles", "documents", "names", "spellings", "amounts", "quotes", "shown_links", "runs",
)  # fmt: skip
"""The tables whose rows go with their article."""
_ALL = (
    *OF_AN_ARTICLE, "named", "words", "facts", "read_to", "withdrawn", "links", "aliases", "said",
    "rejections",
)  # fmt: skip


def open_file(path: Path) -> sqlite3.Connection:
    """Return a connection that writes; missing tables are made, those of another format emptied.

    Raises:
        UsageError: It is no file of this page, or cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        # What the operating system loses with a power cut is read again from the topics.
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;")
        connection.executescript(_TABLES)
        found = connection.execute("SELECT value FROM facts WHERE name = 'format'").fetchone()
        if found != (FORMAT,):
            empty(connection)
    except (sqlite3.Error, OSError) as error:
        raise UsageError(
            f"the page cannot keep its articles there ({error})",
            where=str(path),
            mend="Name another file with --db, or delete this one: it is made anew from the topics",
        ) from error
    return connection


def empty(connection: sqlite3.Connection) -> None:
    """Drop all tables and make them again."""
    for table in _ALL:
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    connection.executescript(_TABLES)
    connection.execute("INSERT OR REPLACE INTO facts VALUES ('format', ?)", (FORMAT,))


def file_number(path: Path) -> int:
    """Return what tells a file from another one of that name; 0 where there is none."""
    try:
        return path.stat().st_ino
    except OSError:
        return 0


def open_to_read(path: Path) -> sqlite3.Connection:
    """Return a connection that can only read, its rows by column name; it makes no file."""
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA query_only = ON")
    return connection
