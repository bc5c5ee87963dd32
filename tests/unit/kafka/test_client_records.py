"""A raw article's id and key, and the largest that is published."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import codec
from pipeline.codec import too_large
from pipeline.errors import CodecError, UsageError
from pipeline.kafka.publisher import Publisher
from pipeline.kafka.records import Record, envelope, raw_id, record_key, refuse_too_large
from pipeline.settings import BrokerSettings
from pipeline.topology import LARGEST_ARTICLE_BYTES, LARGEST_ARTICLE_LINES
from pipeline.types.articles import Origin, RawArticle

HERE = Origin(source_id="a.txt")


def test_an_id_of_a_site_is_the_articles_whatever_its_text():
    one, two = (RawArticle(origin=HERE, site="a.example", id="7", text=text) for text in "xy")
    assert raw_id(one) == raw_id(two) != raw_id(RawArticle(origin=HERE, id="7", text="x"))
    assert record_key(one) == "a.example"


def test_key_is_the_site_else_the_source_else_the_id():
    page = "https://www.Example.cn/1.html"
    assert record_key(RawArticle(origin=HERE, site="News.example.cn", url=page, text="x")) == (
        "news.example.cn"
    )
    assert record_key(RawArticle(origin=HERE, url=page, text="x")) == "example.cn"
    fed = RawArticle(origin=Origin(source_id="a", feed="晨间快讯"), text="x")
    assert record_key(fed) == "晨间快讯"
    bare = RawArticle(origin=HERE, text="x")
    assert record_key(bare) == raw_id(bare)


def test_the_same_address_is_the_same_article_whatever_its_text():
    one = RawArticle(origin=HERE, url="https://m.example.cn/1?utm_source=x", text="早")
    two = RawArticle(origin=HERE, url="https://www.example.cn/1#top", text="晚")
    assert raw_id(one) == raw_id(two)


@given(st.text(min_size=1), st.none() | st.text(), st.none() | st.text())
def test_a_key_is_never_empty_and_survives_the_wire(text, site, url):
    raw = RawArticle(origin=HERE, text=text + "字", site=site, url=url)
    key = record_key(raw)
    assert key
    try:
        back = codec.decode_raw(envelope(raw), HERE)
    except UsageError:
        assert any("\ud800" <= char <= "\udfff" for char in text + (site or "") + (url or ""))
        return
    assert record_key(back) == key
    assert raw_id(back) == raw_id(raw)


def test_the_largest_article_is_taken_and_one_byte_more_is_not():
    refuse_too_large(b"x" * LARGEST_ARTICLE_BYTES, where="a.txt")
    refuse_too_large(b"\n" * (LARGEST_ARTICLE_LINES - 1), where="a.txt")
    large = b"x" * (LARGEST_ARTICLE_BYTES + 1)
    with pytest.raises(UsageError) as raised:
        refuse_too_large(large, where="big/a.txt")
    assert str(raised.value).startswith(f"big/a.txt: {too_large(large)}; it was not published")
    assert hashlib.sha256(large).hexdigest() in str(raised.value)
    with pytest.raises(UsageError, match="200,001 lines"):
        refuse_too_large(b"\n" * LARGEST_ARTICLE_LINES, where="a.txt")
    text = "字" * (LARGEST_ARTICLE_BYTES // 3 + 1)
    with pytest.raises(UsageError, match=hashlib.sha256(text.encode()).hexdigest()):
        refuse_too_large(text, where="a.txt")


async def test_bytes_within_the_limit_whose_article_is_too_large_are_refused_too():
    publisher = Publisher(BrokerSettings())
    data = json.dumps({"text": "行\n" * LARGEST_ARTICLE_LINES}).encode()
    assert too_large(data) is None
    with pytest.raises(UsageError, match="200,001 lines"):
        await publisher.send_bytes(data, where="a.json")


def test_a_record_that_holds_no_enriched_article_says_so():
    record = Record(
        topic="news.enriched.v1", partition=0, offset=0, timestamp=0.0, key=None, value=b"{}"
    )
    with pytest.raises(CodecError):
        record.document()
