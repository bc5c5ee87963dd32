"""The list of family names: a name once, with marks for who leaves it out."""

import pytest

from pipeline.errors import ResourceError
from pipeline.stages import shipped
from pipeline.text.family_names import parse_family_names


def test_marks_say_who_leaves_a_name_out():
    names = parse_family_names(
        "# a list\n[rarity 0]\n王 于-\n[rarity 3]\n蒯-~  # rare\n[unranked]\n井 漕~\n"
        "[compound]\n欧阳 歐陽-\n",
        where="a.txt",
    )
    assert names.rarity == {"王": 0, "于": 0, "蒯": 3}
    assert names.compound == {"欧阳", "歐陽"}
    assert names.by_place == ("王", "井", "漕", "欧阳")
    assert names.of_lines == {"王", "于", "井"}


@pytest.mark.parametrize("text", ["王", "[rarity]\n王", "[rarity x]\n王", "[common]\n王"])
def test_a_name_in_no_group_is_an_error(text):
    with pytest.raises(ResourceError, match=r"a\.txt: "):
        parse_family_names(text, where="a.txt")


def test_the_shipped_list_knows_compound_names():
    names = shipped.family_names()
    assert {"欧阳", "司马", "上官"} <= names.compound
    assert min(names.rarity.values()) == 0
