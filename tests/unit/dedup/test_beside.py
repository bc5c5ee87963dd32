"""What feeds print beside a headline goes at first sight, what headlines hold themselves stays."""

import pytest

from pipeline.dedup.learnt.affixes import AffixMemory, Sizes
from pipeline.dedup.links.reader import LinkReader
from pipeline.stages import shipped

HEADLINE = "灯塔博物馆迎来首批访客"


def read(line, times=1):
    reader = LinkReader(shipped.prior())
    memory = AffixMemory({}, scope="0", sizes=Sizes(), day=0)
    return [reader.read([line], memory=memory)[0][0] for _ in range(times)][-1].headline


@pytest.mark.parametrize(
    "line",
    [
        # Counts.
        "{} 评论 36", "{} 3.4万阅读", "{}（208条评论）", "【1.1万播放】{}", "{} | 阅读(5120)", "{}［跟帖：77］", "点击量 900+ | {}", "{} 12赞 · 5评论",
        "{} 閱讀 2,048", "520人参与 · {}",
        # Times ago, days with a clock.
        "{} 25分钟前", "3天前 | {}", "{}（半小时前）", "[2个月前] {}", "{} · 刚刚", "{} 昨天 21:05", "【今天 06:40】{}", "{} 10秒前 6评论",
        # Badges, ranks, lengths, pictures.
        "【置顶】{}", "[热] {}", "{}［荐］", "NEW {}", "{} HOT!", "置顶 {}", "（广告）{}", "{} | 推荐", "爆 | {}", "No.4 {}", "TOP7：{}", "[04:15] {}",
        "{}【12:48】", "{}（9图）", "{} 共18张", "{} | 6P",
        # Calls and leads.
        "{} [详情]", "{}【查看全文】", "{} >>", "{} » 更多", "{} >> 点击查看", "推荐：{}", "更多 | {}", "參見：{}", "猜你想看：{}", "往期 | {}",
        # Media, channels and outlets behind a mark.
        "{} | 视频", "{}_组图", "{}【图集】", "{} - 财经频道", "{}_社会新闻", "{}-柳林网", "{} | 河东晚报", "{}——柳林客户端", "{} [体育]", "{}／海棠公众号",
        # Who signs, and where from.
        "{} 作者：林晓舟", "{} 文/林晓舟", "{}（记者：林晓舟）", "{} 来源:柳林晚报", "来源：柳林网 | {}", "{} | 责编：林晓舟", "{} 时长 / 03:20",
        # Several of them.
        "【置顶】3小时前 | {}", "{} | 柳林网 | 2小时前 | 18评论",
    ],
)  # fmt: skip
def test_at_first_sight(line):
    assert read(line.format(HEADLINE)) == HEADLINE


@pytest.mark.parametrize(
    "line",
    [
        "视频：灯塔今夜亮灯啦", "【组图】灯塔今夜亮灯", "独家｜灯塔为谁而亮", "【社会】灯塔今夜亮灯啦", "[国际] 灯塔今夜亮灯啦", "灯塔今夜亮灯(图)",
        "灯塔今夜亮灯（全文）", "灯塔评论区有多热闹", "评论：灯塔该不该收费", "阅读36本书之后", "3天前的灯塔什么样", "灯塔开馆3小时前排起长队",
        "热：灯塔馆排起长队", "灯塔馆长谈广告", "新 灯塔的故事", "灯塔：柳林网的十年", "柳林网 灯塔今夜亮灯", "记者 夜访灯塔馆", "灯塔今夜亮灯 记者探访",
        "灯塔馆长：推荐三本书", "灯塔开馆 共300张旧照片展出", "第3名游客走进灯塔馆", "灯塔馆票价：30元", "TOP10榜单出炉灯塔居首", "灯塔今夜20:00亮灯",
        "灯塔-码头新线路开通", "灯塔馆+码头", "灯塔馆昨天迎客 今天闭馆", "推荐灯塔馆的五个理由", "灯塔3评码头",
    ],
)  # fmt: skip
def test_what_headlines_hold_stays(line):
    assert read(line, times=2) == line


@pytest.mark.parametrize("left", ["灯塔今夜亮灯", "灯塔今夜亮"])
def test_what_is_left_is_a_headline(left):
    assert (read(f"{left} | 柳林网") == left) == (len(left) >= 6)


def test_a_name_taken_off_behind_is_learnt_for_the_front():
    heads = [f"{HEADLINE}第{n}天" for n in "甲乙丙丁戊"]
    for taught in (False, True):
        reader = LinkReader(shipped.prior())
        memory = AffixMemory({}, scope="0", sizes=Sizes(), day=0)
        if taught:
            reader.read([*(f"{head}_柳林视点网" for head in heads[:4]), *heads[:2]], memory=memory)
        (row,) = reader.read([f"柳林视点网|{heads[4]}"], memory=memory)
        assert (row[0].headline == heads[4]) == taught
