"""Who signs and sends an article: rather nobody than an outlet, a desk, a column or a post."""

import pytest

from pipeline.cleaning.cleaner import Cleaner
from pipeline.cleaning.facts.signers import may_sign, outlet_of, parted_authors
from pipeline.cleaning.names.bylines import editors_in, source_in
from pipeline.cleaning.names.wires import wire_in
from pipeline.stages import shipped
from pipeline.types.articles import Found, Origin, RawArticle

CLEANER = Cleaner(shipped.cleaning())
NAMES = shipped.cleaning().names
STORY = (
    "停产二十年的南滩盐场如今水草丰茂，今年春天有三千多只白鹭在这里筑巢，比去年多了一倍。",
    "护鸟队队长每天清晨五点出门，沿着旧盐埂走上八公里，记下每一处新巢的位置。",
    "县里计划明年把旧盐仓改成观鸟站，门票收入的一半用于补种芦苇，其余分给附近三个村子。",
)


def facts_of(text):
    raw = RawArticle(
        origin=Origin(source_id="test", timestamp=1.7e9), title="白鹭回来了", text=text
    )
    return CLEANER(raw).facts


def values(found):
    return [fact.value for fact in found]


@pytest.mark.parametrize(
    ("opening", "authors", "agency", "place"),
    [
        ("（滨海社記者邵一鳴南灘19日電）", ["邵一鳴"], "滨海社", "南灘"),
        ("（滨海社记者邵鸣南滩3月9日电）", ["邵鸣"], "滨海社", "南滩"),
        ("滨海社記者邵一鳴、溫良玉南灘19日電 ", ["邵一鳴", "溫良玉"], "滨海社", "南灘"),
        ("〔記者邵一鳴／南灘報導〕", ["邵一鳴"], None, "南灘"),
        ("記者邵一鳴／綜合報導\n", ["邵一鳴"], None, None),
        ("【財訊快報／邵一鳴】", ["邵一鳴"], None, None),
        ("(邵一鳴／南灘報導)", ["邵一鳴"], None, "南灘"),
        ("滨海社记者 邵一鸣 南滩3月9日电 ", ["邵一鸣"], "滨海社", "南滩"),
        ("滨海商报讯 ", [], None, None),
        ("本报讯（记者 邵一鸣）", ["邵一鸣"], None, None),
    ],
)
def test_datelines(opening, authors, agency, place):
    found = facts_of("\n".join([opening + STORY[0], *STORY[1:]])).metadata
    assert values(found.authors) == authors
    assert values(found.agencies) == ([agency] if agency else [])
    assert (found.place.value if found.place else None) == place


@pytest.mark.parametrize(
    ("foot", "authors"),
    [
        ("（作者：邵一鸣 系滨海大学特约研究员）", ["邵一鸣"]),
        ("（作者：邵一鸣，系青年作家）", ["邵一鸣"]),
        ("采写：滨海记者邵一鸣", ["邵一鸣"]),
        ("作者：滨海日报", []),
        ("记者手记", []),
        ("文/邵一鸣", ["邵一鸣"]),
        ("图/邵一鸣", []),
    ],
)
def test_who_signs_below(foot, authors):
    assert values(facts_of("\n".join([*STORY, foot])).metadata.authors) == authors


@pytest.mark.parametrize(
    "name",
    [
        "滨海日报",
        "滨海网",
        "財訊新聞",
        "手记",
        "系滨海大学教授",
        "网络编辑",
        "小编",
        "滨海发布",
        "本报记者",
        "邵",
        "未知",
        "匿名",
        "不詳",
        "暂无",
        "来自互联网",
        "整合",
        "江口大学党委书记",
        "江口医院营养科医师",
        "北岸律師事務所律師",
    ],
)
def test_what_signs_nothing(name):
    assert not may_sign(name)


@pytest.mark.parametrize(
    "name", ["邵一鸣", "欧阳晓", "林院长", "何主任", "清风徐来", "Anna Lee", "阿依古丽·买买提"]
)
def test_who_may_sign(name):
    assert may_sign(name)


