"""Invented news for `news bench`: the same articles on every machine, no two alike."""

from __future__ import annotations

_CITIES = ("云澜市", "岚江市", "青岭县", "白鹭镇", "江海市", "临湖区", "北屿县", "石门港")
_PEOPLE = (
    "林晏清", "顾慎之", "程柏舟", "温知夏", "陆明夷", "苏禹", "郑怀瑾", "高霁", "秦放", "何静",
    "沈既白", "乔书航", "安德鲁·科尔曼", "索菲娅·林德伯格", "司马南星", "欧阳雪",
)  # fmt: skip
_POSTS = ("市长", "县委书记", "局长", "董事长", "教授", "主任", "发言人", "工程师")
_OFFICES = ("海鹭航运", "星桥科技", "云澜大学", "市水务局", "青岭茶业集团", "岚江市人民医院")
_FORMS = (
    "{day}日上午，{city}{post}{person}在{office}调研时说，今年前{n}个月完成投资{m}亿元，同比增长{p}%。",
    "“这条路修了{n}年，”{person}指着窗外说，“如今从{city}到码头只要{p}分钟。”",
    "据{office}介绍，项目占地{m}亩，可容纳{n}00人同时作业，预计{day}月底前交付使用。",
    "{post}{person}、{other}和{office}的代表参加了座谈会，会上有{n}人先后发言。",
    "记者在现场看到，{n}台机械正在施工，雨后的路面已经清理干净，往来车辆通行正常。",
    "{person}强调，要把安全放在首位，把隐患查在前面，确保群众平安度过汛期。",
    "受连日降雨影响，{city}部分低洼路段积水，{office}连夜调来水泵{n}台抽排。",
    "截至{day}日17时，累计转移群众{m}余人，没有人员伤亡，供电已于当晚恢复。",
)


def article_text(number: int) -> str:
    """Return the raw text of an article: headline, byline, paragraphs, links of the site."""
    city = _CITIES[number % len(_CITIES)]
    person = _PEOPLE[number % len(_PEOPLE)]
    lines = [
        f"{city}{_POSTS[number % len(_POSTS)]}{person}谈第{number + 1}项民生工程",
        f"2024年5月{1 + number % 28}日 09:{number % 60:02d} 来源：云澜日报",
    ]
    for paragraph in range(8):
        sentences = [_sentence(number, 3 * paragraph + place) for place in range(3)]
        lines.append("".join(sentences))
    lines.append("相关阅读")
    lines += [
        f"- {_CITIES[(number + i) % len(_CITIES)]}发布第{number % 9 + i}号通告" for i in range(10)
    ]
    return "\n".join(lines)


def _sentence(number: int, place: int) -> str:
    mixed = 31 * number + 7 * place
    return _FORMS[(number + place) % len(_FORMS)].format(
        day=1 + mixed % 28,
        city=_CITIES[mixed % len(_CITIES)],
        post=_POSTS[mixed % len(_POSTS)],
        person=_PEOPLE[mixed % len(_PEOPLE)],
        other=_PEOPLE[(mixed + 5) % len(_PEOPLE)],
        office=_OFFICES[mixed % len(_OFFICES)],
        n=2 + mixed % 17,
        m=10 + mixed % 4813,
        p=1 + mixed % 39,
    )
