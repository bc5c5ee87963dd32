"""An interrupted publish goes on where it stopped."""

import pytest

from pipeline.cli.journal import Journal
from pipeline.errors import UnreadableInputError


def journal(folder, paths=("a.jsonl",), broker="kafka:9092", **more):
    return Journal(folder, broker, paths, **more)


def entries(folder):
    return [line for path in folder.iterdir() for line in path.read_text().splitlines()]


def test_what_was_acknowledged_is_known_after_an_interruption(tmp_path):
    first = journal(tmp_path)
    first.note("a.jsonl:1", b"one")
    first.close(finished=False)
    second = journal(tmp_path)
    assert second.knows("a.jsonl:1", b"one")
    assert not second.knows("a.jsonl:2", b"two")


def test_a_changed_article_is_sent_again(tmp_path):
    first = journal(tmp_path)
    first.note("a.jsonl:1", b"one")
    first.close(finished=False)
    assert not journal(tmp_path).knows("a.jsonl:1", b"one, corrected")


def test_a_finished_run_is_remembered_and_what_is_gone_from_the_paths_is_not(tmp_path):
    first = journal(tmp_path)
    for number in range(3):
        first.note(f"a.jsonl:{number}", b"one")
    first.close(finished=True)
    second = journal(tmp_path)
    assert second.knows("a.jsonl:0", b"one")
    second.note("a.jsonl:1", b"changed")
    second.close(finished=False)
    assert len(entries(tmp_path)) == 4
    third = journal(tmp_path)
    assert third.knows("a.jsonl:0", b"one")
    assert third.knows("a.jsonl:1", b"changed")
    third.close(finished=True)
    assert len(entries(tmp_path)) == 2
    assert journal(tmp_path).knows("a.jsonl:1", b"changed")
    assert not journal(tmp_path).knows("a.jsonl:2", b"one")


def test_again_forgets_what_was_sent(tmp_path):
    first = journal(tmp_path)
    first.note("a.jsonl:1", b"one")
    first.close(finished=True)
    second = journal(tmp_path, again=True)
    assert not second.knows("a.jsonl:1", b"one")
    second.close(finished=False)
    assert not journal(tmp_path).knows("a.jsonl:1", b"one")
    journal(tmp_path, again=True).close(finished=True)


@pytest.mark.parametrize(
    "other",
    [
        {"paths": ("b.jsonl",)},
        {"broker": "other:9092"},
        {"options": (None, "gbk", None)},
        {"options": (None, None, "gbk")},
    ],
)
def test_other_paths_brokers_and_options_have_their_own(tmp_path, other):
    first = journal(tmp_path)
    first.note("a.jsonl:1", b"one")
    first.close(finished=False)
    assert journal(tmp_path, options=(None, None, None)).knows("a.jsonl:1", b"one")
    assert not journal(tmp_path, **other).knows("a.jsonl:1", b"one")


def test_half_a_line_of_a_killed_process_costs_one_article_alone(tmp_path):
    first = journal(tmp_path)
    first.note("a.jsonl:1", b"one")
    first.note("a.jsonl:2", b"two")
    first.close(finished=False)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-4])
    second = journal(tmp_path)
    assert not second.knows("a.jsonl:2", b"two")
    second.note("a.jsonl:2", b"two")
    second.close(finished=False)
    third = journal(tmp_path)
    assert third.knows("a.jsonl:1", b"one")
    assert third.knows("a.jsonl:2", b"two")


def test_one_that_is_no_text_is_no_fault(tmp_path):
    first = journal(tmp_path)
    first.note("a.jsonl:1", b"one")
    first.close(finished=False)
    (path,) = tmp_path.iterdir()
    path.write_bytes(b"\xff\xfe\n" + path.read_bytes())
    assert journal(tmp_path).knows("a.jsonl:1", b"one")


def test_standard_input_has_none(tmp_path):
    first = journal(tmp_path, paths=("-",))
    first.note("-:1", b"one")
    first.close(finished=False)
    assert list(tmp_path.iterdir()) == []


def test_a_name_with_a_line_end_stays_one_line(tmp_path):
    first = journal(tmp_path)
    first.note("odd\nname", b"one")
    first.close(finished=False)
    assert journal(tmp_path).knows("odd\nname", b"one")
    assert len(entries(tmp_path)) == 1


def test_each_interruption_adds_to_what_is_known(tmp_path):
    for number in range(3):
        one = journal(tmp_path / "deep" / "folder")
        assert all(one.knows(f"a.jsonl:{earlier}", b"one") for earlier in range(number))
        one.note(f"a.jsonl:{number}", b"one")
        one.close(finished=False)
    last = journal(tmp_path / "deep" / "folder")
    assert all(last.knows(f"a.jsonl:{number}", b"one") for number in range(3))


def test_what_is_noted_is_on_disk_at_once(tmp_path):
    first = journal(tmp_path)
    first.note("a.jsonl:1", b"one")
    assert journal(tmp_path).knows("a.jsonl:1", b"one")
    first.close(finished=False)


def test_two_articles_of_the_same_bytes_are_two(tmp_path):
    first = journal(tmp_path)
    first.note("a.jsonl:1", b"one")
    first.close(finished=False)
    assert not journal(tmp_path).knows("a.jsonl:2", b"one")


def test_a_path_means_the_same_from_anywhere(tmp_path, monkeypatch):
    first = journal(tmp_path / "j", paths=(str(tmp_path / "a.jsonl"), str(tmp_path / "b")))
    first.note(str(tmp_path / "a.jsonl:1"), b"one")
    first.close(finished=False)
    monkeypatch.chdir(tmp_path)
    assert journal(tmp_path / "j", paths=("a.jsonl", "b")).knows("a.jsonl:1", b"one")
    assert not journal(tmp_path / "j", paths=("b", "a.jsonl")).knows("a.jsonl:1", b"one")


@pytest.mark.parametrize("paths", [("-",), ("a.jsonl", "-"), ("-", "a.jsonl")])
def test_standard_input_among_others_has_none(tmp_path, paths):
    first = journal(tmp_path, paths=paths)
    first.note("-:1", b"one")
    assert not first.knows("-:1", b"one")
    first.close(finished=False)
    assert list(tmp_path.iterdir()) == []


def test_nothing_sent_leaves_nothing(tmp_path):
    journal(tmp_path).close(finished=True)
    journal(tmp_path).close(finished=False)
    assert list(tmp_path.iterdir()) == []


def test_one_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UnreadableInputError, match="the journal cannot be written") as raised:
        journal(tmp_path / "file" / "folder").note("a", b"one")
    assert "NEWS_DATA_DIR" in raised.value.mend
