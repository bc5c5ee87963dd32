"""What feeds print beside a headline goes at first sight, what headlines hold themselves stays."""

import random

import pytest

from pipeline.dedup.learnt.affixes import AffixMemory, Sizes
from pipeline.dedup.links import beside
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
        # A kind of media or a channel in a bracket.
        "【组图】{}", "（視頻）{}", "[国际] {}", "「體壇」{}", "港聞｜{}【有片】", "#灯塔# {}", "#灯塔##海上# {}", "# 灯塔 # {}", "#灯塔 #海上 {}",
        # Two that bear each other out.
        "热 {} 412参与", "视频 {} 02:15", "视频 {} 时长3分12秒", "组图 {} 8P", "突發｜{}（更新）", "財經｜{}（附表）", "TOP6 {} 44.1万", "12. {} 8806w",
        "推荐 {} 3200阅读 昨天", "上一条 {} 06-15", "7 {} /财经/ 柳林网", "9 06-15 {}", "第4名 11月3日 {}",
        # The writer before the time, with or without a role.
        "{} 林晓舟 3小时前", "{} 柳林夜话 昨天 · 12评论", "{}  by 林晓舟", "{} by 林晓舟 2天前", "{} 记者 林晓舟", "{} 林晓舟 5分钟前 · 赞 3",
        # A count whose label is on no list, beside one that is.
        "{} 浏览 3万 顶帖 208", "{} 顶帖 208 浏览 3万", "{}（已有800人参与）", "{} 👍512",
        # The way to the page, the paper and its day.
        "{}_镇上的事_柳林在线", "{} | 夜话 | 柳林早报", "{}——柳林日报数字报——夜话", "{}-教育新闻-柳林网", "{}/柳林在线/码头", "{}@柳林网", "{} @柳林 @海棠镇",
        "{}（柳林報／11-06）", "{}〔柳林晚报 11月7日〕", "{}【2023-11-07·柳林】", "{} 柳林晨报网", "{} - 柳林时报电子版", "{}_图片_",
        # Ranks and how hot it is.
        "实时热榜 6 ▲ {} 8.8万人关注", "【热搜第八】{} 新", "热搜榜·12 | {} | 1127645", "第七位：{} ↑3.4w", "01/50 {} 阅读量：220万", "3▼ {} 19万讨论", "{} 热度指数 77",
        "Top.3｜{}", "第2名：{} 爆",
        # Words of other languages.
        "BREAKING: {}", "[Video] {}", "ニュース｜{}", "속보) {}", "Новости: {}", "Live 🔴 {}", "NEW! {}", "Exclusive | {}",
        # Channels on one side, with room or marks around; those that have names.
        "国际 | {}", "体育 - {}", "两岸　　{}", "健康频道：{}", "<三农> {}", "◎社会◎ {}", "科学 » {}", "{}（财经）", "{} | 娱乐即时", "{} —— 柳林财经",
        "{}·柳林体育", "{} | 柳林发布", "{} - 柳林新闻 - 科学",
        # Papers in round brackets; who wrote it.
        "{}（柳林晚报）", "{}（柳林周刊）", "{}（记者 林晓舟）", "{} 转载自柳林日志", "{} by Lin Xiaozhou", "{} / 林晓舟", "{} 作者｜林晓舟", "{} 记者林晓舟报道", "{} - 本报评论员 林晓舟",
        "{} 林晓舟客户端", "{}（来源：柳林日报）",
        # Days with their week, stamps, columns.
        "2026-11-02 周一 {}", "2026年11月2日 星期一 {}", "11月2日周一 {}", "2026/11/02 (一) {}", "10月31日 · {}", "26/11/03 {}", "3 Nov 2026 — {}", "(周五) {}",
        "11.26 · {}", "{}（11/02 19:05更新）", "{} 2026年11月3日 星期二", "{} 发布于 11-27 08:12", "{}\t10:26", "11/02\t{}\t柳林网", "01｜{}",
        "{}｜地方｜11/03 07:20", "1. 【社会】{} - 柳林网 11-03",
        # Marks alone, tags behind, lengths beside a kind.
        "» {}", "★★ {} ★★", "{} 👍 30 💬 8", "{} 阅读 36 #科技#", "{}（组图 12P）", "{} (视频) 05:12", "{} (0)", "推荐 ▶ {} 柳林 5天前",
        # Several of them.
        "【置顶】3小时前 | {}", "{} | 柳林网 | 2小时前 | 18评论",
    ],
)  # fmt: skip
def test_at_first_sight(line):
    assert read(line.format(HEADLINE)) == HEADLINE


