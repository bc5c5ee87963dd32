"""Keywords: which words may be one, and in which order they stand."""

import numpy as np
import pytest

from pipeline.entities.joining.keywords import FREQUENCY_BITS, Keywords, slots
from tests.unit.entities.lists import lexicon

EVEN = np.full(1 << FREQUENCY_BITS, 16, dtype=np.uint8)
KEYWORDS = Keywords(EVEN, lexicon(stop_words="可是 不过"))


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        ("江", False),
        ("春江", True),
        ("甲" * 12, True),
        ("甲" * 13, False),
        ("可是", False),
        ("2024", False),
        ("春江2", False),
        (",。", False),
    ],
)
def test_which_words_may_be_keywords(word: str, kept: bool) -> None:  # noqa: FBT001 - a table
    assert KEYWORDS.find([word]) == ((word,) if kept else ())


def test_a_name_may_hold_figures_but_is_no_stop_word() -> None:
    assert KEYWORDS.find(["C919", "可是"], {"C919": 1, "可是": 1}) == ("C919",)


def test_the_tenth_is_the_last() -> None:
    words = [f"春江{chr(0x4E10 + n)}" for n in range(11)]
    assert KEYWORDS.find(words[:10]) == tuple(words[:10])
    assert KEYWORDS.find(words) == tuple(words[:10])


def test_the_more_often_the_weightier_and_of_equals_the_earlier() -> None:
    words = ["渡口", "大桥", "老街", "大桥", "江面", *(f"江{chr(0x4E10 + n)}" for n in range(20))]
    assert KEYWORDS.find(words)[:4] == ("大桥", "渡口", "老街", "江面")
    assert KEYWORDS.find(words) == ("大桥", "渡口", "老街", "江面", *words[5:11])


def test_many_words_of_one_weight_stand_in_the_order_of_the_text() -> None:
    words = [f"江{chr(0x4E10 + n)}" for n in range(300)]
    often = [words[250], words[40]]
    assert KEYWORDS.find([*words, *often]) == (words[40], words[250], *words[:8])


def test_a_name_weighs_half_as_much_again() -> None:
    # log 2 * 1.5 = 1.04 lies between log 2 = 0.69 and log 3 = 1.10.
    words = ["大桥", "老街", "渡口", "大桥"]
    assert KEYWORDS.find(words, {"渡口": 1}) == ("大桥", "渡口", "老街")
    rarity = EVEN.copy()
    rarity[slots(["渡口"])] = 17
    assert Keywords(rarity, lexicon(stop_words="")).find(words, {"渡口": 1})[0] == "渡口"


def test_rarity_counts_and_a_word_of_every_text_is_none() -> None:
    rarity = EVEN.copy()
    rarity[slots(["渡口", "老街"])] = 40, 0
    assert Keywords(rarity, lexicon(stop_words="")).find(["大桥", "老街", "渡口"]) == (
        "渡口",
        "大桥",
    )


def test_no_words_have_no_keywords() -> None:
    assert KEYWORDS.find([]) == ()


def test_a_word_that_says_nothing_is_passed_over_and_others_follow() -> None:
    kinds = {"似乎": "d", "春江": "ns", "大桥": "n"}
    assert KEYWORDS.find(["似乎", "似乎", "春江", "大桥"], kind=kinds.__getitem__) == (
        "春江",
        "大桥",
    )


def test_what_is_kept_of_words_has_a_bound_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pipeline.entities.joining.keywords._REMEMBERED", 8)
    rarity = np.arange(1 << FREQUENCY_BITS, dtype=np.uint8)
    kept = Keywords(rarity, lexicon(stop_words="可是"))
    texts = [[f"春{chr(0x4E10 + n + k)}" for k in range(6)] + ["可是"] for n in range(30)]
    for words in texts:
        fresh = Keywords(rarity, lexicon(stop_words="可是"))
        assert kept.find(words) == fresh.find(words)
        assert len(kept._known) <= 8 + len(words)
