"""Inline bylines and credits: found where they stand, and only there."""

import pytest

from pipeline.cleaning.names.inline_spans import find_spans, tail_credits
from pipeline.stages import shipped
from pipeline.text.chars import fold_width

WORDS = shipped.furniture()


def pieces(line):
    return [(s.kind, line[s.start : s.end]) for s in find_spans(3, fold_width(line), WORDS)]


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("本报讯 (记者 江一帆) 渡轮今天恢复通航。", "本报讯 (记者 江一帆) "),
        ("本报讯（记者江一帆）渡轮今天恢复通航。", "本报讯（记者江一帆）"),
        ("新华社江口3月8日电(记者 林小舟)渡轮今天恢复通航。", "新华社江口3月8日电(记者 林小舟)"),
        ("江口网12月1日讯 渡轮今天恢复通航。", "江口网12月1日讯 "),
        ("江口电视台消息(晚间新闻):渡轮今天恢复通航。", "江口电视台消息(晚间新闻):"),
        ("(记者 江一帆 摄影 林小舟)渡轮今天恢复通航。", "(记者 江一帆 摄影 林小舟)"),
        ("江口新闻网5月6日报道 渡轮恢复通航。", "江口新闻网5月6日报道 "),
        ("本报江口5月6日电渡轮今天恢复通航。", "本报江口5月6日电"),
    ],
)
def test_a_dateline_is_found_whole(line, byline):
    assert pieces(line) == [("byline", byline)]


@pytest.mark.parametrize(
    "line",
    [
        "渡轮今天恢复通航,消息(不实)传开后,岸上来了很多人。",
        "手机通讯录里少了一个人。",
        "他5月6日电话通知了所有船员。",
        "5月6日,渡轮恢复通航。",
        "停电。讯号也没有了。",
        "综合消息:渡轮恢复通航。",
        "江口台记者:据报道,渡轮恢复通航。请问何时增加班次?",
        "通讯:一条渡轮的十年",
        "(此前停航两周)渡轮今天恢复通航。",
    ],
)
def test_running_text_has_no_dateline(line):
    assert pieces(line) == []


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("渡轮恢复通航。 【编辑:林小舟】", ["【编辑:林小舟】"]),
        ("渡轮恢复通航。(责任编辑：林小舟)", ["(责任编辑：林小舟)"]),
        ("渡轮恢复通航。  来源:江口晚报", ["来源:江口晚报"]),
        ("渡轮恢复通航。(完)责编:林小舟", ["责编:林小舟"]),
        ("渡轮恢复通航。(来源:江口晚报) 【审读 林小舟】 ", ["(来源:江口晚报)", "【审读 林小舟】"]),
        ("渡轮恢复通航。〔摄影 林小舟〕", ["〔摄影 林小舟〕"]),
        ("渡轮恢复通航。(来源:江口晚报)(编辑:林小舟)", ["(来源:江口晚报)", "(编辑:林小舟)"]),
    ],
)
def test_credits_at_the_end_are_found(line, wanted):
    found = [text for kind, text in pieces(line) if kind == "credit"]
    assert found == wanted


@pytest.mark.parametrize(
    "line",
    [
        "渡轮恢复通航。",
        "他说:走吧。",
        "船期表见附件(含节假日)",
        "渡轮恢复通航(此前停航两周)。",
        "编辑:林小舟",
        "时评 江口市:会有更多便民措施陆续出台",
    ],
)
def test_what_is_no_credit_at_a_lines_end_is_left(line):
    assert tail_credits(fold_width(line)) == []


def test_invisible_characters_inside_do_not_hide_a_span():
    line = "渡轮恢复通航。【编\u200b辑:林\ufeff小舟】"
    assert pieces(line) == [("credit", "【编\u200b辑:林\ufeff小舟】")]


