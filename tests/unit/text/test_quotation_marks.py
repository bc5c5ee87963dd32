"""Straight quotation marks, and those that all face one way."""

import pytest

from pipeline.text.quotation_marks import turned


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('"开工了。"周立言说', "“开工了。”周立言说"),
        ('他说,"今天"和"明天"', "他说,“今天”和“明天”"),
        ("”开工了。”周立言说", "“开工了。”周立言说"),
        ("“开工了。“周立言说", "“开工了。”周立言说"),
        ("“开工了。”周立言说", "“开工了。”周立言说"),
    ],
)
def test_marks_of_a_line_open_and_close_by_turns(line, expected):
    assert turned(line) == expected


@pytest.mark.parametrize(
    "line",
    ['"开工了。周立言说', '"开工了。”周立言说', '13"的屏幕和15"的屏幕', "没有记号", "“甲”“乙”", ""],
)
def test_what_nobody_can_tell_stays(line):
    assert turned(line) == line


def test_each_line_is_by_itself():
    assert turned('"甲\n"乙"\n“丙”') == '"甲\n“乙”\n“丙”'


def test_a_text_of_one_megabyte_takes_no_longer_than_its_marks():
    assert turned('"' * 1_000_000) == "“”" * 500_000
