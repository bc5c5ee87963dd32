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
