"""Folders walked, and what cannot be read named in its place."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import UnreadableInputError
from pipeline.intake.files import read_inputs
from pipeline.intake.paths import find, shown

FEED = b"<?xml version='1.0'?><rss version='2.0'></rss>"


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a good file before and after what a test puts in it."""
    for name in ("a.txt", "z.txt"):
        (tmp_path / name).write_text("正文", "utf-8")
    return tmp_path


def told(folder) -> dict[str, tuple[str, str]]:
    """Read `folder`, whose good files are all read; return what is said of the others."""
    records = list(read_inputs([str(folder)]))
    good = [record for record in records if not record.problem]
    assert [Path(record.source_id).name for record in good] == ["a.txt", "z.txt"]
    return {
        os.path.relpath(record.source_id, folder): (record.reason, record.problem or "")
        for record in records
        if record.problem
    }


def test_a_link_to_nowhere_and_one_to_itself(folder):
    (folder / "b.txt").symlink_to("nowhere")
    (folder / "c.txt").symlink_to("c.txt")
    found = told(folder)
    assert found["b.txt"] == ("unreadable", "No such file or directory. Check the file")
    assert found["c.txt"][1].startswith("Too many levels of symbolic links")


def test_a_file_that_breaks_off_while_it_is_read(folder):
    (folder / "b.txt").symlink_to("/proc/self/mem")
    assert told(folder) == {"b.txt": ("unreadable", "Input/output error. Check the file")}


def test_a_name_that_is_no_utf8(folder):
    Path(os.fsdecode(bytes(folder) + b"/b\xff\xfe.txt")).write_text("x", "utf-8")
    assert told(folder) == {
        r"b\xff\xfe.txt": ("unreadable", "its name is no UTF-8. Give it another")
    }


def test_pipes_and_sockets_of_a_folder_are_not_waited_for(folder, monkeypatch):
    os.mkfifo(folder / "b.txt")
    monkeypatch.chdir(folder)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("c.jsonl")
        found = told(folder)
    assert set(found) == {"b.txt", "c.jsonl"}
    assert found["b.txt"][1].startswith("a pipe, socket or device")


def test_a_pipe_that_is_named_itself_is_read(tmp_path):
    os.mkfifo(tmp_path / "b.txt")
    writing = subprocess.Popen(["sh", "-c", f"echo news > {tmp_path / 'b.txt'}"])
    (record,) = read_inputs([str(tmp_path / "b.txt")])
    writing.wait(10)
    assert record.data == b"news\n"


def test_a_file_that_goes_away_after_it_was_listed(folder):
    (folder / "b.txt").write_text("x", "utf-8")
    inputs = read_inputs([str(folder)])
    (folder / "b.txt").unlink()
    assert [record.problem is None for record in inputs] == [True, False, True]


def test_feeds_are_named_wherever_they_stand_and_other_xml_is_not(folder):
    (folder / "b.txt").write_bytes(FEED)
    (folder / "c.html").write_bytes(FEED)
    (folder / "d.xml").write_bytes(FEED)
    (folder / "e.RSS").write_bytes(FEED)
    (folder / "f.jsonl").write_bytes(FEED)
    (folder / "g.xml").write_bytes(b"<?xml version='1.0'?><urlset></urlset>")
    (folder / "h.xml").symlink_to("nowhere")
    found = told(folder)
    assert set(found) == {"b.txt", "c.html", "d.xml", "e.RSS", "f.jsonl"}
    assert {reason for reason, _ in found.values()} == {"no-article"}
    assert {line for _, line in found.values()} == {
        "an RSS or Atom feed is no article. Give the pages or texts that it names"
    }


def test_lines_of_a_photograph_are_no_articles(folder):
    (folder / "b.jsonl").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\n{}\n" * 100)
    (folder / "c.json").write_bytes(bytes(1000))
    found = told(folder)
    assert {name: reason for name, (reason, _) in found.items()} == {
        "b.jsonl": "undecodable",
        "c.json": "undecodable",
    }


def test_json_a_hundred_thousand_deep_goes_on_as_it_is(tmp_path):
    (tmp_path / "a.json").write_bytes(b"[" * 100_000 + b"]" * 100_000)
    (record,) = read_inputs([str(tmp_path)])
    assert (len(record.data), record.problem) == (200_000, None)


@pytest.mark.parametrize("path", ["gone.txt", "a.txt/b.txt", "a\0.txt"])
def test_what_was_never_there_is_a_typo(folder, path):
    with pytest.raises(UnreadableInputError, match="Check the path"):
        find(str(folder / path))


def test_what_is_there_and_cannot_be_read_is_no_typo(tmp_path):
    (tmp_path / "a.txt").symlink_to("nowhere")
    (found,) = find(str(tmp_path / "a.txt"))
    assert found.problem == "No such file or directory. Check the file"
    (long,) = find(str(tmp_path / ("a" * 300)))
    assert long.problem == "File name too long. Check the file"


def test_a_path_is_shown_in_utf8():
    assert shown("新闻/a.txt") == "新闻/a.txt"
    assert shown("b\udcff.txt") == r"b\xff.txt"


# A superuser reads everything: the process gives up that right, and nothing else of it.
_AS_ANYONE = """
import ctypes, os, sys
from pipeline.intake.files import read_inputs
if os.geteuid() == 0:
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    assert libc.capset(header, data) == 0, ctypes.get_errno()
for record in read_inputs([sys.argv[1]]):
    print(os.path.relpath(record.source_id, sys.argv[1]), record.problem)
"""


def test_what_one_may_not_read_or_list(folder):
    (folder / "b.txt").write_text("x", "utf-8")
    (folder / "closed").mkdir()
    (folder / "closed" / "a.txt").write_text("x", "utf-8")
    (folder / "b.txt").chmod(0)
    (folder / "closed").chmod(0)
    try:
        done = subprocess.run(
            [sys.executable, "-c", _AS_ANYONE, str(folder)],
            capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
    finally:
        (folder / "closed").chmod(0o700)
    assert done.stdout.splitlines() == [
        "a.txt None",
        "b.txt Permission denied. Check the file",
        "z.txt None",
        "closed Permission denied. Check the file",
    ]
