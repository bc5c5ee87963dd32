"""Cards and link lines: what repetition says of lines that the networks doubt."""

import pytest

from pipeline.cleaning.lines.repetition import is_link_line, is_stamp, relabel_repeated

TITLE = ("title", "江口渡轮恢复通航 市民可提前登记")
STORY = ("body", "停航两周的江口渡轮今天恢复通航,两岸居民从早上六点起就可以登船,不必绕行大桥。")
MARKER = ("marker", "邻居们在读")
HEADS = ("山城夜市搬新家 摊位多一倍", "老厂房改成图书馆", "北山缆车月底试运行")
TOLD = (
    "夜市从桥下搬到广场,摊主们周末开张。",
    "厂房的天窗留着,书架沿墙排开……",
    "检修用了两个月,缆绳全部换新。",
)


def settled(page, score=0.6):
    found = dict(
        relabel_repeated(
            [line for _, line in page], [label for label, _ in page], [score] * len(page)
        )
    )
    return [found.get(at, label) for at, (label, _) in enumerate(page)]


def cards(stamps, order="hsd", head="link", told="body"):
    rows = []
    for title, summary, stamp in zip(HEADS, TOLD, stamps, strict=False):
        card = {"h": (head, title), "s": (told, summary), "d": ("body", stamp)}
        rows += [card[letter] for letter in order]
    return rows


@pytest.mark.parametrize("order", ["hsd", "hds", "dhs"])
@pytest.mark.parametrize(
    "stamps",
    [
        ("2023-05-06", "2023-05-05"),
        ("2023年5月6日 08:09", "05-05", "2023/5/4"),
        ("3小时前", "昨天 12:30", "江口晚报 2天前"),
        ("接着看>>", "接着看>>"),
    ],
)
def test_cards_are_dropped_whatever_the_model_doubts(order, stamps):
    rows = cards(stamps, order)
    named = {"h": "link", "s": "other", "d": "other"}
    wanted = ["title", "body", "marker", *(named[letter] for letter in order)]
    wanted += [named[letter] for letter in order] * (len(stamps) - 1)
    assert settled([TITLE, STORY, MARKER, *rows]) == wanted


def test_an_article_goes_on_after_its_cards():
    rows = cards(("2023-05-06", "2023-05-05"))
    after = [("body", "渡口管理处说,班次以后再加。"), STORY, ("body", "2023年5月7日")]
    found = settled([TITLE, STORY, MARKER, *rows, *after])
    assert found[-3:] == ["body"] * 3
    assert "body" not in found[3:-3]


@pytest.mark.parametrize(
    "page",
    [
        # A chronicle: days, headings and sentences, no list.
        [TITLE, STORY, *cards(("2023-05-06", "2023-05-05", "2023-05-04"), "dhs", head="body")],
        # The same under a line that looks like a marker.
        [TITLE, MARKER, *cards(("2023-05-06", "2023-05-05"), "dhs", head="body")],
        # One card is no pattern.
        [TITLE, STORY, MARKER, *cards(("2023-05-06",))],
        # Links between the paragraphs of a story.
        [TITLE, STORY, ("link", HEADS[0]), STORY, ("link", HEADS[1]), STORY],
        # A day under the last paragraph, before the credit.
        [TITLE, STORY, ("body", "2023年5月7日"), ("credit", "(编辑 林小舟)")],
    ],
)
def test_what_repeats_no_card_stays(page):
    assert settled(page) == [label for label, _ in page]


def test_paragraphs_that_are_surely_text_are_no_summaries():
    page = [TITLE, MARKER, *cards(("2023-05-06", "2023-05-05"), "hds")]
    assert settled(page, score=0.99) == [label for label, _ in page]


def test_a_bare_day_between_links_is_no_body():
    page = [TITLE, STORY, MARKER, ("link", HEADS[0]), ("body", "2023-05-06"), ("link", HEADS[1])]
    assert settled(page)[4] == "other"


