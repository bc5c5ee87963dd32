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
