"""Linked heads of a digest stay; links to other articles between paragraphs do not."""

import pytest

from tests.made_pages import NAV
from tests.pages import texts_of

PARTS = [
    ("东滩湿地数到三百只白鹭", "护林员昨晚在东滩湿地数到三百二十只白鹭,比去年同一天多了近一半。"),
    ("北岸渡口下周恢复夜航", "北岸渡口管理所说,下周一起恢复夜航,末班船改在晚上十点半开出。"),
    ("老菜场搬进新大棚", "城西老菜场的四十户摊主今天搬进新大棚,棚里装了冷柜和两台公平秤。"),
    ("小学校门口装上护栏", "青石小学校门口上周装上了护栏,家长们接孩子时不必再站到车道上去。"),
]
OTHERS = ["江口大桥今天通车", "南坪果园迎来采摘季", "柳河两岸种下三千棵柳树", "石桥镇修好了老戏台"]


def page(heads, *, tag="p", wrap="{}"):
    parts = "".join(
        f"<{tag}><a href='/{n}'>{wrap.format(head)}</a></{tag}><{tag}>{text}</{tag}>"
        for n, (head, (_, text)) in enumerate(zip(heads, PARTS, strict=False))
    )
    return (
        "<html><head><title>江口一周要事</title></head><body><ul>"
        f"{NAV}</ul><h1>江口一周要事</h1><div>2023-05-03 10:20</div><div class='t'>"
        f"<{tag}>这一周,江口有四件事与大家有关,编者把它们放在一起,说给没来得及看的人听。</{tag}>{parts}</div></body></html>"
    )


def body(html):
    return texts_of(html, "body")


@pytest.mark.parametrize(
    ("tag", "wrap"),
    [
        ("p", "{}"),
        ("p", "<b>{}</b>"),
        ("div", "{}"),
        ("div", "<strong>{}</strong>"),
        ("section", "{}"),
    ],
)
def test_linked_heads_over_what_they_say_stay(tag, wrap):
    heads = [head for head, _ in PARTS]
    assert [line for line in body(page(heads, tag=tag, wrap=wrap)) if line in heads] == heads


@pytest.mark.parametrize(
    "heads",
    [
        OTHERS,
        [PARTS[0][0], PARTS[1][0], OTHERS[2], PARTS[3][0]],
        [PARTS[0][0], PARTS[1][0]],
        [f"相关阅读：{head}" for head in OTHERS],
    ],
)
def test_links_that_lead_elsewhere_go(heads):
    assert not set(heads) & set(body(page(heads)))
