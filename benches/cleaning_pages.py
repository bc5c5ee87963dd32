"""Pages of invented news for the benches: title block, body, credit, list of links."""

from __future__ import annotations

import random
from typing import Final

_WHO: Final = (
    "江口市政府", "渡口管理处", "北山缆车公司", "南湖中学", "市图书馆", "气象台", "老城区居委会",
)  # fmt: skip
_WHAT: Final = (
    "今年将扩建东岸码头", "从下周起延长开放时间", "公布了上月的统计结果", "邀请居民参加评议",
    "完成了全部检修工作", "决定增加早晚班次", "开始试行新的预约办法", "为老人设立了专门窗口",
)  # fmt: skip
_WHY: Final = (
    "以方便上班的人", "以便迎接春天的客流", "使两岸来往更加方便", "因为去年的投诉比前年多了两成",
    "并且欢迎大家提出意见", "预计六月底以前可以完成", "所需经费约三百五十万元",
    "每天可以接待两千四百人",
)  # fmt: skip
_LINKS: Final = (
    "山城夜市搬新家 摊位比去年多一倍", "老厂房改成图书馆 周末开放到十点", "明年地铁票价不变",
    "冬泳爱好者横渡南湖", "三所小学合并 家长会今晚召开", "缆车检修完毕 月底试运行",
    "菜价连降三周 西红柿每斤三元五", "新桥合龙 两岸车程缩短二十分钟",
)  # fmt: skip
_DRESS: Final = ("{}", "{}", "热议|{}", "【看点】{}", "{}_新视野", "{} 每日看", "速看:{}")


def made_pages(count: int, rng: random.Random) -> list[list[tuple[str, str]]]:
    """Return `count` pages of (text, label) lines, about three kilobytes each, from `rng`."""
    return [_page(rng) for _ in range(count)]


def _sentence(rng: random.Random) -> str:
    parts = [rng.choice(_WHO) + rng.choice(_WHAT), rng.choice(_WHY)]
    if rng.random() < 0.5:
        parts.append(rng.choice(_WHY))
    return ",".join(parts) + "。"


def _page(rng: random.Random) -> list[tuple[str, str]]:
    title = rng.choice(_WHO) + rng.choice(_WHAT)
    page = [(title, "title")]
    if rng.random() < 0.5:
        page.append((title, "headline"))
    if rng.random() < 0.5:
        page.append(
            (f"2023-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d} 来源:江口晚报", "other")
        )
    for number in range(rng.randint(3, 9)):
        text = "".join(_sentence(rng) for _ in range(rng.randint(1, 5)))
        page.append((("本报讯 (记者 江一帆) " if not number else "") + text, "body"))
    page.append(("(责任编辑:林小舟)", "credit"))
    if rng.random() < 0.8:
        page.append(("相关推荐", "marker"))
        lead = rng.choice(("- ", "· ", "▪ ", ""))
        page += [
            (lead + rng.choice(_DRESS).format(rng.choice(_LINKS)), "link")
            for _ in range(rng.randint(3, 40))
        ]
    return page
