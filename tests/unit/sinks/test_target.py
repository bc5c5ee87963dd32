"""What `--to` names."""

import pytest

from pipeline.errors import UsageError
from pipeline.sinks.opening import NEEDS, sink_of
from pipeline.sinks.target import target_of
from tests.unit.sinks.made import wanted


@pytest.mark.parametrize(
    ("uri", "kind", "address", "shown"),
    [
        ("jsonl:out", "jsonl", "out", "jsonl:out"),
        ("parquet:///var/out", "parquet", "/var/out", "parquet:/var/out"),
        ("duckdb:news.duckdb", "duckdb", "news.duckdb", "duckdb:news.duckdb"),
        (
            "postgresql://desk:pw@db.example/news?sslmode=require",
            "postgresql",
            "postgresql://desk:pw@db.example/news?sslmode=require",
            "postgresql://desk@db.example/news",
        ),
        ("postgresql:///news", "postgresql", "postgresql:///news", "postgresql:///news"),
        (
            "opensearch+https://desk:pw@es.example:9200/news",
            "search",
            "https://desk:pw@es.example:9200/news",
            "opensearch+https://desk@es.example:9200/news",
        ),
        (
            "webhook+http://127.0.0.1:1/hook?token=t",
            "webhook",
            "http://127.0.0.1:1/hook?token=t",
            "webhook+http://127.0.0.1:1/hook",
        ),
    ],
)
def test_a_sink_is_named_and_shown_without_a_password(uri, kind, address, shown):
    found = target_of(uri)
    assert (found.kind, found.address, found.shown) == (kind, address, shown)


@pytest.mark.parametrize(
    "uri",
    [
        "out", "jsonl:", "ftp://a/b", "https://a/b", "webhook:https://a", "webhook+ftp://a/b",
        "elasticsearch+http://", "mysql://u:pw@h/d", "webhook+http://[::1/",
    ],
)  # fmt: skip
def test_another_is_refused_and_its_password_not_shown(uri):
    with pytest.raises(UsageError, match="is no sink") as refused:
        target_of(uri)
    assert "pw" not in str(refused.value)


@pytest.mark.parametrize("path", ["", "/", "/a/b"])
def test_a_search_index_is_named(path):
    with pytest.raises(UsageError, match="names no index"):
        target_of(f"elasticsearch+http://es.example:9200{path}")


@pytest.mark.parametrize("kind", NEEDS)
def test_an_extra_that_is_missing_is_named(kind, monkeypatch):
    uri = {
        "parquet": "parquet:x",
        "duckdb": "duckdb:x",
        "postgresql": "postgresql://h/d",
        "search": "elasticsearch+http://h/i",
        "webhook": "webhook+http://h/",
    }[kind]
    monkeypatch.setattr("pipeline.errors.find_spec", lambda _: None)
    with pytest.raises(UsageError, match=rf"pip install 'news-pipeline\[{NEEDS[kind][1]}\]'"):
        sink_of(wanted(uri))


def test_lines_need_no_extra(monkeypatch, tmp_path):
    monkeypatch.setattr("pipeline.errors.find_spec", lambda _: None)
    sink = sink_of(wanted(f"jsonl:{tmp_path}"))
    assert sink.open() == {}
    sink.close()


@pytest.mark.parametrize(
    ("uri", "name"),
    [
        ("jsonl:out", "JsonLines"),
        ("parquet:out", "Parquet"),
        ("duckdb:news.duckdb", "DuckDbFile"),
        ("postgresql:///news", "Postgres"),
        ("elasticsearch+https://es.example/news", "SearchIndex"),
        ("webhook+https://desk.example/news", "Webhook"),
    ],
)
def test_each_kind_has_its_sink(uri, name):
    assert type(sink_of(wanted(uri))).__name__ == name
