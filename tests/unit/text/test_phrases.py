"""Phrases looked up in one pass, and a few as a pattern."""

import random
import re

import pytest

from pipeline.text import phrases
from pipeline.text.phrases import PhraseSet, PhraseSets, any_of


@pytest.mark.parametrize("brief", [False, True])
def test_the_longest_from_each_place_or_every_one(brief):
    words = ["渡", "", "渡轮", "轮渡"]
    longest = PhraseSet(words, brief=brief)
    assert longest.phrases == ("渡", "渡轮", "轮渡")
    assert list(longest.find("乘渡轮渡江")) == [(1, 3, 1), (3, 4, 0)]
    every = PhraseSet(words, overlapping=True, brief=brief)
    assert sorted(every.find("乘渡轮渡江")) == [(1, 2, 0), (1, 3, 1), (2, 4, 2), (3, 4, 0)]


@pytest.mark.parametrize("overlapping", [False, True])
@pytest.mark.parametrize("most", [1, 2, 3])
def test_many_phrases_in_parts_are_found_as_in_one(overlapping, most, monkeypatch):
    words = ["渡", "渡轮", "轮渡", "轮渡江心", "江", "心", "渡江"]
    whole = PhraseSet(words, overlapping=overlapping)
    monkeypatch.setattr(phrases, "_MOST", most)
    parted = PhraseSet(words, overlapping=overlapping)
    assert len(parted._automata) == -(-len(words) // most)
    for text in ("乘渡轮渡江心去", "轮渡江心", "渡渡轮", "江心渡江", ""):
        assert list(parted.find(text)) == list(whole.find(text))


def test_no_phrase_is_found_nowhere():
    assert list(PhraseSet([]).find("渡轮")) == list(PhraseSet([""]).find("渡轮")) == []


def test_a_pattern_of_words_takes_the_longest_and_no_sign_for_more():
    pattern = any_of(["渡", "渡轮", "a.c", "渡"])
    assert pattern.count("渡") == 2
    assert re.match(pattern, "渡轮")[0] == "渡轮"
    assert re.match(pattern, "abc") is None
    assert re.match(any_of([]), "") is None


def test_sets_that_one_pass_looks_up_find_what_each_finds_by_itself() -> None:
    chance = random.Random(3)
    pieces = "市长书记一"
    words = ["".join(chance.choices(pieces, k=chance.randint(1, 4))) for _ in range(40)]
    sets = [PhraseSet(words[first : first + 16]) for first in range(0, 40, 12)]
    together = PhraseSets([*sets, sets[0]])
    assert together.sets == tuple(sets)
    for _ in range(500):
        text = "".join(chance.choices(pieces, k=30))
        assert together.find(text) == [list(each.find(text)) for each in sets]


def test_no_sets_find_nothing() -> None:
    assert PhraseSets(()).find("市长") == []
    assert PhraseSets((PhraseSet(()),)).find("市长") == [[]]
