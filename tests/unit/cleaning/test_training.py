"""The training of the judge of lines: its pages, its networks, its word lists."""

import random

import numpy as np
import pytest

from pipeline.cleaning.labeller import LABELS, Network
from pipeline.cleaning.phrases import shipped_phrases
from tools.cleaning_net import Plan, train_network
from tools.cleaning_pages import half_words, make_example, read_words
from tools.cleaning_surface import Row
from tools.cleaning_variants import Maker
from tools.train_cleaning import WORDS, main

PAGE = [
    Row("江口渡轮恢复通航 市民可提前登记", "title"),
    Row("2023-05-06 08:09 来源:江口晚报", "other"),
    Row("渡轮今天恢复通航,两岸居民都很高兴。管理处说,今后每天运行四十班,末班二十二点从西岸开出,欢迎大家乘坐并且提出意见。", "body"),
    Row("管理处提醒,乘船时请提前十分钟到达渡口,听从工作人员安排,自行车请推行上船,老人和孩子请坐在船舱里,不要靠近栏杆,以免发生危险。", "body"),
    Row("责任编辑:林小舟", "credit"),
    Row("相关阅读", "marker"),
    *(Row(f"- {text}", "link", text) for text in ("夜市搬新家 摊位多一倍", "老厂房改成图书馆", "缆车检修完毕 月底试运行", "冬泳爱好者横渡南湖")),
]  # fmt: skip


def maker(seed):
    return Maker(read_words(WORDS), sorted(shipped_phrases().surnames), [PAGE], random.Random(seed))


def test_every_group_of_words_is_there_and_splits_in_two():
    words = read_words(WORDS)
    halves = half_words(words, 0), half_words(words, 1)
    for name, group in words.items():
        assert len(group) > 8, name
        assert sorted(halves[0][name] + halves[1][name]) == sorted(group)


@pytest.mark.parametrize("seed", range(40))
def test_a_variant_is_a_page_with_known_labels(seed):
    variant = maker(seed)(PAGE)
    assert variant == maker(seed)(PAGE)
    assert {row.label for row in variant} <= {*LABELS, "blank"}
    if any(row.text for row in variant):
        example = make_example(variant, shipped_phrases())
        assert len(example.gold) == len(example.table()) == len(example.shown)
        assert np.isfinite(example.table().astype(np.float32)).all()


def test_another_surface_keeps_labels_and_body():
    for seed in range(20):
        page = maker(seed).surface(PAGE)
        assert [row.label for row in page] == [row.label for row in PAGE]
        bodies = [row.text for row in page if row.label == "body"]
        assert bodies == [row.text for row in PAGE if row.label == "body"]


def test_a_network_learns_what_no_straight_line_parts():
    rng = np.random.default_rng(1)
    table = rng.standard_normal((4000, 3)).astype(np.float32)
    gold = ((table[:, 0] > 0) ^ (table[:, 1] > 0)).astype(np.int64)
    plan = Plan(hidden=(16, 8), epochs=30, rate=1e-2)
    layers = train_network([table[:3000]], [gold[:3000]], 2, plan)
    opinions = Network(tuple(layers)).opinions(table[3000:])
    assert (opinions.argmax(axis=1) == gold[3000:]).mean() > 0.9


def test_absent_sets_are_one_clear_line(tmp_path, capsys):
    assert main(["--shared", str(tmp_path / "none")]) == 2
    assert "is absent" in capsys.readouterr().out
