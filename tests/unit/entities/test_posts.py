"""Posts: what stands between a post and its holder, and how far a post reaches back."""

import pytest

from pipeline.entities.joining.posts import Posts, posts_of
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.occupations import Occupations
from pipeline.text.tokenizer import Tokenizer
from pipeline.types.articles import EntityType
from tests.unit.entities.lists import lexicon

LISTS = lexicon(
    posts="书记 主任 演员 创始人 经理 老师 代表 市长 会长 大使 组长",
    forms_of_address="老师",
    post_stops="的 在 会见 昨天",
)
POSTS = Posts(LISTS, posts_of(LISTS), Occupations(LISTS).begin)
TOKENIZER = Tokenizer()


def held(text: str, **names: EntityType) -> dict[str, str]:
    """Return the posts by who holds them; `names` stand in `text` in order."""
    findings, at = [], 0
    for name, kind in names.items():
        at = text.index(name, at)
        findings.append(
            Finding(type=kind, start=at, end=at + len(name), recognizer="t", confidence=0.9)
        )
        at += len(name)
    found = POSTS.find(Passage(text, TOKENIZER), findings)
    return {text[f.start : f.end]: found[f.start] for f in findings if f.start in found}


@pytest.mark.parametrize("bridge", ["", " ", "\t", ":", ": ", "  "])
def test_a_post_stands_right_before_its_holder(bridge: str) -> None:
    assert held(f"书记{bridge}周立言说", 周立言="person") == {"周立言": "书记"}


@pytest.mark.parametrize("bridge", [",", "、", "和", "\n", "。"])
def test_what_parts_a_post_from_a_person(bridge: str) -> None:
    assert held(f"书记{bridge}周立言说", 周立言="person") == {}


@pytest.mark.parametrize(
    ("joint", "both"),
    [("、", True), (",", False), (" 、 ", True), ("", False), ("、、", False), ("、,", False),
     ("和", False), (" ", False)],
)  # fmt: skip
def test_a_post_holds_for_a_list(joint: str, both: bool) -> None:  # noqa: FBT001 - a table
    found = held(f"书记周立言{joint}马文博说", 周立言="person", 马文博="person")
    assert found == {"周立言": "书记"} | ({"马文博": "书记"} if both else {})


def test_a_list_without_a_post_has_none() -> None:
    assert held("周立言、马文博说", 周立言="person", 马文博="person") == {}


def test_a_post_may_stand_behind_its_holder() -> None:
    assert held("周立言书记说", 周立言="person") == {"周立言": "书记"}
    assert held("周立言,书记说", 周立言="person") == {}


def test_a_post_between_two_persons_is_of_the_second() -> None:
    assert held("周立言书记马文博", 周立言="person", 马文博="person") == {"马文博": "书记"}


def test_a_place_holds_no_post() -> None:
    assert held("书记南昌", 南昌="place") == {}


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("创始人兼经理周立言", "创始人兼经理"),
        ("大家兼经理周立言", "经理"),
        ("前任演员周立言", "前任演员"),
        ("原首席演员周立言", "原首席演员"),
        ("脱口秀脱口秀脱口秀脱口秀演员周立言", "脱口秀脱口秀脱口秀脱口秀演员"),
        ("前脱口秀脱口秀脱口秀脱口秀演员周立言", "前脱口秀脱口秀脱口秀脱口秀演员"),
    ],
)
def test_ranks_belong_to_a_post(text: str, post: str) -> None:
    assert held(text, 周立言="person") == {"周立言": post}


@pytest.mark.parametrize(
    ("before", "post"),
    [
        ("春江大学", "春江大学主任"),
        ("春江大学的", "主任"),
        ("春江大学甲乙丙丁戊己庚辛室", "春江大学甲乙丙丁戊己庚辛室主任"),
        ("春江大学甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲室", "主任"),
        ("春江大学甲乙丙丁戊己庚辛室首席", "春江大学甲乙丙丁戊己庚辛室首席主任"),
        ("春江大学甲室高级", "春江大学甲室高级主任"),
        ("春江大学甲室资深", "春江大学甲室资深主任"),
        ("春江大学请来", "主任"),
        ("春江大学请A室", "主任"),
    ],
)
def test_a_post_reaches_over_the_department_to_the_office(before: str, post: str) -> None:
    assert held(f"{before}主任周立言", 春江大学="organisation", 周立言="person") == {"周立言": post}


