"""A user's names: what is read, and how bad lines are named."""

import pytest

from pipeline.entities.extractor import Extractor
from pipeline.entities.passage import Passage
from pipeline.entities.recognizers.dictionary import parse_dictionary
from pipeline.errors import ResourceError
from pipeline.text.tokenizer import Tokenizer
from pipeline.types.articles import EnrichedArticle
from tools.made_articles import unique

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


@pytest.mark.parametrize(("bad", "more"), [(5, ""), (6, "; 1 more"), (8, "; 3 more")])
def test_names_the_first_five_bad_lines(bad: int, more: str) -> None:
    with pytest.raises(ResourceError) as caught:
        parse_dictionary("x\n" * bad)
    line = str(caught.value)
    assert line.startswith("dictionary: line 1: no tab;")
    assert f"line 5: no tab{more}" in line
    assert "line 6" not in line


def test_blanks_marks_of_the_byte_order_and_empty_aliases_are_no_names() -> None:
    names = "\ufeff青岚 \t organisation\t Q7\t 青岚社 || 青社\n   \n#青\tplace\n"
    assert found("青岚、青岚社、青社、#青", names) == [
        ("青岚", "organisation", "Q7"),
        ("青岚社", "organisation", "Q7"),
        ("青社", "organisation", "Q7"),
    ]
    assert parse_dictionary(names).surfaces.phrases == ("青岚", "青岚社", "青社")


def test_a_later_line_wins_and_the_longest_name_from_a_place() -> None:
    names = "青岚\tplace\nＡＢ\tplace\n青岚\torganisation\n青岚社\tevent\n"
    assert found("青岚,青岚社,AB", names) == [
        ("青岚", "organisation", ""),
        ("青岚社", "event", ""),
        ("AB", "place", ""),
    ]
    assert parse_dictionary(names).surfaces.phrases == ("青岚", "AB", "青岚社")


def test_what_the_user_says_outranks_all_and_is_sure() -> None:
    (finding,) = parse_dictionary("青岚\tplace\tQ7\t青社").find(Passage("青社", TOKENIZER))
    assert (finding.rank, finding.confidence, finding.canonical) == (100, 1.0, "青岚")


def test_own_names_change_word_edges_and_keywords(extractor: Extractor) -> None:
    body = "蓝羽卷酥今天上市。蓝羽卷酥的原料来自城东，蓝羽卷酥年底增产。"
    knowing = extractor.knowing(parse_dictionary("蓝羽卷酥\tproduct\n"))
    before, after = extractor(unique(body)), knowing(unique(body))
    assert isinstance(before, EnrichedArticle)
    assert isinstance(after, EnrichedArticle)
    assert "蓝羽卷酥" not in before.extraction.keywords
    assert after.extraction.keywords[0] == "蓝羽卷酥"
    # The one that it was made of goes on as it was.
    assert extractor(unique(body)) == before


def test_own_names_change_the_words_beside_them(extractor: Extractor) -> None:
    body = "蓝羽农产品今天上架。蓝羽农产品去年停产，居民说，蓝羽农产品让人放心。"
    knowing = extractor.knowing(parse_dictionary("蓝羽农\torganisation\n"))
    before, after = extractor(unique(body)), knowing(unique(body))
    assert isinstance(before, EnrichedArticle)
    assert isinstance(after, EnrichedArticle)
    assert "产品" not in before.extraction.keywords
    assert "产品" in after.extraction.keywords
