"""Reading a page's links: what it teaches, cut headlines, old names, several on a line."""

import pytest

from pipeline.dedup.learnt.affixes import AffixMemory, Sizes
from pipeline.dedup.links.reader import LinkReader, link_id
from pipeline.dedup.links.stripping import Words
from pipeline.text.fingerprint import hash64
from tests.unit.dedup.test_affixes import headline
from tests.unit.dedup.test_decorations import GRAMMAR
from tests.unit.dedup.test_stripping import memory

HEADLINE = "灯塔博物馆迎来首批访客"


class Reader:
    """One partition's reader and what it has learnt."""

    def __init__(self, state=None, words=None):
        self.memory = state or memory()
        self._reader = LinkReader(GRAMMAR, words)

    def read(self, *lines):
        return [link for row in self._reader.read(lines, memory=self.memory) for link in row]

    def ids(self, *lines):
        return [link.id for link in self.read(*lines)]

    def aliases(self, *lines):
        return [pair for link in self.read(*lines) for pair in link.aliases]

    def key(self, text):
        return self._reader.key_of(text, memory=self.memory)

    def title(self, text):
        return self._reader.headline_of(text)


def test_an_id_is_16_digits_of_the_headlines_key():
    assert link_id("ab") == f"{hash64('ab'):016x}"
    (link,) = Reader().read("LED 灯塔")
    assert (link.id, link.headline) == (link_id("led灯塔"), "LED 灯塔")


def test_a_link_says_where_it_stands():
    line = "·&nbsp;1、快播报:灯塔&nbsp;博物馆 开馆_号外 2023-04-05"
    (link,) = Reader().read(line, "2、别的")[:1]
    assert line[link.start : link.end] == "灯塔&nbsp;博物馆 开馆"
    assert (link.headline, link.decorations) == ("灯塔博物馆 开馆", ("快播报", "号外"))


def test_several_links_on_one_line_and_none():
    line = f"- {HEADLINE}  旧码头变身露天剧场新地标  社区食堂推出老人套餐三种"
    found = Reader().read(line)
    assert [line[link.start : link.end] for link in found] == [
        HEADLINE, "旧码头变身露天剧场新地标", "社区食堂推出老人套餐三种",
    ]  # fmt: skip
    rows = LinkReader(GRAMMAR).read([line, HEADLINE], memory=memory())
    assert [len(row) for row in rows] == [3, 1]


def test_a_number_that_counts_on_is_no_part_of_the_headline():
    assert [link.headline for link in Reader().read("1.灯塔亮灯", "2.09年茶价", "3.新桥")] == [
        "灯塔亮灯", "09年茶价", "新桥",
    ]  # fmt: skip
    # The same line alone is read anew.
    assert [link.headline for link in Reader().read("2.09年茶价")] == ["2.09年茶价"]


def test_the_key_of_a_line_teaches_nothing():
    reader = Reader()
    assert reader.key(f"- 快播报:{HEADLINE}") == (HEADLINE, link_id(HEADLINE))
    assert not reader.memory.is_bare(HEADLINE)
    assert (
        reader.key(f"{HEADLINE}  旧码头变身露天剧场新地标  社区食堂推出老人套餐三种")[0] == HEADLINE
    )
    taught = Reader(memory("青萝小站"))
    assert taught.key(f"青萝小站:{HEADLINE}")[0] == HEADLINE
    assert reader.key("灯塔今夜又亮灯了…") == ("灯塔今夜又亮灯了", link_id("灯塔今夜又亮灯了"))


def test_a_web_title_loses_what_the_grammar_knows():
    reader = Reader(memory("青萝小站"))
    assert reader.title(f" {HEADLINE}_快播报 ") == HEADLINE
    assert reader.title(f"{HEADLINE}_青萝小站") == f"{HEADLINE}_青萝小站"
    assert reader.title("快播报:灯塔&nbsp;馆开门") == "灯塔馆开门"


