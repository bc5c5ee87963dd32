"""What a client sends and reads: a raw article's id, key and largest size; a record; a receipt."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from pipeline import codec
from pipeline.document.fields import EnrichedDocument
from pipeline.errors import UsageError
from pipeline.text.fingerprint import article_id, site_of_url
from pipeline.types.articles import RawArticle, Struct

Place = tuple[int, int]
"""Partition and offset of a record."""


class Receipt(Struct, frozen=True, kw_only=True):
    """Where an acknowledged article stands. `id` is None where its bytes hold no article."""

    id: str | None
    key: str
    partition: int
    offset: int


class Record(Struct, frozen=True, kw_only=True):
    """One record as it was read. `timestamp` is in Unix seconds.

    `bare` are the indexes of the headers that have no value at all: an empty one stands for it.
    """

    topic: str
    partition: int
    offset: int
    timestamp: float
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()
    bare: tuple[int, ...] = ()

    def header(self, name: str) -> bytes | None:
        """Return the last header of that name (in small letters), however it is written; or None.

        Kafka leaves the case to the publisher.
        """
        return next((v for n, v in reversed(self.headers) if n.lower() == name), None)

    def document(self) -> EnrichedDocument:
        """Return the enriched article that the value holds.

        Raises:
            CodecError: It holds none.
        """
        return codec.decode(self.value or b"", EnrichedDocument)


def raw_id(raw: RawArticle) -> str:
    """Return the article's id, as the pipeline will know it."""
    content = raw.text if raw.text is not None else raw.html or ""
    site, title = raw.site or "", raw.title or ""
    return article_id(url=raw.url, site=site, own=raw.id, title=title, content=content)


def bytes_id(data: bytes) -> str:
    """Return an id for bytes that hold no article: of their SHA-256."""
    return str(uuid5(NAMESPACE_URL, f"sha256:{hashlib.sha256(data).hexdigest()}"))


def envelope(raw: RawArticle) -> bytes:
    """Return the JSON envelope that is sent for `raw`.

    Raises:
        UsageError: It holds lone surrogates, which are no text.
    """
    try:
        return codec.encode_raw(raw)
    except TypeError as error:
        raise UsageError(
            f"the article cannot be written as JSON ({error})",
            where=raw.origin.source_id,
            mend="Publish the file's bytes, or mend its encoding",
        ) from error


def record_key(raw: RawArticle) -> str:
    """Return the key of a raw record: its site (host), else its source's name, else its id."""
    site = raw.site or (site_of_url(raw.url) if raw.url else "")
    return site.strip().lower() or raw.origin.feed or raw_id(raw)


def refuse_too_large(content: str | bytes, *, where: str) -> None:
    """Do nothing where an article's text or page may be published.

    Args:
        content: Its text or page, or its bytes as they are.
        where: Its path, for the line.

    Raises:
        UsageError: It has more bytes or lines than the pipeline takes; the line has its SHA-256.
    """
    if line := codec.too_large(content):
        data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        raise not_published(line, data, where=where)


def not_published(line: str, data: bytes, *, where: str) -> UsageError:
    """Return the refusal of an article that is too large: the one case that keeps no bytes."""
    digest = hashlib.sha256(data).hexdigest()
    return UsageError(
        f"{line}; it was not published (sha256 {digest})",
        where=where,
        mend="Split it, or leave out what is not the article",
    )


def record_of(record: Any) -> Record:  # noqa: ANN401 - aiokafka is untyped
    """Return the record that a consumer of aiokafka read."""
    return Record(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        timestamp=record.timestamp / 1000,
        key=record.key,
        value=record.value,
        # Kafka has headers without a value, and no text says what they are: an empty one.
        headers=tuple((name, value or b"") for name, value in record.headers),
        bare=tuple(n for n, (_, value) in enumerate(record.headers) if value is None),
    )
