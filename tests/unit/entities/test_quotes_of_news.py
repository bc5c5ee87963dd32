"""Quotations of news sentences: whose they are, and where nothing may be said."""

from __future__ import annotations

import pytest

from pipeline.entities.recognizer import Finding
from pipeline.types.articles import EntityType
from tests.unit.entities.named_texts import named, quotes_with

QUOTES = quotes_with(("局长", "被告人", "顾问", "教授", "总裁", "记者"))
NAMES: dict[str, EntityType] = {
    "马文博": "person", "周立言": "person", "林晏": "person", "新华社": "organisation",
    "临港港务局": "organisation", "临港水务局": "organisation",
}  # fmt: skip


def said(text: str, names: dict[str, EntityType] | None = None) -> list[tuple[str, str]]:
    """Return each quotation with its speaker; the text is folded already."""
    quotes = QUOTES.find(text, named(text, names or NAMES))
    return [(text[q.speaker_start : q.speaker_end], text[q.start : q.end]) for q in quotes]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # A dateline is of no sentence, and who signs it says nothing.
        ("新华社临港1月8日电(记者周立言)临港港务局18日发布消息称,航道恢复通航。", [("临港港务局", "航道恢复通航")]),
        ("临港网讯(记者周立言)“泵站帮了忙。”临港水务局局长马文博说。", [("马文博", "“泵站帮了忙。”")]),
        ("25日举行的发布会(周立言摄)介绍,大会下月召开。", []),
        # Another's report quotes him.
        ("《春江日报》援引教授马文博的话说,“失业的人会更多。”", [("马文博", "“失业的人会更多。”")]),
        ("《春江日报》记者按照马文博的话说,货已到港。", [("马文博", "货已到港")]),
        # What goes on behind it, and what another may answer.
        ("马文博表示,活很杂。“很多船长让我们派车。”", [("马文博", "活很杂"), ("马文博", "“很多船长让我们派车。”")]),
        ("马文博表示,活很杂。码头有三处。“船长让我们派车。”", [("马文博", "活很杂"), ("马文博", "“船长让我们派车。”")]),
        ("“你还做什么?”马文博问道。“我喜欢下棋。”", [("马文博", "“你还做什么?”")]),
        ("马文博表示,活很杂。周立言点点头。“船长让我们派车。”", [("马文博", "活很杂")]),
        ("马文博表示,活很杂。\n“船长让我们派车。”", [("马文博", "活很杂")]),
        ("马文博表示,活很杂。“船长让我们派车。”一名船工说。", [("马文博", "活很杂"), ("一名船工", "“船长让我们派车。”")]),
        # A clause between the words and the speaker.
        ("“母亲教会了我。”谈起学艺的初衷,马文博说。", [("马文博", "“母亲教会了我。”")]),
        ("“我不认罪。”庭上,被告人马文博大声说。", [("马文博", "“我不认罪。”")]),
        ("“母亲教会了我。”在总结会上,马文博说道。", [("马文博", "“母亲教会了我。”")]),
        ("“母亲教会了我。”船工走了,马文博说。", []),
        # Marks right behind the verb.
        ("马文博坦言“更倾向于慢慢来”。散会。", [("马文博", "“更倾向于慢慢来”")]),
        ("马文博认为“一江两岸”很美。", []),
        ("马文博表示,“一江两岸”“三湾四渡”等词来自民间。", [("马文博", "“一江两岸”“三湾四渡”等词来自民间")]),
        ("马文博表示,“一江两岸”,首先要水清。", [("马文博", "“一江两岸”,首先要水清")]),
        ("马文博诚恳地嘱咐他:“不要写我。”", [("马文博", "“不要写我。”")]),
        ("马文博握着老人的手承诺:“给您修房。”", [("马文博", "“给您修房。”")]),
        ("正如马文博所言:“水清了。”", [("马文博", "“水清了。”")]),
        # Nobody speaks before them, though a comma does.
        ("人们给他种种称号,“他早就得过奖。”马文博说。", [("马文博", "“他早就得过奖。”")]),
        ("旁人指着船问:“那是你家的吗?”马文博说。", [("旁人", "“那是你家的吗?”")]),
        # An organisation itself, and not its people, its neighbour or its report.
        ("临港港务局方面表示,恢复夜航。", [("临港港务局", "恢复夜航")]),
        ("临港港务局发表声明称,恢复夜航。", [("临港港务局", "恢复夜航")]),
        ("临港港务局和水利局局长卢卡表示,恢复夜航。", []),
        ("临港港务局与海事公司的卢卡·贝里表示,恢复夜航。", []),
        ("临港港务局发布的报告明确回应,投诉不受支持。", []),
        ("临港港务局负责人介绍了情况,并表示,恢复夜航。", []),
        # Verbs that are nouns.
        ("应马文博要求,出版推迟。", []),
        ("马文博对活动给予高度评价,感谢老师。", []),
        ("马文博遵守纪律与要求,改进作风。", []),
        ("中国航运学会顾问马文博对记者表示,船慢了。", [("马文博", "船慢了")]),
        # A pronoun means nobody from before an unknown speaker.
        ("马文博说,船慢了。三盅介绍,船队返航。他表示,收成好。", [("马文博", "船慢了")]),
        ("马文博出席并讲话。\n他表示,收成好。", [("马文博", "收成好")]),
        # The one person of an article may be meant, of two of a line before neither.
        ("记者见到了马文博。\n他表示,收成好。", [("马文博", "收成好")]),
        ("记者见到了马文博和周立言。\n他表示,收成好。", []),
        ("记者见到了马文博。他表示,收成好。", [("马文博", "收成好")]),
        ("记者见到了马文博。三盅介绍,船队返航。他表示,收成好。", []),
        # A name that the clause is, whole, though nobody found it there.
        ("“船慢了。”马文博说。“船慢了。”周立言没说话。", [("马文博", "“船慢了。”")]),
    ],
)  # fmt: skip
def test_words_are_of_who_said_them(text: str, found: list[tuple[str, str]]) -> None:
    assert said(text) == found


def test_a_clause_that_is_a_known_name_is_its_own() -> None:
    text = "林晏来了。“船慢了。”林晏称,水浅了。"
    once = Finding(type="person", start=0, end=2, recognizer="t", confidence=0.9)
    quotes = QUOTES.find(text, [once])
    assert [(q.speaker_start, text[q.start : q.end]) for q in quotes] == [
        (11, "“船慢了。”"),
        (11, "水浅了"),
    ]
