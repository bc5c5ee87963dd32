"""Rows and places in one transaction, held against the real DuckDB."""

import pytest

from pipeline.errors import SinkError
from pipeline.sinks.duckdb_file import DuckDbFile
from pipeline.sinks.rows import TABLES
from pipeline.sinks.sql import Dialect, created, inserted
from tests.unit.sinks.made import batch, deleted, event, name_of, wanted


@pytest.fixture
def file(tmp_path):
    return tmp_path / "news.duckdb"


@pytest.fixture
def sink(file):
    found = DuckDbFile(wanted(f"duckdb:{file}"))
    assert found.open() == {}
    yield found
    found.close()


def asked(sink, question):
    return sink._connection.execute(question).fetchall()


def counts(sink):
    return {t.name: asked(sink, f"select count(*) from {t.name}")[0][0] for t in TABLES}


def test_an_article_is_in_all_tables_and_its_time_is_a_time(sink):
    sink.write(batch(event(1, 0), event(2, 1, contentCreated=None)))
    assert counts(sink) == {
        "news_articles": 2,
        "news_entities": 10,
        "news_mentions": 4,
        "news_values": 4,
        "news_quotes": 2,
        "news_links": 2,
    }
    published = (
        "select published = timestamptz '2024-03-01 01:30:00+00' from news_articles order by id"
    )
    assert asked(sink, published) == [(True,), (None,)]


def test_a_new_version_takes_the_place_of_the_old_one(sink):
    sink.write(batch(event(1, 0)))
    facts = event(1).document["enrichment"] | {"entities": []}
    new = event(1, 1, "ffff", enrichment=facts)
    sink.write(batch(new, before={0: 1}))
    assert asked(sink, "select version, kafka_offset from news_articles") == [("ffff", 1)]
    assert counts(sink)["news_entities"] == 0
    assert counts(sink)["news_mentions"] == 2


def test_the_same_batch_again_changes_nothing(sink):
    sink.write(batch(event(1, 0), event(1, 1), event(2, 2)))
    once = counts(sink)
    # As after a commit whose answer was lost.
    sink.write(batch(event(1, 0), event(1, 1), event(2, 2)))
    # As where the topic is read again from its beginning.
    sink._connection.execute("delete from news_offsets")
    sink.write(batch(event(1, 0), event(1, 1), event(2, 2)))
    assert counts(sink) == once
    assert once["news_articles"] == 2


def test_a_withdrawn_article_loses_what_it_said_and_a_deleted_one_its_row(sink):
    sink.write(batch(event(1, 0), event(2, 1)))
    sink.write(batch(event(1, 2, pubStatus="canceled"), deleted(2, 3), before={0: 2}))
    assert asked(sink, "select id, pub_status, body from news_articles") == [
        (name_of(1), "canceled", None)
    ]
    assert set(counts(sink).values()) == {0, 1}


def test_places_go_with_the_rows_and_readers_do_not_share_them(sink, file):
    sink.write(batch(event(1, 4), after={0: 5, 3: 7}))
    sink.close()
    again = DuckDbFile(wanted(f"duckdb:{file}"))
    assert again.open() == {0: 5, 3: 7}
    again.close()
    other = DuckDbFile(wanted(f"duckdb:{file}", reader="desk"))
    assert other.open() == {}
    other.close()


def test_who_writes_as_the_same_reader_meanwhile_is_told_and_nothing_is_written(sink):
    sink.write(batch(event(1, 0)))
    with pytest.raises(SinkError, match="another `news consume` writes as the reader 'news'"):
        sink.write(batch(event(2, 8), before={0: 8}))
    assert counts(sink)["news_articles"] == 1
    # The transaction is over: the next one may begin.
    sink.write(batch(event(2, 1), before={0: 1}))
    assert counts(sink)["news_articles"] == 2


def test_a_batch_that_fails_leaves_nothing(sink, monkeypatch):
    monkeypatch.setattr("pipeline.sinks.sql._PLACED", "INSERT INTO nothing SELECT ?, ?, ?")
    with pytest.raises(SinkError, match="nothing"):
        sink.write(batch(event(1, 0)))
    assert set(counts(sink).values()) == {0}


def test_a_file_that_is_no_database_is_one_line(tmp_path):
    other = tmp_path / "other.duckdb"
    other.write_bytes(b"no database" * 1000)
    with pytest.raises(SinkError) as refused:
        DuckDbFile(wanted(f"duckdb:{other}")).open()
    assert "\n" not in str(refused.value)


def test_the_statements_of_both_databases():
    plain, lined = created(Dialect(mark="?")), created(Dialect(mark="%s", indexes=True))
    assert len(plain) == 7
    assert len(lined) == 7 + 5
    for table in TABLES:
        assert inserted(table).count("?") == len(table.columns)
