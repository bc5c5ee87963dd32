"""What publishers say of rights and stance: found where it may stand, and looked for fast."""

import pytest

from pipeline.cleaning.lines.judge import plain_lines
from pipeline.cleaning.names.notices import sentences, tail_notice
from pipeline.stages import shipped
from pipeline.text.phrases import begins_with_letters


@pytest.mark.parametrize(
    "line",
    [
        "版权归江口晚报所有",
        "本页未经江口晚报授权,不得转载",
        "以上观点不代表本网立场",
        "凡注明来源为江口晚报的作品",
        "有意者请来稿,投稿邮箱在页脚",
        "原载《江口晚报》",
        "(本文发表于《江口评论》)",
        "标题略有删改",
    ],
)
def test_statements_are_found(line):
    assert shipped.furniture().states(line)


@pytest.mark.parametrize(
    "line",
    [
        "江口大桥上周通车",
        "他的论文投稿邮箱写错了",
        "第一届征文投稿热线开通",
        "她的小说后来又原载《江口晚报》",
        "老人说标题略有删改",
    ],
)
def test_what_stands_elsewhere_or_means_something_else_is_none(line):
    assert not shipped.furniture().states(line)


def test_every_statement_begins_with_a_letter():
    # With one that does not, all are tried at every character.
    assert begins_with_letters(shipped.furniture().statement.pattern)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("江口通车。他说…好!“是吗?”走了", ["江口通车。", "他说…", "好!", "“是吗?”", "走了"]),
        ("长3.5米...完了.", ["长3.5米...", "完了."]),
        ("(见图。)他走了。。。”", ["(见图。)", "他走了。。。”"]),
        ("。!?", []),
        ("....江口", [".江口"]),
    ],
)
def test_a_line_falls_into_its_sentences(line, found):
    assert [line[start:end] for start, end in sentences(line)] == found


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("大桥通车了。《江口日报》(2024年3月1日第04版)", 6),
        ("大桥通车了。(江口日报 2024-03-01 5版)", 6),
        ("大桥通车了。(江口日报 2024年3月1日)", None),
        ("大桥通车了(第04版)", None),
        ("大桥通车了。(旧版已于3月1日停用)", None),
    ],
)
def test_an_edition_ends_a_line(line, at):
    assert tail_notice(line, shipped.furniture(), last=False) == at


def test_a_point_ends_a_sentence_of_a_feed_that_knows_no_other():
    lines = "大桥通车.他说.\n(通车了.)长3.5米.A.B.江口.txt\n“好.”"
    assert plain_lines(lines) == ["大桥通车。他说。", "(通车了.)长3.5米.A.B.江口.txt", "“好.”"]
