"""Notices of one template about others, and copies of one of them with something mended.

Frames and fillings are invented here. Two notices of a frame are two stories, however much of
their text they share; a copy under another dateline, with one figure, one place or some words
mended, is the same one.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

FRAMES = (
    (
        "{county}气象台{month}月{day}日{hour}时发布大风蓝色预警信号：预计未来24小时，{county}大部将出现6级以上大风，{town}、{town2}局地阵风可达8级。请有关单位和个人做好防范准备，"
        "关好门窗，妥善安置易受大风影响的室外物品，尽量减少外出。"
    ),
    (
        "{county}气象台{hour}时发布雷电黄色预警：受强对流云团影响，预计未来六小时内{town}、{town2}将有雷电活动，可能伴有短时强降水，请注意防范。户外作业人员应当及时到安全的地方暂避，"
        "不要在树下停留，不要使用带有外接天线的设备。"
    ),
    (
        "{company}（{code}）{month}月{day}日晚间公告，公司控股股东{person}将其持有的{amount}万股公司股份办理了质押，质权人为{bank}。截至公告披露日，{person}累计质押股份占其所持股份的"
        "{share}%。公司表示，本次质押不存在平仓风险，不会对公司生产经营和公司治理产生影响。"
    ),
    (
        "{company}公告，近日收到股东{person}的通知，其所持公司部分股份已办理解除质押手续。本次解除质押后，该股东剩余质押股份的风险可控。公司将持续关注其质押情况，严格遵守有关规定，"
        "及时履行信息披露义务，敬请广大投资者注意投资风险。"
    ),
    (
        "因线路检修，{town}{road}一带将于{month}月{day}日{hour}时起停电，预计当日傍晚恢复供电。{county}供电所提醒居民提前做好准备，停电期间随时可能来电，请勿在线路上作业，以免发生危险。"
        "给您带来不便，敬请谅解。"
    ),
    (
        "记者从{county}人民法院获悉，被告人{person}因犯诈骗罪，一审被判处有期徒刑{years}年，并处罚金{fine}万元。法院审理认为，被告人以非法占有为目的，虚构事实骗取他人财物，数额巨大，"
        "其行为已构成诈骗罪。宣判后，被告人当庭表示不上诉。"
    ),
    (
        "{county}教育局昨日公布今年中小学招生安排，报名将于{month}月{day}日开始，家长可以在网上提交材料，也可以到学校现场办理。教育局提醒，材料应当真实有效，逾期不再受理，随迁子女"
        "凭居住证报名，统筹安排入学，有疑问的可以拨打咨询电话。"
    ),
    (
        "经{county}人民政府研究决定：任命{person}为{county}水利局局长，试用期一年；免去其原任职务。以上同志的任职时间自决定之日起计算，试用期满经考核合格的，正式任职，不合格的按有关"
        "规定免去所任职务。特此通知。"
    ),
    (
        "{road}因路面施工，自{month}月{day}日零时起实行半幅封闭，过往车辆请按照现场标志绕行。{county}交警大队提醒广大驾驶人提前规划路线，减速慢行，服从现场民警指挥，保持车距，不要在"
        "施工路段停车。施工期间造成的不便敬请谅解。"
    ),
    (
        "{county}应急管理局通报，{month}月{day}日{hour}时许，{town}一处仓库发生火灾，消防救援力量到场后将明火扑灭，过火面积约{amount}平方米，无人员伤亡。起火原因正在调查之中，当地已经"
        "组织人员开展隐患排查，要求各单位落实责任，确保安全。"
    ),
)

_FIRST = "清白石青南北云松柳梅金银玉兰竹枫桐榆杏桃"
_SECOND = "江溪河湖川源泉岭峰原陵阳安宁丰泰和昌平兴"
_ROADS = "大道 中路 东街 北路 环线"
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
_GIVEN = "明华建军志强秀英文斌海燕晓峰立新国庆"

_NAMED = ("county", "town", "town2", "company", "person", "road", "code", "bank")

KINDS = ("figure", "dateline", "place", "words", "sentence")
"""What is mended in a copy."""


def notices(*, rounds: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """Yield story, kind and body: of each frame `rounds` notices, and a copy of each.

    A third of a frame's notices share their day and hour, a third their names.
    """
    chance = random.Random(seed)
    for frame_number, frame in enumerate(FRAMES):
        shared = _filling(chance)
        for number in range(rounds):
            filling = _filling(chance)
            alike = ((), ("month", "day", "hour"), _NAMED)[number % 3 if "{day}" in frame else 0]
            filling |= {name: shared[name] for name in alike}
            if alike == _NAMED:
                # Other days, and no hour twice: what is left of one is no mended figure.
                steps = {
                    "month": 1 + number % 12,
                    "day": 1 + 4 * number % 28,
                    "hour": 6 + number % 17,
                }
                filling |= {name: str(step) for name, step in steps.items()}
            story = f"{frame_number}.{number}"
            body = frame.format(**filling)
            yield story, "notice", body
            kind = KINDS[number % len(KINDS)]
            yield story, kind, _mended(body, kind, filling, chance)


def _filling(chance: random.Random) -> dict[str, str]:
    def place() -> str:
        return chance.choice(_FIRST) + chance.choice(_SECOND)

    company = place()
    return {
        "county": place() + chance.choice("县市区"),
        "town": place() + "镇",
        "town2": place() + "乡",
        "company": company + "股份",
        "code": f"{chance.randint(600000, 605000)}",
        "bank": place() + "银行",
        "road": place() + chance.choice(_ROADS.split()),
        "person": chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, 2)),
        "month": str(chance.randint(1, 12)),
        "day": str(chance.randint(1, 28)),
        "hour": str(chance.randint(6, 22)),
        "amount": str(chance.randint(120, 9800)),
        "share": f"{chance.randint(1000, 9000) / 100:.2f}",
        "years": str(chance.randint(3, 12)),
        "fine": str(chance.randint(2, 60)),
    }


def _mended(body: str, kind: str, filling: dict[str, str], chance: random.Random) -> str:
    """Return a copy of a notice with one thing mended."""
    if kind == "figure":
        used = [k for k in ("amount", "fine", "hour", "day") if filling[k] in body]
        if used:
            return body.replace(filling[used[0]], str(int(filling[used[0]]) + 1), 1)
    if kind == "place":
        town = chance.choice(_FIRST) + chance.choice(_SECOND) + "镇"
        return body.replace(filling["town"], town)
    if kind == "sentence":
        sentences = body.split("，")
        del sentences[-2]
        return "，".join(sentences)
    if kind == "words":
        return (
            body.replace("做好", "认真做好").replace("提醒", "再次提醒").replace("公告", "发布公告")
        )
    return (
        f"本报{chance.choice(_FIRST)}{chance.choice(_SECOND)}讯（通讯员 {filling['person']}）"
        + body
    )