@pytest.mark.parametrize(
    "end",
    [
        "庭",
        "科",
        "处",
        "室",
        "部",
        "司",
        "局",
        "院",
        "系",
        "所",
        "中心",
        "学",
        "厅",
        "署",
        "办",
        "站",
        "队",
        "组",
        "台",
        "会",
        "团",
        "厂",
        "馆",
    ],
)
def test_departments_by_their_last_word(end: str) -> None:
    found = held(f"春江大学甲{end}主任周立言", 春江大学="organisation", 周立言="person")
    assert found == {"周立言": f"春江大学甲{end}主任"}


@pytest.mark.parametrize("level", "省市县区州镇乡村校院系原前")
def test_a_level_stands_between_an_office_and_its_post(level: str) -> None:
    found = held(f"在南昌{level}书记周立言", 南昌="place", 周立言="person")
    assert found == {"周立言": f"南昌{level}书记"}


def test_what_is_no_level_ends_a_post() -> None:
    assert held("南昌的书记周立言", 南昌="place", 周立言="person") == {"周立言": "书记"}


def test_a_post_reaches_over_all_offices_that_stand_in_a_row() -> None:
    names: dict[str, EntityType] = dict.fromkeys(("甲省", "乙市", "丙县", "丁乡"), "place")
    assert held(
        "乙市丙县丁乡书记周立言", 乙市="place", 丙县="place", 丁乡="place", 周立言="person"
    ) == {"周立言": "乙市丙县丁乡书记"}
    assert held("甲省乙市丙县丁乡书记周立言", **names, 周立言="person") == {
        "周立言": "甲省乙市丙县丁乡书记"
    }


def test_a_work_before_a_post_is_no_office() -> None:
    assert held("《春江》主任周立言", **{"《春江》": "work", "周立言": "person"}) == {
        "周立言": "主任"
    }


@pytest.mark.parametrize(
    ("text", "offices", "post"),
    [
        ("省委书记、省人大主任周立言", ("省委", "省人大"), "省委书记、省人大主任"),
        ("书记兼防汛工作小组组长周立言", (), "书记兼防汛工作小组组长"),
        ("经理、演员、代表、组长、书记周立言", (), "经理、演员、代表、组长、书记"),
        ("中国驻英国大使周立言", ("中国", "英国"), "中国驻英国大使"),
        ("在校人大书记周立言", ("校人大",), "校人大书记"),
        ("学校、学术委员会主任周立言", (), "学术委员会主任"),
        ("他会见防汛工作小组组长周立言", (), "组长"),
        ("昨天防汛工作小组组长周立言", (), "组长"),
        ("市长;周立言", (), None),
        ("市长。周立言", (), None),
        ("周立言代表大家", (), None),
        ("周立言老师说", (), None),
        ("老师周立言说", (), None),
    ],
)
def test_all_posts_of_a_person_whole(text: str, offices: tuple[str, ...], post: str | None) -> None:
    names: dict[str, EntityType] = dict.fromkeys(offices, "organisation")
    found = held(text, **names, 周立言="person")
    assert found == ({"周立言": post} if post else {})


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("周立言是春江市市长。", "春江市市长"),
        ("周立言系春江公司经理,", "春江公司经理"),
        ("周立言是一名演员。", "演员"),
        ("周立言现任书记", "书记"),
        ("周立言不是市长。", None),
        ("周立言是市长的弟弟。", None),
        ("周立言是好人。", None),
        ("周立言。是市长。", None),
        ("周立言是市长派来视察的。", None),
    ],
)
def test_a_post_stands_behind_is(text: str, post: str | None) -> None:
    assert held(text, 周立言="person") == ({"周立言": post} if post else {})


@pytest.mark.parametrize("text", ["济南市长清区", "湖南省会长沙房价上涨", "城市长高了"])
def test_pieces_of_two_words_are_no_post(text: str) -> None:
    name = text[text.index("长") + 1 :][:2]
    assert held(text, **{name: "person"}) == {}


def test_a_rank_behind_a_name_is_not_of_the_next_one() -> None:
    found = held("组长周立言会长、书记马文博说", 周立言="person", 马文博="person")
    assert found == {"周立言": "组长", "马文博": "书记"}


@pytest.mark.parametrize("link", ["陆军", "海军", "空军", "警方", "军方"])
def test_forces_stand_between_a_country_and_its_post(link: str) -> None:
    found = held(f"乌有国{link}副书记周立言说", 乌有国="place", 周立言="person")
    assert found == {"周立言": f"乌有国{link}副书记"}


def test_who_is_given_a_post_has_it() -> None:
    text = "周立言任春江市副市长;"
    assert held(text, 周立言="person", 春江市="place") == {"周立言": "春江市副市长"}
    # A term of office, a post as such, an appointment: nobody gets one.
    for word in ("任期书记", "任职会长", "任教大使"):
        assert held(f"周立言{word}。", 周立言="person") == {}
