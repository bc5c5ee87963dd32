"""Lines under an article that what stands beside them gives away."""

import pytest

from pipeline.cleaning.cleaner import Cleaner
from pipeline.cleaning.lines.closing_lines import after_marker, among_credits, statement_lines
from pipeline.stages import shipped
from pipeline.text.assembly import assemble
from pipeline.text.lines import from_columns
from pipeline.types.articles import Origin, RawArticle

CLEANER = Cleaner(shipped.cleaning())
STORY = (
    "昨天上午，江口市图书馆新馆正式向读者开放，首日接待读者八千六百余人次，借出图书一万两千册。",
    "新馆建筑面积三万平方米，藏书一百八十万册，设有少儿、地方文献和视障阅读三个专区，全年无休。",
    "馆长温竹告诉记者，开馆前工作人员用了四十天搬运图书，最后一车书在前天夜里十一点才运完。",
    "家住北岸的何老伯早上六点就来排队，他借走的第一本书是一部讲渔港旧事的地方志。",
)
TITLE = "江口市图书馆新馆开放 首日接待读者八千余人"


def cleaned(text, title=TITLE):
    return CLEANER(
        RawArticle(origin=Origin(source_id="test", timestamp=1.7e9), title=title, text=text)
    )


def body_of(text, title=TITLE):
    found = cleaned(text, title)
    return assemble(found.text, from_columns(found.lines), found.spans).body


GONE = [
    "录音丨邵一鸣\n责编丨何一苇",
    "责编丨何一苇\n收音丨邵一鸣\n场务丨陈小满",
    "摄影丨温竹陈小满何一苇林一舟\n剪辑丨邵一鸣",
    "图 | 邵一鸣\n编辑 | 何一苇\n守夜 | 老周",
    "来源：\n作者：\n编辑：\n校对：",
    "作者：\n來源：\n責任編輯：\n終審：",
    "审核｜温竹 江口市疾控中心副主任医师、江口医学会会员\n策划｜陈小满",
    "总策划：林一舟\n编导：何一苇、温竹\n江口台融媒体部制作",
    "江口日报社视频工作室出品",
    "（江口大学校友会供稿）",
    "《江口晚报》2024年5月6日A03版【编辑:何一苇】",
    "《江口晚报》2024年5月6日第07版 责编：何一苇",
    "（“江口科普”微信公众号）【编辑:何一苇】",
    (
        "声明：\n1. 凡本网注明“来源：江口网”的作品，版权均归江口网所有，未经书面许可不得转载。\n"
        "2. 凡注明其他来源的作品，均转自其他媒体，不代表本网观点。\n"
        "3. 如涉及作品内容、版权等，请于三十日内与本网联系。"
    ),
    (
        "版权声明\n（一）本网原创作品未经授权不得转载。\n（二）本网转载的作品，作者如有异议请来函。\n"
        "（三）其余权利由本网保留。"
    ),
    "免责声明：本文不构成投资建议。\n① 据此操作，风险自担。\n② 本网对其及时性不作保证。",
    (
        "以上内容由江口财经根据公开数据整理，由算法生成，与本站立场无关。江口财经力求但不保证这些信息的"
        "准确性、完整性和及时性，如存在疑问请联系我们。投资有风险，请谨慎决策。"
    ),
    "【新闻热线】0000-5550123\n您身边有新鲜事、烦心事，请告诉我们，一经采用有红包！",
    "想随时看到江口的新消息？马上加入我们的WhatsApp频道！",
    "有线索要爆料？来电0000-5550123，线索费从优",
    "jkwb-news@jiangkou.example",
]
STAYS = [
    "温馨提示：新馆每周一闭馆整理，请读者错峰前往。",
    "时间：每天九时至二十一时",
    "名称：江口米酒\n产地：北岸",
    "对这样不负责任的做法，市民意见很大，希望馆方早日拿出说法来。",
    "预约可登录官方网站（江口网）",
    "“让读者告诉我们要买什么书”，温竹说，这是新馆的办法。",
    "一经核实的线索，馆方会奖励举报人一百元。",
    "书架由老木匠们制作",
    "新馆不保证每本书都有复本，但承诺三天内调书到馆。",
    "读者：您今年多大",
]


