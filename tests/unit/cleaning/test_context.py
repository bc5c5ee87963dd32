"""What stands around a line: no line hears of another page, and means are over what is there."""

import numpy as np
import pytest

from pipeline.cleaning.lines import context
from pipeline.cleaning.lines.best_path import best_paths
from pipeline.cleaning.lines.features import MARK_AT, features_of_pages
from pipeline.cleaning.lines.line_starts import START_COUNT
from pipeline.cleaning.lines.overlap import OVERLAP_COUNT, overlaps
from pipeline.cleaning.lines.phrases import GROUPS, LONGEST, Phrases, parse_phrases
from pipeline.text import chars

PAGES = np.array([3, 2])


def column(*values):
    return np.array(values, dtype=np.float32)[:, None]


def test_runs_end_with_their_page():
    runs = context.find_runs(np.array([1, 1, 1, 1, 2]), PAGES)
    assert (runs.of.tolist(), runs.first.tolist()) == ([0, 0, 0, 1, 2], [0, 3, 4])
    assert runs.size.tolist() == [3, 1, 1]
    one = context.find_runs(np.array([1, 1, 1, 1, 2]))
    assert (one.first.tolist(), one.size.tolist()) == ([0, 4], [4, 1])
    means = context.run_means(column(1, 2, 6, 4, 5), runs)
    assert means.ravel().tolist() == [3, 3, 3, 4, 5]


@pytest.mark.parametrize("small", [0, 96])
def test_neighbours_are_of_the_same_page(small, monkeypatch):
    monkeypatch.setattr(context, "_SMALL", small)
    before, after, back, ahead, all_back, all_ahead = context.surroundings(
        column(1, 2, 3, 4, 5), (-1, 2), (1, 1 << 30), PAGES
    )
    assert before.ravel().tolist() == [0, 1, 2, 0, 4]
    assert after.ravel().tolist() == [3, 0, 0, 0, 0]
    assert back.ravel().tolist() == [0, 1, 2, 0, 4]
    assert ahead.ravel().tolist() == [2, 3, 0, 5, 0]
    assert all_back.ravel().tolist() == [0, 1, 1.5, 0, 4]
    assert all_ahead.ravel().tolist() == [2.5, 3, 0, 5, 0]


STORY = "停航两周的渡轮恢复通航,两岸居民从早上六点起就可以登船,不必绕行到下游的大桥去了。"


def base_of(*pages):
    return features_of_pages(pages, Phrases({}), [""] * len(pages))


def test_where_a_line_stands():
    base = base_of(["渡轮", STORY, "★船", "★船"], ["渡轮", STORY])
    runs = context.find_runs(base.signatures, base.pages)
    table = context.places(base, np.array([0, 1, 0, 0, 2, 0]), runs)
    size = len(STORY)
    wanted = {
        0: [0, 1 / 4, 2 / 4, 3 / 4, 0, 1 / 2],
        1: [1, 1 / 2, 1 / 3, 1 / 4, 1, 1 / 2],
        2: [1 / 4, 1 / 3, 1 / 2, 1, 1 / 2, 1],
        3: [np.log1p(4) / 5] * 4 + [np.log1p(2) / 5] * 2,
        4: [0, 1, 1, 1, 0, 1],
        5: [0, 1 / 6, 1 / 6, 1 / 6, 0, 1 / 6],
        6: [1 / 6, 1 / 6, 0, 0, 1 / 6, 1 / 6],
        7: [np.log1p(size) / 8] * 6,
        8: [np.log1p(2) / 4] * 6,
        9: [1, 1 / 2, 1, 1 / 2, 1, 1 / 2],
        10: [0, 1, 0, 0, 1, 0],
        11: [1, 0, 0, 1, 0, 1],
        12: [1 / 4] * 4 + [1 / 2] * 2,
        13: [2 / 4] * 4 + [1] * 2,
        14: [1 / 4] * 4 + [1 / 2] * 2,
    }
    for number, values in wanted.items():
        assert table[:, number].tolist() == pytest.approx(values), number
    lengths = base.table[:, 0]
    spread = [np.std(lengths[0:2])] * 2 + [0, 0] + [np.std(lengths[4:6])] * 2
    assert table[:, 15].tolist() == pytest.approx(spread, abs=1e-4)


def test_a_second_look_hears_the_most_that_was_said_before_and_after():
    base = base_of(["渡轮", STORY, STORY], ["渡轮", STORY])
    runs = context.find_runs(base.signatures, base.pages)
    place = context.places(base, np.zeros(5, dtype=np.int64), runs)
    said = np.array([[0.1], [0.5], [0.3], [0.9], [0.2]], dtype=np.float32)
    table = context.opinion_features(base, place, runs, said)
    assert table.shape[1] == context.opinion_count(1)
    before, after = table[:, -18], table[:, -17]
    assert before.tolist() == pytest.approx([0, 0.1, 0.5, 0, 0.9])
    assert after.tolist() == pytest.approx([0.5, 0.3, 0, 0.2, 0])


