"""Persons called by their surname alone."""

import pytest

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.surnames import Surnames
from pipeline.stages import shipped
from pipeline.text.tokenizer import Tokenizer

SURNAMES, TOKENIZER = Surnames(shipped.lexicon()), Tokenizer()


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("周砚青来到渡口。周强调,渡轮要准点。", ["周砚青"], [8]),
        ("周砚青来到渡口。渡口的周强调不出口。", ["周砚青"], []),
        ("周砚青和周远山都来了。周指出,渡轮要准点。", ["周砚青", "周远山"], []),
        ("周砚青来到渡口。周末渡轮停开。", ["周砚青"], []),
        ("渡轮公司来到渡口。周强调,渡轮要准点。", [], []),
    ],
)
def test_a_surname_that_speaks(text, names, found):
    findings = [
        Finding(
            type="person", start=text.index(name), end=text.index(name) + len(name),
            recognizer="t", confidence=0.9,
        )
        for name in names
    ]  # fmt: skip
    spans = [(f.start, f.end) for f in SURNAMES.find(findings, Passage(text, TOKENIZER))]
    assert spans == [(at, at + 1) for at in found]
