import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.codec import (
    decode,
    decode_json,
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
from tests.conftest import ROOT

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


@pytest.mark.parametrize("name", ["text", "id", "pub_status", "fetched_at"])
@pytest.mark.parametrize(("begin", "end"), [("[", "]"), ('{"a":', "}")])
def test_a_field_of_a_thousand_things_in_each_other_is_of_the_wrong_type(name, begin, end):
    # orjson reads 1,024 of them, of which Python can write out some 300.
    data = f'{{"{name}": {begin * 1000}"a"{end * 1000}}}'
    with pytest.raises(CodecError) as caught:
        decode_raw(data.encode(), ORIGIN)
    assert caught.value.reason == "wrong-type"
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("data", [b"[" * 100_000, b'{"a":' * 100_000, b'{"a":' + b"[" * 100_000])
def test_a_record_of_things_in_each_other_is_no_json_of_ours(data):
    with pytest.raises(CodecError) as caught:
        decode(data, Alias)
    assert caught.value.reason in ("bad-json", "bad-record")


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


def test_characters_of_four_bytes_count_as_four():
    fits = LARGEST_ARTICLE_BYTES // 4
    assert too_large("🚢" * fits) is None
    assert too_large("🚢" * (fits + 1)) == f"{TOO_LARGE}8.0 MiB where 8 MiB are taken"


GBK = "早班船六点开。".encode("gb18030")


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain; charset=gbk",
        "Text/PLAIN;CharSet=GBK",
        " text/plain ; charset = gbk ",
        'text/plain; charset="gbk"',
        "text/plain; charset='gbk'",
        "text/plain; format=flowed; charset=gbk; delsp=yes",
        "text/plain;charset=gb2312",
    ],
)
def test_a_content_type_is_read_as_it_may_be_written(kind):
    found = decode_raw(GBK, ORIGIN, content_type=kind)
    assert (found.text, found.origin.encoding, found.html) == ("早班船六点开。", "gb18030", None)
    # Declared, not guessed.
    assert found.origin.encoding_confidence == 0.99


@pytest.mark.parametrize("kind", [None, "", "application/json", "application/octet-stream", "x"])
def test_what_names_no_text_is_an_envelope(kind):
    assert decode_raw(b'{"text": "a"}', ORIGIN, content_type=kind).text == "a"


def test_an_empty_charset_names_none():
    page = decode_raw(GBK * 8, ORIGIN, content_type="text/html; charset=")
    assert page.html == "早班船六点开。" * 8


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_bare_bytes_without_a_word_are_empty(kind):
    assert reason(b"", kind) == "empty"
    assert reason(b" \n\t", kind) == "empty"


def test_damaged_bytes_are_flagged():
    whole = "早班船六点开，晚班船九点开。".encode()
    assert decode_raw(whole, ORIGIN, content_type="text/plain").flags == ()
    assert decode_raw(whole[:-1], ORIGIN, content_type="text/plain").flags == ("damagedBytes",)
    assert decode_raw(whole[:-1], ORIGIN, content_type="text/html").flags == ("damagedBytes",)


def test_an_envelope_is_utf8_else_what_is_declared():
    plain = '{"text": "早班船"}'
    marked = decode_raw(b"\xef\xbb\xbf" + plain.encode(), ORIGIN)
    assert (marked.text, marked.origin.encoding) == ("早班船", "utf-8")
    assert marked.origin.encoding_confidence == 1.0
    traditional = '{"text": "碼頭"}'.encode("big5")
    found = decode_raw(traditional, ORIGIN, content_type="application/json; charset=big5")
    assert (found.text, found.origin.encoding) == ("碼頭", "big5hkscs")
    assert found.origin.encoding_confidence == 0.99


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"id": 7}, "7"),
        ({"id": 0}, "0"),
        ({"id": "a7"}, "a7"),
        ({"id": None}, None),
        ({}, None),
    ],
)
def test_an_id_is_text_or_a_number(fields, wanted):
    assert raw_from_fields({"text": "a"} | fields, ORIGIN).id == wanted


@pytest.mark.parametrize("value", [True, False, 1.5, [], {}])
def test_what_is_no_id_is_refused(value):
    with pytest.raises(CodecError, match=r"^`id` is .*Give a string$") as raised:
        raw_from_fields({"text": "a", "id": value}, ORIGIN)
    assert raised.value.reason == "wrong-type"