def test_offsets_hold_in_a_very_long_line():
    line = "本报讯 (记者 江一帆) " + "渡轮恢复通航。" * 2000 + "【编辑:林小舟】"
    assert pieces(line) == [
        ("byline", "本报讯 (记者 江一帆) "),
        ("credit", "【编辑:林小舟】"),
    ]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        # Three credits at most; the fourth from the end stays.
        (
            "渡轮恢复通航。(审读:林小舟)(来源:江口晚报)(编辑:何平)(校对:江一帆)",
            ["(来源:江口晚报)", "(编辑:何平)", "(校对:江一帆)"],
        ),
        ("渡轮恢复通航。[编辑:何平]", ["[编辑:何平]"]),
        ("渡轮恢复通航。〔何平/文〕", ["〔何平/文〕"]),
        ("渡轮恢复通航。图/何平", ["图/何平"]),
        ("渡轮恢复通航。编辑:何平 江一帆 林小舟", ["编辑:何平 江一帆 林小舟"]),
        ("渡轮恢复通航。(编辑:" + "何" * 36 + ")", ["(编辑:" + "何" * 36 + ")"]),
        ("渡轮恢复通航。(编辑:" + "何" * 37 + ")", []),
        ("渡轮恢复通航。编辑:" + "何" * 10, ["编辑:" + "何" * 10]),
        ("渡轮恢复通航。编辑:" + "何" * 11, []),
        ("渡轮恢复通航。编辑:何", []),
        ("渡轮恢复通航。编:何平", []),
        ("渡轮恢复通航编辑:何平", []),
        ("渡轮恢复通航。(编辑:何平)。", []),
        ("渡轮恢复通航。(编辑:何平)、", []),
        ("渡轮恢复通航。(编辑何平)", []),
        ("渡轮恢复通航。(编辑 何平)", ["(编辑 何平)"]),
        ("渡轮恢复通航。(编辑:何平。江一帆)", []),
    ],
)
def test_a_credit_is_of_its_size_and_ends_no_clause(line, wanted):
    assert [line[start:end] for start, end in tail_credits(fold_width(line))] == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        # A byline that is all of its line, and one that a credit follows at once.
        ("本报讯(记者 江一帆)", [("byline", "本报讯(记者 江一帆)")]),
        ("(记者 江一帆) 编辑:何平", [("byline", "(记者 江一帆) "), ("credit", "编辑:何平")]),
        (" \u3000本报讯(记者 江一帆)渡轮恢复。", [("byline", "本报讯(记者 江一帆)")]),
        ("江口社北山3月8日电\u200b(记者 何平)渡轮恢复。", [("byline", "江口社北山3月8日电\u200b(记者 何平)")]),
        ("江口社2023年3月8日电题:渡轮", []),
        ("江口,社北山3月8日电渡轮恢复。", []),
        ("(江口,消息)本报讯 渡轮恢复。", []),
        ("记者何平报道 渡轮恢复。", [("byline", "记者何平报道 ")]),
        ("记者何平发自江口 渡轮恢复。", [("byline", "记者何平发自江口 ")]),
        ("(通讯员 何平)渡轮恢复。", [("byline", "(通讯员 何平)")]),
        ("(作者 何平)渡轮恢复。", [("byline", "(作者 何平)")]),
        ("本報訊(記者 何平)渡輪恢復。", [("byline", "本報訊(記者 何平)")]),
        ("江口社北山3月8日電 渡輪恢復。", [("byline", "江口社北山3月8日電 ")]),
        ("江口网专电 渡轮恢复。", [("byline", "江口网专电 ")]),
        ("江口网讯渡轮恢复。", []),
        # Names in brackets have eighty characters at most.
        ("本报讯(" + "何" * 80 + ")渡轮。", [("byline", "本报讯(" + "何" * 80 + ")")]),
        ("本报讯(" + "何" * 81 + ")渡轮。", []),
    ],
)  # fmt: skip
def test_a_byline_is_of_its_form(line, wanted):
    assert pieces(line) == wanted


@pytest.mark.parametrize("tail", ["（作者：江一帆）", "(撰文：江一帆)", "文：江一帆"])
def test_who_wrote_it_at_the_end_of_a_line_stays_in_the_body(tail) -> None:
    assert pieces(f"渡轮今天恢复通航，码头排起长队。{tail}") == [("byline", tail)]


def test_a_long_row_of_editors_is_one_credit() -> None:
    row = "责任编辑：江一帆 校对：林小舟 审核：赵大川 监制：钱小河 值班编委：孙立群 版面设计：周一航 一审：吴明远"
    assert pieces(f"渡轮今天恢复通航，码头排起长队。{row}") == [("credit", row)]