@pytest.mark.parametrize("mark", [" | ", "丨", "|", "   ", " / ", ";"])
@pytest.mark.parametrize("label", ["byline", "credit", "body", "subhead"])
def test_many_headlines_on_one_line_are_links(mark, label):
    line = "邻居们在读: " + mark.join(HEADS)
    assert settled([TITLE, STORY, (label, line)], score=0.3)[2] == "link"


@pytest.mark.parametrize(
    "line",
    [
        "来源:江口晚报 | 责任编辑:林小舟 | 审核:何平",
        "早班 | 六点 | 东岸 | 西岸 | 每十五分钟一班",
        "一是延长开放时间;二是增加早晚班次;三是检查每一班船的安全。",
        "渡轮恢复通航,两岸居民不必绕行大桥",
        "白日依山尽  黄河入海流  欲穷千里目  更上一层楼",
    ],
)
def test_other_lines_of_parts_are_no_links(line):
    assert not is_link_line(line)


def test_a_table_within_the_body_stays():
    row = ("body", "东岸渡口六点开出首班船 | 西岸渡口二十二点末班 | 每十五分钟开出一班船")
    assert settled([TITLE, row, STORY]) == ["title", "body", "body"]


@pytest.mark.parametrize(
    ("line", "beside", "wanted"),
    [
        ("2023-05-06", 0, True),
        ("[2023年5月6日 08:09]", 0, True),
        ("江口晚报 2023-05-06", 10, True),
        ("江口晚报 2023-05-06", 0, False),
        ("5月6日渡轮恢复通航,市民可登记。", 10, False),
        ("比分是3:2", 10, False),
        ("渡口", 10, False),
    ],
)
def test_a_stamp_is_a_time_and_little_else(line, beside, wanted):
    assert is_stamp(line, beside) is wanted


def test_a_long_gap_in_a_line_is_passed_over_once():
    # A step quadratic in the blanks would run into the time that a test may last.
    assert not is_link_line("渡" + " " * 1_000_000 + "口")
    assert settled([TITLE, MARKER, *cards(("5-6", "5-5")) * 2_000])[2:6] == [
        "link",
        "other",
        "other",
        "link",
    ]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("江口晚报渡轮频道记者 2023-05-06", True),
        ("江口晚报渡轮频道记者何 2023-05-06", False),
        ("2023-05-06" + " " * 26, True),
        ("2023-05-06" + " " * 27, False),
        ("12:30", True),
        ("刚刚", True),
        ("前天", True),
        ("100个月前", True),
        ("渡口刚才", False),
    ],
)
def test_a_stamp_has_ten_characters_beside_it_at_most(line, wanted):
    assert is_stamp(line) is wanted


@pytest.mark.parametrize(("linked", "dropped"), [(1, True), (0, False)])
def test_cards_are_no_list_where_less_than_half_are_linked(linked, dropped):
    rows = cards(("2023-05-06", "2023-05-05"), head="body")
    rows[0] = ("link", rows[0][1]) if linked else rows[0]
    found = settled([TITLE, STORY, MARKER, *rows])
    assert ("other" in found) is dropped