def test_a_page_teaches_before_it_is_read():
    reader = Reader()
    lines = [f"青萝小站:{headline(n)}" for n in range(4)]
    found = reader.read(*lines, headline(0), headline(1))
    assert [link.decorations for link in found[:4]] == [("青萝小站",)] * 4


def test_a_decorated_line_is_a_headline_seen_bare_as_it_stands_and_under_what_is_known():
    reader = Reader()
    reader.read(f"快播报:{HEADLINE}")
    assert reader.memory.is_bare(f"快播报:{HEADLINE}")
    assert reader.memory.is_bare(HEADLINE)
    assert not reader.memory.is_bare("别的")


def test_a_line_seen_again_teaches_nothing():
    reader = Reader()
    for _ in range(9):
        reader.read(*(f"青萝小站:{headline(n)}" for n in range(3)), headline(0), headline(1))
    assert not reader.memory.is_decoration("青萝小站")


def test_a_cut_headline_teaches_nothing():
    reader = Reader()
    for number in range(6):
        for word in ("青萝小站", "白石渡口"):
            reader.read(f"{word}:{headline(number)}…")
    assert not reader.memory.is_decoration("青萝小站")
    reader.read(HEADLINE + "…")
    assert not reader.memory.is_bare(HEADLINE)
    assert not reader.memory.is_bare(HEADLINE + "…")
    # Whole ones do: each takes its turn.
    for number in range(6):
        for word in ("青萝小站", "白石渡口"):
            reader.read(f"{word}:{headline(number)}")
    assert reader.memory.is_decoration("青萝小站")


def test_a_cut_headline_has_the_name_of_the_only_whole_one():
    reader = Reader()
    whole, cut = reader.ids(HEADLINE, HEADLINE[:9] + "…")
    assert cut == whole
    # A later page knows a second one: the cut one could be either.
    reader.read(HEADLINE[:9] + "别的消息")
    assert reader.ids(HEADLINE[:9] + "…") == [link_id(HEADLINE[:9])]


@pytest.mark.parametrize(("size", "same"), [(8, True), (7, False), (6, False)])
def test_eight_characters_before_a_cut_tell_a_headline(size, same):
    whole, cut = Reader().ids(HEADLINE, HEADLINE[:size] + "…")
    assert (cut == whole) == same


def test_a_cut_headline_on_a_page_before_the_whole_one_is_found_on_the_same_page():
    cut, whole = Reader().ids(HEADLINE[:9] + "…", HEADLINE)
    assert cut == whole


@pytest.mark.parametrize(
    ("tail", "hit"),
    [
        ("|灯", True), ("_灯", True), (" | 灯塔", True), (" 每", True), ("-号", True), (" 灯", False), ("-灯", False),
        ("|", True), (" ", True), ("|灯塔馆里看海", True), ("|灯塔馆里看大海", True), ("|灯塔馆里看大海去", False),
        (" 每日快", True), ("快", False),
    ],
)  # fmt: skip
def test_a_cut_that_hit_a_decoration(tail, hit):
    """Behind a bar whatever it was, behind a blank or dash what may be one; eight characters."""
    reader = Reader()
    whole = reader.ids(HEADLINE)
    (link,) = reader.read(f"{HEADLINE}{tail}…")
    assert ([link.id] == whole) == hit
    if hit:
        assert link.headline == HEADLINE


def test_a_bar_behind_a_headline_nobody_saw_cuts_no_decoration():
    (link,) = Reader().read(f"{HEADLINE}|灯…")
    assert link.id == link_id(f"{HEADLINE}|灯")


def test_a_headline_before_a_cut_decoration_has_eight_characters():
    for size, hit in ((8, True), (7, False)):
        reader = Reader()
        (whole,) = reader.ids(HEADLINE[:size])
        (link,) = reader.read(f"{HEADLINE[:size]}|灯塔…")
        assert (link.id == whole) == hit