@pytest.mark.parametrize("text", GONE)
def test_what_stands_among_credits_or_goes_on_with_a_statement_goes(text):
    assert body_of("\n".join([*STORY, text])) == "\n".join(STORY)


@pytest.mark.parametrize("text", STAYS)
def test_what_looks_like_it_and_is_news_stays(text):
    assert text in body_of("\n".join([*STORY, text]))
    assert text in body_of("\n".join([*STORY[:2], text, *STORY[2:]]))


@pytest.mark.parametrize(
    "tail",
    [
        "（江口日报）",
        "（江口新闻客户端）",
        "（北岸晚报）【编辑:何一苇】",
        "（校办供稿）",
        "（江口发布微信公众号）",
    ],
)
def test_an_outlet_in_a_bracket_behind_the_last_sentence_is_cut_out(tail):
    assert body_of("\n".join(STORY) + tail) == "\n".join(STORY)


def test_an_outlet_in_a_bracket_is_the_source():
    metadata = cleaned("\n".join(STORY) + "（江口日报）【编辑:何一苇】").facts.metadata
    assert [found.value for found in metadata.sources] == ["江口日报"]


def test_an_outlet_in_a_bracket_elsewhere_explains_and_stays():
    first = STORY[0] + "（江口日报）"
    assert body_of("\n".join([first, *STORY[1:]])).startswith(first)


def test_a_statement_that_the_title_announces_is_the_news():
    said = "声明：本馆从未委托任何人出售借书证。"
    text = "\n".join([STORY[3], said, STORY[2]])
    assert said in body_of(text, "江口市图书馆就冒名售证发声明")


def test_headlines_that_end_a_text_under_a_marker_are_links():
    links = "相关阅读：\n滨海铁路三号隧道贯通\n新医院一天收治四十人\n渔港里的第一盏灯"
    assert body_of("\n".join([*STORY, links])) == "\n".join(STORY)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("江口报·江口网见习记者林一舟何一苇通讯员温竹", ["林一舟", "何一苇", "温竹"]),
        ("江口日报记者林一舟【编辑:何一苇】", ["林一舟"]),
        ("温竹江口报·江口网记者林一舟来源：江口报【编辑:何一苇】", ["林一舟"]),
        ("（江口台记者林一舟何一苇）【编辑:温竹】", ["林一舟", "何一苇"]),
        ("實習生溫竹江口晚報記者林一舟", ["溫竹", "林一舟"]),
    ],
)
def test_reporters_glued_in_a_row_sign_the_article(line, authors):
    found = cleaned("\n".join([*STORY, line]))
    assert [author.value for author in found.facts.metadata.authors] == authors
    assert body_of("\n".join([*STORY, line])).startswith("\n".join(STORY))
    assert "编辑" not in body_of("\n".join([*STORY, line]))


WORDS = shipped.furniture()
CREDIT = "责编:何一苇"
RIGHTS = "声明:本文不构成投资建议。"


def among(*lines, below=False):
    """Return what the last of `lines` is, among the credits over it."""
    return among_credits(lines, len(lines) - 1, WORDS, below=below)


def test_a_line_of_their_shape_is_a_credit_beside_one():
    assert among("收音:邵一鸣") is None
    assert among(CREDIT, "收音:邵一鸣") == "credit"
    assert among("收音:邵一鸣", below=True) == "credit"
    assert among(CREDIT, "今天下雨。", "收音:邵一鸣") is None
    assert among(CREDIT, "他说:今天下雨。", "收音:邵一鸣") is None


@pytest.mark.parametrize(("between", "found"), [(4, "credit"), (5, None)])
def test_a_credit_is_looked_for_five_lines_up(between, found):
    assert among(CREDIT, *["场务:陈小满"] * between, "收音:邵一鸣") == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("作者:何一苇", "byline"),
        ("作者:", "credit"),
        ("编辑:甲,乙", "credit"),
        ("编辑:甲,乙,丙", None),
        ("编辑:" + "乙" * 80, "credit"),
        ("编辑:" + "乙" * 81, None),
        ("时间:邵一鸣", None),
        ("票价:邵一鸣", None),
        ("开放时间:邵一鸣", None),
        ("收音组收音组收音:邵一鸣", "credit"),
        ("收音组收音组收音组:邵一鸣", None),
        ("收音:邵一鸣。", None),
        ("守夜丨老周", "credit"),
        ("守夜:老周", None),
        ("守夜:今天值班的所有人员", None),
    ],
)
def test_who_bears_a_role_and_who_does_not(line, found):
    assert among(CREDIT, line) == found


