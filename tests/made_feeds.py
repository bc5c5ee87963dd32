"""Feeds of our own invention, for tests."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

PLACES = ("河口镇", "青石桥", "白石川", "柳湾", "南屏山", "双溪口")


def text_of(number: int) -> str:
    """Return the text of an invented item."""
    place = PLACES[number % len(PLACES)]
    return (
        f"本报讯 {place}第{number}号渡船昨天清早开航,两岸的居民排队上船,往返一次收费{number % 9 + 1}元。\n"
        f"船长说,第{number}号渡船每天往返十二次,遇到大雾就停在{place}的老码头。"
    )


def rss(items: Iterable[str], *, title: str = "每日渡口", more: str = "") -> str:
    """Return an RSS feed of those items."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title><link>https://ferry.example/</link>{more}"
        f"{''.join(items)}</channel></rss>\n"
    )


def item(number: int, *, site: str = "https://ferry.example", extra: str = "") -> str:
    """Return one RSS item."""
    return (
        f"<item><title>第{number}号渡船开航</title><link>{site}/a/{number}.html</link>"
        f'<guid isPermaLink="false">ferry-{number}</guid>'
        "<pubDate>Mon, 20 May 2024 09:30:00 +0800</pubDate>"
        f"<description>{escape(text_of(number))}</description>{extra}</item>"
    )
