"""The page's file: each record once, what is withdrawn goes, what is old goes, a restart goes on."""

import sqlite3

import msgspec
import pytest

from pipeline.errors import UsageError
from pipeline.topology import ENRICHED
from pipeline.web.store.database import Keep, NewsDatabase
from pipeline.web.store.tables import OF_AN_ARTICLE, open_file, open_to_read
from tests.unit.web.events import ID, NOW, alias, enriched, event, link, other, rejected

DAY = 86_400.0


@pytest.fixture
def database(tmp_path):
    made = NewsDatabase(tmp_path / "page.sqlite", Keep(days=30, articles=5), lambda: NOW)
    yield made
    made.close()


def rows(database, query, *values):
    connection = open_to_read(database.path)
    try:
        return [tuple(row) for row in connection.execute(query, values)]
    finally:
        connection.close()


def ids(database):
    return [row[0] for row in rows(database, "SELECT id FROM articles ORDER BY seq")]


def counts(database):
    return {table: rows(database, f"SELECT count(*) FROM {table}")[0][0] for table in OF_AN_ARTICLE}


def test_an_article_is_there_with_all_its_rows(database):
    database.apply([enriched(event())])
    assert ids(database) == [f"{ID}1"]
    assert all(counts(database).values())
    assert rows(database, "SELECT rowid FROM words WHERE words MATCH '周舟'")


def test_in_how_many_articles_a_name_is_is_counted_as_they_come_and_go(database):
    def hold():
        counted = rows(
            database,
            "SELECT key, day, type, count(*) FROM names GROUP BY key, day UNION ALL"
            " SELECT key, '', type, count(*) FROM names GROUP BY key ORDER BY 1, 2",
        )
        assert rows(database, "SELECT key, day, type, n FROM named ORDER BY 1, 2") == counted
        return len(counted)

    database.apply([enriched(event(n), offset=n, at=NOW + n) for n in range(1, 4)])
    assert hold() > 4
    database.apply([enriched(event(1, version="ffff0000"), offset=5, at=NOW + 60)])
    database.apply([enriched(event(2, pub_status="canceled"), offset=6)])
    assert hold() > 4
    database.apply([enriched(event(n, pub_status="canceled"), offset=7 + n) for n in (1, 3)])
    assert hold() == 0


def test_a_retry_changes_nothing(database):
    first = enriched(event(), offset=4, at=NOW)
    database.apply([first])
    before = rows(database, "SELECT seq FROM articles")
    database.apply([msgspec.structs.replace(first, offset=5, timestamp=NOW + 60)])
    assert rows(database, "SELECT seq FROM articles") == before
    assert database.read_to(ENRICHED.name) == {0: 6}


def test_another_version_takes_the_place_of_the_one_before(database):
    database.apply([enriched(event()), enriched(event(version="ffff0000"), offset=1, at=NOW + 60)])
    assert rows(database, "SELECT version, arrived FROM articles") == [("ffff0000", NOW + 60)]
    assert counts(database)["documents"] == 1
    assert len(rows(database, "SELECT rowid FROM words WHERE words MATCH '周舟'")) == 1


@pytest.mark.parametrize("how", ["canceled", "null"])
def test_a_withdrawn_article_goes_with_all_that_was_known_of_it(database, how):
    gone = enriched(event(pub_status="canceled"), offset=1)
    if how == "null":
        gone = msgspec.structs.replace(gone, value=None)
    database.apply([enriched(event()), gone])
    assert set(counts(database).values()) == {0}
    assert not rows(database, "SELECT rowid FROM words WHERE words MATCH '周舟'")


def test_an_article_that_is_published_again_after_its_withdrawal_is_there(database):
    canceled = enriched(event(pub_status="canceled"), offset=1)
    database.apply([enriched(event()), canceled, enriched(event(), offset=2)])
    assert ids(database) == [f"{ID}1"]


def test_the_newest_is_last_whatever_partition_is_read_first(database):
    database.apply([enriched(event(1), partition=1, at=NOW + 5)])
    database.apply([enriched(event(2), partition=0, at=NOW)])
    assert ids(database) == [f"{ID}2", f"{ID}1"]


def test_two_records_of_one_place_in_time_are_two(database):
    database.apply([enriched(event(1), offset=0), enriched(event(2), offset=1024)])
    assert len(ids(database)) == 2


def test_of_more_articles_than_are_kept_the_oldest_go(database):
    database.apply([enriched(event(n), offset=n, at=NOW + n) for n in range(8)])
    assert ids(database) == [f"{ID}{n}" for n in range(3, 8)]
    assert counts(database)["documents"] == 5