def stated(*lines, told=range(99)):
    return statement_lines(lines, range(len(lines)), set(told), WORDS)


def test_a_statement_goes_on_in_numbers_and_words_of_rights():
    assert stated("正文。", RIGHTS, "1.据此操作", "2.风险自担") == {1, 2, 3}
    assert stated("正文。", RIGHTS, "本网版权") == {1, 2}
    # One word of rights is any sentence's.
    assert stated("正文。", RIGHTS, "本网") == set()
    assert stated("正文。", RIGHTS, "1.据此操作", "风险自担") == set()
    assert stated("正文。", RIGHTS, "今天下雨", "2.风险自担", told={1}) == set()
    assert stated("正文。", RIGHTS) == set()
    assert stated() == set()
    assert stated("正文。", RIGHTS, "1.据此操作", told={0}) == set()


def test_of_two_statements_the_one_that_goes_on_to_the_end_counts():
    assert stated("正文。", RIGHTS, "1.据此", RIGHTS, "2.据此") == {3, 4}


@pytest.mark.parametrize(("points", "found"), [(7, range(1, 9)), (8, ())])
def test_a_statement_is_eight_lines(points, found):
    lines = ["正文。", RIGHTS, *[f"{n}.据此操作" for n in range(1, points + 1)]]
    # Its points alone are furniture by their words, and no statement.
    assert stated(*lines, told={1}) == set(found)


@pytest.mark.parametrize(("size", "found"), [(220, {1, 2}), (221, set())])
def test_a_point_has_220_characters(size, found):
    assert stated("正文。", RIGHTS, "1." + "乙" * (size - 2)) == found


def under(*lines, marker="相关阅读", labels=("link", "body")):
    given = ["body", "marker", *labels, *["body"] * (len(lines) - len(labels))]
    return list(after_marker(["正文。", marker, *lines], given, WORDS))


def test_headlines_end_a_text_under_the_head_of_a_list():
    assert under("渔港清淤", "盐场改馆") == [3]
    assert under("渔港清淤", "盐场改馆", labels=("body", "link")) == []
    assert under("渔港清淤", "盐场改馆", marker="此后所见") == []
    assert list(after_marker(["相关阅读", "甲", "乙"], ["marker", "link", "body"], WORDS)) == []


@pytest.mark.parametrize(("number", "found"), [(5, [3, 4, 5, 6]), (6, [])])
def test_one_link_speaks_for_four_more(number, found):
    assert under("渔港清淤", *["盐场改馆"] * (number - 1)) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("盐" * 48, [3]), ("盐" * 49, []), ("盐场改馆。", []), ("盐场改馆:", []), ("盐场改馆;", []),
        ("盐场改馆!", [3]),
    ],
)  # fmt: skip
def test_a_headline_is_short_and_no_sentence(line, found):
    assert under("渔港清淤", line) == found


@pytest.mark.parametrize(("before", "found"), [(12, [3]), (13, [])])
def test_the_word_of_a_list_stands_near_its_line_s_beginning(before, found):
    assert under("渔港清淤", "盐场改馆", marker="甲" * before + "相关阅读") == found


def test_a_list_of_bullets_under_its_head_goes_on_to_its_end():
    rows = [f"- 渔港旧事第{n}回开讲" for n in "一二三四五六七八"]
    lines = ["正文。", "相关阅读", *rows]
    labels = ["body", "marker", "link", *["body"] * 7]
    assert list(after_marker(lines, labels, WORDS)) == list(range(3, 10))
    assert list(after_marker([*lines, "馆长说，明天再讲"], [*labels, "body"], WORDS)) == list(
        range(3, 10)
    )
    bare = ["正文。", "相关阅读", *(row[2:] for row in rows)]
    assert list(after_marker(bare, labels, WORDS)) == []
    told = [*lines[:-1], "- 渔港旧事今天开讲。"]
    assert list(after_marker(told, labels, WORDS)) == []
