"""An article as rows."""

from pipeline.sinks.rows import ARTICLES, TABLES, rows_of
from tests.unit.sinks.made import SAMPLE, deleted, event, name_of

NAMES = {table.name: list(table.columns) for table in TABLES}


def seen(found, table):
    return [dict(zip(NAMES[table], row, strict=True)) for row in found[table]]


def test_every_fact_of_the_sample_is_in_its_column():
    found = rows_of(event(1, 3))
    (article,) = seen(found, "news_articles")
    assert article == {
        "id": name_of(1),
        "ce_id": f"{name_of(1)}:0123abcd:c0ffee",
        "version": "0123abcd",
        "pub_status": "usable",
        "site": "chunjiang.example",
        "url": "http://chunjiang.example/1",
        "language": "zh-Hans",
        "headline": "春江大桥通车",
        "body": SAMPLE["bodies"][0]["value"],
        "author": "林一",
        "located": "春江",
        "published": "2024-03-01T09:30:00+08:00",
        "published_precision": "minute",
        "duplicate_status": "original",
        "duplicate_of": "",
        "story": "s1",
        "similarity": 0.0,
        "quality": "mostlyLinks",
        "kafka_partition": 0,
        "kafka_offset": 3,
    }
    assert [e["name"] for e in seen(found, "news_entities")] == [
        e["name"] for e in SAMPLE["enrichment"]["entities"]
    ]
    assert seen(found, "news_entities")[0]["post"] == "市长"
    assert seen(found, "news_entities")[1]["ids"] == "ticker:600001 mic:XSHG"
    body = article["body"]
    (mention, other) = seen(found, "news_mentions")
    assert body[mention["start_at"] : mention["end_at"]] == mention["surface"] == "周舟"
    assert (other["field"], other["headline_index"]) == ("headline", 1)
    assert [v["value"] for v in seen(found, "news_values")] == ["2024-03-01", "1"]
    (quote,) = seen(found, "news_quotes")
    assert quote["said"] == body[quote["start_at"] : quote["end_at"]]
    assert quote["speaker"] == "周舟"
    # A marker and a credit are removed lines without a link.
    assert [link["link_id"] for link in seen(found, "news_links")] == ["l1"]


def test_every_table_has_each_fact_under_its_own_name():
    found = rows_of(event(1, 3))
    first = {table: seen(found, table)[0] for table in NAMES}
    assert {row.pop("article_id") for name, row in first.items() if name != "news_articles"} == {
        name_of(1)
    }
    assert first["news_entities"] == {
        "entity": "e1", "type": "person", "name": "周舟", "aliases": "", "ids": "", "post": "市长",
        "count": 1, "prominence": 0.5, "in_headline": False, "confidence": 0.9,
    }  # fmt: skip
    assert first["news_mentions"] == {
        "entity": "e1", "type": "person", "field": "body", "headline_index": None, "start_at": 16,
        "end_at": 18, "surface": "周舟", "confidence": 0.8,
    }  # fmt: skip
    assert first["news_values"] == {
        "type": "date", "field": "body", "headline_index": None, "start_at": 22, "end_at": 26,
        "surface": "3月1日", "value": "2024-03-01", "unit": "", "precision": "day",
    }  # fmt: skip
    assert first["news_quotes"] == {
        "start_at": 20, "end_at": 28, "speaker": "周舟", "entity": "e1", "verb": "说",
        "said": "大桥3月1日通车",
    }  # fmt: skip
    assert first["news_links"] == {
        "link_id": "l1", "text": "- 环球播报:别处的新闻", "start_at": 62, "end_at": 74,
        "score": 0.9, "seen_in": None,
    }  # fmt: skip


def test_a_withdrawn_article_says_so_and_nothing_more():
    found = rows_of(event(1, pubStatus="canceled"))
    assert list(found) == ["news_articles"]
    (article,) = seen(found, "news_articles")
    assert article["pub_status"] == "canceled"
    assert [article[name] for name in ("headline", "body", "author", "located")] == [None] * 4


def test_what_is_gone_has_no_rows():
    assert rows_of(deleted(1, 0)) == {}


def test_a_nul_is_one_other_character():
    (row,) = rows_of(event(1, by="a\0b"))["news_articles"]
    assert row[NAMES["news_articles"].index("author")] == "a\ufffdb"


def test_an_event_of_another_program_may_lack_everything():
    bare = event(1)
    found = rows_of(type(bare)(**_bare(bare)))
    assert [name for name, rows in found.items() if rows] == [ARTICLES.name]


def test_every_row_is_as_wide_as_its_table():
    for name, rows in rows_of(event(1)).items():
        assert rows, name
        assert {len(row) for row in rows} == {len(NAMES[name])}


def _bare(full):
    fields = {name: getattr(full, name) for name in full.__struct_fields__}
    return fields | {"document": {"uri": "urn:uuid:x"}}
