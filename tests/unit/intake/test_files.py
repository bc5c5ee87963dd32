"""Files, folders and standard input to single articles."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
import time

import pytest

from pipeline.codec import decode_raw
from pipeline.errors import UnreadableInputError, UsageError
from pipeline.intake import files
from pipeline.intake.files import read_inputs
from pipeline.topology import RAW
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
    before = time.time()
    found = list(read_inputs(["-"], site="example.cn"))
    assert [record.content_type for record in found] == [kind] * count
    assert found[0].source_id == ("-:1" if kind == "application/json" else "-")
    assert found[0].site == "example.cn"
    # One time for the whole run: no article is older than another for being read first.
    assert len({record.mtime for record in found}) == 1
    assert before <= found[0].mtime <= time.time()


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
    with pytest.raises(UsageError, match="pdf is no input format"):
        read_inputs(["-"], form="pdf")


@pytest.mark.parametrize("encoding", ["utf-9", "rot13", "gbk2312x", ""])
def test_an_encoding_that_is_none_is_refused(encoding):
    with pytest.raises(UsageError, match="is no encoding"):
        read_inputs(["-"], encoding=encoding)


def test_damaged_packing_is_named_and_passed_over(tmp_path):
    packed = gzip.compress(b"".join(b'{"text": "%d"}\n' % n for n in range(5000)))
    middle = len(packed) // 2
    for name, data in {
        "cut": packed[:middle],
        "torn": packed[:middle] + b"\xff" * 50 + packed[middle + 50 :],
        "sum": packed[:-8] + b"abcdefgh",
        "none": b'{"text": "a"}',
    }.items():
        (tmp_path / f"{name}.jsonl.gz").write_bytes(data)
    (tmp_path / "z.txt").write_text("x", "utf-8")
    found = list(read_inputs([str(tmp_path)]))
    bad = [record for record in found if record.problem]
    assert names(bad) == ["cut.jsonl.gz", "none.jsonl.gz", "sum.jsonl.gz", "torn.jsonl.gz"]
    assert {record.reason for record in bad} == {"unreadable"}
    # What was read before it broke off is there, and so is all that comes after.
    assert names(found)[0] == "cut.jsonl.gz:1"
    assert names(found)[-1] == "z.txt"


def test_what_no_topic_takes_is_named_and_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_BYTES", 20)
    (tmp_path / "a.jsonl").write_bytes(b'{"a":1}\n' + b"x" * 70 + b'\n{"b":2}\n')
    (tmp_path / "b.txt").write_bytes(b"x" * 21)
    found = list(read_inputs([str(tmp_path)]))
    assert [record.data for record in found] == [b'{"a":1}', b"", b'{"b":2}', b""]
    assert [record.problem is None for record in found] == [True, False, True, False]
    assert names(found) == ["a.jsonl:1", "a.jsonl:2", "a.jsonl:3", "b.txt"]


def test_no_article_is_held_that_no_topic_takes():
    assert 2 * RAW.max_message_bytes == files.LARGEST_BYTES


@pytest.mark.parametrize(("size", "taken"), [(20, True), (21, False)])
def test_an_article_of_the_largest_size_is_read_and_one_byte_more_is_not(
    tmp_path, monkeypatch, size, taken
):
    monkeypatch.setattr(files, "LARGEST_BYTES", 20)
    (tmp_path / "a.txt").write_bytes(b"x" * size)
    (tmp_path / "b.json").write_bytes(b"x" * size)
    (tmp_path / "c.jsonl").write_bytes(b"x" * (size - 1) + b"\n")
    (tmp_path / "d.jsonl").write_bytes(b"x" * size)
    found = list(read_inputs([str(tmp_path)]))
    assert names(found) == ["a.txt", "b.json", "c.jsonl:1", "d.jsonl:1"]
    assert [record.problem is None for record in found] == [taken] * 4
    told = "the article is too large: more than 0 MiB where 8 MiB are taken"
    assert {record.problem for record in found} == ({None} if taken else {told})
    assert all(record.mtime for record in found)


@pytest.mark.parametrize("length", [21, 39, 40, 41, 60, 61])
def test_what_comes_after_a_long_line_is_the_next_line(tmp_path, monkeypatch, length):
    monkeypatch.setattr(files, "LARGEST_BYTES", 20)
    (tmp_path / "a.jsonl").write_bytes(b"x" * length + b"\n{}\n" + b"y" * length)
    found = list(read_inputs([str(tmp_path)]))
    assert [record.data for record in found] == [b"", b"{}", b""]
    assert names(found) == ["a.jsonl:1", "a.jsonl:2", "a.jsonl:3"]


TEXT, PAGE, JSON = "text/plain", "text/html", "application/json"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.txt", TEXT), ("a.text", TEXT), ("a.html", PAGE), ("a.htm", PAGE), ("a.xhtml", PAGE),
        ("a.shtml", PAGE), ("a.json", JSON), ("a.jsonl", JSON), ("a.ndjson", JSON),
        ("A.TXT", TEXT), ("A.Htm", PAGE), ("a.b.JSONL", JSON),
    ],
)  # fmt: skip
@pytest.mark.parametrize("packed", ["", ".gz", ".GZ"])
def test_a_name_says_what_a_file_is(tmp_path, name, kind, packed):
    data = b'{"text": "<a>"}'
    (tmp_path / (name + packed)).write_bytes(gzip.compress(data) if packed else data)
    (record,) = read_inputs([str(tmp_path)])
    assert (record.content_type, record.data) == (kind, data)
    assert record.source_id.endswith(":1") is name.lower().endswith(("jsonl", "ndjson"))


def test_files_of_a_folder_come_by_name_and_folders_after_them(tmp_path, monkeypatch):
    for name in ("c.txt", "a.txt", "b.txt", "z/a.txt", "y/a.txt", "y/.b/a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    walk = os.walk

    def as_the_disk_has_them(top, **given):
        for folder, folders, listed in walk(top, **given):
            folders.sort(reverse=True)
            yield folder, folders, sorted(listed, reverse=True)

    monkeypatch.setattr(os, "walk", as_the_disk_has_them)
    found = [record.source_id for record in read_inputs([str(tmp_path)])]
    assert [path.removeprefix(f"{tmp_path}/") for path in found] == [
        "a.txt", "b.txt", "c.txt", "y/a.txt", "z/a.txt",
    ]  # fmt: skip


def test_a_hidden_file_that_is_named_is_read(tmp_path):
    (tmp_path / ".a.txt").write_text("x", "utf-8")
    assert names(read_inputs([str(tmp_path / ".a.txt")])) == [".a.txt"]


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b" \n", b"\xef\xbb\xbf \n"])
@pytest.mark.parametrize(
    ("data", "sources", "kind"),
    [
        (b'{"text": "a"}', ["a:1"], JSON),
        (b'[{"text": "a"}]', ["a:1"], JSON),
        (b"[broken", ["a"], JSON),
        (b"<p>a", ["a"], PAGE),
        ("正文".encode(), ["a"], TEXT),
    ],
)
def test_a_file_without_an_ending_is_told_by_its_first_bytes(tmp_path, before, data, sources, kind):
    (tmp_path / "a").write_bytes(before + data)
    found = list(read_inputs([str(tmp_path / "a")]))
    assert [record.content_type for record in found] == [kind]
    if kind is JSON and b"\n" in before and data.startswith(b"{"):
        sources = ["a:2"]
    assert names(found) == sources


def test_a_mark_is_taken_off_the_first_line_alone(tmp_path):
    mark = b"\xef\xbb\xbf"
    (tmp_path / "a.jsonl").write_bytes(mark + b'{"a":1}\n' + mark + b'{"b":2}\n')
    first, second = read_inputs([str(tmp_path)])
    assert (first.data, second.data) == (b'{"a":1}', mark + b'{"b":2}')


WIDE = '{"text": "早班船"}\n{"text": "晚班船"}\n'


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (WIDE.encode("utf-16"), None),
        ("\ufeff".encode("utf-16-be") + WIDE.encode("utf-16-be"), None),
        (WIDE.encode("utf-16-le"), "UTF-16LE"),
        (WIDE.encode("utf-16-be"), "utf-16-be"),
        (WIDE.encode("utf-32"), "utf32"),
        (WIDE.replace("早班船", "A").replace("晚班船", "B").encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_lines_of_wide_characters_become_utf8_whatever_is_named(tmp_path, data, encoding):
    (tmp_path / "a.jsonl").write_bytes(data)
    found = list(read_inputs([str(tmp_path)], encoding=encoding))
    read = [record.data.decode().replace("A", "早班船").replace("B", "晚班船") for record in found]
    assert read == WIDE.splitlines()
    assert [record.charset for record in found] == ["utf-8"] * 2
    assert names(found) == ["a.jsonl:1", "a.jsonl:2"]


def test_the_encoding_named_goes_along_untouched(tmp_path):
    (tmp_path / "a.txt").write_text("早", "gbk")
    (tmp_path / "b.jsonl").write_text('{"text": "早"}', "gbk")
    found = list(read_inputs([str(tmp_path)], encoding="gbk", site="news.example"))
    assert [(r.charset, r.site) for r in found] == [("gbk", "news.example")] * 2


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b" \n"])
def test_items_of_an_array_are_counted_from_1(tmp_path, mark):
    (tmp_path / "a.json").write_bytes(mark + b'[{"text": "a"}, 7]')
    found = list(read_inputs([str(tmp_path)]))
    assert [record.data for record in found] == [b'{"text": "a"}', b"7"]
    assert names(found) == ["a.json:1", "a.json:2"]
    assert {record.charset for record in found} == {"utf-8"}
    assert all(record.mtime for record in found)


def test_items_of_an_array_are_read_in_the_encoding_named(tmp_path):
    (tmp_path / "a.json").write_bytes('[{"text": "陆路"}]'.encode("gbk"))
    (record,) = read_inputs([str(tmp_path)], encoding="gbk")
    assert record.data.decode() == '{"text": "陆路"}'


def test_an_empty_array_goes_on_as_it_is(tmp_path):
    (tmp_path / "a.json").write_bytes(b"[]")
    assert [r.data for r in read_inputs([str(tmp_path)])] == [b"[]"]


def test_the_form_given_beats_the_ending(tmp_path):
    (tmp_path / "a.txt").write_bytes(b'{"text": "a"}\n{"text": "b"}')
    found = list(read_inputs([str(tmp_path / "a.txt")], form="jsonl"))
    assert names(found) == ["a.txt:1", "a.txt:2"]


def test_how_far_it_is_read(tmp_path):
    lines = b"".join(b'{"text": "%0500d"}\n' % n for n in range(1000))
    (tmp_path / "a.txt").write_bytes(b"x" * 100)
    (tmp_path / "b.jsonl").write_bytes(lines)
    (tmp_path / "c.jsonl.gz").write_bytes(packed := gzip.compress(lines, 1))
    inputs = read_inputs([str(tmp_path)])
    assert inputs.total == 100 + len(lines) + len(packed)
    assert inputs.done == 0
    done = [inputs.done for _ in inputs]
    assert done == sorted(done)
    assert 100 + len(lines) // 3 < done[500] < 100 + len(lines)
    assert len(set(done)) > 30
    assert inputs.done == inputs.total
    assert read_inputs(["-"]).total is None
