"""The file of what was read and sent."""

import subprocess
import sys

import pytest

from pipeline.errors import UnreadableInputError
from pipeline.feeds.state import FeedMemory, FeedState, Sending
from pipeline.feeds.state_file import StateFile
from tests.conftest import ROOT

NAME = "5f9d6cfc-7f1e-559a-a19d-64c730bf42fd"
ONE = Sending(id=NAME, version="00000001", item="00000001", key="a", value=b"one")
PAGE = Sending(id=NAME, version="00000002", item="00000003", key="a", value=b"two")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "feeds.sqlite"


def test_a_feed_is_remembered(path):
    memory = FeedMemory(path)
    assert memory.feed("u") == FeedState(url="u")
    feed = FeedState(
        url="u",
        etag="e",
        modified="m",
        digest=b"d",
        not_before=5.0,
        failures=2,
        gone=True,
        pages=True,
    )
    memory.note(feed)
    memory.close()
    memory = FeedMemory(path)
    assert memory.feed("u") == feed
    memory.close()


def test_what_was_begun_and_not_acknowledged_is_left_whole(path):
    memory = FeedMemory(path)
    memory.begin([ONE, PAGE], 100.0)
    memory.sent([ONE])
    memory.close()  # as a kill would: nothing more is written
    memory = FeedMemory(path)
    assert memory.left() == ([PAGE], 100.0, 100.0)
    assert memory.has(NAME, "00000001")
    assert not memory.has(NAME, "00000002")
    memory.sent([PAGE])
    assert memory.left() == ([], 0.0, 0.0)
    memory.close()


def test_a_page_that_was_sent_settles_its_item(path):
    memory = FeedMemory(path)
    memory.begin([PAGE], 1.0)
    memory.sent([PAGE])
    assert memory.has(NAME, "00000002")
    assert memory.has(NAME, "00000003")
    memory.close()


def test_tries_are_counted_until_it_is_sent(path):
    memory = FeedMemory(path)
    assert [memory.tried(NAME, "00000003") for _ in range(3)] == [1, 2, 3]
    memory.begin([PAGE], 1.0)
    memory.sent([PAGE])
    assert memory.tried(NAME, "00000003") == 1
    memory.close()


def test_a_second_process_is_told(path):
    memory = FeedMemory(path)
    code = "import sys; from pathlib import Path; from pipeline.feeds.state import FeedMemory; FeedMemory(Path(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "another `news feed` has it" in done.stderr
    memory.close()


def test_what_is_no_such_file_is_told(path, tmp_path):
    other = tmp_path / "notes.txt"
    other.write_text("这不是数据库。" * 100)
    with pytest.raises(UnreadableInputError, match="--state"):
        FeedMemory(other)
    with pytest.raises(UnreadableInputError, match="--state"):
        FeedMemory(other / "under-a-file.sqlite")


def test_changes_are_made_all_or_none(path):
    file = StateFile(path, "create table if not exists t (a not null)")
    put = "insert into t values (?)"
    with pytest.raises(UnreadableInputError, match="cannot be used"):
        file.change((put, [(1,), (2,)]), (put, [(None,)]))
    assert file.rows("select a from t") == []
    file.change((put, [(3,)]), (put, [(4,)]))
    assert file.rows("select a from t order by a") == [(3,), (4,)]
    file.close()
