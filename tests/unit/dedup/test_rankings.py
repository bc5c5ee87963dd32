"""Which links and decorations were seen most, and under what names an operator means them."""

import pytest

from pipeline.dedup.links.operator_names import decoration_name, link_name
from pipeline.dedup.links.rankings import DecorationCounts, Ranking, joined
from pipeline.stages import shipped
from pipeline.text.fingerprint import hash64
from pipeline.types.records import LinkRecord

HEADLINE = "灯塔博物馆迎来首批访客"
NAME = f"{hash64(HEADLINE):016x}"


def record(name, count, *, sites=("a.example",), decorations=(), first=1.0):
    return LinkRecord(
        id=name, headline=f"headline of {name}", decorations=decorations, sites=sites,
        site_count=len(sites), first_seen=first, last_seen=first + count, count=count,
    )  # fmt: skip


def ids(records):
    return [record.id for record in records]


def test_the_most_seen_links_come_first_by_their_newest_records():
    ranking = Ranking(2, {})
    for each in (record("a", 1), record("b", 5), record("c", 3), record("a", 4), record("b", 2)):
        ranking.take(each)
    assert ids(ranking.best()) == ["a", "c"]


def test_few_are_held_however_many_go_by():
    ranking = Ranking(3, {})
    for number in range(20_000):
        ranking.take(record(f"{number:05}", number % 9973))
    assert [r.count for r in ranking.best()] == [9972, 9972, 9971]
    assert len(ranking._found) <= 2 * 1003


def test_links_of_one_site():
    ranking = Ranking(9, {}, site="b.example")
    ranking.take(record("a", 9))
    ranking.take(record("b", 1, sites=("a.example", "b.example")))
    assert ids(ranking.best()) == ["b"]


def test_what_was_seen_under_several_ids_counts_together():
    ranking = Ranking(9, {"old": "new", "older": "old"})
    ranking.take(record("old", 2, sites=("b.example",), decorations=("快看",), first=0.5))
    ranking.take(record("old", 3, sites=("b.example",), decorations=("快看",), first=0.5))
    ranking.take(record("new", 4))
    ranking.take(record("other", 6))
    first, second = ranking.best()
    assert (first.id, first.count, first.headline) == ("new", 7, "headline of new")
    assert (first.first_seen, first.last_seen) == (0.5, 5.0)
    assert (set(first.sites), first.site_count) == ({"a.example", "b.example"}, 2)
    assert (first.decorations, second.id) == (("快看",), "other")


def test_a_link_seen_under_its_old_id_alone_has_its_new_one():
    assert joined([record("old", 2)], "new").id == "new"
    assert joined([], "new") is None


def test_decorations_are_counted_by_distinct_links():
    counts = DecorationCounts(lambda word: word == "今日要闻")
    for each in (
        record("a", 1, decorations=("今日要闻",)),
        record("a", 2, decorations=("今日要闻", "青萝小站")),
        record("b", 900, decorations=("青萝小站",)),
        record("c", 1),
    ):
        counts.take(each)
    found = [(c.decoration, c.links, c.learnt) for c in counts.best(9)]
    assert found == [("青萝小站", 2, True), ("今日要闻", 1, False)]
    assert len(counts.best(1)) == 1


@pytest.mark.parametrize(
    "text",
    [NAME, NAME.upper(), f" {NAME} ", HEADLINE, f"· 环球速递：{HEADLINE}", f"{HEADLINE}_今日要闻"],
)
def test_a_link_is_named_by_id_or_as_it_stands(text):
    assert link_name(text, shipped.prior()) == NAME


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("青萝小站", "青萝小站"), ("【青萝小站】", "青萝小站"), ("青蘿小站：", "青萝小站"),
        ("｜ 青萝小站", "青萝小站"), ("_News", "News"), ("：", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_decoration_is_its_word(text, word):
    assert decoration_name(text) == word
