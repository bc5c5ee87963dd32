"""The article that a page keeps for its own code: markup, text or blocks, and the facts beside it."""

import json
from html import escape
from urllib.parse import quote

import pytest

from pipeline.cleaning.page.embedded import embedded_article
from pipeline.cleaning.page.script_state import kept_articles, timestamp
from pipeline.cleaning.page.tree import parse

LINE = "城西的早市已经热闹起来,菜农把沾着露水的青菜码得整整齐齐。"  # twenty-seven Han characters
TEXT = "\n".join([LINE] * 6)
MARKUP = "".join(f"<p>{line}</p>" for line in [LINE] * 6)


def kept(value):
    return list(kept_articles(value))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (MARKUP, True),
        (TEXT, True),
        (escape(MARKUP), True),
        (escape(escape(MARKUP)), True),
        ("<p>" + "早" * 150, True),
        ("<p>" + "早" * 149 + "abc", False),
        # Text without markup is an article where it has three stops.
        ("早" * 150 + "。。。", True),
        ("早" * 150 + "。。", False),
    ],
)
def test_a_text_of_an_articles_length_is_one(text, wanted):
    assert bool(kept({"any": [{"key": text}]})) is wanted


def test_a_text_becomes_paragraphs():
    (found,) = kept("a < b\n\n" + TEXT + "\x00")
    assert found.markup == "<p>a &lt; b</p>" + MARKUP


@pytest.mark.parametrize(
    ("blocks", "wanted"),
    [
        ([{"text": LINE}] * 6, MARKUP),
        ([LINE] * 6, MARKUP),
        ([{"type": 1, "value": "", "content": LINE}] * 6, MARKUP),
        ([{"text": f"<p>{LINE}</p>"}] * 6, MARKUP),
        # Addresses of pictures and cards of other articles are no blocks of the text.
        ([*[{"text": LINE}] * 6, {"text": "https://a.example/1.jpg"}, "//b.example"], MARKUP),
        ([*[{"text": LINE}] * 6, {"text": "早市", "url": "/1"}], MARKUP),
        ([{"text": LINE}] * 5, None),
        ([{"text": LINE * 5, "title": "早市"}] * 2, None),
        # Half of them are sentences.
        ([*[{"text": LINE}] * 6, *[{"text": "早市"}] * 6], MARKUP + "<p>早市</p>" * 6),
        ([*[{"text": LINE}] * 6, *[{"text": "早市"}] * 7], None),
    ],
)
def test_a_text_sent_block_by_block(blocks, wanted):
    found = [each.markup for each in kept({"blocks": blocks})]
    assert found == ([wanted] if wanted else [])


def test_facts_are_those_of_the_nearest_object():
    inner = {"content": MARKUP, "Title": "老早市换了新模样"}
    value = {
        "title": "城西频道", "ptime": 1683077400, "author": [{"name": "王明"}],
        "data": {"source": {"name": "城西日报"}, "article": inner},
    }  # fmt: skip
    (found,) = kept(value)
    assert found.facts == {
        "title": "老早市换了新模样", "time": "2023-05-03T09:30:00+08:00", "author": "王明",
        "source": "城西日报",
    }  # fmt: skip
    # The third object around says nothing of it.
    (far,) = kept({"author": "王明", "a": {"source": "城西日报", "b": {"c": inner}}})
    assert far.facts == {"title": "老早市换了新模样", "source": "城西日报"}


@pytest.mark.parametrize(
    ("key", "value", "fact"),
    [
        ("title", "早市新", None),
        ("title", "<b>早市新貌</b>", "早市新貌"),
        ("title", "早" * 120, "早" * 120),
        ("title", "早" * 121, None),
        ("headline", "早市新貌", "早市新貌"),
        ("author", "王", None),
        ("author", "王" * 30, "王" * 30),
        ("author", "王" * 31, None),
        ("author", "//a.example/1", None),
        ("author", [[[{"nickname": "王明"}]]], None),
        ("author", [[{"nickname": "王明"}]], "王明"),
        ("author", [{"nickname": "王明"}], "王明"),
        ("time", "2023-05-03", "2023-05-03"),
        ("time", "5月3日", None),
        ("time", True, None),
    ],
)
def test_a_fact_is_of_its_form(key, value, fact):
    (found,) = kept({"content": MARKUP, key: value})
    name = "title" if key == "headline" else key
    assert found.facts.get(name) == fact


