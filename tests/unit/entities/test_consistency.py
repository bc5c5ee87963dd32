"""One type for each name of a text."""

from pipeline.entities.joining.consistency import agree
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.text.tokenizer import Tokenizer
from pipeline.types.articles import EntityType

TEXT = "南通要求早作准备,南通下雨了。"
PASSAGE = Passage(TEXT, Tokenizer())


def finding(kind: EntityType, start: int, confidence: float, rank: int = 0) -> Finding:
    return Finding(
        type=kind, start=start, end=start + 2, recognizer="x", confidence=confidence, rank=rank
    )


def types(*findings: Finding, places: frozenset[str] = frozenset()) -> list[str]:
    return [f.type for f in agree(findings, PASSAGE, places)]


def test_the_surer_reading_stands() -> None:
    assert types(finding("organisation", 0, 0.8), finding("person", 9, 0.6)) == ["organisation"] * 2


def test_a_city_is_no_office() -> None:
    assert types(finding("organisation", 0, 0.9), places=frozenset({"南通"})) == ["place"]


def test_what_the_user_says_stands() -> None:
    said = finding("organisation", 0, 1.0, rank=100)
    assert types(said, places=frozenset({"南通"})) == ["organisation"]
