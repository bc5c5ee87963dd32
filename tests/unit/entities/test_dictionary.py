"""A user's names: what is read, and how bad lines are named."""

import pytest

from pipeline.entities.extractor import Extractor
from pipeline.entities.passage import Passage
from pipeline.entities.recognizers.dictionary import parse_dictionary
from pipeline.errors import ResourceError
from pipeline.text.tokenizer import Tokenizer
from pipeline.types.articles import EnrichedArticle
from tests.unit.entities.articles import unique

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


def test_own_names_change_word_edges_and_keywords(extractor: Extractor) -> None:
    body = "云雾洞天乡今天开渠。云雾洞天乡的水来自城东，云雾洞天乡年底通水。"
    knowing = extractor.knowing(parse_dictionary("云雾洞天乡\tplace\n"))
    before, after = extractor(unique(body)), knowing(unique(body))
    assert isinstance(before, EnrichedArticle)
    assert isinstance(after, EnrichedArticle)
    assert "云雾洞天乡" not in before.extraction.keywords
    assert after.extraction.keywords[0] == "云雾洞天乡"
    # The one that it was made of goes on as it was.
    assert extractor(unique(body)) == before