@pytest.mark.parametrize(
    ("value", "authors"),
    [
        ("邵一鸣、温良玉", ["邵一鸣", "温良玉"]),
        ("邵一鳴 / 溫良玉", ["邵一鳴", "溫良玉"]),
        ("作者：邵一鸣", ["邵一鸣"]),
        ("邵一鸣，系滨海大学教授", ["邵一鸣"]),
        ("总监制/邵一鸣", []),
        ("清风徐来", ["清风徐来"]),
    ],
)
def test_authors_in_one_string_are_parted(value, authors):
    given = Found(value=value, where="class", start=10, end=10 + len(value))
    found = list(parted_authors([given], NAMES))
    assert values(found) == authors
    assert all(value[f.start - 10 : f.end - 10] == f.value for f in found)


@pytest.mark.parametrize(
    ("value", "outlet"),
    [
        ("来源：滨海青年报", "滨海青年报"),
        ("滨海日报（实习生整理）", "滨海日报"),
        ("滨海新闻客户端", "滨海新闻客户端"),
        ("滨海下载客户端抢先看", "滨海"),
        ("稿源 | 滨海网", "滨海网"),
    ],
)
def test_a_source_is_the_outlet_alone(value, outlet):
    assert outlet_of(Found(value=value, where="class")).value == outlet


@pytest.mark.parametrize(
    ("piece", "outlet"),
    [
        ("来源：滨海日报（作者 邵一鸣）", "滨海日报"),
        ("来源：滨海网【字号】", "滨海网"),
        ("图片来源：视觉滨海", None),
        ("本网站内容转载自合法授权网站", None),
        ("转载自滨海日报", "滨海日报"),
        ("来源：滨海网责任编辑：邵一鸣", "滨海网"),
        ("來源：滨海日報值班編輯：邵一鳴", "滨海日報"),
        ("来源：滨海发布通讯员：邵一鸣", "滨海发布"),
        ("稿源：滨海晚报审核：温良玉", "滨海晚报"),
        ("来源：滨海记者站", "滨海记者站"),
    ],
)
def test_where_a_source_stops(piece, outlet):
    found = source_in(piece)
    assert (found.name if found else None) == outlet


@pytest.mark.parametrize(
    ("piece", "editors"),
    [
        ("（责任编辑：NF）", []),
        ("责任编辑：邵一鸣 SN012", ["邵一鸣"]),
        ("（编辑：邵一鸣_BH7）", ["邵一鸣"]),
        ("责编：PJ031", []),
        ("责编：Ann Li", ["Ann Li"]),
        ("责任编辑：zn", []),
        ("編輯：lyz204", []),
        ("（责编：wx、邵一鸣）", ["邵一鸣"]),
        ("责编：Lily", ["Lily"]),
    ],
)
def test_codes_are_no_editors(piece, editors):
    assert [person.name for person in editors_in(piece, NAMES)] == editors


@pytest.mark.parametrize(
    "piece",
    [
        "记者昨日从南滩3日电",
        "【看点／独家】",
        "（图／邵一鳴）",
        "（南灘社北岸1日電）",
        "记者在南滩1日讯",
    ],
)
def test_what_is_no_wire(piece):
    assert wire_in(piece, NAMES) is None


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("邵一鸣 滨海大学党委书记", ["邵一鸣"]),
        ("温良玉　北岸医院主任医师", ["温良玉"]),
        ("邵一鸣 温良玉", ["邵一鸣", "温良玉"]),
    ],
)
def test_who_signs_may_say_what_he_is(line, authors):
    assert values(facts_of("\n".join([line, *STORY])).metadata.authors) == authors


def test_of_a_long_source_the_outlets_that_fit_are_named():
    outlets = "江口社北岸分社综合江口文化促进会、江口新闻社、北岸发布"
    assert source_in(f"来源：{outlets}").name == "江口社北岸分社综合江口文化促进会、江口新闻社"
    assert source_in("来源：" + "江" * 25) is None
