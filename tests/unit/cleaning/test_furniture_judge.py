"""Furniture in wording that no list holds, and news that sounds like it."""

import numpy as np
import pytest

from pipeline.cleaning.cleaner import Cleaner
from pipeline.cleaning.lines.furniture_judge import _may_speak, _points, unended
from pipeline.cleaning.lines.furniture_model import (
    BUCKETS,
    Wording,
    furniture_model,
    shared_with,
)
from pipeline.cleaning.lines.own_words import heads_a_part
from pipeline.errors import ResourceError
from pipeline.stages import shipped
from pipeline.text.lines import from_columns
from pipeline.types.articles import Origin, RawArticle

TITLE = "南滩盐场重新开工，头一天晒出两吨盐"
BODY = [
    "停工二十年的南滩盐场上周重新开工，十一名老盐工回到滩上，头一天就晒出了两吨粗盐。",
    "场长闻人朔说，海水要在九格盐池里走上半个月，最后一格结出的盐花要赶在日落前收起来。",
    "盐场今年计划产盐三百吨，其中一半留给镇上的酱园，剩下的装成小袋卖给来看日落的人。",
]
FURNITURE = [
    "想了解更多海边的事，记得给“潮间带”点个关注",
    "喜歡這篇文章的話，歡迎追蹤我們的粉絲專頁與頻道！",
    "文中照片均由受访者提供，未经同意请勿搬运",
    "本稿观点仅为撰稿人一家之言，与本刊无关",
    "上述行情由程序自动抓取，仅供参考，不构成买卖依据。",
    "觉得靠谱就转给家里人，顺手点个在看吧~",
    "您手上有新闻线索？请致电本报热线555-0190，一经采用即付稿酬",
    "剩余60%内容为会员专享，登录后继续阅读",
]
# The same words, told in the news.
TOLD = [
    "酱园的老师傅每天把新盐的照片发在朋友圈，收到的留言比订单还多。",
    "盐工们扫码领工具，登记一次只要半分钟，闻人朔起先觉得麻烦，后来也习惯了。",
    "镇政府提醒，来看日落的游客请把车停在盐场北门，不要走上盐埂。",
    "若发现盐池渗水，请立即告诉值班的盐工，他们会连夜补上。",
]


def cleaned(lines, title=TITLE):
    raw = RawArticle(origin=Origin(source_id="a"), title=title, text="\n".join(lines))
    return Cleaner(shipped.cleaning())(raw)


def kept(lines, title=TITLE):
    article = cleaned(lines, title)
    return [
        article.text[line.start : line.end]
        for line in from_columns(article.lines)
        if line.label == "body"
    ]


@pytest.mark.parametrize("line", FURNITURE)
def test_what_a_publisher_says_under_an_article_is_furniture(line):
    assert kept([*BODY, line]) == BODY


@pytest.mark.parametrize("line", TOLD)
def test_news_that_has_its_words_stays(line):
    assert kept([*BODY, line]) == [*BODY, line]
    assert cleaned([*BODY[:2], BODY[2] + line]).spans == ()


def test_why_it_went_is_said():
    lines = from_columns(cleaned([*BODY, FURNITURE[0]]).lines)
    assert (lines[-1].label, lines[-1].reason) == ("other", "spoken-to-readers")


@pytest.mark.parametrize("call", FURNITURE[:2])
def test_what_is_glued_to_the_last_paragraph_is_cut_out(call):
    article = cleaned([*BODY[:2], BODY[2] + call])
    assert [(span.line, span.start, span.kind) for span in article.spans] == [
        (2, len(BODY[2]), "other")
    ]


@pytest.mark.parametrize(
    "pieces",
    [
        "看到这里有收获吗？顺手点个赞再走吧。",
        "還想看更多海邊的故事嗎？按下追蹤，每天陪你看海。",
        "您家楼下修好了吗？欢迎拨打本报热线555-0173告诉我们。",
    ],
)
def test_two_sentences_of_furniture_are_cut_out_together(pieces):
    article = cleaned([*BODY[:2], BODY[2] + pieces])
    assert [(span.start, span.kind) for span in article.spans] == [(len(BODY[2]), "other")]


@pytest.mark.parametrize(
    "pieces",
    [
        "盐场哪一天最忙？闻人朔想了想，说是开池那天。",
        "谁来接班？镇上的年轻人都出海去了。",
        "“还有座位吗？”她问，“我想看完日落再走。”",
        "這片海還要等多久？沒有人知道。",
        "一袋盐卖多少钱？十块，不还价。",
    ],
)
def test_a_question_and_its_answer_in_the_news_stay(pieces):
    assert cleaned([*BODY[:2], BODY[2] + pieces]).spans == ()


@pytest.mark.parametrize(
    "line",
    [
        "读者：您今年多大",
        "問：你們還收海鹽嗎？",
        "答：欢迎来看日落",
    ],
)
def test_who_speaks_in_an_interview_is_no_publisher(line):
    assert kept([*BODY, line]) == [*BODY, line]


