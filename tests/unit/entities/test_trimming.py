"""What a tagger takes along that is none of the name, and names that are none."""

import pytest

from pipeline.entities.joining.places import Divisions
from pipeline.entities.joining.trimming import trimmed
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.stages import shipped
from pipeline.text.tokenizer import Tokenizer
from pipeline.types.articles import EntityType

DIVISIONS, TOKENIZER = Divisions(shipped.lexicon()), Tokenizer()


def kept(
    text: str, surface: str, kind: EntityType, *, confidence: float = 0.9, other: str = ""
) -> list[tuple[str, str]]:
    """Return type and surface of what stays of `surface`; `other` is a person found before it."""
    passage = Passage(text, TOKENIZER)
    found = [
        Finding(
            type=of,
            start=text.index(name),
            end=text.index(name) + len(name),
            recognizer="tagger",
            confidence=confidence,
        )
        for name, of in ((other, "person"), (surface, kind))
        if name
    ]
    ready = trimmed(found, passage, DIVISIONS)
    return [(f.type, passage.folded[f.start : f.end]) for f in ready]


@pytest.mark.parametrize(
    ("surface", "stays"),
    [(";周立言", "周立言"), ("\t周立言", "周立言"), ("周立言、", "周立言"), (";周", None), ("周立言", "周立言"),
     ("约翰·周", "约翰·周")],
)  # fmt: skip
def test_a_name_has_no_marks_at_its_ends(surface: str, stays: str | None) -> None:
    assert [name for _, name in kept(f"春江{surface}来了", surface, "person")] == (
        [stays] if stays else []
    )


@pytest.mark.parametrize(
    ("text", "surface", "stays"),
    [
        ("会长萨昌德博士率团来访。", "萨昌德博士", "萨昌德"),
        ("中方向欧方提出交涉。", "欧方", None),
        ("院长裴守正在工作报告中说，案件少了。", "裴守", "裴守正"),
        ("院长裴守正在开会。", "裴守", "裴守"),
        ("扮演者皇甫若彤说，天再冷也来。", "甫若彤", "皇甫若彤"),
        ("记者上官云岚在现场。", "官云岚", "上官云岚"),
        ("春江公司马文博说，不涨价。", "马文博", "马文博"),
    ],
)
def test_persons_are_cut_to_their_names(text: str, surface: str, stays: str | None) -> None:
    found = [name for _, name in kept(text, surface, "person")]
    assert found == ([stays] if stays else [])


@pytest.mark.parametrize(
    ("surface", "stays"),
    [
        ("大兴安岭北部", "大兴安岭"),
        ("湖南西北部", "湖南"),
        ("菲律宾籍", "菲律宾"),
        ("青岛亚", "青岛"),
        ("西部", "西部"),
        ("松山北部", "松山北部"),
    ],
)
def test_a_direction_is_no_part_of_a_place(surface: str, stays: str) -> None:
    assert kept(f"在{surface}下雨。", surface, "place") == [("place", stays)]


@pytest.mark.parametrize(
    ("text", "surface", "stays"),
    [
        ("春江5月2日电联合国说。", "电联合国", ["联合国"]),
        ("由春江市政府主办，很热闹。", "春江市政府主办", ["春江市政府"]),
        ("由春江大学会同松江研究院编写。", "春江大学会同松江研究院", ["春江大学", "松江研究院"]),
        ("中国机械工业联合会党委成立。", "中国机械工业联合会党委", ["中国机械工业联合会党委"]),
        ("还有国家银行行长出席。", "国家银行行长", ["国家银行"]),
        ("有国务委员长出席。", "国务委员长", []),
        ("责成纪委办公室办理。", "责成纪委办公室", ["纪委办公室"]),
        ("各地通信管理局参加。", "各地通信管理局", []),
        ("教育部门解释。", "教育部", []),
        ("教育部解释。", "教育部", ["教育部"]),
        ("南航三大航空公司盈利。", "南航三大航空公司", ["南航"]),
        ("春江大学人民医院心内科医生说。", "春江大学人民医院心内科", ["春江大学人民医院"]),
        ("新能源汽车在增加。", "新能源汽车", []),
        ("国家气象局发布预警。", "国家气象局", ["国家气象局"]),
        ("首钢出钢。", "首钢", ["首钢"]),
    ],
)
def test_bodies_are_cut_to_their_names(text: str, surface: str, stays: list[str]) -> None:
    assert [name for _, name in kept(text, surface, "organisation")] == stays


def test_a_person_and_where_she_works_are_two() -> None:
    text = "马力和吴琼到场。马力系中央戏剧学院教授。"
    found = kept(text, "马力系中央戏剧学院", "organisation", other="马力")
    assert found[1:] == [("person", "马力"), ("organisation", "中央戏剧学院")]


def test_a_country_with_one_of_its_courts_is_the_country() -> None:
    assert kept("缅甸一家法院判了。", "缅甸一家法院", "organisation") == [("place", "缅甸")]


@pytest.mark.parametrize(
    "name", ["新时代", "中华", "一带一路", "共建", "两会", "中方", "警方", "校方"]
)
def test_what_a_tagger_takes_for_bodies_is_none(name: str) -> None:
    assert kept(f"记者从{name}获悉,大桥通车。", name, "organisation") == []
    assert kept("记者从春江大学获悉,大桥通车。", "春江大学", "organisation") == [
        ("organisation", "春江大学")
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("国际博物馆日那天人很多。", "国际博物馆"),
        ("世界动物园日快到了。", "世界动物园"),
        ("新建公办幼儿园6所。", "公办幼儿园"),
        ("民办小学不收费了。", "民办小学"),
    ],
)
def test_a_day_and_a_kind_of_school_are_no_body(text: str, name: str) -> None:
    assert kept(text, name, "organisation") == []
    own = f"春江{name.removeprefix('国际')}"
    assert kept(f"{own}那里人很多。", own, "organisation") == [("organisation", own)]


def test_two_who_play_together_are_no_body() -> None:
    assert kept("日本组合绿川大辉/斋藤夏美出局。", "绿川大辉/斋藤夏美", "organisation") == []


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("这艘船由宁波的船厂建造。", "宁波", "place"), ("他从西安赶来。", "西安", "place"),
        ("诗人宁波来了。", "宁波", "person"), ("方案由周立言起草。", "周立言", "person"),
    ],
)  # fmt: skip
def test_a_city_that_something_leads_to_is_no_person(text: str, name: str, kind: str) -> None:
    assert kept(text, name, "person") == [(kind, name)]
