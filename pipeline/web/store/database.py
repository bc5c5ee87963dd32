"""The page's file as it is written: records in, each once, and what is old out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock

from pipeline.codec import decode
from pipeline.errors import CodecError
from pipeline.kafka.records import Record
from pipeline.text.tokenizer import Tokenizer
from pipeline.topology import ALIASES, CONTROL, ENRICHED, LINKS, REJECTED
from pipeline.types.articles import Struct
from pipeline.types.records import Alias, Control, LinkRecord
from pipeline.web.store.aliases import note_alias
from pipeline.web.store.article_writer import ArticleWriter
from pipeline.web.store.rejection_rows import rejection_row
from pipeline.web.store.tables import empty, file_number, open_file

FOLLOWED = (ENRICHED, LINKS, ALIASES, CONTROL, REJECTED)
"""The topics that the page reads."""
_DAY = 86_400.0


class Keep(Struct, frozen=True, kw_only=True):
    """How much is kept: articles that arrived in the last `days`, `articles` of them at most."""

    days: int = 30
    articles: int = 100_000


class NewsDatabase:
    """Applies records to the file. What was applied before changes nothing.

    Every batch is one transaction with the place that it was read to. Safe to call from any
    thread, one at a time.

    Args:
        path: The file; it is made where it is missing.
        keep: How much is kept.
        now: Returns Unix seconds.

    Raises:
        UsageError: The file cannot be written, or is another program's.
    """

    def __init__(self, path: Path, keep: Keep, now: Callable[[], float]) -> None:
        self.path = path
        self._keep = keep
        self._now = now
        self._writing = Lock()
        self._cut = Tokenizer().cut
        self._open()

    def renew(self) -> bool:
        """Make the file anew where somebody deleted or replaced it; tell whether that was so."""
        with self._writing:
            if file_number(self.path) == self._number:
                return False
            self._connection.close()
            self._open()
            return True

    def _open(self) -> None:
        self._connection = open_file(self.path)
        self._number = file_number(self.path)
        self._articles = ArticleWriter(self._connection, self._cut)

    def close(self) -> None:
        """Close the file."""
        with self._writing:
            self._connection.close()

    def read_to(self, topic: str) -> Mapping[int, int]:
        """Return by partition the first offset that is not applied yet."""
        rows = self._connection.execute("SELECT part, next FROM read_to WHERE topic = ?", (topic,))
        return dict(rows.fetchall())

    def empty(self) -> None:
        """Forget everything: the broker is another one."""
        with self._writing:
            empty(self._connection)

    def apply(self, records: Sequence[Record]) -> None:
        """Apply records of one partition, in their order, and let go of what is old."""
        if not records:
            return
        with self._writing:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                for record in records:
                    self._apply(record)
                last = records[-1]
                self._connection.execute(
                    "INSERT OR REPLACE INTO read_to VALUES (?, ?, ?)",
                    (last.topic, last.partition, last.offset + 1),
                )
                self._let_go()
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _apply(self, record: Record) -> None:
        try:
            if record.topic == ENRICHED.name:
                self._articles.apply(record)
            elif record.topic == LINKS.name:
                self._apply_link(record)
            elif record.topic == ALIASES.name and record.value is not None:
                note_alias(self._connection, decode(record.value, Alias))
            elif record.topic == CONTROL.name:
                self._apply_word(record)
            elif record.topic == REJECTED.name:
                row = rejection_row(record)
                marks = ", ".join("?" * len(row))
                self._connection.execute(f"INSERT OR REPLACE INTO rejections VALUES ({marks})", row)  # noqa: S608 - marks
        except CodecError:
            # Anybody may write to a topic: what is no event of ours is nothing to show.
            return

    def _apply_link(self, record: Record) -> None:
        key = (record.key or b"").decode("utf-8", "replace")
        if record.value is None:
            self._connection.execute("DELETE FROM links WHERE id = ?", (key,))
            return
        link = decode(record.value, LinkRecord)
        self._connection.execute(
            "INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                link.id, link.headline, "\n".join(link.decorations), "\n".join(link.sites),
                link.site_count, link.first_seen, link.last_seen, link.count,
            ),
        )  # fmt: skip

    def _apply_word(self, record: Record) -> None:
        """Apply an operator's word; a null value takes back what was said."""
        key = (record.key or b"").decode("utf-8", "replace")
        if record.value is None:
            self._connection.execute("DELETE FROM said WHERE key = ?", (key,))
            return
        word = decode(record.value, Control)
        row = (key, word.kind, word.name, word.action)
        self._connection.execute("INSERT OR REPLACE INTO said VALUES (?, ?, ?, ?)", row)

    def _let_go(self) -> None:
        """Delete what is older, or more, than is kept."""
        oldest = self._now() - self._keep.days * _DAY
        self._connection.execute("DELETE FROM rejections WHERE at < ?", (oldest,))
        self._articles.let_go(oldest, self._keep.articles)
