"""An event as rows: what is told of an article, and by what entities of two articles are one."""

import msgspec
import pytest

from pipeline.web.store.article_rows import article_row, day_of, seconds_of, title_of
from tests.unit.web.events import event, titled


def entity(**changes):
    made = event().enrichment.entities[0]
    return msgspec.structs.replace(made, **changes)


def test_an_article_s_row():
    row = article_row(event())
    assert (row.title, row.site, row.story) == ("春江大桥通车", "chunjiang.example", "s1")
    assert (row.published, row.precision, row.day) == (1709256600.0, "minute", "2024-03-01")
    assert row.lead.startswith("本报讯 (记者 林一)")
    assert (row.removed, row.links, row.runs) == (3, ("l1",), (("clean", 1.25),))
    assert row.begun == 1709256601.0
    assert [(name.key, name.position) for name in row.names[:3]] == [
        ("person/周舟", "市长"),
        ("organisation/600001.XSHG", ""),
        ("place/春江", ""),
    ]
    assert [(a.type, a.value, a.surface) for a in row.amounts] == [
        ("date", "2024-03-01", "3月1日"),
        ("quantity", "1", "大桥"),
    ]
    (quote,) = row.quotes
    assert (quote.key, quote.speaker, quote.verb) == ("person/周舟", "周舟", "说")
    assert quote.text == "大桥3月1日通车"


def test_an_article_without_enrichment_has_no_row():
    assert article_row(msgspec.structs.replace(event(), enrichment=None)) is None


def test_nobody_says_when():
    assert article_row(event(content_created=None)).published is None


def test_a_code_joins_what_is_spelt_in_two_ways():
    short = entity(id="a", type="place", name="江城", ids={"adcode": "999100"}, prominence=0.2)
    long = entity(id="b", type="place", name="江城市", ids={"adcode": "999100"}, prominence=0.7)
    (row,) = article_row(event(enrichment={"entities": (short, long), "quotes": ()})).names
    assert row.key == "place/999100"
    assert row.name == "江城市"
    assert row.spellings == ("江城", "江城市")


def test_blank_lines_are_no_removals_to_count():
    facts = event().enrichment
    blank = msgspec.structs.replace(facts.boilerplate.removed[0], kind="blank")
    boilerplate = msgspec.structs.replace(facts.boilerplate, removed=(blank,))
    assert article_row(event(enrichment={"boilerplate": boilerplate})).removed == 0


def test_what_a_row_shows_of_a_headline_is_short():
    assert len(article_row(titled("长" * 1_000_000)).title) == 300


@pytest.mark.parametrize(
    ("roles", "title"),
    [
        (("original", "main"), "第二"),
        (("original",), "第一"),
        ((), "本报讯 (记者 林一) 𠮷祥市长周舟说,大桥3月1日通车。"),
    ],
)
def test_the_title_is_the_headline_else_the_web_title_else_how_it_begins(roles, title):
    made = event()
    heads = tuple(
        msgspec.structs.replace(made.headlines[0], role=role, value=value)
        for role, value in zip(roles, ("第一", "第二"), strict=False)
    )
    assert title_of(msgspec.structs.replace(made, headlines=heads)) == title


def test_times_and_days_are_china_s_where_no_zone_is_named():
    assert seconds_of("2024-03-01T09:30:00") == seconds_of("2024-03-01T01:30:00Z") == 1709256600.0
    assert seconds_of("soon") is None
    assert day_of(1709256600.0 - 9.5 * 3600 - 1) == "2024-02-29"
    assert day_of(1e300) == "1970-01-01"
