"""Made articles shaped as feeds are: skewed sites, links that come again, bodies of all lengths.

Half of the articles come from four of sixty sites; a body has 300 to 5,000 characters, 750 in the
middle; a page shows two to twenty of the headlines that all sites had lately, dressed in its
site's words, so that a headline comes on many pages; one article in ten is another site's, copied.
"""

from __future__ import annotations

import json
import math
import random
from collections import deque
from itertools import accumulate

Record = tuple[bytes, bytes]

_SITES = 60
# Headlines that are linked: those of the last so many articles.
_RECENT = 80
_COPIES = 0.1

_PLACES = (
    "云岭县",
    "滨江新区",
    "青河市",
    "南浦区",
    "石桥镇",
    "东临市",
    "白沙县",
    "平湖区",
    "柳州市",
    "成都市",
)
_BODIES = (
    "水务局",
    "图书馆",
    "教育局",
    "人民医院",
    "交通运输局",
    "农业农村局",
    "博物馆",
    "市场监管局",
)
_POSTS = ("局长", "副局长", "主任", "院长", "馆长", "负责人", "书记", "教授")
_FAMILIES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭"
)
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰梅玲建国文辉力鹏飞红"
_VERBS = (
    "宣布",
    "启动",
    "完成",
    "讨论",
    "公布",
    "检查",
    "支持",
    "推迟",
    "扩建",
    "验收",
    "调整",
    "叫停",
)
_OBJECTS = (
    "新一轮河道清理计划",
    "夜间开放时间",
    "老城区供水改造",
    "春季植树活动",
    "公交线路调整方案",
    "课后服务收费标准",
    "粮食收购价格",
    "两座人行天桥的设计",
    "旧小区加装电梯",
    "社区食堂补贴",
    "医保报销范围",
    "非机动车停放点",
)
_DRESS = (
    ("", ""),
    ("快讯：", ""),
    ("", "_每日短讯"),
    ("【热点】", ""),
    ("", " - 新闻中心"),
    ("环球最新:", ""),
    ("", "-地方资讯"),
    ("要闻丨", ""),
)
_MARKERS = ("标签:", "相关阅读：", "推荐阅读", "延伸阅读：", "热门文章")


class _Sentences:
    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def person(self) -> str:
        pick = self._chance.choice
        return pick(_FAMILIES) + "".join(
            pick(_GIVEN) for _ in range(self._chance.choice((1, 2, 2)))
        )

    def headline(self) -> str:
        pick = self._chance.choice
        number = self._chance.randint(2, 980)
        ends = (
            f"涉及{number}户居民",
            f"投资{number}万元",
            f"预计{number}天完工",
            f"{number}人报名",
            "市民这样说",
        )
        return f"{pick(_PLACES)}{pick(_BODIES)}{pick(_VERBS)}{pick(_OBJECTS)} {pick(ends)}"

    def sentence(self) -> str:
        pick, number = self._chance.choice, self._chance.randint
        where, body, what, who = pick(_PLACES), pick(_BODIES), pick(_OBJECTS), self.person()
        day, share = f"{number(1, 12)}月{number(1, 28)}日", number(10, 99)
        return pick(
            (
                f"{where}{body}{day}{pick(_VERBS)}{what}，涉及居民{number(20, 9000)}户。",
                f"{where}{body}{pick(_POSTS)}{who}介绍，{what}投资{number(2, 900)}万，增{share}%。",
                f"“{what}要让群众看得见、用得上。”{who}说。",
                f"据了解，{what}自今年{number(1, 12)}月起分批推进，目前已完成{share}%。",
                f"{who}告诉记者，过去在{where}办这件事要跑{number(2, 6)}趟，如今只需{share}分钟。",
                "沿线的商户和居民陆续收到通知，施工期间的出行路线也作了相应安排，现场有志愿者引导。",
                f"下一步，{where}将听取各方意见，进一步完善{what}，让更多人受益。",
            )
        )


def articles(count: int, seed: int = 20261127, busiest: float | None = None) -> list[Record]:
    """Return `(site, envelope as JSON)` of `count` articles, the same for a seed.

    Args:
        count: How many.
        seed: Of all that is drawn.
        busiest: The part of them that one site sends; by Zipf's law it is a quarter.
    """
    chance = random.Random(seed)
    made = _Sentences(chance)
    each = [1 / (1 + site) ** 1.1 for site in range(_SITES)]
    if busiest is not None:
        each[0] = sum(each[1:]) * busiest / (1 - busiest)
    weights = list(accumulate(each))
    recent: deque[str] = deque((made.headline() for _ in range(_RECENT)), maxlen=_RECENT)
    bodies: deque[tuple[str, list[str]]] = deque(maxlen=_RECENT)
    found = []
    for number in range(count):
        (site,) = chance.choices(range(_SITES), cum_weights=weights)
        if bodies and chance.random() < _COPIES:
            title, lines = chance.choice(bodies)
        else:
            title, lines = made.headline(), _body(made, chance)
            bodies.append((title, lines))
        before, behind = _DRESS[site % len(_DRESS)]
        links = chance.sample(recent, min(20, max(2, round(chance.gauss(10, 4)))))
        recent.append(title)
        clock = f"{number // 60 % 24:02}:{number % 60:02}"
        text = [
            title,
            f"2026年11月{1 + number % 27}日 {clock} 记者 {made.person()}",
            *lines,
            f"【编辑:{made.person()}】",
            _MARKERS[site % len(_MARKERS)],
            *(f"- {before}{link}{behind}" for link in links),
        ]
        host = f"site{site}.example"
        value = {
            "url": f"https://{host}/{number}",
            "site": host,
            "title": f"{title}_{host}",
            "text": "\n".join(text),
        }
        found.append((host.encode(), json.dumps(value, ensure_ascii=False).encode()))
    return found


def _body(made: _Sentences, chance: random.Random) -> list[str]:
    """Return paragraphs of three sentences, as many as the length that is drawn asks for."""
    left = min(5000, max(300, chance.lognormvariate(math.log(750), 0.6)))
    lines = []
    while left > 0:
        lines.append("".join(made.sentence() for _ in range(3)))
        left -= len(lines[-1])
    return lines