def test_the_last_bar_is_tried_first():
    reader = Reader()
    reader.read(HEADLINE, f"{HEADLINE}|灯塔")
    (link,) = reader.read(f"{HEADLINE}|灯塔|快…")
    assert link.headline == f"{HEADLINE}|灯塔"


def test_names_that_a_link_had_lead_to_the_one_it_has():
    reader = Reader()
    dressed = f"青萝小站:渡口小站:{HEADLINE}"
    (first,) = reader.ids(dressed)
    learn(reader, "青萝小站")
    assert reader.aliases(dressed) == [(first, link_id(f"渡口小站:{HEADLINE}"))]
    learn(reader, "渡口小站")
    found = reader.aliases(dressed)
    assert set(found) == {
        (first, link_id(HEADLINE)),
        (link_id(f"渡口小站:{HEADLINE}"), link_id(HEADLINE)),
    }
    # Told once.
    assert reader.aliases(dressed) == []


def learn(reader, word):
    for number in range(4):
        reader.memory.saw_affix(word, headline(number), 1)


def test_what_the_grammar_knows_had_no_other_name():
    reader = Reader()
    assert reader.aliases(f"快播报:{HEADLINE}", HEADLINE, f"{HEADLINE}_号外") == []


def test_of_two_cut_headlines_the_smaller_name_stays():
    short, long = HEADLINE[:9] + "…", HEADLINE[:10] + "…"
    names = [link_id(HEADLINE[:9]), link_id(HEADLINE[:10])]
    for order in ((short, long), (long, short)):
        reader = Reader()
        assert reader.aliases(order[0]) == []
        assert reader.aliases(order[1]) == [(max(names), min(names))]
        assert reader.aliases(order[1]) == []


def test_a_cut_headline_leads_to_the_whole_one_whichever_name_is_smaller():
    for text in (
        "灯塔博物馆迎来首批访客",
        "渡口小学的孩子们种下银杏",
        "旧码头变身露天剧场新地标",
        "社区食堂推出老人套餐三种",
    ):
        reader = Reader()
        (cut,) = reader.ids(text[:9] + "…")
        assert reader.aliases(text) == [(cut, link_id(text))]
        assert reader.aliases(text[:9] + "…", text) == []


def test_an_operators_word_is_read_first():
    reader = Reader(words=Words(strip=frozenset({"灯塔"}), keep=frozenset({"快播报"})))
    stripped, kept = reader.read(f"灯塔:{HEADLINE}", f"快播报:{HEADLINE}")
    assert (stripped.headline, kept.headline) == (HEADLINE, f"快播报:{HEADLINE}")


def test_a_line_of_bullets_alone_is_a_link_of_nothing():
    (link,) = Reader().read("- · ")
    assert (link.headline, link.start == link.end) == ("", True)


def test_partitions_learn_apart():
    table = {}
    one = AffixMemory(table, scope="0", sizes=Sizes(), day=1)
    other = AffixMemory(table, scope="1", sizes=Sizes(), day=1)
    LinkReader(GRAMMAR).read([HEADLINE], memory=one)
    (row,) = LinkReader(GRAMMAR).read([HEADLINE[:9] + "…"], memory=other)
    assert row[0].id == link_id(HEADLINE[:9])


@pytest.mark.parametrize(
    "line",
    [
        "08 {}", "14 {}", "2  {}", "{}◆镇上的事", "{}【镇上的事】", "[06-15] {}", "2022-02-11 {}", "08 [06-15] {}", "3、2022-02-11 08:30 {}", "#每日播报#{}", "{}_每日播报_",
        "{}/每日播报", "{}@每日播报", "「每日播报」{}", "每日播报|【全镇要闻】{}", "{}_每日播报-全镇要闻", "前一篇：{}", "上一条 {}", "[下一篇] {}", "「前一篇」{}", "<上一条> {}",
        "每日播报 ▎{}", "{} » 每日播报", "每日播报：[06-15]{}", "{} | 06-15 | 每日播报",
    ],
)  # fmt: skip
def test_shapes_that_a_headline_stands_in(line):
    (link,) = Reader().read(line.format(HEADLINE))
    assert (link.headline, link.id) == (HEADLINE, link_id(HEADLINE))


