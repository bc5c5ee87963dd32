"""An interrupted publish goes on where it stopped."""

from pipeline.cli.journal import Journal


def journal(folder, paths=("a.jsonl",), broker="kafka:9092"):
    return Journal(folder, broker, paths)


def test_what_was_acknowledged_is_known_after_an_interruption(tmp_path):
    first = journal(tmp_path)
    first.note("a.jsonl:1", b"one")
    first.close(finished=False)
    second = journal(tmp_path)
    assert second.resumed == 1
    assert second.knows("a.jsonl:1", b"one")
    assert not second.knows("a.jsonl:2", b"two")


def test_a_changed_article_is_sent_again(tmp_path):
    first = journal(tmp_path)
    first.note("a.jsonl:1", b"one")
    first.close(finished=False)
    assert not journal(tmp_path).knows("a.jsonl:1", b"one, corrected")


def test_nothing_is_remembered_of_a_finished_run(tmp_path):
    first = journal(tmp_path)
    first.note("a.jsonl:1", b"one")
    first.close(finished=True)
    assert list(tmp_path.iterdir()) == []
    assert journal(tmp_path).resumed == 0


def test_other_paths_and_other_brokers_have_their_own(tmp_path):
    first = journal(tmp_path)
    first.note("a.jsonl:1", b"one")
    first.close(finished=False)
    assert journal(tmp_path, paths=("b.jsonl",)).resumed == 0
    assert journal(tmp_path, broker="other:9092").resumed == 0


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
    assert journal(tmp_path).resumed == 1