@pytest.mark.parametrize(
    ("line", "core"),
    [
        ("渡" * 35 + "。", True),
        ("渡" * 34 + "。", False),
        ("渡" * 60, False),
        ("渡" * 78 + ",,", True),
        ("渡" * 77 + ",,", False),
        ("渡" * 99 + ",", False),
    ],
)
def test_what_can_be_nothing_but_running_text(line, core):
    assert base_of([line]).core.tolist() == [core]


def test_a_long_line_is_judged_by_its_head_and_tail():
    whole = base_of(["渡" * 2000 + "7" * 5000 + "渡" * 999 + "。"])
    short = base_of(["渡" * 2999 + "。"])
    assert whole.table[0, : context.BASE_COUNT - 4].tolist() == pytest.approx(
        short.table[0, : context.BASE_COUNT - 4].tolist()
    )
    assert whole.lengths.tolist() == [8000]


@pytest.mark.parametrize(
    ("line", "tells"), [("渡轮通航了。", True), ("渡轮通航。", False), ("渡轮通航了了", False)]
)
def test_a_closed_line_of_six_characters_tells_the_story(line, tells):
    told = base_of(["渡轮通航", line]).table[0, MARK_AT - START_COUNT - OVERLAP_COUNT + 2]
    assert told == (1 if tells else 0)


def shares(lines, told, titles, counts):
    codes = chars.code_points("".join(lines))
    sizes = np.array([len(line) for line in lines])
    return overlaps(codes, chars.classes_of(codes), sizes, np.array(told), titles, np.array(counts))


def test_a_body_lines_own_pairs_do_not_speak_for_it():
    table = shares(["江口渡轮", "江口渡轮", "夜市"], [True, False, False], ["渡轮"], [3])
    assert table[:, 2].tolist() == [0, 1, 0]
    assert table[:, 3].tolist() == [1, 1, 0]
    assert table[:, 4].tolist() == pytest.approx([np.log1p(1) / 3] * 2 + [0])
    assert table[:, 0].tolist() == pytest.approx([1 / 3, 1 / 3, 0])
    assert table[:, 1].tolist() == [1, 1, 0]


def test_pages_do_not_know_of_each_other():
    table = shares(["江口渡轮", "江口渡轮"], [True, True], ["夜市", "江口渡轮"], [1, 1])
    assert table[0].tolist() == [0, 0, 0, 0, 0]
    assert table[1].tolist() == [1, 1, 0, 0, 0]


def test_marks_and_line_ends_make_no_pairs():
    assert shares(["江,口", "渡", "轮"], [False] * 3, ["江口渡轮"], [3])[:, 0].tolist() == [0, 0, 0]
    assert shares(["渡"], [False], ["渡"], [1]).tolist() == [[0] * 5]


@pytest.mark.parametrize(("size", "covered"), [(LONGEST, True), (LONGEST + 1, False)])
def test_function_words_rule_lines_of_up_to_48_characters(size, covered):
    table = Phrases({"nav": ["返回"]}).cover(["渡轮", "返回" + "渡" * (size - 2), "返回"])
    assert table[:, GROUPS.index("nav")].tolist() == pytest.approx([0, 2 / 48 * covered, 1])
    assert LONGEST == 48


def test_a_word_of_two_groups_belongs_to_the_first_of_them():
    table = Phrases({"nav": ["返回", "回"], "marker": ["返回"]}).cover(["返回"])
    assert table[0, GROUPS.index("marker")] == 1
    assert table[0, GROUPS.index("nav")] == 0


def test_a_list_of_words_has_groups_and_comments():
    text = "# 说明\n[nav]\n返回 首页\n\n[marker]\n相关阅读\n[nav]\n# 返航\n更多\n"
    assert parse_phrases(text, where="list") == {
        "nav": ["返回", "首页", "更多"],
        "marker": ["相关阅读"],
    }


def test_pages_are_walked_apart_and_only_openings_pay():
    steps = np.zeros((3, 2), dtype=np.float32)
    steps[0, 1] = steps[2, 1] = 9
    opinions = np.array([[0.9, 0.1], [0.1, 0.9], [0.4, 0.6]], dtype=np.float32)
    # On one page the dear step is not taken; across two pages nothing is paid for it.
    assert best_paths(opinions, steps, np.array([3]), [True]) == [0, 0, 0]
    assert best_paths(opinions, steps, np.array([1, 2]), [True, False]) == [0, 1, 1]
    assert best_paths(opinions, steps, np.array([1, 2]), [True, True]) == [0, 0, 0]


def test_a_line_that_is_sure_parts_what_can_be_settled_by_itself():
    steps = np.zeros((3, 2), dtype=np.float32)
    steps[0, 1] = 2
    sure, torn = [0.9999, 0.0001], [0.35, 0.65]
    opinions = np.array([torn, sure, torn, torn, torn, torn, sure, torn], dtype=np.float32)
    assert best_paths(opinions, steps, np.array([8]), [True]) == [1, 0, 1, 1, 1, 1, 0, 0]
    assert best_paths(opinions[:4], steps, np.array([4]), [True]) == [1, 0, 0, 0]
