"""The parts that features are made of, each on lines that show what it is for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cleaning.lines import context
from pipeline.cleaning.lines.best_path import best_paths
from pipeline.cleaning.lines.features import BASE_COUNT, features_of_pages
from pipeline.cleaning.lines.labeller import LABELS
from pipeline.cleaning.lines.line_starts import START_KINDS, read_line_starts
from pipeline.cleaning.lines.overlap import overlaps
from pipeline.cleaning.lines.phrases import GROUPS, Phrases, parse_phrases
from pipeline.errors import ResourceError
from pipeline.stages import shipped
from pipeline.text import chars

BASE = len(START_KINDS)


def leads(lines):
    table = np.zeros((len(lines), BASE + 6))
    found = read_line_starts(lines)
    table[np.arange(len(lines)), found.kinds] = 1
    for row, column, value in found.marks:
        table[row, column] = value
    return table, found


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("渡轮恢复通航", "none"), ("★渡轮", "symbol"), ("▪ 渡轮", "symbol"), ("- 渡轮", "dash"), ("3、渡轮", "number"),
        ("(3) 渡轮", "number"), ("③渡轮", "number"), ("【3】渡轮", "number"), ("三、渡轮", "chinese"), ("——渡轮", "long-dash"),
        ("【看点】渡轮", "opening"), ("2023年渡轮", "none"), ("3.5元", "none"), ("“渡轮", "none"),
    ],
)  # fmt: skip
def test_the_kind_of_a_lead(line, kind):
    table, _ = leads([line])
    assert START_KINDS[int(table[0, :BASE].argmax())] == kind


def test_numbering_is_followed_through_its_own_signature():
    table, found = leads(["1.早班", "要提前到", "2.晚班", "1)别的", "4.夜班"])
    continues, breaks = table[:, BASE + 1].tolist(), table[:, BASE + 3].tolist()
    assert continues == [0, 0, 1, 0, 0]
    assert breaks == [0, 0, 0, 0, 1]
    assert found.signatures.tolist() == [1, 0, 1, 2, 1]


def test_overlap_is_with_what_others_say():
    lines = ["江口渡轮通航", "江口渡轮今天恢复通航,江口居民高兴。", "山城夜市搬新家", "渡轮通航"]
    codes = chars.code_points("".join(lines))
    sizes = np.array([len(line) for line in lines])
    told = np.array([False, True, False, False])
    kinds, pages = chars.classes_of(codes), np.array([len(lines)])
    table = overlaps(codes, kinds, sizes, told, [lines[0]], pages)
    assert table[0, 0] == table[3, 0] == 1
    assert table[2].tolist() == [0, 0, 0, 0, 0]
    assert table[3, 2] > table[1, 2]


def test_phrases_cover_short_lines_only():
    phrases = Phrases({"marker": ["推荐", "推荐阅读"], "nav": ["返回"]})
    table = phrases.cover(["推荐阅读:", "返回", "推荐" + "字" * 60])
    assert table[0, GROUPS.index("marker")] == pytest.approx(0.8)
    assert table[1, GROUPS.index("nav")] == 1
    assert not table[2].any()


def test_a_damaged_list_says_so():
    with pytest.raises(ResourceError, match="before the first group"):
        parse_phrases("推荐\n[marker]\n", where="list")


def test_a_page_without_any_word_group_has_features_too():
    table = features_of_pages([["渡轮", "·"]], Phrases({}), [""]).table
    assert table.shape == (2, BASE_COUNT)
    assert np.isfinite(table).all()


@given(st.lists(st.text(min_size=1, max_size=90).filter(str.strip), min_size=1, max_size=30))
def test_features_are_finite_for_any_lines(lines):
    base = features_of_pages([[line.strip() for line in lines]], shipped.phrases(), [""])
    runs = context.find_runs(base.signatures)
    place = context.places(base, np.zeros(len(lines), dtype=np.int64), runs)
    assert np.isfinite(context.context_features(base, place, runs)).all()


@given(st.integers(1, 40), st.integers(1, 6))
def test_both_ways_to_look_around_agree(count, width):
    values = np.arange(count * 3, dtype=np.float32).reshape(count, 3) / 7
    small = context.surroundings(values, (-2, -1, 1), (width, 1 << 30))
    kept, context._SMALL = context._SMALL, 0
    try:
        large = context.surroundings(values, (-2, -1, 1), (width, 1 << 30))
    finally:
        context._SMALL = kept
    for one, other in zip(small, large, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-3)


def test_the_path_pays_for_steps_that_never_occur():
    size = len(LABELS)
    steps = np.zeros((size + 1, size), dtype=np.float32)
    shoulder, headline, body = (LABELS.index(x) for x in ("shoulder", "headline", "body"))
    opinions = np.full((2, size), 1e-6, dtype=np.float32)
    opinions[0, shoulder] = 0.9
    opinions[1, body], opinions[1, headline] = 0.6, 0.4
    pages = np.array([2])
    assert best_paths(opinions, steps, pages, [True]) == [shoulder, body]
    steps[shoulder, body] = 3
    assert best_paths(opinions, steps, pages, [True]) == [shoulder, headline]
