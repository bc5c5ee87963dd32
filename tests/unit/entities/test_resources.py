"""Word lists: what a line holds, and what is said of a list that is missing."""

import pytest

from pipeline.entities.resources import Lexicon, parse_list
from pipeline.errors import ResourceError


def test_a_list_is_rows_of_words() -> None:
    assert parse_list("# all\n甲 乙\t丙 # some\n\n  \n丁\n#\n") == (("甲", "乙", "丙"), ("丁",))


def test_words_are_in_order_and_each_once() -> None:
    known = Lexicon(lists={"x": (("乙", "甲"), ("乙", "丙"))})
    assert known.words("x") == ("乙", "甲", "丙")
    assert known.rows("x") == (("乙", "甲"), ("乙", "丙"))


def test_an_empty_list_is_no_missing_one() -> None:
    known = Lexicon(lists={"x": ()})
    assert known.words("x") == ()
    with pytest.raises(ResourceError, match=r"y\.txt: the word list is missing"):
        known.words("y")
