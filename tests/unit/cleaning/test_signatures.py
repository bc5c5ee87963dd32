"""Who signed a text: wires, datelines, brackets and lines of many forms; rather none than wrong."""

import pytest

from pipeline.cleaning.cleaner import Cleaner
from pipeline.cleaning.names.person_names import PersonNames
from pipeline.cleaning.names.signatures import signers_in
from pipeline.stages import shipped
from pipeline.types.articles import Origin, RawArticle

CLEANER = Cleaner(shipped.cleaning())
FIRST = "昨天上午，江口市图书馆新馆正式向读者开放，首日接待读者八千六百余人次，借出图书一万两千册。"
REST = (
    "新馆建筑面积三万平方米，藏书一百八十万册，设有少儿、地方文献和视障阅读三个专区，全年无休。",
    "馆长温竹告诉记者，开馆前工作人员用了四十天搬运图书，最后一车书在前天夜里十一点才运完。",
)


def facts_of(head, tail):
    text = "\n".join([head + FIRST, *REST]) + tail
    raw = RawArticle(origin=Origin(source_id="test"), title="江口市图书馆新馆开放", text=text)
    return CLEANER(raw).facts.metadata


def values(found):
    return [fact.value for fact in found]


@pytest.mark.parametrize(
    ("head", "tail", "authors", "agencies", "place"),
    [
        ("（江口社記者宮采蓁北岸19日電）", "", ["宮采蓁"], ["江口社"], "北岸"),
        ("（江口社里斯本8日綜合外電報導）", "", [], ["江口社"], "里斯本"),
        ("江口社西安5月6日电（记者容若水、向晚晴）", "", ["容若水", "向晚晴"], ["江口社"], "西安"),
        ("【財經速報／桑以勤】", "", ["桑以勤"], None, None),
        ("本报讯 记者易水寒报道：", "", ["易水寒"], None, None),
        ("（作者范晚舟系江口大学县域经济研究中心特约研究员）\n", "", ["范晚舟"], None, None),
        ("【本報記者區啟賢報道】", "", ["區啟賢"], None, None),
        ("", "（沙洲广播电视台记者 包容 阙小满）", ["包容", "阙小满"], None, None),
        ("", "\n（作者为沙洲师范学院教育系副教授 岑望舒）", ["岑望舒"], None, None),
        ("", "\n（作者系江口大学教授）", [], None, None),
        ("", "\n（作者单位：江口大学经济学院）", [], None, None),
        ("", "\n（作者是江口作家协会会员）", [], None, None),
        ("", "\n作者：何一苇（江口大学教授）", ["何一苇"], None, None),
        ("", "\n（何一苇，作者系江口大学教授）", ["何一苇"], None, None),
        ("", "\n（作者何一苇为江口大学教授，本报特约撰稿人）", ["何一苇"], None, None),
        ("记者昨日从北岸区政府获悉，", "", [], None, None),
        ("记者在现场看到，", "", [], None, None),
        ("本报记者在江口采访时了解到，", "", [], None, None),
        ("本报记者 林一舟 何一苇\n", "", ["林一舟", "何一苇"], None, None),
        ("江口晚报讯（记者林一舟 通讯员何一苇 温竹）", "", ["林一舟", "何一苇", "温竹"], None, None),
        ("江口网讯 （江口日报记者 林一舟）", "", ["林一舟"], None, None),
        # The second reporters have a paper of their own.
        (
            "",
            "\n【江口时报记者 倪浩 迟静怡 江口时报特约记者 于文 王逸】",
            ["倪浩", "迟静怡", "于文", "王逸"],
            None,
            None,
        ),
        ("", "\n（江口晚报记者 温竹、北岸电视台见习记者 何一苇）", ["温竹", "何一苇"], None, None),
        ("江口社北岸3月1日电 题：图书馆的一天\n江口社记者林一舟、何一苇\n", "", ["林一舟", "何一苇"], ["江口社"], "北岸"),
        ("【江口晚报记者林一舟北岸报道】", "", ["林一舟"], None, None),
        ("〔記者林一舟／北岸報導〕", "", ["林一舟"], [], "北岸"),
        ("（記者林一舟／綜合報導）", "", ["林一舟"], None, None),
        ("記者林一舟／北岸即時報導\n", "", ["林一舟"], None, None),
        ("【即時新聞／綜合報導】", "", [], None, None),
        ("【江口日報記者林一舟、何一葦／北岸報導】", "", ["林一舟", "何一葦"], None, None),
        ("【記者林一舟北岸報導】", "", ["林一舟"], None, None),
        ("撰文：林一舟\n", "", ["林一舟"], None, None),
        ("文／林一舟\n", "", ["林一舟"], None, None),
        ("文、图/林一舟 何一苇\n", "", ["林一舟", "何一苇"], None, None),
        ("采写：江口日报记者 林一舟\n", "", ["林一舟"], None, None),
        ("采写/林一舟\n", "", ["林一舟"], None, None),
        ("□记者 林一舟 通讯员 何一苇\n", "", ["林一舟", "何一苇"], None, None),
        ("■本报记者 林一舟\n", "", ["林一舟"], None, None),
        ("▲ 林一舟／北岸報導\n", "", ["林一舟"], None, None),
        ("", "（林一舟）", ["林一舟"], None, None),
        ("", "（本报记者林一舟 实习生何一苇）", ["林一舟", "何一苇"], None, None),
        ("", "\n江口日报记者 林一舟 摄影报道", ["林一舟"], None, None),
        ("", "\n文字/林一舟 摄影/何一苇 编辑/温竹", ["林一舟"], None, None),
        ("", "\n（江口社特约记者 林一舟）", ["林一舟"], None, None),
        ("", "\n本报评论员 林一舟", ["林一舟"], None, None),
        ("", "\n（作者：林一舟，系江口大学经济学院特约研究员）", ["林一舟"], None, None),
        ("据江口社3月1日电", "", [], None, None),
        ("江口社记者", "", [], None, None),
        ("江口晚报记者获悉，", "", [], None, None),
        ("（记者 林一舟 报道）", "", ["林一舟"], None, None),
        ("江口讯（全媒体记者/林一舟 通讯员/何一苇）", "", ["林一舟", "何一苇"], None, None),
        ("【江口讯】（记者 林一舟）", "", ["林一舟"], None, None),
        ("（北岸综合讯）", "", [], None, None),
        ("（北岸3日訊）", "", [], None, None),
        ("本報記者林一舟攝影報道\n", "", ["林一舟"], None, None),
    ],
)  # fmt: skip
def test_authors_agency_and_place(head, tail, authors, agencies, place):
    found = facts_of(head, tail)
    assert values(found.authors) == authors
    if agencies is not None:
        assert values(found.agencies) == agencies
        assert (found.place and found.place.value) == place


