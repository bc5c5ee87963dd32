"""What names and first bytes say of a file."""

from __future__ import annotations

import time

import pytest

from pipeline.intake.forms import is_feed

RSS = '<rss version="2.0"><channel><title>要闻</title></channel></rss>'
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>要闻</title></feed>'
RDF = '<rdf:RDF xmlns="http://purl.org/rss/1.0/"></rdf:RDF>'


@pytest.mark.parametrize(
    "root", [RSS, ATOM, RDF, RSS.upper(), RSS.replace(" version", "\n version")]
)
@pytest.mark.parametrize(
    "before",
    [
        "",
        "\n ",
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        '<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?><!-- <html> -->\n',
        "<!DOCTYPE rss>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
def test_a_feed_is_told_in_any_encoding_and_after_any_prologue(root, before, encoding):
    assert is_feed((before + root).encode(encoding))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html><body><rss></rss></body></html>",
        "<!-- <rss> --><html>",
        "<?xml version='1.0'?><html>",
        "RSS 是一种格式。",
        "<rssfeed>",
        "正文 <rss>",
        "<!-- <rss version='2.0'>",
    ],
)
def test_what_only_speaks_of_feeds_is_none(text):
    assert not is_feed(text.encode())


def test_a_thousand_comments_are_read_once():
    data = b"<!-- a -->" * 400 + b"<html>"
    before = time.process_time()
    assert not is_feed(data)
    assert time.process_time() - before < 1
