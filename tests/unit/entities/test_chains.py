"""Chains of divisions: which are taken apart, and where."""

import pytest

from pipeline.entities.joining.chains import split_chains
from pipeline.entities.joining.places import Divisions
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.stages import shipped
from pipeline.text.tokenizer import Tokenizer
from pipeline.types.articles import EntityType

DIVISIONS, TOKENIZER = Divisions(shipped.lexicon()), Tokenizer()


def parts(chain: str, kind: EntityType = "place") -> list[str]:
    text = f"在{chain}。"
    whole = Finding(type=kind, start=1, end=1 + len(chain), recognizer="t", confidence=0.9)
    found = split_chains([whole], Passage(text, TOKENIZER), DIVISIONS)
    return [text[f.start : f.end] for f in found]


@pytest.mark.parametrize(
    ("chain", "apart"),
    [
        ("潍坊市坊子区", ["潍坊市", "坊子区"]),
        ("江苏省苏州市姑苏区", ["江苏省", "苏州市", "姑苏区"]),
        ("江苏苏州市", ["江苏", "苏州市"]),
        ("江苏沛县", ["江苏沛县"]),
        ("江苏省沛县", ["江苏省", "沛县"]),
        ("山东济南", ["山东济南"]),
        ("山东省济南", ["山东省济南"]),
        ("海淀区", ["海淀区"]),
        ("某某大街", ["某某大街"]),
        ("某某市坊子区", ["某某市坊子区"]),
    ],
)
def test_divisions_of_a_chain_stand_apart(chain: str, apart: list[str]) -> None:
    assert parts(chain) == apart


def test_an_organisation_is_no_chain() -> None:
    assert parts("潍坊市坊子区", "organisation") == ["潍坊市坊子区"]
