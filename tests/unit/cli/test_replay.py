"""What `news replay` refuses before it asks a broker anything, and what it makes of its options."""

import pytest

from pipeline.cli.main import main
from pipeline.cli.replay_lines import asked_for
from pipeline.errors import UsageError
from pipeline.topology import ENRICHED, RAW


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--name", "four"), "no range is given"),
        (("--from", "1h", "--name", "Four"), "'Four' names no replay"),
        (("--from", "1h", "--name", "a--b"), "names no replay"),
        (("--from", "1h", "--name", "a" * 41), "names no replay"),
        (("--from", "1h", "--to-topic", ENRICHED.name), "workers beside it write that topic"),
        (("--from", "1h", "--to-topic", RAW.name), "workers beside it write that topic"),
        (("--from", "1h", "--to-topic", "own", "--publish"), "are two places"),
        (("--from", "1h", "--fast", "--publish"), "holds with its aliases alone"),
        (("--from", "1h", "--from", "2h"), "one time"),
        (("--from", "0/1", "--from", "0/2"), "one offset of a partition"),
        (("--from", "yesterday"), "is no time"),
        (("--from", "1h", "--grouping", "none"), "no grouping is called 'none'"),
        (("--drop",), "which replay is meant?"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_made(monkeypatch, capsys, asked, said):
    monkeypatch.setenv("NEWS_BROKER", "127.0.0.1:1")
    assert main(["replay", *asked]) == 2
    assert said in capsys.readouterr().err


def test_a_range_is_of_times_and_of_offsets():
    bounds = asked_for(["3/118", "100", "0/7"], ["3/200"], None, None).bounds
    assert (bounds.since, bounds.until) == (100.0, None)
    assert (bounds.starts, bounds.stops) == ({3: 118, 0: 7}, {3: 200})


def test_an_article_or_a_site_is_a_range():
    assert asked_for(None, None, "gate-7", None).article.word == "gate-7"
    assert asked_for(None, None, None, ["Gate.Example "]).sites == {"gate.example"}
    with pytest.raises(UsageError):
        asked_for(None, None, None, None)