@pytest.mark.parametrize("name", ["fetched_at", "published_at"])
@pytest.mark.parametrize("value", [0, 1, 1.5, "2024-05-18", "", None])
def test_a_time_is_text_or_a_number_and_is_not_read_yet(name, value):
    assert getattr(raw_from_fields({"text": "a", name: value}, ORIGIN), name) == value


@pytest.mark.parametrize("name", ["fetched_at", "published_at"])
@pytest.mark.parametrize("value", [True, False, [], {}])
def test_what_is_no_time_is_refused(name, value):
    with pytest.raises(CodecError, match=f"`{name}` is .*RFC 3339 or Unix seconds"):
        raw_from_fields({"text": "a", name: value}, ORIGIN)


@pytest.mark.parametrize("name", ["url", "site", "title", "text", "html", "feed"])
def test_what_is_no_text_is_refused(name):
    with pytest.raises(CodecError, match=f"`{name}` is int '7'. Give a string"):
        raw_from_fields({"text": "a"} | {name: 7}, ORIGIN)
    assert raw_from_fields({"text": "a", "html": "<p>b"} | {name: None}, ORIGIN)


def test_a_long_value_is_cut_in_the_line_that_names_it():
    with pytest.raises(CodecError) as raised:
        raw_from_fields({"text": ["行" * 50]}, ORIGIN)
    assert str(raised.value) == f"`text` is list {str(['行' * 50])[:40]!r}. Give a string"


@pytest.mark.parametrize("status", ["usable", "withheld", "canceled"])
def test_a_status_is_taken_and_survives_the_wire(status):
    raw = decode_raw(f'{{"text": "a", "pub_status": "{status}"}}'.encode(), ORIGIN)
    assert raw.pub_status == status
    assert decode_raw(encode_raw(raw), ORIGIN).pub_status == status


@pytest.mark.parametrize("fields", [{}, {"pub_status": None}, {"pub_status": ""}])
def test_without_a_status_an_article_is_usable(fields):
    assert raw_from_fields({"text": "a"} | fields, ORIGIN).pub_status == "usable"


@pytest.mark.parametrize("status", ["usable", "withheld"])
def test_a_withdrawal_alone_needs_no_text(status):
    with pytest.raises(CodecError, match="the article has no text"):
        raw_from_fields({"url": "http://a.cn/1", "pub_status": status, "html": " \n"}, ORIGIN)


@pytest.mark.parametrize(
    ("text", "html", "kept"),
    [
        ("a", "<p>b", ("a", None, ("textAndHtml",))),
        ("a", "", ("a", "", ())),
        ("", "<p>b", ("", "<p>b", ())),
        (None, "<p>b", (None, "<p>b", ())),
    ],
)
def test_a_page_stands_where_there_is_no_text(text, html, kept):
    raw = raw_from_fields({"text": text, "html": html}, ORIGIN)
    assert (raw.text, raw.html, raw.flags) == kept


def test_a_feed_that_is_named_goes_before_the_one_that_is_known():
    fed = Origin(source_id="x", feed="晨报")
    assert raw_from_fields({"text": "a"}, fed).origin.feed == "晨报"
    named = raw_from_fields({"text": "a", "feed": "晚报"}, fed)
    assert named.origin.feed == "晚报"
    assert named.unknown_fields == ()
    assert decode_raw(encode_raw(named), ORIGIN).origin.feed == "晚报"


def test_unknown_fields_are_named_in_order_and_known_ones_are_not():
    known = {
        "id": "1", "url": "http://a.cn", "site": "a.cn", "title": "t", "text": "a", "html": None,
        "feed": "f", "fetched_at": 1, "published_at": 2, "pub_status": "usable",
    }  # fmt: skip
    assert raw_from_fields(known, ORIGIN).unknown_fields == ()
    assert raw_from_fields(known | {"z": 1, "b": 2, "Text": 3}, ORIGIN).unknown_fields == (
        "Text", "b", "z",
    )  # fmt: skip


def test_the_place_on_a_topic_is_the_source_id_whatever_id_is_given():
    raw = raw_from_fields({"id": "n1", "text": "x"}, ORIGIN)
    assert (raw.origin.source_id, raw.id) == (ORIGIN.source_id, "n1")


def test_what_is_sent_is_what_is_known_in_one_order():
    raw = RawArticle(
        origin=Origin(source_id="x", feed="晨报"), id="1", url="u", site="s", title="", text="t", html="h",
        fetched_at=0, published_at="p", pub_status="withheld", flags=("textAndHtml",),
    )  # fmt: skip
    assert encode_raw(raw).decode() == (
        '{"id":"1","url":"u","site":"s","title":"","text":"t","html":"h","fetched_at":0,"published_at":"p",'
        '"pub_status":"withheld","feed":"晨报"}'
    )
    assert encode_raw(RawArticle(origin=ORIGIN, html="h")) == b'{"html":"h"}'


