"""A passage: folded once, cut once, each place as in the text."""

import pytest

from pipeline.entities import passage as module
from pipeline.entities.passage import Passage
from pipeline.text.phrases import PhraseSet, PhraseSets
from pipeline.text.tokenizer import Tokenizer

TOKENIZER = Tokenizer()


def test_it_is_narrow_and_simplified_and_as_long() -> None:
    passage = Passage("臺灣ＡＢ「好」", TOKENIZER)
    assert (passage.text, passage.folded) == ("臺灣ＡＢ「好」", "台湾AB“好”")
    assert "".join(map(chr, passage.codes)) == passage.folded


def test_straight_quotation_marks_are_turned_in_text_and_codes() -> None:
    passage = Passage('市长说:"好。"', TOKENIZER)
    assert passage.folded == "市长说:“好。”"
    assert "".join(map(chr, passage.codes)) == passage.folded


def test_words_join_to_the_folded_text() -> None:
    passage = Passage("市長在臺灣", TOKENIZER)
    assert "".join(passage.words) == "市长在台湾"
    assert passage.words == ["市长", "在", "台湾"]
    assert passage.word_lengths == [2, 1, 2]
    assert list(passage.word_ends) == [2, 3, 5]
    assert passage.edges == {2, 3, 5}


def test_each_set_of_phrases_is_looked_up_for_itself() -> None:
    passage = Passage("市長在臺灣", TOKENIZER)
    posts, places = PhraseSet(("市长",)), PhraseSet(("台湾",))
    assert passage.occurrences(posts) == [(0, 2, 0)]
    assert passage.occurrences(places) == [(3, 5, 0)]
    assert passage.occurrences(posts) is passage.occurrences(posts)


def test_sets_that_are_looked_up_together_are_so_once_and_others_for_themselves() -> None:
    posts, places, others = PhraseSet(("市长",)), PhraseSet(("台湾",)), PhraseSet(("在",))
    passage = Passage("市長在臺灣", TOKENIZER, PhraseSets((posts, places)))
    assert passage.occurrences(others) == [(2, 3, 0)]
    assert passage.occurrences(places) == [(3, 5, 0)]
    assert passage.occurrences(posts) == [(0, 2, 0)]
    assert passage.occurrences(posts) is passage.occurrences(posts)


def test_of_many_words_the_edges_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    few = Passage("市長在臺灣。", TOKENIZER)
    monkeypatch.setattr(module, "_MANY_WORDS", 1)
    many = Passage("市長在臺灣。", TOKENIZER)
    assert [place in many.edges for place in range(-1, 9)] == [
        place in few.edges for place in range(-1, 9)
    ]
