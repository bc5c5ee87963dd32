"""JSON Lines and Parquet: what is certain stays, what was cut off is taken back."""

import json

import pyarrow.parquet as pq
import pytest

from pipeline.errors import SinkError, UsageError
from pipeline.sinks.folder import STATE
from pipeline.sinks.jsonl import JsonLines
from pipeline.sinks.parquet import Parquet
from pipeline.sinks.rows import TABLES
from tests.unit.sinks.made import batch, deleted, event, name_of, wanted


def lines(folder):
    files = sorted(folder.glob("articles-*.jsonl"))
    return [json.loads(line) for each in files for line in each.read_bytes().splitlines()]


def rows(folder, table="news_articles"):
    files = sorted((folder / table).glob("part-*.parquet"))
    return [row for each in files for row in pq.read_table(each).to_pylist()]


def opened(kind, folder, **more):
    scheme = "jsonl" if kind is JsonLines else "parquet"
    sink = kind(wanted(f"{scheme}:{folder}"), **more)
    return sink, sink.open()


@pytest.mark.parametrize(("kind", "read"), [(JsonLines, lines), (Parquet, rows)])
def test_what_was_cut_off_is_taken_back_and_written_again_once(kind, read, tmp_path, monkeypatch):
    sink, places = opened(kind, tmp_path)
    assert places == {}
    sink.write(batch(event(1, 0)))
    # Killed behind the rows and before the state.
    monkeypatch.setattr("pipeline.sinks.folder.Folder.keep", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sink.write(batch(event(2, 1), event(3, 2)))
    assert len(read(tmp_path)) == 3
    monkeypatch.undo()
    sink.close()
    sink, places = opened(kind, tmp_path)
    assert places == {0: 1}
    assert len(read(tmp_path)) == 1
    sink.write(batch(event(2, 1), event(3, 2)))
    sink.close()
    assert len(read(tmp_path)) == 3
    assert opened(kind, tmp_path)[1] == {0: 3}


def test_a_line_is_the_article_and_which_record_it_was(tmp_path):
    sink, _ = opened(JsonLines, tmp_path)
    sink.write(batch(event(1, 0), deleted(2, 1)))
    sink.close()
    first, second = lines(tmp_path)
    assert first.pop("record") == {
        "ce_id": f"{name_of(1)}:0123abcd:c0ffee",
        "id": name_of(1),
        "partition": 0,
        "offset": 0,
    }
    assert first == event(1).document
    assert second == {
        "record": {
            "ce_id": f"{name_of(2)}:deleted",
            "id": name_of(2),
            "partition": 0,
            "offset": 1,
            "deleted": True,
        }
    }


def test_the_same_event_twice_in_a_batch_is_one_line(tmp_path):
    sink, _ = opened(JsonLines, tmp_path)
    sink.write(batch(event(1, 0), event(1, 1)))
    assert [line["record"]["offset"] for line in lines(tmp_path)] == [1]


def test_a_file_that_is_large_enough_is_followed_by_the_next(tmp_path):
    sink, _ = opened(JsonLines, tmp_path, largest=1)
    for offset in range(3):
        sink.write(batch(event(offset, offset)))
    sink.close()
    assert len(list(tmp_path.glob("articles-*.jsonl"))) == 3
    assert [line["record"]["offset"] for line in lines(tmp_path)] == [0, 1, 2]
    sink, places = opened(JsonLines, tmp_path, largest=1)
    assert places == {0: 3}
    assert len(lines(tmp_path)) == 3


def test_a_file_that_no_state_tells_of_is_taken_back(tmp_path):
    sink, _ = opened(JsonLines, tmp_path, largest=1)
    sink.write(batch(event(1, 0)))
    sink.write(batch(event(2, 1)))
    sink.close()
    # Killed when the next file was begun, before the state said so.
    (tmp_path / "articles-00000009.jsonl").write_bytes(b'{"half')
    sink, places = opened(JsonLines, tmp_path, largest=1)
    assert places == {0: 2}
    assert [line["record"]["offset"] for line in lines(tmp_path)] == [0, 1]


def test_parquet_has_the_columns_and_times_of_the_tables(tmp_path):
    sink, _ = opened(Parquet, tmp_path)
    sink.write(batch(event(1, 0), event(2, 1, contentCreated=None)))
    for table in TABLES:
        found = rows(tmp_path, table.name)
        assert list(found[0]) == list(table.columns)
    first, second = rows(tmp_path)
    assert first["published"].isoformat() == "2024-03-01T01:30:00+00:00"
    assert second["published"] is None


def test_a_batch_without_events_moves_the_places_alone(tmp_path):
    sink, _ = opened(Parquet, tmp_path)
    sink.write(batch(after={0: 9, 1: 4}))
    sink.close()
    assert opened(Parquet, tmp_path)[1] == {0: 9, 1: 4}
    assert rows(tmp_path) == []


@pytest.mark.parametrize("kind", [JsonLines, Parquet])
def test_one_process_at_a_time_has_a_folder(kind, tmp_path):
    sink, _ = opened(kind, tmp_path)
    with pytest.raises(SinkError, match="another `news consume` writes here"):
        opened(kind, tmp_path)
    sink.close()
    opened(kind, tmp_path)[0].close()


def test_another_reader_s_folder_and_a_damaged_state_are_told(tmp_path):
    sink, _ = opened(JsonLines, tmp_path)
    sink.write(batch(event(1, 0)))
    sink.close()
    other = JsonLines(wanted(f"jsonl:{tmp_path}", reader="desk"))
    with pytest.raises(UsageError, match="reader 'news'"):
        other.open()
    other.close()
    (tmp_path / STATE).write_bytes(b"{")
    with pytest.raises(UsageError, match="cannot be read"):
        JsonLines(wanted(f"jsonl:{tmp_path}")).open()