def test_the_last_entry_of_a_list_and_what_is_told_of_a_credit_stay():
    entries = ["3. 南滩日落台", "4. 盐花步道", "5. 潮间星空草坪"]
    assert kept([*BODY, *entries]) == [*BODY, *entries]
    told = "那本账最后只写着一行小字：责任编辑：温竹。"
    assert kept([*BODY, told]) == [*BODY, told]


def test_what_stands_before_the_end_of_a_wire_is_news():
    article = cleaned([*BODY[:2], BODY[2] + "(完)" + FURNITURE[0]])
    assert [span.start for span in article.spans] == [len(BODY[2]) + len("(完)")]


@pytest.mark.parametrize(
    "line",
    [
        "港聞版　海岸新聞　3月2日　星期二",
        "责任校对：何一苇（第12期第3版）",
        "联合出品：南滩广播电视台、北岸广播电视台",
        "【审稿流程】编辑何一苇→主任温竹→总编闻人朔",
    ],
)
def test_what_looks_like_who_made_it_and_is_furniture_goes(line):
    assert kept([*BODY, line]) == BODY
    assert from_columns(cleaned([*BODY, line]).lines)[-1].label != "byline"


@pytest.mark.parametrize(
    "line",
    ["记者 何一苇 通讯员 温竹", "何一苇　温竹", "本报驻南滩记者何一苇", "通讯员何一苇文/摄"],
)
def test_who_wrote_it_stays(line):
    assert from_columns(cleaned([*BODY, line]).lines)[-1].label == "byline"


@pytest.mark.parametrize(
    "line", ["掌盐人：闻人朔、何一苇", "第一名：何一苇，第二名：温竹", "开池：三月初三"]
)
def test_who_is_named_by_the_article_stays(line):
    assert kept([*BODY, line]) == [*BODY, line]


@pytest.mark.parametrize(
    "line",
    ["本次开池主要内容：", "此前消息：", "盐场方面回应：", "以下為收購名單：", "推广这件事："],
)
def test_what_ends_in_a_colon_heads_what_stands_below(line):
    assert kept([BODY[0], line, *BODY[1:]]) == [BODY[0], line, *BODY[1:]]


LONG = [
    BODY[0] + BODY[1] + BODY[2],
    BODY[1] + BODY[2] + "他说，去年冬天的风比往年都硬，池边的芦苇倒了一半。",
    BODY[2] + BODY[0] + "镇长说，路修到滩边以后，酱园的车每天来两趟。",
    "傍晚收盐的时候，十一个人排成一行，木耙推着盐花往岸上走，" + BODY[1],
    "酱园的老师傅们说，" + BODY[2] + "第二年春天还要再开六格。",
]


@pytest.mark.parametrize("line", ["热线响了一整夜。", "他投稿二十年，退稿信装满一只皮箱。"])
def test_the_sentence_that_ends_an_article_is_part_of_it(line):
    # By its shape, under paragraphs so long, it is none.
    assert kept([*LONG, line]) == [*LONG, line]


@pytest.mark.parametrize("line", ["欢迎各界来稿，稿酬从优。", "轉發給家人看看吧。"])
def test_a_publishers_sentence_under_it_is_not(line):
    assert kept([*LONG, line]) == LONG


def test_a_pointer_is_cut_out_of_any_paragraph():
    pointer = "☞猛戳这里看《酱园开缸那天，整条街都是香的》"
    article = cleaned([BODY[0] + pointer, *BODY[1:]])
    assert [(span.line, span.start) for span in article.spans] == [(0, len(BODY[0]))]


def test_notices_ask_something_of_their_readers_and_are_left_alone():
    line = FURNITURE[0]
    assert kept([*BODY, line], "南滩盐场老照片征集启事") == [*BODY, line]


def test_an_article_is_never_only_furniture():
    assert kept(FURNITURE[:1], "潮间带") == FURNITURE[:1]


def test_a_word_of_the_title_heads_a_part():
    title = "南滩盐场半年：产量回升，广告停投"
    lines = [BODY[0], "广告", BODY[1], "产量", BODY[2]]
    assert kept(lines, title) == lines


def test_a_marker_over_sentences_heads_a_list_of_the_article():
    lines = [BODY[0], "推荐阅读:", "《盐田的账本》,讲一片海怎么变成盐。", BODY[1]]
    labels = ["body"] * 4
    assert heads_a_part("marker", lines, labels, (), 1, TITLE)
    assert not heads_a_part("marker", lines, labels, (2,), 1, TITLE)
    assert not heads_a_part("marker", lines[:2], labels[:2], (), 1, TITLE)
    lines[2] = "盐田里的账本讲了什么"
    assert not heads_a_part("marker", lines, labels, (), 1, TITLE)