@pytest.mark.parametrize("data", [b"", b"{", b'{"old": "\xff"}', b'{"kind": "\xff"}', b"\xff\xfe"])
def test_bytes_that_are_no_json_are_told(data):
    with pytest.raises(CodecError, match="not JSON") as raised:
        decode(data, Alias)
    assert raised.value.reason == "bad-json"
    with pytest.raises(CodecError, match="not JSON") as raised:
        decode_json(data)
    assert raised.value.reason == "bad-json"


def test_plain_data_is_written_with_any_keys_and_may_be_indented():
    assert encode_json({1: "一", None: [2]}) == '{"1":"一","null":[2]}'.encode()
    assert encode_json({"a": [1]}, indent=True) == b'{\n  "a": [\n    1\n  ]\n}'


@pytest.mark.parametrize(
    ("data", "charset", "text", "encoding"),
    [
        # 陆路 in GBK is ½· in UTF-8: two characters of two bytes prove nothing.
        ("陆路".encode("gbk"), "gbk", "陆路", "gb18030"),
        ("陆路".encode("gbk"), "utf-8", "½·", "utf-8"),
        ("陆路".encode("gbk"), None, "½·", "utf-8"),
        ("陆路".encode("gbk"), "nonsense", "½·", "utf-8"),
        ("½·".encode() * 4, "gbk", "½·" * 4, "utf-8"),
        ("早班船六点开船了".encode(), "gbk", "早班船六点开船了", "utf-8"),
    ],
)
def test_an_envelope_is_in_the_charset_that_is_named_unless_it_is_surely_utf8(
    data, charset, text, encoding
):
    kind = f"application/json; charset={charset}" if charset else None
    raw = decode_raw(b'{"text": "' + data + b'"}', ORIGIN, content_type=kind)
    assert (raw.text, raw.origin.encoding) == (text, encoding)
    bare = decode_raw(data, ORIGIN, content_type=f"text/plain; charset={charset or 'utf-8'}")
    assert bare.text == text


def test_an_envelope_of_ascii_in_wide_characters_is_read_as_named():
    data = '{"text": "a"}'.encode("utf-16-le")
    assert decode_raw(data, ORIGIN, content_type="application/json; charset=utf-16le").text == "a"


def test_a_mark_before_an_envelope_goes_before_the_charset_named():
    data = b"\xef\xbb\xbf" + '{"text": "½·"}'.encode()
    assert decode_raw(data, ORIGIN, content_type="application/json; charset=gbk").text == "½·"


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        (rb"\ud83d", "\ufffd"),
        (rb"\uDE00", "\ufffd"),
        (rb"\ud83d\ud83d\ude00", "\ufffd\U0001f600"),
        (rb"\\ud83d \ud83d", "\\ud83d \ufffd"),
        (rb"\ud83d\n", "\ufffd\n"),
    ],
)
def test_half_a_character_is_replaced_and_flagged(sent, text):
    found = decode_raw(b'{"title": "' + sent + b'", "text": "a' + sent + b'"}', ORIGIN)
    assert (found.title, found.text) == (text, "a" + text)
    assert found.flags == ("loneSurrogate",)


def test_whole_characters_are_not_flagged():
    assert decode_raw(rb'{"text": "\ud83d\ude00 \\ud83d"}', ORIGIN).flags == ()


def test_half_a_character_in_what_names_an_article_is_refused():
    with pytest.raises(CodecError) as caught:
        decode_raw(rb'{"id": "\ud83d", "text": "a"}', ORIGIN)
    assert caught.value.reason == "bad-json"


RACE = """
import sys, threading
from pipeline import codec
from pipeline.document.fields import EnrichedDocument
from pipeline.document.ninjs import document
from tests.unit.enriched_sample import sample
data = codec.encode(document(sample()))
sys.setswitchinterval(1e-6)
start = threading.Barrier(8)
def read():
    start.wait()
    for _ in range(20):
        codec.decode(data, EnrichedDocument)
threads = [threading.Thread(target=read) for _ in range(8)]
for each in threads: each.start()
for each in threads: each.join()
print("all read")
"""


def test_threads_that_read_the_first_event_at_once_read_it():
    # In a process of its own: what went wrong ended it, eight times in eight.
    done = subprocess.run(
        [sys.executable, "-c", RACE], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "all read\n"), done.stderr
