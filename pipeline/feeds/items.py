"""A feed and its items, as they were read."""

from __future__ import annotations

from pipeline.types.articles import Struct


class FeedItem(Struct, frozen=True, kw_only=True):
    """One item. `text` or `html` is its own, whole or a summary; `published` is RFC 3339.

    `published` has no offset where the feed gave none.
    """

    link: str | None = None
    own_id: str | None = None
    title: str | None = None
    text: str | None = None
    html: str | None = None
    published: str | None = None


class Feed(Struct, frozen=True, kw_only=True):
    """A feed. `ttl` is the seconds that it asks not to be polled again within."""

    title: str | None = None
    items: tuple[FeedItem, ...] = ()
    ttl: float | None = None