@pytest.mark.parametrize(
    ("tail", "editors"),
    [
        ("\n编辑:[0417]龚自在", ["龚自在"]),
        ("\n责编：NF042", []),
        ("\n责任编辑：林一舟 PX003", ["林一舟"]),
        ("\n责编丨林一舟何一苇", ["林一舟", "何一苇"]),
        ("\n编辑林一舟 校对何一苇", ["林一舟"]),
    ],
)
def test_editors(tail, editors):
    assert values(facts_of("", tail).editors) == editors


@pytest.mark.parametrize(
    ("tail", "sources"),
    [
        ("\n来源：江口时间", ["江口时间"]),
        ("\n新馆外景。来源：馆方供图", []),
        ("（综合江口日报、北岸晚报报道）", []),
    ],
)
def test_sources(tail, sources):
    assert values(facts_of("", tail).sources) == sources


def test_what_others_reported_is_no_source_of_ours():
    found = facts_of("据江口网6月20日报道，", "")
    assert (found.sources, found.agencies, found.authors) == ((), (), ())


@pytest.mark.parametrize(
    ("piece", "people"),
    [
        ("林一舟 報導", [("林一舟", 0)]),
        (" 林一舟　报道", [("林一舟", 1)]),
        ("林一舟、何一苇 撰文", [("林一舟", 0), ("何一苇", 4)]),
        ("林一舟 何一苇 攝影報道", [("林一舟", 0), ("何一苇", 4)]),
        ("渡口 报道", []),
        ("林一舟报道", []),
    ],
)
def test_names_before_the_word_for_a_report_sign_it(piece, people):
    found = signers_in(piece, PersonNames(shipped.family_names()))
    assert [(person.name, person.start) for person in found] == people
