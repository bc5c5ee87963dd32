import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.codec import (
    decode,
    decode_raw,
    encode,
    encode_json,
    encode_raw,
    raw_from_fields,
    too_large,
)
from pipeline.errors import CodecError
from pipeline.topology import LARGEST_ARTICLE_BYTES, LARGEST_ARTICLE_LINES, MIB
from pipeline.types.articles import Origin, RawArticle
from pipeline.types.records import Alias

ORIGIN = Origin(source_id="raw:0:7", topic="news.raw.v1", partition=0, offset=7)


def reason(data, content_type=None):
    with pytest.raises(CodecError) as caught:
        decode_raw(data, ORIGIN, content_type=content_type)
    assert "\n" not in str(caught.value)
    return caught.value.reason


def test_an_envelope_becomes_a_raw_article():
    raw = decode_raw('{"id":7,"site":"a.cn","text":"正文","fetched_at":1.5,"x":1}'.encode(), ORIGIN)
    assert (raw.id, raw.site, raw.text, raw.fetched_at) == ("7", "a.cn", "正文", 1.5)
    assert raw.unknown_fields == ("x",)
    assert raw.origin.source_id == "raw:0:7"


def test_offline_the_given_id_is_the_source_id():
    raw = raw_from_fields({"id": "n1", "text": "x"}, Origin(source_id="file:1"))
    assert raw.origin.source_id == "n1"


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (None, "empty"),
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"{", "bad-json"),
        (b"\x00\x01\x02\xff", "bad-json"),
        (b"[1]", "wrong-type"),
        (b'"text"', "wrong-type"),
        (b'{"text": 7}', "wrong-type"),
        (b'{"text": "a", "id": true}', "wrong-type"),
        (b'{"text": "a", "fetched_at": []}', "wrong-type"),
        (b'{"text": "a", "pub_status": "gone"}', "wrong-type"),
        (b'{"title": "a"}', "empty"),
        (b'{"text": " \\n"}', "empty"),
    ],
)
def test_what_is_no_article_is_refused_with_its_reason(data, wanted):
    assert reason(data) == wanted


def test_binary_under_a_text_content_type_is_undecodable():
    assert reason(b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d" * 9, "text/plain") == "undecodable"


def test_bare_text_and_html_are_named_by_their_content_type():
    text = decode_raw(
        "中新网电".encode("gb18030"), ORIGIN, content_type="text/plain; charset=gb2312"
    )
    assert text.text == "中新网电"
    assert text.origin.encoding == "gb18030"
    page = decode_raw("<p>新闻</p>".encode(), ORIGIN, content_type="text/html")
    assert page.html == "<p>新闻</p>"


def test_a_withdrawal_needs_no_text():
    raw = decode_raw(b'{"url":"http://a.cn/1","pub_status":"canceled"}', ORIGIN)
    assert raw.pub_status == "canceled"


def test_text_wins_over_a_page_beside_it():
    raw = decode_raw(b'{"text":"a","html":"<p>a</p>"}', ORIGIN)
    assert (raw.text, raw.html, raw.flags) == ("a", None, ("textAndHtml",))


def test_an_envelope_survives_the_round_trip():
    raw = RawArticle(origin=ORIGIN, id="1", url="http://a.cn", text="x", published_at="2024-01-01")
    again = decode_raw(encode_raw(raw), ORIGIN)
    assert encode_raw(again) == encode_raw(raw)
    assert again.published_at == "2024-01-01"


def test_a_record_of_another_shape_is_a_bad_record():
    with pytest.raises(CodecError) as caught:
        decode(b'{"kind":"link"}', Alias)
    assert caught.value.reason == "bad-record"


def test_records_survive_the_round_trip():
    alias = Alias(kind="story", old="a", new="b")
    assert decode(encode(alias), Alias) == alias
    assert encode_json({"b": 1, "a": alias}) == (
        b'{"b":1,"a":{"kind":"story","old":"a","new":"b","old_time":0.0,"new_time":0.0}}'
    )


@given(
    st.binary(max_size=200), st.sampled_from([None, "text/plain", "text/html;charset=gbk", "x/y"])
)
def test_any_bytes_are_an_article_or_refused_in_one_line(data, content_type):
    try:
        decode_raw(data, ORIGIN, content_type=content_type)
    except CodecError as error:
        assert error.reason
        assert "\n" not in str(error)


TOO_LARGE = "the article is too large: "


@pytest.mark.parametrize("kind", ["text", "bytes"])
def test_the_largest_article_is_not_too_large(kind):
    def judged(text):
        return too_large(text if kind == "text" else text.encode()) or ""

    assert judged("a" * LARGEST_ARTICLE_BYTES) == ""
    assert judged("a" * (LARGEST_ARTICLE_BYTES + 1)) == f"{TOO_LARGE}8.0 MiB where 8 MiB are taken"
    assert judged("字" * (LARGEST_ARTICLE_BYTES // 3)) == ""
    assert judged("字" * (4 * MIB)) == f"{TOO_LARGE}12.0 MiB where 8 MiB are taken"
    assert judged("\n" * (LARGEST_ARTICLE_LINES - 1)) == ""
    assert judged("\n" * LARGEST_ARTICLE_LINES) == (
        f"{TOO_LARGE}200,001 lines where 200,000 are taken"
    )


def test_lone_surrogates_have_a_size_too():
    assert too_large("\ud800" * (LARGEST_ARTICLE_BYTES // 3 + 1))