@pytest.mark.parametrize(
    ("head", "more", "title", "heads"),
    [
        ("广告", "第二天开秤。", "南滩盐场半年:广告停投", True),
        ("广告", "第二天开秤。", "南滩盐场半年:产量回升", False),
        # Two lines so short are heads of parts, one may be anything.
        ("广告", "产量", "南滩盐场半年", True),
        ("广告合作吧", "产量", "南滩盐场半年:广告合作吧", False),
    ],
)
def test_a_short_line_heads_a_part_by_the_title_or_beside_another(head, more, title, heads):
    lines = [BODY[0], head, BODY[1], more, BODY[2]]
    assert heads_a_part("other", lines, ["body"] * 5, (), 1, title) is heads
    # Nothing is headed where no text of the article follows.
    assert not heads_a_part("other", lines, ["body", "body", "link", "body", "body"], (), 1, title)
    assert not heads_a_part("other", lines, ["body"] * 5, (2,), 1, title)
    assert not heads_a_part("other", lines[:2], ["body"] * 2, (), 1, title)


def test_a_statement_that_the_title_announces_is_the_news():
    last = "他提醒老人看清合同。投资有风险，签字须谨慎。"
    assert cleaned([*BODY, last], "金融监管局提醒老人远离盐田认养骗局").spans == ()


def test_a_call_that_is_told_of_stays():
    told = "“关注公众号，转发朋友圈，集满二十个赞，送海盐一袋。”上个月，镇上不少人在渡口收到这样的传单。"
    assert kept([told, *BODY]) == [told, *BODY]


def test_scores_do_not_depend_on_what_is_asked_beside():
    model = shipped.furniture_judge_model()
    passages = [Wording(line, "tail", 0.1) for line in (*FURNITURE, *TOLD)]
    assert model.scores(passages) == [model.scores([each])[0] for each in passages]
    assert model.scores([]) == []


def test_digits_and_scripts_do_not_matter():
    model = shipped.furniture_judge_model()
    first, second = (
        model.scores([Wording(text, "tail", 0.0)])
        for text in ("關注我們，熱線5550190", "关注我们，热线8881234")
    )
    assert first == second


def test_words_of_the_article_are_shared():
    assert shared_with("盐场开工", "南滩盐场重新开工") == pytest.approx(2 / 3)
    assert shared_with("555-0190", TITLE) == 0.0


def test_a_model_of_other_features_is_refused():
    model = shipped.furniture_judge_model()
    arrays = {**model._asdict(), "scale": np.ones(1), "runs": model.runs[: BUCKETS // 2]}
    with pytest.raises(ResourceError, match="other features"):
        furniture_model(arrays, where="x")
    del arrays["hidden"]
    with pytest.raises(ResourceError, match="cannot be read"):
        furniture_model(arrays, where="x")


@pytest.mark.parametrize(
    "line",
    [
        "《盐场四季》",
        "(见3月26日《南滩日报》)",
        "· Saltman A, Brineworth B, et al. Too Late and Not Enough: Harvesting Salt in Winter",
    ],
)
def test_names_and_references_under_an_article_are_no_furniture(line):
    assert kept([*BODY, line]) == [*BODY, line]


def test_two_characters_are_not_asked_about():
    assert not _may_speak("此致")
    assert _may_speak("点赞吧")
    assert _may_speak("ADVERTISEMENT")
    assert _may_speak("A座东")
    assert not _may_speak("A座")
    assert not _may_speak("42《盐场》")
    assert not _may_speak("《盐场四季》")
    assert not _may_speak("(见3月26日《南滩日报》)")


def test_more_letters_than_words_are_another_language_where_they_are_many():
    assert _may_speak("a" * 40)
    assert not _may_speak("a" * 41)
    assert not _may_speak("a" * 41 + "盐" * 40)
    assert _may_speak("a" * 41 + "盐" * 41)


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("👉看这里", True),
        ("更多🔗", True),
        ("👇", True),
        ("》看这里", True),
        ("看这里👌", False),
        ("", False),
    ],
)
def test_marks_that_point_at_another_article(text, does):
    assert _points(text) is does


@pytest.mark.parametrize("end", ["(完)", "[完]", "【完】", " (完)"])
def test_the_end_of_a_wire_is_no_part_of_a_line(end):
    assert unended("盐场开工了" + end) == "盐场开工了"


@pytest.mark.parametrize("line", ["盐场开工了(未完)", "盐场完工", "(完)盐场开工了", "盐场开工了)"])
def test_a_line_that_ends_otherwise_stays_whole(line):
    assert unended(line) == line


@pytest.mark.parametrize(
    "line",
    [
        "stack.callback(on_tide, 100)",
        "def follow_us(app):",
        "TideKeeper: ROPs are for the 99%",
        "GPS: N24 39 16.4 E121 18 19.5",
        "handler.insert_one({'finished': True})",
    ],
)
def test_code_and_formulas_between_paragraphs_stay(line):
    assert kept([*BODY[:2], line, BODY[2]]) == [*BODY[:2], line, BODY[2]]


def test_the_same_line_in_chinese_goes():
    assert kept([*BODY[:2], "点这里,把我们的公众号分享给朋友", BODY[2]]) == BODY
