"""A user's names: what is read, and how bad lines are named."""

import pytest

from pipeline.entities.passage import Passage
from pipeline.entities.recognizers.dictionary import parse_dictionary
from pipeline.errors import ResourceError
from pipeline.text.tokenizer import Tokenizer

TOKENIZER = Tokenizer()


def found(text: str, names: str) -> list[tuple[str, str, str]]:
    findings = parse_dictionary(names).find(Passage(text, TOKENIZER))
    return [(text[f.start : f.end], f.type, f.entity) for f in findings]


def test_reads_surface_type_id_and_aliases() -> None:
    names = "# ours\n青岚科技\torganisation\tQ7\t青岚|青岚公司\n\n白鹭湾\tplace\n"
    assert found("青岚公司落户白鹭湾", names) == [
        ("青岚公司", "organisation", "Q7"),
        ("白鹭湾", "place", ""),
    ]


def test_matches_either_width_and_script() -> None:
    assert found("ＡＢＣ與萬國", "ABC\tproduct\n万国\torganisation\n") == [
        ("ＡＢＣ", "product", ""),
        ("萬國", "organisation", ""),
    ]


def test_names_bad_lines() -> None:
    names = "青岚\n\n白鹭湾\tcity\n\tplace\n甲\tplace\t1\t2\t3\n"
    with pytest.raises(ResourceError) as caught:
        parse_dictionary(names, where="names.tsv")
    line = str(caught.value)
    assert line.startswith(
        "names.tsv: line 1: no tab; line 3: unknown type 'city'; line 4: no surface"
    )
    assert "line 5: 5 fields" in line
