"""The feeds of OPML files."""

import pytest

from pipeline.errors import UnreadableInputError
from pipeline.feeds.running import feeds_named

OPML = """<?xml version="1.0"?><opml version="2.0"><body>
<outline text="本地"><outline type="rss" xmlUrl="https://a.example/rss"/>
<outline xmlurl=" https://b.example/rss "/></outline>
<outline type="rss" xmlUrl="https://a.example/rss"/><outline text="x"/></body></opml>"""


def test_addresses_and_files_each_once(tmp_path):
    path = tmp_path / "feeds.opml"
    path.write_text(OPML)
    sources = ["https://c.example/rss", str(path), "https://c.example/rss"]
    assert feeds_named(sources) == [
        "https://c.example/rss", "https://a.example/rss", "https://b.example/rss",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<rss/>", "not OPML"),
        ("hello", "not OPML"),
        ("<opml><body/></opml>", "lists no feed"),
        (
            '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/hostname">]><opml>&x;</opml>',
            "lists no feed",
        ),
    ],
)
def test_what_is_none_is_said(text, what, tmp_path):
    path = tmp_path / "feeds.opml"
    path.write_text(text)
    with pytest.raises(UnreadableInputError, match=what):
        feeds_named([str(path)])


def test_a_file_that_is_not_there_is_said():
    with pytest.raises(UnreadableInputError, match="Give feeds' addresses"):
        feeds_named(["no-such.opml"])
