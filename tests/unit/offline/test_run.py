"""Stories of a run over files: the name they were first printed under is the one they keep."""

from itertools import permutations

import pytest

from pipeline.codec import too_large
from pipeline.offline import enrich
from pipeline.topology import LARGEST_ARTICLE_LINES
from pipeline.types.articles import Origin, RawArticle

BODY = """河口镇的石拱桥昨天通车,镇里的孩子们排着队第一次从桥上走到对岸的学校去上课。
修桥的钱一半来自镇里,一半由对岸的五个村按户凑齐,账目每个月都贴在村口的布告栏上。
石匠说,桥上的每一块石头都编了号,哪一块松了,按着号就能找到当年是谁砌的。"""
OTHER = """城里的旧书市搬到了河边,周末两天摆出四百多个书摊,来淘书的人比往年多了一倍。
摊主们说,卖得最好的是旧地图和老课本,有人专门来找自己小时候用过的那一版。"""


def article(name, day, text=BODY):
    time = f"2024-03-{day:02}T08:00:00+08:00"
    return {
        "id": name,
        "site": f"{name}.example",
        "title": name,
        "text": text,
        "published_at": time,
    }


@pytest.mark.parametrize("order", list(permutations("abc")), ids="".join)
@pytest.mark.parametrize("days", [(1, 2, 3), (2, 2, 2)], ids=["three days", "one moment"])
def test_copies_are_one_story_in_any_order(order, days):
    given = {name: article(name, day) for name, day in zip("abc", days, strict=True)}
    given["other"] = article("other", 2, OTHER)
    found = {
        each["source_id"]: each["duplicate"]["story"]
        for each in enrich([given[name] for name in (*order, "other")], stage="dedup")
    }
    assert len({found[name] for name in "abc"}) == 1
    assert found["other"] not in {found[name] for name in "abc"}


def test_a_copy_names_what_it_copies():
    first, second = enrich([article("a", 1), article("b", 2)], stage="dedup")
    assert first["duplicate"] == {"status": "original", "of": None, "story": first["id"], "similarity": 0.0}  # fmt: skip
    assert second["duplicate"] == {"status": "exact", "of": first["id"], "story": first["id"], "similarity": 1.0}  # fmt: skip


def test_nothing_is_remembered_from_one_run_to_the_next():
    once = list(enrich([article("a", 1)], stage="dedup"))
    assert list(enrich([article("a", 1)], stage="dedup")) == once


def test_what_is_too_large_is_refused_however_it_is_given():
    text = "行\n" * LARGEST_ARTICLE_LINES
    raw = RawArticle(origin=Origin(source_id="c"), text=text)
    found = list(enrich([text, {"id": "b", "text": text}, raw, "早班船"], stage="clean"))
    assert [each["source_id"] for each in found[:3]] == ["articles:1", "b", "c"]
    assert [each["rejected"] for each in found[:3]] == [
        {"stage": "clean", "reason": "too-large", "detail": too_large(text)}
    ] * 3
    assert "rejected" not in found[3]
