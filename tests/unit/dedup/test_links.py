"""Headlines under decorations: by the shipped grammar, and by what the stream teaches."""

import pytest

from pipeline.dedup.affix_memory import AffixMemory, Sizes
from pipeline.dedup.decorations import shipped_prior
from pipeline.dedup.links import LinkReader
from pipeline.dedup.stripping import Words

HEADLINE = "渡口小学的孩子们种下第一批银杏"
# Headlines of our own, for decorations that are learnt.
NEWS = [
    "旧码头变身露天剧场", "南湖大桥通车首日秩序良好", "茶农抢收今年头一批新叶", "山城缆车恢复夜间运行",
    "社区食堂推出老人套餐", "中学生发明盲道提醒器", "灯塔博物馆迎来首批访客", "河口湿地飞来三百只白鹭",
]  # fmt: skip


def memory():
    return AffixMemory({}, scope="0", sizes=Sizes(), day=1)


def read(lines, state=None, words=None):
    reader = LinkReader(shipped_prior(), words)
    return [row[0] for row in reader.read(lines, memory=state or memory())]


@pytest.mark.parametrize(
    "line",
    [
        f"- {HEADLINE}",
        f"· 环球速递:{HEADLINE}",
        f"▪【今日要闻】{HEADLINE}",
        f"{HEADLINE}_每日看点",
        f"{HEADLINE} | 全球快资讯",
        f"环球速递：{HEADLINE}|每日聚焦",
        f"天天微动态︱{HEADLINE}",
        "渡口小學的孩子們種下第一批銀杏",
        f"{HEADLINE} 2023-04-05",
    ],
)
def test_one_id_whatever_it_came_with(line):
    plain, dressed = read([HEADLINE, line])
    assert dressed.id == plain.id
    if "學" not in line:
        assert dressed.headline == HEADLINE


def test_offsets_are_those_of_the_line():
    line = f"· 环球速递:{HEADLINE}"
    (link,) = read([line])
    assert line[link.start : link.end] == HEADLINE
    assert link.decorations == ("环球速递",)


def test_an_affix_is_a_decoration_when_its_remainders_stand_bare():
    state = memory()
    read([f"青萝小站:{headline}" for headline in NEWS], state)
    assert read([f"青萝小站:{HEADLINE}"], state)[0].headline == f"青萝小站:{HEADLINE}"
    read(NEWS[:4], state)
    found = read([f"青萝小站:{HEADLINE}"], state)[0]
    assert (found.headline, found.decorations) == (HEADLINE, ("青萝小站",))


def test_an_affix_whose_remainders_never_stand_bare_stays():
    state = memory()
    read([f"江苏:{headline}" for headline in NEWS], state)
    read([HEADLINE], state)
    assert read([f"江苏:{HEADLINE}"], state)[0].headline == f"江苏:{HEADLINE}"


def test_a_cut_headline_has_the_id_of_the_one_it_begins():
    whole, cut = read([HEADLINE, "渡口小学的孩子们种下第…"])
    assert cut.id == whole.id


def test_a_cut_headline_that_begins_two_keeps_its_own():
    first, second, cut = read(
        [
            "渡口小学的孩子们种下第一批银杏",
            "渡口小学的孩子们种下第二批樱桃",
            "渡口小学的孩子们种下第…",
        ]
    )
    assert len({first.id, second.id, cut.id}) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("青禾电器(600991)盘中涨停", "青禾电器(600992)盘中涨停"),
        ("白鹭航运3月5日融资净买入八千万", "白鹭航运3月6日融资净买入八千万"),
        ("银杏科技:拟回购不超过1.5亿元股份", "银杏科技:拟回购不超过2.5亿元股份"),
    ],
)
def test_code_date_and_number_tell_links_apart(one, other):
    left, right = read([one, other])
    assert left.id != right.id
    assert (left.headline, right.headline) == (one, other)


def test_an_operators_word_on_decorations():
    words = Words(strip=frozenset({"江口"}), keep=frozenset({"环球速递"}))
    stripped, kept = read([f"江口:{HEADLINE}", f"环球速递:{HEADLINE}"], words=words)
    assert stripped.headline == HEADLINE
    assert kept.headline == f"环球速递:{HEADLINE}"
