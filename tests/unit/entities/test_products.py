"""Products by maker and designation."""

import pytest

from pipeline.entities.passage import Passage
from pipeline.entities.recognizers.products import Products
from pipeline.stages import shipped
from pipeline.text.tokenizer import Tokenizer
from tests.unit.entities.lists import lexicon

PRODUCTS, TOKENIZER = Products(shipped.lexicon()), Tokenizer()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("华为Mate60 Pro手机亮相,小米 SU7 Ultra交付。", ["Mate60 Pro", "SU7 Ultra"]),
        ("英伟达H100芯片与比亚迪Song-3 DM-i。", ["H100", "Song-3 DM-i"]),
        ("苹果Q3财报好于预期,华为CEO致辞,小米5G手机", []),
        ("渡口的A12号船", []),
        ("荣耀Magic6Promax", []),
    ],
)
def test_designations_behind_a_maker(text, found):
    findings = PRODUCTS.find(Passage(text, TOKENIZER))
    assert [text[f.start : f.end] for f in findings] == found
    assert {f.type for f in findings} <= {"product"}


OWN = Products(lexicon(brands="春江"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("春江A1", "A1"),
        ("春江 A1", "A1"),
        ("春江  A1", None),
        ("春江-A1", None),
        ("春江A-1", "A-1"),
        ("春江A 1", "A 1"),
        ("春江A--1", None),
        ("春江A", None),
        ("春江1", None),
        ("春江ABCDEFGHIJKL1", "ABCDEFGHIJKL1"),
        ("春江ABCDEFGHIJKLM1", None),
        ("春江A1234", "A1234"),
        ("春江A12345", None),
        ("春江A1abc", "A1abc"),
        ("春江A1abcd", None),
        ("春江A1 Pro Max", "A1 Pro Max"),
        ("春江A1Pro", "A1Pro"),
        ("春江A1 Other", "A1"),
        ("春江A1 Proper", "A1"),
        ("春江Q1", None),
        ("春江q4", None),
        ("春江H2", None),
        ("春江h2", None),
        ("春江Q5", "Q5"),
        ("春江Q12", "Q12"),
        ("春江H1a", "H1a"),
        ("春江V1.2", None),
        ("春江v12.2", None),
        ("春江V1", "V1"),
        ("春江V123", "V123"),
        ("老街A1", None),
    ],
)
def test_the_shape_of_a_designation(text: str, name: str | None) -> None:
    found = OWN.find(Passage(f"看{text}。", TOKENIZER))
    assert [f"看{text}"[f.start : f.end] for f in found] == ([name] if name else [])
    assert {(f.recognizer, f.confidence, f.rank) for f in found} <= {("products", 0.8, 0)}


@pytest.mark.parametrize(
    "edition",
    ["Pro", "Max", "Ultra", "Plus", "mini", "Mini", "Air", "SE", "GT", "RS", "Fold", "Flip", "Edge",
     "Turbo", "Lite", "DM-i", "EV"],
)  # fmt: skip
def test_words_of_an_edition(edition: str) -> None:
    (found,) = OWN.find(Passage(f"春江A1 {edition}", TOKENIZER))
    assert found.end == len(f"春江A1 {edition}")
