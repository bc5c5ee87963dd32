"""Classes of characters and the folding of width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import chars


@pytest.mark.parametrize(
    ("char", "kind"),
    [
        ("船", chars.HAN), ("七", chars.NUMERAL), ("7", chars.DIGIT), ("７", chars.DIGIT),
        ("a", chars.LATIN), ("Ａ", chars.LATIN), ("。", chars.STOP), ("，", chars.COMMA),
        ("丨", chars.BAR), ("︱", chars.BAR), ("：", chars.COLON), ("【", chars.OPEN),
        ("”", chars.QUOTE), ("▪", chars.SYMBOL), ("😀", chars.SYMBOL), ("𠀀", chars.HAN),
        ("\u3000", chars.SPACE), ("—", chars.DASH), ("\ud800", chars.SYMBOL),
    ],
)  # fmt: skip
def test_class(char, kind):
    assert chars.classes_of(chars.code_points(char)).tolist() == [kind]


@given(st.text())
def test_a_character_has_one_class_whatever_stands_beside_it(text):
    kinds = chars.classes_of(chars.code_points(text)).tolist()
    assert kinds == [chars.classes_of(chars.code_points(char)).item() for char in text]


@given(st.text())
def test_folding_keeps_every_offset(text):
    folded = chars.fold_width(text)
    assert len(folded) == len(text)
    assert chars.fold_width(folded) == folded


def test_folding():
    assert chars.fold_width("【看】（一）：丨，。") == "【看】(一):|,。"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("é\u0301яא", [chars.LATIN] * 4),
        ("배か々", [chars.HAN, chars.HAN, chars.SYMBOL]),
        ("٣９０", [chars.DIGIT] * 3),
        ("ｚＺ", [chars.LATIN] * 2),
        ("ａ［", [chars.LATIN, chars.OPEN]),
        ("豈\U000323af\U000323b0\U0010ffff", [chars.HAN, chars.HAN, chars.SYMBOL, chars.SYMBOL]),
        ("〇万", [chars.NUMERAL] * 2),
        ("…⋯;；~", [chars.ELLIPSIS, chars.ELLIPSIS, chars.SEMICOLON, chars.SEMICOLON, chars.DASH]),
    ],
)
def test_classes_of_the_rarer_characters(text, kinds):
    assert chars.classes_of(chars.code_points(text)).tolist() == kinds
