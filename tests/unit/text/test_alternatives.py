"""Patterns of many alternatives, so written that a search jumps to where one may begin."""

import random
import re

import pytest

from pipeline.text.phrases import begins_with_letters, parts_of, written_out


@pytest.mark.parametrize(
    ("pattern", "out"),
    [
        ("甲", "甲"),
        ("(?:甲|乙)丙|丁", "甲丙|乙丙|丁"),
        ("(?:甲|(?:乙|丙)丁)戊", "甲戊|乙丁戊|丙丁戊"),
        ("(?:甲|乙)?丙", "(?:甲|乙)?丙"),
        ("(?:甲|乙){2}丙", "(?:甲|乙){2}丙"),
        ("甲(?:乙|丙)", "甲(?:乙|丙)"),
        (r"(?:甲\||乙\()丙", r"甲\|丙|乙\(丙"),
        ("(?:甲[|)]|乙)丙", "甲[|)]丙|乙丙"),
        ("(?:甲[^]|]|乙)丙", "甲[^]|]丙|乙丙"),
        ("(?<!甲)(?:乙|丙)", "(?<!甲)(?:乙|丙)"),
        ("(?:)", ""),
    ],
)
def test_groups_at_the_beginning_are_written_out(pattern, out):
    assert written_out(pattern) == out


@pytest.mark.parametrize(
    ("pattern", "does"),
    [
        ("甲|乙丙?", True),
        ("甲|乙?丙", False),
        ("甲|乙*", False),
        ("甲|[乙丙]", False),
        ("甲|^乙", False),
        ("甲|(?:乙|丙)", False),
        (r"甲|\d", False),
        ("甲|", False),
    ],
)
def test_an_alternative_that_may_begin_with_anything_is_told(pattern, does):
    assert begins_with_letters(pattern) is does


def test_written_out_it_finds_the_same():
    pattern = "(?:甲|乙)[^丁]{0,2}(?:丙|$)|(?:丁(?:甲|戊)|戊)(?!乙)|(?:丙)+甲"
    out = written_out(pattern)
    assert len(list(parts_of(out))) == 5
    rng = random.Random(5)
    for _ in range(2000):
        text = "".join(rng.choices("甲乙丙丁戊\n", k=rng.randint(0, 9)))
        found = re.search(out, text)
        wanted = re.search(pattern, text)
        assert (found and found.start()) == (wanted and wanted.start()), text