@pytest.mark.parametrize(
    ("value", "surface"),
    [
        (1683077400, "2023-05-03T09:30:00+08:00"),
        ("1683077400123", "2023-05-03T09:30:00+08:00"),
        ("168307740012", ""),
        ("2683077400", ""),
        ("发布于2023-05-03 09:30", "2023-05-03 09:30"),
        ("2023年5月", ""),
        ("5月3日", ""),
        ("2023-05-03 至 2023-05-04", ""),
        (None, ""),
        (1.5, ""),
    ],
)
def test_a_time_of_a_script_is_one_whole_day_or_unix_time(value, surface):
    assert timestamp(value) == surface


def embedded(script, tag="script"):
    found = embedded_article(parse(f"<html><body><p>渡</p><{tag}>{script}</{tag}></body></html>"))
    return found.element.text_content() if found else None


STATE = json.dumps({"content": MARKUP}, ensure_ascii=False)
# Without markup an article is one by its JSON alone.
PLAIN = json.dumps({"content": TEXT}, ensure_ascii=False)


@pytest.mark.parametrize(
    "script",
    [
        STATE,
        f"window.state = {STATE};",
        f"window.state =        {STATE}",
        PLAIN,
        "state = " + PLAIN.replace("}", ', "a": undefined, "b": [1]}'),
        "state = " + PLAIN.replace("{", '{"a" : undefined ,'),
        quote(PLAIN),
        quote(f"[{PLAIN}]"),
        "a = " + json.dumps(STATE, ensure_ascii=False),
        "a = " + json.dumps(STATE),
        f"a({{b: '{MARKUP}'}})",
        "a({b: '" + MARKUP.replace("/", "\\/") + "'})",
        "a({b: '" + escape(escape(MARKUP)) + "', c: '\\''})",
        'a({b: "' + MARKUP.replace("<p>", '<p class=\\"x\\">') + '"})',
        # Seven values that are no JSON may stand before it.
        "a = [b;" * 7 + f"c = {PLAIN}",
        f"a = [1]; b = {{}}; c = {PLAIN}",
    ],
)
def test_an_article_is_found_however_its_script_writes_it(script):
    assert embedded(script) == LINE * 6


@pytest.mark.parametrize(
    "script",
    [
        "a = [b;" * 8 + f"c = {PLAIN}",
        f"var a = '{'早' * 200}'",
        f"var a = '{'<p>' + '早' * 149}'",
        "x",
    ],
)
def test_what_is_no_article_is_left(script):
    assert embedded(script) is None


def test_the_longest_text_is_the_article_and_a_text_area_keeps_one_too():
    both = f"a = {json.dumps({'x': MARKUP, 'y': MARKUP * 2})}"
    assert embedded(both) == LINE * 12
    assert embedded(escape(MARKUP), "textarea") == LINE * 6


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ({"articleBody": LINE}, f"<p>{LINE}</p>"),
        ({"@graph": [{"@type": "NewsArticle", "articleBody": LINE}]}, f"<p>{LINE}</p>"),
        ({"articlebody": f"{LINE}\n{LINE}"}, f"<p>{LINE}</p>" * 2),
        ({"articleBody": f"<p>{LINE}</p>"}, f"<p>{LINE}</p>"),
        ({"articleBody": LINE * 5}, f"<p>{LINE * 5}</p>"),
        ({"articleBody": "城西早市"}, ""),
        ({"articleBody": "城西的早市已经热闹起来 菜农把沾着露水的青菜码得整整齐齐"}, ""),
        ({"description": LINE}, ""),
        ({"body": LINE}, ""),
    ],
)
def test_what_is_named_an_articles_body_is_one_from_a_sentence_on(value, wanted):
    assert "".join(found.markup for found in kept(value)) == wanted