@pytest.mark.parametrize(
    "line",
    [
        "3名消防员牺牲", "【社论】灯塔为谁亮", "9·11事件二十年", "“每日播报”停播", "08 年茶价回顾", "12-24 小时内有大雨", "1:1战平劲旅渡口队",
        "第3届灯会今晚开幕", "#灯塔#今晚亮灯", "@灯塔馆 今晚亮灯", "*ST渡口 发布公告", "灯塔馆早市行情(6月15日)", "6月15日 灯塔亮灯", "14 灯塔今晚亮灯", "3 名消防员今晨牺牲在渡口", "5 小时后灯塔重新亮起灯来", "90 后守塔人写了一本书",
        "14 LED灯塔今晚亮了又灭",
    ],
)  # fmt: skip
def test_what_is_the_headlines_own_stays(line):
    assert [link.headline for link in Reader().read(line, line)] == [line, line]


def test_a_lone_number_or_date_before_a_headline_seen_bare_is_none_of_it():
    reader = Reader()
    lines = [f"6月15日 {HEADLINE}", f"{HEADLINE} 06-15"]
    assert [link.headline for link in reader.read(*lines)] == lines
    reader.read(HEADLINE)
    assert [link.headline for link in reader.read(*lines)] == [HEADLINE] * 2
    assert reader.aliases(f"{HEADLINE} 11-30") == [(link_id(f"{HEADLINE}11-30"), link_id(HEADLINE))]
    # A decoration behind it says so too.
    assert [link.headline for link in Reader().read(f"7| 号外：{HEADLINE}")] == [HEADLINE]


def test_a_word_set_off_as_no_headline_is_known_when_it_comes_again():
    reader = Reader()
    first, second, third = (f"{headline(n)}＝青萝小站" for n in (51, 52, 53))
    assert [link.decorations for link in reader.read(first)] == [()]
    assert [link.headline for link in reader.read(second, third)] == [headline(52), headline(53)]
    plain = Reader()
    lines = [f"{headline(n)}|青萝小站" for n in (51, 52, 53)]
    assert [link.headline for link in plain.read(*lines)] == lines
    # Behind a headline no account stands and no stroke.
    for shape in ("{}@青萝小站", "{}/青萝小站"):
        behind = Reader()
        first, second = (shape.format(headline(n)) for n in (51, 52))
        assert [link.headline for link in behind.read(first)] == [first]
        assert [link.headline for link in behind.read(second)] == [headline(52)]
    front = Reader()
    lines = [f"【青萝小站】{headline(n)}" for n in (51, 52, 53)]
    assert [link.headline for link in front.read(*lines)] == lines


def test_corner_brackets_are_brackets_and_still_quotation_marks():
    """An own quotation has one key in either script."""
    assert Reader().ids("「灯塔」今晚亮灯啦啦啦") == Reader().ids("“灯塔”今晚亮灯啦啦啦")
    (link,) = Reader().read(f"『每日播报』{HEADLINE}")
    assert link.headline == HEADLINE


@pytest.mark.parametrize("cut", ["…", "……", "...", "..", " ...", "⋯"])
def test_a_cut_headline_is_the_whole_one_that_begins_so(cut):
    reader = Reader()
    whole = reader.ids(HEADLINE, "旧码头变身露天剧场新地标")[0]
    assert reader.ids(f"08 {HEADLINE[:9]}{cut}") == [whole]
    reader.read(HEADLINE[:9] + "百名志愿者讲解员上岗迎客人来")
    assert reader.ids(f"{HEADLINE[:9]}{cut}") != [whole]
