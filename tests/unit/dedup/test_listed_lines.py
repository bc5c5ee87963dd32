"""Lines that go on a list of links, and lists that are the article's own."""

import pytest

from pipeline.dedup.links.listed_lines import go_on_lists

WORDS = ["渡口夜航恢复", "灯塔馆今夜开放", "老街换了新路灯", "社区食堂添了早茶", "湖边步道修好了"]


def found(lines, links):
    """Return the lines that are taken for links, when those of the numbers `links` are."""
    return list(go_on_lists(lines, [i in links for i in range(len(lines))]))


@pytest.mark.parametrize(
    ("form", "links", "wanted"),
    [
        ("{n:02} {w}", {0, 1, 2}, [3, 4]), ("{n:02} {w}", {0, 1}, []), ("{n}、{w}", {1, 3, 4}, [0, 2]),
        ("{n:02} 2024-03-0{n} {w}", {4}, [0, 1, 2, 3]), ("{n:02} 2024-03-0{n} {w}", set(), []),
        ("[03-0{n}] {w}", {0, 2, 4}, [1, 3]), ("[03-0{n}] {w}", {0, 2}, []), ("{w}", {0, 1, 2}, []),
        ("{n}{w}", {0, 1, 2}, []), ("7 {w}", {0, 1, 2}, []),
        ("第{n}条 {w}", {0, 1, 2}, [3, 4]), ("丨{n:02} {w}", {0, 1, 2}, [3, 4]),
    ],
)  # fmt: skip
def test_what_goes_on_a_list_is_a_link(form, links, wanted):
    lines = [form.format(n=n, w=word) for n, word in enumerate(WORDS, 1)]
    assert found(lines, links) == wanted


def test_a_list_ends_where_its_numbers_do():
    lines = [
        "1、甲渡口",
        "2、乙渡口",
        "",
        "3、丙渡口",
        "灯塔馆今夜开放。",
        "4、丁渡口",
        "9、戊渡口",
    ]
    assert found(lines, {0, 1}) == [3]
    assert found(lines[:2], {0}) == []
    assert found([], set()) == []
