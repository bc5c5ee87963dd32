"""Rejected records as a person reads them: no bytes of a record steer the terminal."""

import pytest

from pipeline.cli.console import printable
from pipeline.cli.rejected_lines import facts_of, listed, places_in, print_whole, with_record
from pipeline.codec import decode_json
from pipeline.errors import UsageError
from pipeline.kafka.records import Record
from pipeline.operations.rejected import read_rejected


def rejected(value=b"\x1b[2Jtext \xd6", key=b"\x1b]0;k"):
    headers = (("x-stage", b"clean"), ("x-reason", b"empty"), ("x-detail", b"no [bold]words"))
    return read_rejected(
        Record(
            topic="news.rejected.v1", partition=3, offset=118, timestamp=0.0, key=key, value=value,
            headers=headers,
        )
    )  # fmt: skip


def test_control_characters_are_written_out():
    assert printable("a\x1b[2J\r\tb\n字\x7f") == "a\\x1b[2J\\x0d\tb\n字\\x7f"
    line = listed(rejected())
    assert "\x1b" not in line
    assert line.split()[:4] == ["3/118", "1970-01-01T00:00:00+00:00", "clean", "empty"]


def test_a_whole_record_is_printed_cut_and_without_markup(capsys):
    found = rejected(value=b"\x1b[2J" + b"x" * 5000)
    print_whole(facts_of(found), found)
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "x-detail: no [bold]words" in shown
    assert "(5,004 bytes in all)" in shown
    assert "x" * 2001 not in shown


def test_a_record_goes_along_whole():
    value = decode_json(with_record({"at": "3/118"}, rejected(value=b"\xd6")))
    assert value["facts"] == {"at": "3/118"}
    assert value["record"]["value_base64"] == "1g=="


def test_places():
    assert places_in(["3/118", " 0/0 "]) == {(3, 118), (0, 0)}


@pytest.mark.parametrize("word", ["3", "3/", "/3", "3/1/1", "a/b", "-1/2"])
def test_what_is_no_place_is_told(word):
    with pytest.raises(UsageError, match="no place"):
        places_in([word])
