"""Raw texts made ready for the judge of lines, and its verdicts put back on their lines."""

import numpy as np
import pytest

from pipeline.cleaning.lines.judge import judge_all, plain_lines
from pipeline.stages import shipped

WORDS = shipped.furniture()

STORY = "停航两周的渡轮恢复通航,两岸居民从早上六点起就可以登船,不必绕行大桥。"


class Asked:
    """A labeller that keeps what it is asked, and calls each line by its number."""

    def many(self, pages):
        self.pages = list(pages)
        return [[("body", n / 100) for n in range(len(page.lines))] for page in pages]


def judged(text, title=""):
    asked = Asked()
    (found,) = judge_all([(text, title)], asked, WORDS)
    return asked.pages[0], found


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("渡轮，通航", "渡轮,通航"),
        ("渡\u200b轮\ufeff", "渡轮"),
        ("\t 渡轮\u2003\u2009", "渡轮"),
        ("&nbsp;渡轮&#160;&#xa0;&shy;&zwnj", "渡轮"),
        ("渡轮&amp;船", "渡轮&amp;船"),
        ("渡轮通航.", "渡轮通航。"),
        ("渡轮通航.居民", "渡轮通航。居民"),
        ("轮.居民", "轮.居民"),
        ("版本3.5", "版本3.5"),
        ("(渡轮).”", "(渡轮)。”"),
    ],
)
def test_a_matching_copy_has_no_noise(text, plain):
    assert plain_lines(text) == [plain]


def test_blank_lines_are_counted_and_not_judged():
    page, found = judged("\n\n渡轮通航\n \n&nbsp;\n今天\n")
    assert (page.lines, page.gaps.tolist()) == (["渡轮通航", "今天"], [2, 2])
    assert [(line.label, line.score) for line in found.lines] == [
        ("blank", 1), ("blank", 1), ("body", 0.0), ("blank", 1), ("blank", 1), ("body", 0.01),
        ("blank", 1),
    ]  # fmt: skip
    assert [(line.start, line.end) for line in found.lines][2:4] == [(2, 6), (7, 8)]


def test_the_web_title_is_put_on_top_and_its_verdict_dropped():
    page, found = judged(f"\n{STORY}\n{STORY}", title="渡轮\n恢复，通航")
    assert page.lines == ["渡轮 恢复,通航", STORY, STORY]
    assert page.gaps.tolist() == [0, 1, 0]
    assert [line.score for line in found.lines] == [1.0, 0.01, 0.02]


@pytest.mark.parametrize(
    ("title", "line", "topped"),
    [
        ("渡轮恢复通航", "渡轮恢复通航", False),
        ("渡轮恢复通航", "【快讯】渡轮恢复通航_江口网", False),
        # Decorations of as much as the title and eight characters more.
        ("渡轮恢复通航", "渡轮恢复通航" + "口" * 14, False),
        ("渡轮恢复通航", "渡轮恢复通航" + "口" * 15, True),
        # Part of the title: of six characters at least.
        ("江口渡轮恢复通航", "渡轮恢复通航", False),
        ("江口渡轮恢复通航", "轮恢复通航", True),
        ("江口渡轮", STORY, True),
        ("  ", STORY, False),
    ],
)
def test_a_title_that_stands_in_the_text_is_not_put_on_top(title, line, topped):
    page, _ = judged(line, title)
    assert (len(page.lines) == 2) is topped


def test_a_title_is_cut_and_one_of_nothing_visible_is_a_dash():
    assert judged(STORY, "渡" * 500)[0].lines[0] == "渡" * 400
    assert judged(STORY, "\u200b")[0].lines[0] == "-"
    assert judged("", "渡轮")[0].lines == []


def test_letters_are_judged_by_their_shape_and_keep_their_places():
    page, found = judged("The ferry runs.\nIt is late.")
    assert all("一" <= char <= "鿿" for char in page.lines[0][:-1])
    assert [(line.start, line.end) for line in found.lines] == [(0, 15), (16, 27)]


def test_spans_are_looked_for_in_body_lines():
    _, found = judged(f"{STORY}【编辑:林小舟】\n本报讯 (记者 江一帆) {STORY}")
    assert [(span.line, span.kind) for span in found.spans] == [(0, "credit"), (1, "byline")]


def test_gaps_are_numbers_of_a_page():
    assert judged(STORY)[0].gaps.dtype == np.int64
