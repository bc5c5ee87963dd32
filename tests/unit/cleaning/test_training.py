"""The training of the judge of lines: its pages, its networks, its word lists."""

import json
import lzma
import random

import numpy as np
import pytest

from pipeline.cleaning.lines.labeller import LABELS, Network
from pipeline.stages import shipped
from tools.cleaning_net import Plan, together, train_network
from tools.cleaning_pages import half_words, make_example, read_words
from tools.cleaning_stories import Printer, Story, read_stories, strangers
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
    return Maker(read_words(WORDS), sorted(shipped.phrases().surnames), [PAGE], random.Random(seed))


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
        example = make_example(variant, shipped.phrases())
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


def test_networks_together_answer_the_mean_of_their_scores():
    rng = np.random.default_rng(2)
    table = rng.standard_normal((50, 4)).astype(np.float32)
    shapes = (((4, 6), (6, 5), (5, 3)), ((4, 2), (2, 3), (3, 3)))
    networks = [
        [
            (rng.standard_normal(shape).astype("f4"), rng.standard_normal(shape[1]).astype("f4"))
            for shape in layers
        ]
        for layers in shapes
    ]
    logs = [np.log(Network(tuple(layers)).opinions(table)) for layers in networks]
    mean = np.exp(sum(logs) / 2)
    found = Network(tuple(together(networks))).opinions(table)
    assert np.allclose(found, mean / mean.sum(axis=1, keepdims=True), atol=1e-5)


def test_absent_sets_are_one_clear_line(tmp_path, capsys):
    assert main(["--shared", str(tmp_path / "none")]) == 2
    assert "is absent" in capsys.readouterr().out


STORY = Story(
    "石桥镇修好百年水车",
    ("水车停了二十年,今年春天又转了起来。", "工匠们用了三个月。", "孩子们围着它看了一下午。"),
)


@pytest.mark.parametrize("seed", range(20))
def test_another_article_is_printed_whole_and_in_order_on_a_known_layout(seed):
    page = Printer([STORY], random.Random(seed))(PAGE)
    bodies = [row.text for row in page if row.label == "body"]
    assert [text.replace(".", "。") for text in bodies] == list(STORY.paragraphs)
    assert [row for row in page if row.label not in {"title", "body"}] == [
        row for row in PAGE if row.label not in {"title", "body"}
    ]
    assert page[0] == Row(STORY.title, "title")


def test_without_stories_or_body_a_page_stays_as_it_is():
    assert Printer([], random.Random(1))(PAGE) == PAGE
    assert Printer([STORY], random.Random(1))(PAGE[4:]) == PAGE[4:]


def test_stories_are_originals_without_doubtful_lines_at_their_ends(tmp_path):
    docs = [
        {"id": "a", "title": "石桥镇修好水车", "body": "摄影 林小舟\n" + "\n".join("水车转了。" * 14 for _ in range(4)) + "\n(完)\n来源:晚报"},
        {"id": "b", "title": "别处的转载", "body": "水车转了。"},
    ]  # fmt: skip
    kinds = [{"id": "a", "kind": "orig"}, {"id": "b", "kind": "light"}]
    for name, rows in (("docs", docs), ("gold", kinds)):
        with lzma.open(tmp_path / f"{name}.jsonl.xz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    (story,) = read_stories(tmp_path)
    assert story.paragraphs == (*["水车转了。" * 14] * 4, "(完)")


def test_a_story_that_a_judged_page_prints_is_no_stranger():
    long = "渡轮今天恢复通航两岸居民都很高兴管理处说今后每天运行四十班末班二十二点从西岸开出"
    known = Story("渡轮", (long,))
    assert strangers([known, STORY], [PAGE]) == [STORY]
