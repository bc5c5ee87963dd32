"""An item, with its page where that was fetched, to the raw article that is published."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from msgspec.structs import replace

from pipeline.codec import decode_raw
from pipeline.feeds.items import Feed, FeedItem
from pipeline.text.fingerprint import article_version, site_of_url
from pipeline.types.articles import Origin, RawArticle


def article_of(item: FeedItem, feed: Feed, *, url: str, fetched: float) -> RawArticle:
    """Return the raw article of an item; it may have neither text nor page.

    Args:
        item: The item.
        feed: Its feed, whose title is the article's source.
        url: The feed's address, whose host is the site of items without a link.
        fetched: When the feed was read, in Unix seconds.
    """
    own = item.own_id if item.own_id != item.link else None
    return RawArticle(
        origin=Origin(source_id=item.link or own or url, feed=feed.title or urlsplit(url).hostname),
        id=own,
        url=item.link,
        site=None if item.link else site_of_url(url) or None,
        title=item.title,
        text=item.text,
        html=item.html,
        fetched_at=datetime.fromtimestamp(fetched, UTC).isoformat(timespec="seconds"),
        published_at=item.published,
    )


def with_page(raw: RawArticle, data: bytes, content_type: str | None) -> RawArticle:
    """Return an item's article with the page that its link leads to instead of its own text.

    Raises:
        CodecError: The bytes are no page.
    """
    _, _, parameters = (content_type or "").partition(";")
    page = decode_raw(data, raw.origin, content_type=f"text/html;{parameters}")
    return replace(raw, text=None, html=page.html)


def version_of(raw: RawArticle) -> str:
    """Return the version of an article, as the pipeline will know it."""
    return article_version(title=raw.title or "", content=raw.text or raw.html or "")


def has_text(raw: RawArticle) -> bool:
    """Say whether an article holds anything to read."""
    return bool((raw.text or raw.html or "").strip())
