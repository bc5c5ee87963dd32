"""Headlines under decorations: by the shipped grammar, and by what the stream teaches."""

import pytest

from pipeline.dedup.learnt.affixes import AffixMemory, Sizes
from pipeline.dedup.links.reader import LinkReader
from pipeline.dedup.links.stripping import Words
from pipeline.stages import shipped
from tests.wordless import wordless_prior

HEADLINE = "渡口小学的孩子们种下第一批银杏"
# Headlines of our own, for decorations that are learnt.
NEWS = [
    "旧码头变身露天剧场", "南湖大桥通车首日秩序良好", "茶农抢收今年头一批新叶", "山城缆车恢复夜间运行",
    "社区食堂推出老人套餐", "中学生发明盲道提醒器", "灯塔博物馆迎来首批访客", "河口湿地飞来三百只白鹭",
]  # fmt: skip


def memory():
    return AffixMemory({}, scope="0", sizes=Sizes(), day=1)


def read(lines, state=None, words=None):
    reader = LinkReader(shipped.prior(), words)
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
    other = f"江苏:{HEADLINE[::-1]}"
    assert read([other], state)[0].headline == other


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


def test_two_decorations_with_nothing_between():
    plain, dressed = read([HEADLINE, f"{HEADLINE}|全球热文焦点观察"])
    assert (dressed.headline, dressed.id) == (HEADLINE, plain.id)


def test_a_short_headline_is_not_the_decoration_of_its_decorations():
    state = LearningReader()
    words = ["南坡小站", "北坡小站", "东坡小站", "西坡小站", "山下小站"]
    # Lists of columns show these bare, as they do headlines.
    state.read(words)
    state.read([f"青禾村种树人家 | {word}" for word in words])
    assert state.read(["青禾村种树人家 | 无人小站"])[0].headline.startswith("青禾村种树人家")


def test_a_taught_decoration_is_taken_off_where_nothing_sets_it_off():
    state = LearningReader()
    state.read([*NEWS, *(f"{headline}_青萝小站" for headline in NEWS)])
    glued, kept = state.read([f"{NEWS[0]}青萝小站", f"{HEADLINE}青萝小站"])
    assert (glued.headline, glued.decorations) == (NEWS[0], ("青萝小站",))
    # Nobody has seen this headline bare: it may end so.
    assert kept.headline == f"{HEADLINE}青萝小站"


def test_two_taught_decorations_with_nothing_between():
    state = LearningReader()
    state.read([*NEWS, *(f"{h}_青萝小站" for h in NEWS), *(f"{h}_白石渡口" for h in NEWS)])
    assert state.read([f"{HEADLINE}|白石渡口青萝小站"])[0].headline == HEADLINE


@pytest.mark.parametrize("mark", ["|", "_", " | "])
def test_a_cut_that_hit_an_unknown_decoration(mark):
    plain, cut = read([HEADLINE, f"{HEADLINE}{mark}青萝…"])
    assert cut.id == plain.id


def test_a_cut_that_hit_nothing():
    state = memory()
    first = read([f"{HEADLINE}..."], state)[0]
    assert first.id == read([HEADLINE], state)[0].id


def test_a_cut_headline_is_the_shortest_of_those_that_differ_in_an_ending():
    _, ended, cut = read([HEADLINE, f"{HEADLINE}青萝小站", f"{HEADLINE[:12]}…"])
    assert cut.id == read([HEADLINE])[0].id != ended.id


class LearningReader:
    """Reads with nothing but what it has read."""

    def __init__(self):
        self.reader = LinkReader(wordless_prior())
        self.memory = memory()

    def read(self, lines):
        return [row[0] for row in self.reader.read(lines, memory=self.memory)]
