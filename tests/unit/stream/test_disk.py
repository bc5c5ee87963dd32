"""A folder that can be written, or one line with the cure."""

from __future__ import annotations

import errno
import subprocess
import sys

import pytest

from pipeline.errors import SettingsError
from pipeline.stream.disk import is_full, make_folder


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (OSError(errno.ENOSPC, "x"), True),
        (OSError(errno.EDQUOT, "x"), True),
        (OSError(errno.EACCES, "x"), False),
        (Exception("IO error: No space left on device: While appending"), True),
        (Exception("Corruption: bad block"), False),
    ],
)
def test_what_a_full_disk_says(error, full) -> None:
    assert is_full(error) is full


def test_it_is_made_with_all_above_it_and_is_empty(tmp_path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a").rglob("*")) == [tmp_path / "a" / "b"]


def test_a_file_in_its_way_is_told(tmp_path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(SettingsError) as raised:
        make_folder(tmp_path / "a" / "b")
    assert str(raised.value).startswith(f"NEWS_DATA_DIR: {tmp_path / 'a' / 'b'}: it cannot be ")
    assert str(raised.value).endswith("Make it writable, or name another")
    assert raised.value.exit_code == 2


def test_a_disk_that_takes_no_more_bytes_is_found_and_left_clean(tmp_path) -> None:
    # A real limit: files of this process may have no byte.
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from pipeline.stream.disk import make_folder\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "make_folder(Path(sys.argv[1]))"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", script, tmp_path / "data"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"NEWS_DATA_DIR: {tmp_path / 'data'}: it cannot be written (File too large)" in (
        done.stderr
    )
    assert list((tmp_path / "data").iterdir()) == []


def test_a_full_disk_has_its_own_line(tmp_path, monkeypatch) -> None:
    def refuse(*_) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", refuse)
    with pytest.raises(SettingsError) as raised:
        make_folder(tmp_path)
    assert str(raised.value) == (
        f"NEWS_DATA_DIR: {tmp_path}: the disk is full. "
        "Free some of it, or name another folder in NEWS_DATA_DIR"
    )
