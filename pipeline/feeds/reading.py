"""The bytes of a feed to its items: RSS, RDF, Atom (feedparser) and JSON Feed. Pure."""

from __future__ import annotations

import html
import math
import re
from io import BytesIO
from typing import Any

import feedparser

from pipeline.errors import CodecError
from pipeline.feeds.item_times import published
from pipeline.feeds.items import Feed, FeedItem
from pipeline.feeds.json_feed import read_json_feed
from pipeline.feeds.links import joined
from pipeline.text.decode import Decoded, charset_name, declared_in, decode

_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_TAG = re.compile(r"<[A-Za-z/!][^<>]*>")
_END = re.compile(r"</\s*(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>\s*(?:<!--.*?-->\s*)*\Z", re.IGNORECASE)
# What stands at the end of a document is looked for there alone.
_TAIL = 2000
# What servers say of every file when nobody chose.
_DEFAULTS = frozenset({"cp1252", "iso8859-1", "ascii"})
_MOST_TTL = 86_400.0


def read_feed(data: bytes, *, url: str, content_type: str | None = None) -> Feed:
    """Return the feed that `data` is.

    Args:
        data: Its bytes, whole.
        url: Where they were fetched; relative links are of it.
        content_type: What the server said of them, with its charset.

    Raises:
        CodecError: It is no feed, or breaks off.
    """
    text = feed_text(data, content_type).text
    if text.lstrip().startswith("{"):
        found = read_json_feed(text, url)
        if found is None:
            raise _no_feed("a JSON document that is no JSON Feed")
        return found
    plain = _XML_DECLARATION.sub("", text)
    parsed = _parsed(plain, url)
    if not parsed.get("version"):
        raise _no_feed("a page" if "<html" in plain[:1000].lower() else "no feed")
    # A feed that is cut parses up to the cut, and its last item would be half an article.
    if not _END.search(plain[-_TAIL:]):
        raise CodecError("the feed breaks off", reason="unreadable", mend="It is asked for again")
    return Feed(
        title=_text(parsed.feed.get("title")),
        items=tuple(_item(entry, url) for entry in parsed.entries),
        ttl=_ttl(parsed.feed.get("ttl")),
    )


def _parsed(text: str, url: str) -> Any:  # noqa: ANN401 - feedparser is untyped
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    try:
        # It answers strings that name a file or an address by opening them: it gets bytes.
        return feedparser.parse(
            BytesIO(text.encode("utf-8", "replace")),
            sanitize_html=False,  # the clean stage reads the markup
            response_headers=headers,
        )
    except Exception as error:
        # What breaks the parser is that feed's fault, and must not stop the others.
        line = f"it cannot be parsed ({type(error).__name__})"
        raise CodecError(line, reason="bad-record") from error


def feed_text(data: bytes, content_type: str | None) -> Decoded:
    """Return the text of a feed: of what HTTP and the XML declaration say, what the bytes bear out.

    HTTP goes first (RFC 7303), but where it names a server's default, or what does not fit.
    """
    said, declared = charset_name(_charset(content_type)), declared_in(data)
    if said in _DEFAULTS and declared is not None:
        said = None
    found = decode(data, declared=said)
    if declared is not None and (found.damaged or found.how in ("detected", "replaced")):
        other = decode(data, declared=declared)
        found = other if other.confidence > found.confidence else found
    return found


def _charset(content_type: str | None) -> str | None:
    return content_type if content_type and "charset" in content_type.lower() else None


def _item(entry: Any, url: str) -> FeedItem:  # noqa: ANN401 - feedparser is untyped
    content = next((c for c in entry.get("content", ()) if str(c.get("value", "")).strip()), None)
    value = content["value"] if content else entry.get("summary")
    is_html = bool(value and _TAG.search(value))
    return FeedItem(
        link=joined(url, entry.get("link")),
        own_id=_text(entry.get("id")),
        title=_plain(entry.get("title")),
        html=value if is_html else None,
        text=None if is_html else _plain(value),
        published=published(entry.get("published") or entry.get("updated")),
    )


def _plain(value: object) -> str | None:
    """Return a text without the markup that some feeds put around titles."""
    return _text(html.unescape(_TAG.sub("", value))) if isinstance(value, str) else None


def _text(value: object) -> str | None:
    return value.strip() if isinstance(value, str) and value.strip() else None


def _ttl(minutes: object) -> float | None:
    try:
        seconds = float(str(minutes)) * 60
    except ValueError:
        return None
    return min(seconds, _MOST_TTL) if seconds > 0 and math.isfinite(seconds) else None


def _no_feed(what: str) -> CodecError:
    return CodecError(
        f"it is {what}", reason="no-article", mend="Give the address of an RSS, Atom or JSON feed"
    )
