"""Products by maker and designation."""

import pytest

from pipeline.entities.passage import Passage
from pipeline.entities.recognizers.products import Products
from pipeline.stages import shipped
from pipeline.text.tokenizer import Tokenizer

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
