"""Files, folders and standard input to single articles."""

from __future__ import annotations

import gzip
import io
import json
import sys

import pytest

from pipeline.codec import decode_raw
from pipeline.errors import UnreadableInputError
from pipeline.intake import files
from pipeline.intake.files import read_inputs
from pipeline.types.articles import Origin


def names(records):
    return [record.source_id.rsplit("/", 1)[-1] for record in records]


def test_each_kind_of_file(tmp_path):
    (tmp_path / "a.txt").write_text("正文", "utf-8")
    (tmp_path / "b.html").write_text("<p>正文</p>", "utf-8")
    (tmp_path / "c.json").write_text('{"text": "正文"}', "utf-8")
    (tmp_path / "d.jsonl").write_text('{"text": "一"}\n\n  \n{"text": "二"}', "utf-8")
    found = list(read_inputs([str(tmp_path)]))
    assert names(found) == ["a.txt", "b.html", "c.json", "d.jsonl:1", "d.jsonl:4"]
    assert [r.content_type for r in found[:3]] == ["text/plain", "text/html", "application/json"]
    assert found[0].data == "正文".encode()
    assert found[4].data == '{"text": "二"}'.encode()
    assert all(record.mtime for record in found)


def test_folders_are_walked_by_name_and_without_what_is_hidden(tmp_path):
    for name in ("z/1.txt", "a/2.txt", ".git/3.txt", "a/.4.txt", "a/5.bin", "6.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", "utf-8")
    assert names(read_inputs([str(tmp_path)])) == ["6.txt", "2.txt", "1.txt"]


def test_an_array_of_articles_is_taken_apart(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes('[{"text": "一"}, {"text": "二"}]'.encode("gb18030"))
    found = list(read_inputs([str(path)], encoding="gbk"))
    assert names(found) == ["a.json:1", "a.json:2"]
    raw = decode_raw(found[1].data, Origin(source_id="x"), content_type="application/json")
    assert raw.text == "二"


def test_a_broken_array_goes_on_as_it_is(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('[{"text": "一"}', "utf-8")
    assert [r.data for r in read_inputs([str(path)])] == ['[{"text": "一"}'.encode()]


def test_marks_and_packing_are_taken_off(tmp_path):
    line = json.dumps({"text": "正文"}, ensure_ascii=False)
    (tmp_path / "a.jsonl").write_bytes(b"\xef\xbb\xbf" + line.encode() + b"\r\n")
    (tmp_path / "b.jsonl").write_text(line + "\n" + line, "utf-16")
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(line.encode()))
    found = list(read_inputs([str(tmp_path)]))
    assert names(found) == ["a.jsonl:1", "b.jsonl:1", "b.jsonl:2", "c.jsonl.gz:1"]
    assert {record.data for record in found} == {line.encode()}


@pytest.mark.parametrize(
    ("data", "kind", "count"),
    [
        (b'{"text": "a"}\n{"text": "b"}\n', "application/json", 2),
        (b'[{"text": "a"}]', "application/json", 1),
        (b" <html><p>a</p>", "text/html", 1),
        ("正文\n第二行".encode(), "text/plain", 1),
    ],
)
def test_standard_input_is_told_by_its_first_bytes(monkeypatch, data, kind, count):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    found = list(read_inputs(["-"], site="example.cn"))
    assert [record.content_type for record in found] == [kind] * count
    assert found[0].source_id == ("-:1" if kind == "application/json" else "-")
    assert (found[0].mtime, found[0].site) == (None, "example.cn")


def test_the_form_given_beats_the_name(tmp_path):
    path = tmp_path / "a.log"
    path.write_text("<p>正文</p>", "utf-8")
    assert [r.content_type for r in read_inputs([str(path)], form="txt")] == ["text/plain"]
    assert [r.content_type for r in read_inputs([str(path)])] == ["text/html"]


def test_a_path_that_cannot_be_read_is_told_before_anything_is(tmp_path):
    (tmp_path / "a.txt").write_text("x", "utf-8")
    with pytest.raises(UnreadableInputError, match=r"gone\.txt.*Check the path"):
        read_inputs([str(tmp_path / "a.txt"), str(tmp_path / "gone.txt")])
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableInputError, match=r"no \.txt"):
        read_inputs([str(tmp_path / "empty")])
    with pytest.raises(UnreadableInputError, match="pdf is no input format"):
        read_inputs(["-"], form="pdf")


def test_damaged_packing_is_told(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "a"}\n' * 100)[:-9])
    with pytest.raises(UnreadableInputError, match=r"a\.jsonl\.gz"):
        list(read_inputs([str(path)]))


def test_what_no_topic_takes_is_named_and_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_BYTES", 20)
    (tmp_path / "a.jsonl").write_bytes(b'{"a":1}\n' + b"x" * 70 + b'\n{"b":2}\n')
    (tmp_path / "b.txt").write_bytes(b"x" * 21)
    found = list(read_inputs([str(tmp_path)]))
    assert [record.data for record in found] == [b'{"a":1}', b"", b'{"b":2}', b""]
    assert [record.problem is None for record in found] == [True, False, True, False]
    assert names(found) == ["a.jsonl:1", "a.jsonl:2", "a.jsonl:3", "b.txt"]
