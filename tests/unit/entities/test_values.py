"""Values: the forms, and the gold of our own writing."""

import itertools

import pytest

from pipeline.entities.extractor import Extractor
from pipeline.entities.values.find import Values
from pipeline.stages import shipped
from tests.golden.values.gold import read_sentences, score_values

VALUES = Values(shipped.lexicon())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("拨付120万元", [("120万元", "money", "1200000", "CNY")]),
        ("拨付１２０万元", [("１２０万元", "money", "1200000", "CNY")]),
        ("3至5万吨", [("3至5万吨", "quantity", "30000..50000", "t")]),
        ("三至五吨", [("三至五吨", "quantity", "3..5", "t")]),
        ("零下15℃", [("零下15℃", "quantity", "-15", "degC")]),
        ("跌-3.2%", [("-3.2%", "percent", "-3.2", "%")]),
        ("百分之八十", [("百分之八十", "percent", "80", "%")]),
        ("七成", [("七成", "percent", "70", "%")]),
        ("4.2亿千瓦时", [("4.2亿千瓦时", "quantity", "420000000", "kWh")]),
        ("US$12.5", [("US$12.5", "money", "12.5", "USD")]),
        ("第二十条", []),
        ("一个人", []),
        ("三番五次", []),
    ],
)
def test_reads_a_form(text: str, found: list[tuple[str, str, str, str]]) -> None:
    assert [(v.surface, v.type, v.value, v.unit) for v in VALUES.find(text)] == found


def test_no_two_values_overlap() -> None:
    for text, _ in read_sentences():
        spans = [(v.start, v.end) for v in VALUES.find(text)]
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


def test_the_gold_is_reached(extractor: Extractor) -> None:
    assert len(read_sentences()) >= 300
    assert score_values(extractor) >= 0.98
    assert score_values(extractor, meaning=True) >= 0.97
