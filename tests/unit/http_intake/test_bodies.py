"""The articles of a request's body."""

import json

import pytest

from pipeline.http_intake.bodies import articles_in, is_taken
from pipeline.http_intake.pressure import Pressure

ONE = {"url": "https://ferry.example/1", "text": "渡船开航。"}
TWO = {"site": "ferry.example", "text": "渡船停航。", "own": 1}


def dumped(value, encoding="utf-8"):
    return json.dumps(value, ensure_ascii=False).encode(encoding)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (dumped([ONE, TWO]), "application/json"),
        (b"\xef\xbb\xbf" + dumped([ONE, TWO]), "application/json; charset=utf-8"),
        (dumped([ONE, TWO], "gb18030"), "application/json; charset=gb18030"),
        (dumped(ONE) + b"\r\n\n" + dumped(TWO), "application/x-ndjson"),
        (dumped(ONE) + b"\n" + dumped(TWO) + b"\n", "Application/JSONL"),
    ],
)
def test_several_articles_keep_their_own_bytes(data, kind):
    found, faults = articles_in(data, kind, {})
    assert faults == []
    assert [each.raw.text for each in found] == ["渡船开航。", "渡船停航。"]
    assert json.loads(found[1].envelope) == TWO


def test_one_article():
    (found,), _ = articles_in(dumped(ONE), "application/json", {})
    assert found.envelope == dumped(ONE)


@pytest.mark.parametrize("kind", ["text/html; charset=gbk", "text/html"])
def test_a_page_has_its_address_from_the_request(kind):
    facts = {"url": "https://ferry.example/2", "title": "停航", "other": "x"}
    (found,), _ = articles_in("<p>雾中渡船停航两小时,乘客等候。</p>".encode("gbk"), kind, facts)
    assert found.envelope is None
    assert found.raw.html == "<p>雾中渡船停航两小时,乘客等候。</p>"
    assert (found.raw.url, found.raw.title, found.raw.site) == (facts["url"], "停航", None)


def test_a_text():
    (found,), _ = articles_in(
        "渡船停航。".encode(), "text/plain", {"site": "ferry.example", "id": "7"}
    )
    assert (found.raw.text, found.raw.site, found.raw.id) == ("渡船停航。", "ferry.example", "7")


@pytest.mark.parametrize(
    ("data", "kind", "faults"),
    [
        (b"", "application/json", [(0, "empty")]),
        (b"[]", "application/json", [(0, "empty")]),
        (b"\n\n", "application/x-ndjson", [(0, "empty")]),
        (b"{no", "application/json", [(0, "bad-json")]),
        (b"[{no", "application/json", [(0, "bad-json")]),
        (b"5", "application/json", [(0, "wrong-type")]),
        (b"[" * 5000, "application/json", [(0, "bad-json")]),
        (
            dumped([ONE, {"text": 5}, ONE, {"text": " "}]),
            "application/json",
            [(1, "wrong-type"), (3, "empty")],
        ),
        (b" ", "text/plain", [(0, "empty")]),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "text/html", [(0, "undecodable")]),
        ("雾。\n".encode() * 200_001, "text/plain", [(0, "too-large")]),
        (dumped({"text": "雾\n" * 200_001}), "application/json", [(0, "too-large")]),
        (dumped({"text": "雾" * 3_000_000}), "application/json", [(0, "too-large")]),
    ],
)
def test_what_is_no_article_is_named(data, kind, faults):
    _, found = articles_in(data, kind, {})
    assert [(each.index, each.reason) for each in found] == faults


@pytest.mark.parametrize(
    "kind", ["application/xml", "multipart/form-data", "", "image/png", "application/jsonx"]
)
def test_other_bodies_are_not_taken(kind):
    assert not is_taken(kind)


def test_more_than_may_be_under_way_is_turned_away():
    pressure = Pressure(2, 100)
    with pressure.request():
        assert pressure.takes()
        with pressure.request():
            assert not pressure.takes()
        with pressure.body(99):
            assert pressure.takes()
        with pressure.body(100):
            assert not pressure.takes()
    assert pressure.takes()
