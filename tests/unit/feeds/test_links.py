"""Links of feeds: which are web addresses, and what is a JSON feed."""

import pytest

from pipeline.feeds.faults import FetchError, host_of
from pipeline.feeds.json_feed import read_json_feed
from pipeline.feeds.links import joined

BASE = "https://ferry.example/feeds/rss.xml"


@pytest.mark.parametrize(
    ("link", "whole"),
    [
        ("/a/1.html", "https://ferry.example/a/1.html"),
        (" 2.html ", "https://ferry.example/feeds/2.html"),
        ("http://harbour.example/3", "http://harbour.example/3"),
        ("ftp://ferry.example/4", None),
        ("mailto:desk@ferry.example", None),
        ("http://[::1", None),
        (" ", None),
        (None, None),
        (7, None),
    ],
)
def test_a_link_is_made_whole_or_is_none(link, whole):
    assert joined(BASE, link) == whole


@pytest.mark.parametrize(
    "url",
    ["ferry.example/a", "ftp://ferry.example/a", "https:///a", "http://[::1/a", "http://a:b/"],
)
def test_what_no_address_is_never_becomes_one(url):
    with pytest.raises(FetchError, match=r"no (http )?address") as raised:
        host_of(url)
    assert raised.value.lasting


@pytest.mark.parametrize(
    "text", ["[]", "7", "{}", '{"version": "https://jsonfeed.org/version/1.1", "items": {}}']
)
def test_json_that_is_no_feed_is_none(text):
    assert read_json_feed(text, BASE) is None
