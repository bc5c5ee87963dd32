"""Articles as they are written to the page's file: each event once, the last one of an article."""

from __future__ import annotations

import zlib
from sqlite3 import Connection

from pipeline.codec import decode
from pipeline.document.fields import EnrichedDocument
from pipeline.kafka.records import Record
from pipeline.web.store.aliases import name_of
from pipeline.web.store.article_rows import ArticleRow, article_row
from pipeline.web.store.index_words import Cut, index_words
from pipeline.web.store.tables import OF_AN_ARTICLE

_URN = "urn:uuid:"


class ArticleWriter:
    """Writes and deletes the rows of articles, inside the transaction that is open.

    Args:
        connection: To the file.
        cut: The tokenizer.
    """

    def __init__(self, connection: Connection, cut: Cut) -> None:
        self._connection = connection
        self._cut = cut

    def apply(self, record: Record) -> None:
        """Apply an event, a withdrawal or a null value.

        Raises:
            CodecError: The value is no enriched document.
        """
        if record.value is None:
            self._drop((record.key or b"").decode("utf-8", "replace"))
            return
        document = decode(record.value, EnrichedDocument)
        row = article_row(document)
        article = document.uri.removeprefix(_URN)
        ce_id = (record.header("ce_id") or b"").decode("utf-8", "replace") or (
            f"{article}:{document.version}:{document.pub_status}"
        )
        if self._has(article, ce_id):
            return
        self._drop(article)
        if document.pub_status == "canceled" or row is None:
            self._connection.execute("INSERT INTO withdrawn VALUES (?, ?)", (article, ce_id))
            return
        self._add(self._free_seq(record), ce_id, row, record, document)

    def _has(self, article: str, ce_id: str) -> bool:
        """Tell whether the last event of `article` was this one: a retry changes nothing."""
        found = self._connection.execute(
            "SELECT 1 FROM articles WHERE id = ?1 AND ce_id = ?2"
            " UNION ALL SELECT 1 FROM withdrawn WHERE id = ?1 AND ce_id = ?2",
            (article, ce_id),
        )
        return found.fetchone() is not None

    def _free_seq(self, record: Record) -> int:
        seq = (int(record.timestamp * 1000) << 20) | (record.partition & 1023) << 10
        seq |= record.offset & 1023
        while self._connection.execute("SELECT 1 FROM articles WHERE seq = ?", (seq,)).fetchone():
            seq += 1
        return seq

    def _add(
        self, seq: int, ce_id: str, row: ArticleRow, record: Record, document: EnrichedDocument
    ) -> None:
        write = self._connection.execute
        write(
            f"INSERT INTO articles VALUES ({', '.join('?' * 20)})",  # noqa: S608 - marks
            (
                seq, row.id, ce_id, row.version, row.site, row.title, row.lead, row.language,
                name_of(self._connection, "story", row.story), row.status, row.of, row.similarity,
                row.published, row.precision, row.event_time, row.day, record.timestamp, row.begun,
                row.removed, row.ratio,
            ),
        )  # fmt: skip
        texts = [h.value for h in document.headlines] + [b.value for b in document.bodies]
        spelt = [spelling for name in row.names for spelling in name.spellings]
        words = index_words([text for text in texts if text], spelt, self._cut)
        packed = zlib.compress(words.encode("utf-8", "surrogatepass"), 1)
        value = zlib.compress(record.value or b"", 6)
        write("INSERT INTO documents VALUES (?, ?, ?)", (seq, value, packed))
        write("INSERT INTO words(rowid, cut) VALUES (?, ?)", (seq, words))
        _add_found(self._connection, seq, row)

    def let_go(self, oldest: float, most: int) -> None:
        """Delete what arrived before `oldest` (Unix seconds), and the oldest beyond `most`."""
        execute = self._connection.execute
        (count,) = execute("SELECT count(*) FROM articles").fetchone()
        gone = execute(
            "SELECT seq FROM articles WHERE arrived < ?1 UNION SELECT seq FROM"
            " (SELECT seq FROM articles ORDER BY seq LIMIT ?2)",
            (oldest, max(count - most, 0)),
        )
        for (seq,) in gone.fetchall():
            self._drop_row(seq)

    def _drop(self, article: str) -> None:
        """Take an article out, and the word that it was withdrawn."""
        self._connection.execute("DELETE FROM withdrawn WHERE id = ?", (article,))
        found = self._connection.execute("SELECT seq FROM articles WHERE id = ?", (article,))
        for (seq,) in found.fetchall():
            self._drop_row(seq)

    def _drop_row(self, seq: int) -> None:
        execute = self._connection.execute
        kept = execute("SELECT words FROM documents WHERE seq = ?", (seq,)).fetchone()
        if kept is not None:
            # An index without its own copy of the text is told what it held.
            words = zlib.decompress(kept[0]).decode("utf-8", "surrogatepass")
            execute("INSERT INTO words(words, rowid, cut) VALUES ('delete', ?, ?)", (seq, words))
        for table in OF_AN_ARTICLE:
            execute(f"DELETE FROM {table} WHERE seq = ?", (seq,))  # noqa: S608 - our own names


def _add_found(connection: Connection, seq: int, row: ArticleRow) -> None:
    many = connection.executemany
    many(
        "INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (n.key, seq, n.type, n.name, n.position, n.count, n.prominence, row.day)
            for n in row.names
        ],
    )
    many(
        "INSERT OR IGNORE INTO spellings VALUES (?, ?, ?)",
        [(spelling, n.key, seq) for n in row.names for spelling in n.spellings],
    )
    many(
        "INSERT INTO amounts VALUES (?, ?, ?, ?, ?, ?)",
        [(seq, a.type, a.value, a.unit, a.surface, row.day) for a in row.amounts],
    )
    many(
        "INSERT INTO quotes VALUES (?, ?, ?, ?, ?)",
        [(seq, q.key, q.speaker, q.verb, q.text) for q in row.quotes],
    )
    many("INSERT INTO shown_links VALUES (?, ?)", [(link, seq) for link in row.links])
    many("INSERT INTO runs VALUES (?, ?, ?)", [(seq, stage, ms) for stage, ms in row.runs])


def unpacked(document: bytes) -> bytes:
    """Return the event whose packed form is in the file."""
    return zlib.decompress(document)