def test_cards_without_a_linked_headline_are_no_list_though_a_marker_stands_above():
    # The marker opens the list; of three headlines none is a link, one, or two.
    rows = cards(("2023-05-06", "2023-05-05", "2023-05-04"), head="body")
    for linked, dropped in ((0, False), (1, False), (2, True)):
        page = [
            ("link" if n // 3 < linked and n % 3 == 0 else label, text)
            for n, (label, text) in enumerate(rows)
        ]
        assert ("other" in settled([TITLE, STORY, MARKER, *page])) is dropped


def test_a_list_opens_with_a_link_or_a_marker():
    rows = cards(("2023-05-06", "2023-05-05"))
    unopened = [("body", rows[0][1]), *rows[1:]]
    assert "other" in settled([TITLE, STORY, MARKER, *rows])
    assert "other" in settled([TITLE, STORY, MARKER, *unopened])
    assert "other" not in settled([TITLE, MARKER, STORY, *unopened])


@pytest.mark.parametrize(
    ("score", "dropped"), [(0.89, True), (0.9, False)], ids=["doubted", "certain"]
)
def test_what_is_surely_text_is_no_card(score, dropped):
    found = settled([TITLE, MARKER, *cards(("2023-05-06", "2023-05-05"), "hds")], score=score)
    assert ("other" in found) is dropped


@pytest.mark.parametrize(
    ("button", "dropped"), [("接着看这一条", True), ("接着看下面这一条", False)]
)
def test_a_button_has_seven_characters_at_most(button, dropped):
    found = settled([TITLE, STORY, MARKER, *cards((button, button))])
    assert ("other" in found) is dropped


@pytest.mark.parametrize(("size", "dropped"), [(240, True), (241, False)])
def test_a_summary_is_no_article(size, dropped):
    rows = [row for row in cards(("2023-05-06", "2023-05-05")) if not row[1].startswith(TOLD)]
    long = ("body", "渡" * (size - 1) + "。")
    page = [TITLE, STORY, MARKER, rows[0], long, rows[1], rows[2], long, rows[3]]
    assert (settled(page)[4] == "other") is dropped


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("夜市开放到十点|图书馆周末开放|缆车月底试运行", False),
        ("夜市开放到十点半|图书馆周末也开放|缆车月底前试运行", True),
        ("夜市从桥下搬到广场开放到十点|图书馆周末也开放到晚上十点", False),
        # Two thirds of the parts are headlines.
        ("夜市开放到晚上十点半|图书馆周末整天也开放|更多", True),
        ("夜市开放到晚上十点半|图书馆周末整天也开放|更多|首页", False),
        ("|".join(["渡" * 8] * 3), True),
        ("|".join(["渡" * 7] * 4), False),
        ("夜市开放到十点半|图书馆周末也开放|缆车月底前试运行。", False),
        ("|".join(["渡" * 45] * 3), True),
        ("|".join(["渡" * 46] * 3), False),
        ("邻居们在读:夜市开放到晚上十点半|图书馆周末也开放|更多", True),
        ("电话:一二三四五|地址:江口路八号|邮编:一二三四五", False),
        ("夜市开放到十点半;图书馆周末也开放;缆车月底前试运行", True),
        ("夜市开放到十点半 · 图书馆周末也开放 · 缆车月底前试运行", True),
        ("夜市开放到十点半\t图书馆周末也开放\t缆车月底前试运行", True),
    ],
)
def test_a_line_of_links_has_three_headlines(line, wanted):
    assert is_link_line(line) is wanted


def test_a_line_of_links_that_is_surely_text_is_told_by_bars_alone():
    bars, gaps = " | ".join(HEADS), "   ".join(HEADS)
    assert is_link_line(bars, bars_only=True)
    assert not is_link_line(gaps, bars_only=True)
    for score, wanted in ((0.49, "link"), (0.5, "body")):
        assert settled([TITLE, STORY, ("body", gaps)], score=score)[2] == wanted


def test_a_line_of_links_stands_behind_the_body():
    line = ("credit", " | ".join(HEADS))
    assert settled([TITLE, STORY, line, ("other", "返回")])[2] == "link"
    assert settled([TITLE, line, STORY])[1] == "credit"
    # The first line of all is the title whatever it looks like.
    assert settled([("title", " | ".join(HEADS))]) == ["title"]


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [("link", "link", "other"), ("link", "body", "body"), ("body", "link", "body"), ("other", None, "other")],
)  # fmt: skip
def test_a_lone_stamp_goes_where_what_is_beside_it_goes(before, after, wanted):
    rows = [TITLE, MARKER, (before, HEADS[0]), ("body", "2023-05-06")]
    rows += [(after, STORY[1] if after == "body" else HEADS[1])] if after else []
    assert settled(rows)[3] == wanted
