"""The bytes of feeds to their items."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import CodecError
from pipeline.feeds.item_times import published
from pipeline.feeds.reading import feed_text, read_feed
from pipeline.text.times.find import parse_timestamp, resolve
from tests.made_feeds import item, rss, text_of

URL = "https://ferry.example/feeds/rss.xml"


def read(text, *, encoding="utf-8", content_type=None):
    return read_feed(text.encode(encoding), url=URL, content_type=content_type)


def test_an_item_has_link_id_title_text_and_time():
    feed = read(rss([item(7)]))
    (found,) = feed.items
    assert feed.title == "每日渡口"
    assert found.link == "https://ferry.example/a/7.html"
    assert found.own_id == "ferry-7"
    assert found.title == "第7号渡船开航"
    assert found.text == text_of(7)
    assert found.html is None
    assert found.published == "2024-05-20T09:30:00+08:00"


def test_the_whole_text_goes_before_the_summary():
    whole = "<content:encoded><![CDATA[<p>渡船停航。</p><p>雾散后再开。</p>]]></content:encoded>"
    (found,) = read(rss([item(1, extra=whole)])).items
    assert found.html == "<p>渡船停航。</p><p>雾散后再开。</p>"
    assert found.text is None


def test_atom_is_read():
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>渡口</title><id>urn:x</id>'
        '<entry><id>urn:a:1</id><title type="html">&lt;b&gt;雾&lt;/b&gt;中停航</title>'
        '<link rel="alternate" href="/a/1.html"/><updated>2024-05-20T01:30:00Z</updated>'
        '<content type="html">&lt;p&gt;渡船停航。&lt;/p&gt;</content></entry></feed>'
    )
    (found,) = read(text).items
    assert found.link == "https://ferry.example/a/1.html"
    assert found.title == "雾中停航"
    assert found.html == "<p>渡船停航。</p>"
    assert parse_timestamp(found.published) == 1716168600.0


def test_rdf_is_read():
    text = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/"><channel><title>渡口</title></channel>'
        "<item><title>停航</title><link>https://ferry.example/a/2</link>"
        "<description>渡船停航。</description></item></rdf:RDF>"
    )
    (found,) = read(text).items
    assert found.text == "渡船停航。"


def test_json_feed_is_read():
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "渡口",
        "items": [
            {"id": 5, "url": "a/5.html", "title": "停航", "content_html": "<p>停航。</p>"},
            {"id": "6", "content_text": "开航。", "date_published": "2024-05-20T09:30:00+08:00"},
        ],
    }
    first, second = read(json.dumps(document)).items
    assert (first.own_id, first.link) == ("5", "https://ferry.example/feeds/a/5.html")
    assert (first.html, first.text) == ("<p>停航。</p>", None)
    assert (second.text, second.published) == ("开航。", "2024-05-20T09:30:00+08:00")


GBK = rss([item(3)]).replace('encoding="utf-8"', 'encoding="gb2312"')


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        (GBK, "gbk", None),
        (GBK, "gbk", "text/xml"),
        (GBK, "gbk", "text/xml; charset=gbk"),
        # A server's default, which nobody chose.
        (GBK, "gbk", "text/xml; charset=ISO-8859-1"),
        (GBK, "gbk", "text/xml; charset=utf-8"),
        # HTTP goes before the declaration, where the bytes bear it out.
        (GBK, "utf-8", "text/xml; charset=utf-8"),
        (GBK, "gbk", "text/xml; charset=euc-kr"),
        (GBK, "utf-8", None),
        (rss([item(3)]), "gbk", "text/xml; charset=gb18030"),
        (rss([item(3)]), "gbk", None),
        (rss([item(3)]), "utf-8-sig", "text/xml; charset=gbk"),
        (GBK.replace("gb2312", "utf-16"), "utf-16", None),
        (GBK.replace("gb2312", "big5").replace("号", "號").replace("开", "開"), "gb18030", None),
    ],
)
def test_the_charset_is_what_the_bytes_bear_out(text, encoding, said):
    (found,) = read(text, encoding=encoding, content_type=said).items
    assert found.link == "https://ferry.example/a/3.html"
    assert "渡船昨天清早" in found.text


def test_a_few_characters_of_gbk_are_believed_to_the_declaration():
    text = '<?xml version="1.0" encoding="gbk"?><rss><channel><title>雾</title></channel></rss>'
    found = feed_text(text.encode("gbk"), "text/xml; charset=iso-8859-1")
    assert "雾" in found.text


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("Mon, 20 May 2024 09:30:00 GMT", "2024-05-20T09:30:00+00:00"),
        ("Mon, 20 May 2024 09:30:00 +0800", "2024-05-20T09:30:00+08:00"),
        ("Mon, 20 May 2024 09:30:00", "2024-05-20T09:30:00"),
        ("2024-05-20 09:30:00", "2024-05-20T09:30:00"),
        ("2024年5月20日 09:30", "2024-05-20T09:30:00"),
        ("Mon, 20 May 2024 09:30:00 CST", "2024-05-20T09:30:00+08:00"),
        ("Mon, 20 May 2024 09:30:00 EST", "2024-05-20T09:30:00-05:00"),
        ("刚刚更新", None),
        ("", None),
        (None, None),
    ],
)
def test_times(said, value):
    assert published(said) == value


def test_a_time_without_a_zone_is_chinese_and_the_stages_say_so():
    (found,) = read(rss([item(1).replace(" +0800", "")])).items
    assert parse_timestamp(found.published) == 1716168600.0
    assert resolve(found.published).zone_assumed


@pytest.mark.parametrize("cut", [0.4, 0.8, 0.99])
def test_a_feed_that_breaks_off_is_none(cut):
    text = rss([item(n) for n in range(5)])
    with pytest.raises(CodecError, match="breaks off"):
        read(text[: int(len(text) * cut)])


def test_a_feed_that_is_not_well_formed_is_read():
    broken = rss([item(1).replace("收费", "收费&"), item(2)])
    assert len(read(broken).items) == 2


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<html><body>登录</body></html>", "it is a page"),
        ("hello", "it is no feed"),
        ('{"items": []}', "no JSON Feed"),
        ("{no", "not JSON"),
    ],
)
def test_what_is_no_feed_is_said(text, what):
    with pytest.raises(CodecError, match=what):
        read(text)


def test_an_entity_bomb_is_no_more_than_its_text():
    entities = "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "雾" * 50}">' for n in range(12)
    )
    text = (
        f"<!DOCTYPE rss [{entities}]>"
        "<rss version='2.0'><channel><title>&a11;</title></channel></rss>"
    )
    feed = read(text)
    assert len(feed.title or "") < 1000


def test_no_file_of_ours_is_read():
    text = (
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        "<rss version='2.0'><channel><title>a&x;b</title></channel></rss>"
    )
    assert (read(text).title or "ab").replace("&x;", "") == "ab"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "http://[::1"])
def test_a_link_that_is_no_address_is_none(link):
    (found,) = read(rss([item(1).replace("https://ferry.example/a/1.html", link)])).items
    assert found.link is None


@pytest.mark.parametrize(
    ("ttl", "seconds"),
    [("60", 3600.0), ("99999", 86_400.0), ("soon", None), ("-5", None), ("nan", None)],
)
def test_how_long_a_feed_wants_to_be_left_alone(ttl, seconds):
    assert read(rss([], more=f"<ttl>{ttl}</ttl>")).ttl == seconds


@given(
    st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=12)), max_size=8),
    st.integers(0, 2000),
)
def test_damaged_bytes_are_a_feed_or_one_clear_fault(changes, cut):
    data = bytearray(rss([item(1), item(2)]).encode())
    for at, piece in changes:
        data[at : at + len(piece)] = piece
    for damaged in (bytes(data), bytes(data[:cut]), bytes(data[cut:])):
        try:
            feed = read_feed(damaged, url=URL)
        except CodecError as error:
            assert str(error)
        else:
            assert len(feed.items) <= 3