def test_what_is_older_than_is_kept_goes(database):
    database.apply(
        [enriched(event(1), at=NOW - 31 * DAY), enriched(event(2), offset=1, at=NOW - 29 * DAY)]
    )
    database.apply([rejected(at=NOW - 31 * DAY), rejected(offset=1)])
    assert ids(database) == [f"{ID}2"]
    assert rows(database, "SELECT offset FROM rejections") == [(1,)]


@pytest.mark.parametrize("alias_first", [True, False])
def test_stories_that_are_one_are_one(database, alias_first):
    told = [enriched(event(1)), enriched(event(2), offset=1)]
    other_story = msgspec.structs.replace(event().enrichment.duplicate, story="s2")
    told.append(enriched(event(3, enrichment={"duplicate": other_story}), offset=2))
    joined = [alias("story", "s2", "s1"), alias("story", "s1", "s0", offset=1)]
    for batch in (joined, told) if alias_first else (told, joined):
        database.apply(batch)
    assert rows(database, "SELECT DISTINCT story FROM articles") == [("s0",)]


def test_aliases_of_links_leave_stories_alone(database):
    database.apply([enriched(event())])
    database.apply([alias("link", "s1", "s0")])
    assert rows(database, "SELECT story FROM articles") == [("s1",)]


def test_stories_that_name_each_other_stand_still(database):
    database.apply([enriched(event())])
    database.apply([alias("story", "s1", "s0"), alias("story", "s0", "s1", offset=1)])
    assert rows(database, "SELECT story FROM articles") == [("s0",)]


def test_a_link_s_last_record_stands_and_a_null_takes_it_away(database):
    database.apply([link(1), link(1, count=9), link(2)])
    assert rows(database, "SELECT id, count, sites FROM links") == [
        ("l1", 9, "chunjiang.example\nother.example"),
        ("l2", 5, "chunjiang.example\nother.example"),
    ]
    database.apply([msgspec.structs.replace(link(1), value=None)])
    assert rows(database, "SELECT id FROM links") == [("l2",)]


def test_a_rejection_keeps_its_reason_and_how_its_bytes_begin(database):
    database.apply([rejected(b"\xff" * 100_000)])
    ((stage, reason, attempts, size, data),) = rows(
        database, "SELECT stage, reason, attempts, size, data FROM rejections"
    )
    assert (stage, reason, attempts, size) == ("clean", "bad-json", 2, 100_000)
    assert data == b"\xff" * 65_536


def test_what_is_no_event_is_passed_over(database):
    database.apply(
        [other(ENRICHED, b"{}"), other(ENRICHED, b"\xff", offset=1), enriched(event(), offset=2)]
    )
    assert ids(database) == [f"{ID}1"]
    assert database.read_to(ENRICHED.name) == {0: 3}


def test_a_batch_that_breaks_leaves_nothing_behind(database, monkeypatch):
    monkeypatch.setattr(database, "_let_go", lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        database.apply([enriched(event())])
    assert ids(database) == []
    assert database.read_to(ENRICHED.name) == {}


def test_another_start_goes_on_where_the_last_one_stood(tmp_path):
    for n in (1, 2):
        made = NewsDatabase(tmp_path / "page.sqlite", Keep(), lambda: NOW)
        assert made.read_to(ENRICHED.name) == ({} if n == 1 else {0: 2})
        made.apply([enriched(event(n), offset=n)])
        made.close()
        assert ids(made)[-1] == f"{ID}{n}"


def test_a_file_of_another_format_is_made_anew(database):
    database.apply([enriched(event())])
    database._connection.execute("UPDATE facts SET value = '0'")
    database.close()
    open_file(database.path).close()
    assert ids(database) == []
    assert rows(database, "SELECT * FROM read_to") == []


def test_emptied_it_is_as_new(database):
    database.apply([enriched(event())])
    database.empty()
    assert ids(database) == []
    assert database.read_to(ENRICHED.name) == {}
    database.apply([enriched(event())])
    assert ids(database) == [f"{ID}1"]


def test_what_reads_cannot_write(database):
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        rows(database, "DELETE FROM articles")


def test_a_file_that_is_no_such_file_is_one_line(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text("no database at all, and longer than a header of one would be" * 20)
    with pytest.raises(UsageError, match="Name another file with --db"):
        NewsDatabase(path, Keep(), lambda: NOW)
