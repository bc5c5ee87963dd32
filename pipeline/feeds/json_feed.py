"""JSON Feed (version 1 and 1.1) to a feed."""

from __future__ import annotations

from typing import Any

from pipeline.codec import decode_json
from pipeline.feeds.item_times import published
from pipeline.feeds.items import Feed, FeedItem
from pipeline.feeds.links import joined

_VERSION = "https://jsonfeed.org/version/"


def read_json_feed(text: str, url: str) -> Feed | None:
    """Return the feed that JSON is; None where it is another document.

    Raises:
        CodecError: It is no JSON.
    """
    document = decode_json(text)
    if not isinstance(document, dict):
        return None
    items = document.get("items")
    if not str(document.get("version", "")).startswith(_VERSION) or not isinstance(items, list):
        return None
    return Feed(
        title=_text(document, "title"),
        items=tuple(_item(item, url) for item in items if isinstance(item, dict)),
    )


def _item(item: dict[str, Any], url: str) -> FeedItem:
    link = _text(item, "url") or _text(item, "external_url")
    html, text = _text(item, "content_html"), _text(item, "content_text")
    own = item.get("id")
    return FeedItem(
        link=joined(url, link),
        own_id=str(own) if isinstance(own, str | int) else None,
        title=_text(item, "title"),
        html=html,
        text=None if html else text or _text(item, "summary"),
        published=published(_text(item, "date_published")),
    )


def _text(fields: dict[str, Any], name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) and value.strip() else None
