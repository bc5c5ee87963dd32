"""What a text is found by: two characters are found wherever they stand."""

import sqlite3

import pytest

from pipeline.text.tokenizer import Tokenizer
from pipeline.web.store.index_words import LARGEST, index_words, match_expression
from pipeline.web.store.tables import open_file

CUT = Tokenizer().cut
TEXT = "江城市市长周舟说,大桥通车仪式在東岸舉行。ＡＢＣ公司的Model_X参展,用去3.5亿元。"


@pytest.fixture
def found(tmp_path):
    connection = open_file(tmp_path / "page.sqlite")

    def search(query, text=TEXT, names=()):
        connection.execute(
            "INSERT INTO words(rowid, cut) VALUES (1, ?)", (index_words([text], names, CUT),)
        )
        try:
            if (expression := match_expression(query, CUT)) is None:
                return False
            return bool(
                connection.execute(
                    "SELECT 1 FROM words WHERE words MATCH ?", (expression,)
                ).fetchall()
            )
        finally:
            connection.execute("INSERT INTO words(words) VALUES ('delete-all')")

    yield search
    connection.close()


@pytest.mark.parametrize(
    "query",
    [
        "周舟",
        "舟说",
        "通车",
        "大桥通车仪式",
        "周舟 大桥",
        "东岸",
        "東岸",
        "abc",
        "ABC",
        "model",
        "x",
        "3",
    ],
)
def test_it_is_found(found, query):
    assert found(query)


@pytest.mark.parametrize("query", ["周周", "大桥 林一", "西岸", "通行", "bc"])
def test_it_is_not_found(found, query):
    assert not found(query)


def test_every_two_characters_are_found_wherever_the_tokenizer_cuts(found):
    clause = "镇长苗青禾在河口镇说今年收成好"
    assert all(found(clause[at : at + 2], clause) for at in range(len(clause) - 1))
    assert all(found(clause[at : at + 5], clause) for at in range(len(clause) - 4))
    assert all(found(character, clause) for character in clause)


def test_a_name_is_found_behind_what_is_indexed_of_the_text(found):
    text = "字" * LARGEST + "周舟"
    assert not found("周舟", text)
    assert found("周舟", text, names=["周舟"])


def test_a_query_without_a_word_asks_nothing():
    assert match_expression(" ,。\"*' ", CUT) is None


@pytest.mark.parametrize(
    "query", ['"', "a AND b", "NEAR(a b)", "words:x", "a*b", "'; DROP TABLE words; --"]
)
def test_what_is_typed_is_never_syntax(found, query):
    found(query)


def test_sqlite_has_what_the_index_needs():
    assert sqlite3.connect(":memory:").execute(
        "SELECT sqlite_compileoption_used('ENABLE_FTS5')"
    ).fetchone() == (1,)
