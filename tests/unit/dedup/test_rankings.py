"""Which links and decorations were seen most, and under what names an operator means them."""

import msgspec
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


def test_of_as_many_the_one_on_more_sites_then_the_smaller_id():
    ranking = Ranking(9, {})
    for each in (record("c", 2), record("b", 2), record("d", 2, sites=("a", "b")), record("a", 1)):
        ranking.take(each)
    assert ids(ranking.best()) == ["d", "b", "c", "a"]


def test_a_thousand_more_than_are_asked_for_wait_for_those_that_fall():
    ranking = Ranking(1, {})
    for number in range(2003):
        ranking.take(record(f"{number:04}", 5000 - number))
    # Half of them were let go: those ranked below what is asked for and a thousand.
    for number in range(1000):
        ranking.take(record(f"{number:04}", 1))
    assert ids(ranking.best()) == ["1000"]
    ranking.take(record("1000", 1))
    assert [r.count for r in ranking.best()] == [1]


def test_nothing_is_let_go_below_twice_that():
    ranking = Ranking(1, {})
    for number in range(2002):
        ranking.take(record(f"{number:04}", 5000 - number))
    for number in range(2001):
        ranking.take(record(f"{number:04}", 1))
    assert [(r.id, r.count) for r in ranking.best()] == [("2001", 2999)]


def test_what_was_seen_under_several_ids_is_of_a_site_when_one_of_them_is():
    aliases = {"old": "new", "lost": "gone"}
    ranking = Ranking(9, aliases, site="b.example")
    ranking.take(record("old", 2, sites=("b.example",)))
    ranking.take(record("new", 4))
    ranking.take(record("lost", 9))
    assert [(r.id, r.count) for r in ranking.best()] == [("new", 6)]
    assert len(Ranking(1, aliases, site="b.example").best()) == 0


def test_joined_and_plain_links_are_ranked_together_and_cut():
    ranking = Ranking(2, {"old": "new"})
    for each in (record("old", 2), record("new", 2), record("a", 3), record("b", 9)):
        ranking.take(each)
    assert ids(ranking.best()) == ["b", "new"]


def test_a_joined_record_counts_sites_at_least_and_bounds_what_it_names():
    one = record(
        "a",
        1,
        sites=tuple(f"s{n}" for n in range(40)),
        decorations=tuple(map(str, range(20))),
        first=3.0,
    )
    two = record(
        "b",
        2,
        sites=tuple(f"s{n}" for n in range(30, 70)),
        decorations=tuple(map(str, range(10, 40))),
        first=2.0,
    )
    found = joined([one, two], "new")
    assert (found.sites, found.site_count) == (
        tuple(f"s{n}" for n in (*range(30, 70), *range(24))),
        70,
    )
    assert found.decorations == tuple(map(str, (*range(10, 40), 0, 1)))
    assert (found.headline, found.first_seen, found.last_seen, found.count) == (
        "headline of b",
        2.0,
        4.0,
        3,
    )
    many = msgspec.structs.replace(one, site_count=500)
    assert joined([many, two], "new").site_count == 500


def test_the_headline_is_that_of_the_id_that_stays_then_of_the_first_seen():
    old, new, late = (
        record("old", 1, first=1.0),
        record("new", 1, first=5.0),
        record("a", 1, first=1.0),
    )
    assert joined([old, new], "new").headline == "headline of new"
    assert joined([old, late], "new").headline == "headline of a"


def test_decorations_of_a_site_ranked_by_links_then_by_word():
    counts = DecorationCounts(lambda word: False, site="b.example")
    for each in (
        record("a", 1, decorations=("甲", "乙", "乙"), sites=("b.example",)),
        record("b", 1, decorations=("乙", "丁"), sites=("a.example", "b.example")),
        record("c", 1, decorations=("丙",) * 9),
        record("d", 1, decorations=("甲",), sites=("b.example",)),
    ):
        counts.take(each)
    assert [(c.decoration, c.links) for c in counts.best(9)] == [("乙", 2), ("甲", 2), ("丁", 1)]


@pytest.mark.parametrize("text", [NAME[:-1], NAME + "0", "g" + NAME[1:]])
def test_an_id_has_16_digits_and_anything_else_is_a_headline(text):
    assert link_name(text, shipped.prior()) == f"{hash64(text.lower()):016x}"


def test_a_decoration_that_only_the_stream_knows_stays_on_a_name():
    assert (
        link_name(f"青萝小站:{HEADLINE}", shipped.prior())
        == f"{hash64(f'青萝小站:{HEADLINE}'):016x}"
    )


@pytest.mark.parametrize("mark", " :!|_~-[]()<>→·,。?;\"'「」【】")
def test_what_sets_a_decoration_off_is_no_part_of_it(mark):
    assert decoration_name(f"{mark}青萝{mark}小站{mark}") == decoration_name(f"青萝{mark}小站")
    assert decoration_name(f"{mark}青萝") == "青萝"
