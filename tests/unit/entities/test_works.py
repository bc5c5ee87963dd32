"""Works: how much stands between the marks."""

import pytest

from pipeline.entities.passage import Passage
from pipeline.entities.recognizers.works import Works
from pipeline.text.tokenizer import Tokenizer

WORKS, TOKENIZER = Works(), Tokenizer()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("看《春江》和《老街》。", ["《春江》", "《老街》"]),
        (f"《{'江' * 60}》", [f"《{'江' * 60}》"]),
        (f"《{'江' * 61}》", []),
        ("《》", []),
        ("《春\n江》", []),
        ("《春江《老街》", ["《老街》"]),
        ("春江》", []),
    ],
)
def test_a_title_stands_in_its_marks(text: str, found: list[str]) -> None:
    findings = WORKS.find(Passage(text, TOKENIZER))
    assert [text[f.start : f.end] for f in findings] == found
    assert {(f.type, f.recognizer, f.confidence) for f in findings} <= {("work", "works", 0.95)}
