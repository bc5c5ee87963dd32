"""One input record to the raw article it holds."""

import pytest

from pipeline.errors import CodecError
from pipeline.intake.files import InputRecord, read_inputs
from pipeline.intake.raw import decode
from pipeline.types.articles import Origin


def record(data: bytes, **more) -> InputRecord:
    return InputRecord(source_id="a.jsonl:3", data=data, **more)


def test_what_was_not_read_is_too_large():
    with pytest.raises(CodecError, match=r"^far too much$") as raised:
        decode(record(b"", problem="far too much"))
    assert raised.value.reason == "too-large"


def test_place_and_time_go_along():
    raw = decode(record(b'{"text": "a"}', mtime=7.5))
    assert raw.origin == Origin(
        source_id="a.jsonl:3", timestamp=7.5, encoding="utf-8", encoding_confidence=1.0
    )


def test_a_charset_is_heeded():
    given = "陆路".encode("gbk")  # and UTF-8 of two other characters
    assert decode(record(given, content_type="text/plain", charset="gbk")).text == "陆路"
    page = decode(record(given, content_type="text/html", charset="gbk"))
    assert (page.html, page.text) == ("陆路", None)
    assert decode(record(b'{"text": "' + given + b'"}', charset="gbk")).text == "陆路"


@pytest.mark.parametrize(
    ("fields", "site"),
    [
        ("", "named.example"),
        (', "site": ""', "named.example"),
        (', "site": " ", "url": " "', "named.example"),
        (', "site": "own.example"', "own.example"),
        (', "url": "http://own.example/1"', None),
    ],
)
def test_a_site_goes_where_none_is_named(fields, site):
    data = f'{{"text": "a"{fields}}}'.encode()
    assert decode(record(data, site="named.example")).site == site


def test_without_one_an_article_has_none():
    assert decode(record(b'{"text": "a"}')).site is None


def test_a_folders_name_is_no_site(tmp_path):
    folder = tmp_path / "daily.example"
    folder.mkdir()
    (folder / "a.txt").write_text("渡轮今天恢复通航", "utf-8")
    (folder / "b.json").write_text('{"text": "渡轮"}', "utf-8")
    assert [decode(each).site for each in read_inputs([str(folder)])] == [None, None]
    found = [decode(each).site for each in read_inputs([str(folder)], site="a.example")]
    assert found == ["a.example", "a.example"]