@pytest.mark.parametrize(
    "line",
    [
        "视频：灯塔今夜亮灯啦", "独家｜灯塔今夜为谁而亮", "港聞｜灯塔今夜为谁而亮", "海报｜灯塔今夜为谁而亮", "【专题】灯塔今夜亮灯啦", "（社会）灯塔今夜亮灯啦", "灯塔今夜亮灯(图)",
        "热 灯塔今夜亮灯啦", "视频 灯塔今夜亮灯啦", "灯塔今夜亮灯啦 02:15", "灯塔今夜迎来客人 44.1万", "灯塔今夜亮灯啦（附表）", "#1灯塔今夜亮灯啦",
        "#灯塔 今夜又亮灯啦", "灯塔今夜亮灯啦 林晓舟", "灯塔今夜迎客 三百人 3小时前到", "灯塔今夜迎客 老人学会上网", "灯塔馆员-林晓舟-柳林人物",
        "灯塔今夜亮灯 记者夜访", "灯塔支持早版/晚版", "提醒灯塔馆 @所有人", "灯塔收费公告（更新至11月7日）", "灯塔馆又收 120封信",
        "灯塔今夜亮灯（全文）", "灯塔评论区有多热闹", "评论：灯塔该不该收费", "阅读36本书之后", "3天前的灯塔什么样", "灯塔开馆3小时前排起长队",
        "热：灯塔馆排起长队", "灯塔馆长谈广告", "新 灯塔的故事", "灯塔：柳林网的十年", "柳林网 灯塔今夜亮灯", "记者 夜访灯塔馆", "灯塔今夜亮灯 记者探访",
        "灯塔馆长：推荐三本书", "灯塔开馆 共300张旧照片展出", "第3名游客走进灯塔馆", "灯塔馆票价：30元", "TOP10榜单出炉灯塔居首", "灯塔今夜20:00亮灯",
        "灯塔-码头新线路开通", "灯塔馆+码头", "灯塔馆昨天迎客 今天闭馆", "推荐灯塔馆的五个理由", "灯塔3评码头",
    ],
)  # fmt: skip
def test_what_headlines_hold_stays(line):
    assert read(line, times=2) == line


@pytest.mark.parametrize(
    "line", ["每日要闻：[视频]{}", "每日要闻：【国际】{}", "每日要闻｜{} 阅读 36 - 全球播报"]
)
def test_under_a_decoration_too(line):
    assert read(line.format(HEADLINE)) == HEADLINE


def test_what_leaves_no_headline_may_hold_what_leaves_one():
    assert read("灯塔今夜亮灯 林晓舟 3小时前") == "灯塔今夜亮灯"
    assert read("灯塔亮 林晓舟 3小时前") == "灯塔亮 林晓舟"
    assert read("灯塔亮亮 评论 5 阅读 36") == "灯塔亮亮 评论 5"


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


def test_what_is_printed_behind_begins_with_a_blank_a_mark_or_a_bracket():
    words = [
        "江城大桥通车",
        "今天 10:30",
        " 2小时前",
        "[视频]",
        "(图)",
        " 阅读 3万",
        "@江城晚报",
        "_江城网",
        ">>",
        "-",
        "·",
        ">",
        "【专题】",
        "评论(5)",
        " by 林一",
        " 98.2万",
    ]
    printed, rng = shipped.prior().beside, random.Random(3)
    patterns = [printed._behind, beside._HEAT, *(pair.behind for pair in printed._pairs)]
    found = 0
    for _ in range(3000):
        text = "".join(rng.choices(words, k=rng.randint(1, 4)))
        for pattern in patterns:
            match = pattern.search(text)
            found += match is not None
            assert match is None or beside._SET_OFF.match(text, match.start()), text
    assert found > 1000


def test_what_is_printed_ahead_begins_with_a_letter_of_the_lists():
    printed, parts = shipped.prior().beside, shipped.decoration_parts()
    lists = (
        "counted",
        "badge",
        "call",
        "lead",
        "kind",
        "channel",
        "outlet",
        "signed",
        "noun",
        "abroad",
    )
    words = [word for name in lists for word in parts[name]]
    words += [
        "3",
        "12",
        "5万",
        "万",
        "分钟前",
        "小时前",
        "天前",
        "刚刚",
        "半",
        "两",
        "三",
        "十",
        "个",
        "月前",
        "今天",
        "昨日",
        "前天",
        "周三",
        "星期五",
        "10:30",
        "时长",
        "片长",
    ]
    words += [
        "第",
        "热搜第",
        "榜",
        "no.",
        "top",
        "名",
        "位",
        "置顶",
        "广告",
        "实时",
        "微博",
        "热搜",
        "热度榜",
        "话题榜",
        "榜单",
        "更新于11-07",
        "发布",
        "|",
        "：",
        ":",
        ">",
        "·",
        "-",
        "(",
        ")",
        "[",
        "]",
        "#",
        "江城",
    ]
    between = ["", "", " ", "|", ": ", " | ", " 3万 ", "10:30 ", ":林一 ", "5 "]
    patterns = [printed._ahead, *(pair.ahead for pair in printed._pairs)]
    rng, found = random.Random(3), 0
    for _ in range(40_000):
        text = "".join(rng.choice(words) + rng.choice(between) for _ in range(rng.randint(1, 3)))
        if any(pattern.match(text) for pattern in patterns):
            found += "\u4e00" <= text[0] <= "\u9fff"
            assert printed._may_begin(text, 0), text
    assert found > 2000


@pytest.mark.parametrize("mark", ["-", "|", "_", "--"])
def test_the_mark_before_an_outlet_and_a_time_goes_with_them(mark):
    assert read(f"柳林保障房今起登记 {mark} 柳林网 2小时前") == "柳林保障房今起登记"


@pytest.mark.parametrize("head", ["6位守塔人的最后一夜", "3条航线今起绕行灯塔"])
def test_how_many_is_no_rank_whatever_stands_behind(head):
    assert read(f"{head}_柳林网") == head
