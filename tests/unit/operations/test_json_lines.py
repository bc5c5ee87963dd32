"""A record as a line of JSON and back: every byte, and what is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import CodecError
from pipeline.kafka.records import Record
from pipeline.operations.json_lines import line_of, record_in


def record(**how) -> Record:
    given = {
        "topic": "t",
        "partition": 1,
        "offset": 7,
        "timestamp": 1.5,
        "key": None,
        "value": None,
    }
    return Record(**given | how)


def json_bytes(value) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
).map(json_bytes)
BYTES = st.none() | st.binary() | ANY_JSON | st.text().map(str.encode)


@given(
    st.none() | st.binary() | st.text().map(str.encode),
    BYTES,
    st.lists(st.tuples(st.text(), st.none() | st.binary())),
    st.integers(0, 4_000_000_000_000),
)
def test_a_record_comes_back_byte_for_byte(key, value, headers, milliseconds):
    sent = record(
        key=key,
        value=value,
        timestamp=milliseconds / 1000,
        headers=tuple((name, data or b"") for name, data in headers),
        bare=tuple(n for n, (_, data) in enumerate(headers) if data is None),
    )
    line = line_of(sent)
    assert b"\n" not in line
    back = record_in(line)
    assert back == sent
    assert round(back.timestamp * 1000) == milliseconds


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (b'{"a":"\xe5\xad\x97"}', {"value": {"a": "字"}}),
        (b'{"a": 1}', {"value_text": '{"a": 1}'}),
        (b'{"a":1,"a":1}', {"value_text": '{"a":1,"a":1}'}),
        (b"null", {"value_text": "null"}),
        (None, {"value": None}),
        (b"", {"value_text": ""}),
        (b"\xd6\xd0", {"value_base64": "1tA="}),
        (b"[" * 240 + b"]" * 240, None),
        (b"[" * 300 + b"]" * 300, {"value_text": "[" * 300 + "]" * 300}),
    ],
    ids=str,
)
def test_a_value_is_json_where_the_same_bytes_come_of_it(value, shown):
    line = json.loads(line_of(record(value=value)))
    found = {name: each for name, each in line.items() if name.startswith("value")}
    assert shown is None or found == shown
    assert record_in(line_of(record(value=value))).value == value


def test_a_key_is_text_or_base64():
    assert json.loads(line_of(record(key=b"\xff")))["key_base64"] == "/w=="
    assert json.loads(line_of(record(key="站".encode())))["key"] == "站"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"{broken", "not JSON"),
        (b"[]", "no object"),
        (b"{}", "'headers' is missing"),
        (line_of(record()).replace(b'"partition":1', b'"partition":"1"'), "'1' is no int"),
        (line_of(record()).replace(b'"partition":1', b'"partition":true'), "'True' is no int"),
        (line_of(record(key=b"\xff")).replace(b"/w==", b"!"), "'!' is no base64"),
        (line_of(record()).replace(b'"value":null', b'"other":1'), "'value_text' is missing"),
        (line_of(record()).replace(b'"headers":[]', b'"headers":[1]'), "no exported record"),
    ],
    ids=str,
)
def test_what_is_no_exported_record_is_told(line, told):
    with pytest.raises(CodecError, match=told):
        record_in(line)
