"""Articles in an alphabet are judged by their shape."""

import pytest

from pipeline.cleaning.cleaner import Cleaner
from pipeline.cleaning.lines.alphabets import as_chinese, mostly_letters
from pipeline.stages import shipped
from pipeline.text.lines import from_columns
from pipeline.types.articles import CleanArticle, Origin, RawArticle


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("The ferry runs again.", True),
        ("Паром снова ходит", True),
        ("渡轮恢复通航", False),
        ("渡轮 MV Starlight 恢复通航", False),
        ("1234 5678", False),
        ("", False),
    ],
)
def test_what_is_written_in_letters(text, letters):
    assert mostly_letters(text) is letters


def test_a_word_takes_two_characters_and_stays_itself():
    first, second = as_chinese(["The ferry runs.", "A ferry of 3.5 m"])
    assert len(first) == 7
    assert first.endswith("。")
    assert first[2:4] == second[1:3]
    assert "3.5" in second


def test_no_sentence_of_an_english_article_is_lost():
    text = (
        "City ferry resumes service after two weeks\n"
        "The ferry between the two banks of the river ran again on Friday, two weeks after its "
        "engine failed.\n"
        '"We are glad to be back," said the captain, who has been on the boat for thirty years.\n'
        "Tickets cost two dollars and can be bought online or at the pier.\n"
    )
    found = Cleaner(shipped.cleaning())(RawArticle(origin=Origin(source_id="test"), text=text))
    assert isinstance(found, CleanArticle)
    assert [line.label for line in from_columns(found.lines)][1:4] == ["body"] * 3
    assert found.facts.language == "en"


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        # A third of Han in the first sixty characters is Chinese, whatever follows.
        ("渡" * 21 + "a" * 579, False),
        ("渡" * 20 + "a" * 580, True),
        ("a" * 60 + "渡" * 200, False),
        # A word has five letters where a Chinese one has two characters.
        ("渡" * 20 + "a" * 81, True),
        ("渡" * 20 + "a" * 80, False),
        ("の" * 20 + "a" * 80, False),
        ("배" * 20 + "a" * 80, False),
        # Six hundred characters decide.
        ("a" * 600 + "渡" * 900, True),
    ],
)
def test_letters_are_weighed_against_characters(text, letters):
    assert mostly_letters(text) is letters


@pytest.mark.parametrize(
    ("line", "shape"),
    [
        ("A I", 2), ("don't go", 4), ("well-known", 2), ("12 km", 5), ("No. 5", 5), ("e.g. so", 7),
    ],
)  # fmt: skip
def test_the_shape_of_words(line, shape):
    assert len(as_chinese([line])[0]) == shape


def test_a_point_ends_a_sentence_behind_letters_and_before_a_blank():
    assert [as_chinese([line])[0].count("。") for line in ("a.", "a.b", "5.", 'a".', "(a). b", "a.)")] == [
        1, 0, 0, 1, 1, 1,
    ]  # fmt: skip
