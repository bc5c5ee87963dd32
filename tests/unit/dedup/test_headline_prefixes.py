"""Which whole headline a cut one was: by eight characters, compared by forty."""

import pytest

from pipeline.dedup.learnt.headline_prefixes import HeadlinePrefixes
from pipeline.dedup.links.reader import link_id

ONE, OTHER, THIRD = "01" * 8, "02" * 8, "03" * 8
LONG = "".join(chr(0x4E00 + n) for n in range(60))
START = LONG[:8]


def known(*headlines, size=(4, 16)):
    """Return the headlines: a key and an id each, cut where there is a third thing."""
    prefixes = HeadlinePrefixes({}, scope="0", size=size, day=1)
    for key, name, *cut in headlines:
        prefixes.saw(key, name, cut=bool(cut))
    return prefixes


def test_the_whole_one_that_begins_so():
    prefixes = known((LONG[:20], ONE), ("另" + LONG[:20], OTHER))
    assert prefixes.like(LONG[:8]) == ({ONE}, True)
    assert prefixes.like(LONG[:20]) == ({ONE}, True)
    assert prefixes.like(LONG[:21]) == (set(), False)
    assert prefixes.like(LONG[:10] + "别") == (set(), False)


@pytest.mark.parametrize(("size", "found"), [(7, set()), (8, {ONE})])
def test_eight_characters_find_it(size, found):
    assert known((LONG[:size], ONE)).like(LONG[:size])[0] == found
    # Of eight that differ in the last one each has its own.
    assert known((LONG[:7] + "别", OTHER)).like(LONG[:8]) == (set(), False)


@pytest.mark.parametrize(("at", "found"), [(39, set()), (40, {ONE})])
def test_forty_characters_are_compared(at, found):
    other = LONG[:at] + "別" + LONG[at + 1 :]
    assert known((LONG, ONE)).like(other)[0] == found


@pytest.mark.parametrize(("size", "found"), [(50, {ONE}), (60, {ONE}), (61, set())])
def test_a_cut_headline_is_no_longer_than_the_whole(size, found):
    """Also where they agree in all the characters that are compared."""
    assert known((LONG, ONE)).like((LONG + "尾")[:size]) == (found, bool(found))


@pytest.mark.parametrize(("ending", "same"), [(12, True), (13, False)])
def test_of_whole_ones_that_differ_in_an_ending_the_shortest(ending, same):
    prefixes = known(
        (LONG[:20] + "尾" * ending, OTHER), (LONG[:20], ONE), (LONG[:20] + "末", THIRD)
    )
    assert prefixes.like(LONG[:10]) == ({ONE} if same else {ONE, OTHER, THIRD}, True)


def test_whole_ones_that_differ_in_more_are_several():
    prefixes = known((LONG[:20], ONE), (LONG[:15] + "别的结尾", OTHER))
    assert prefixes.like(LONG[:10]) == ({ONE, OTHER}, True)
    assert prefixes.like(LONG[:18]) == ({ONE}, True)


def test_a_cut_one_is_like_cut_ones_until_a_whole_one_is_known():
    prefixes = known((LONG[:12], ONE, "cut"))
    assert prefixes.like(LONG[:10]) == prefixes.like(LONG[:12]) == ({ONE}, False)
    assert prefixes.like(LONG[:15]) == ({ONE}, False)
    assert prefixes.like(LONG[:10] + "别") == (set(), False)
    prefixes.saw(LONG[:10] + "别的", OTHER, cut=True)
    assert prefixes.like(LONG[:9]) == ({ONE, OTHER}, False)
    prefixes.saw(LONG[:30], THIRD, cut=False)
    assert prefixes.like(LONG[:9]) == ({THIRD}, True)


def test_no_whole_one_shorter_than_the_cut_is_like_it():
    assert known((LONG[:12], ONE)).like(LONG[:15]) == (set(), False)


@pytest.mark.parametrize("size", [127, 128, 200])
def test_a_headline_without_end_is_no_cut_one(size):
    prefixes = known(((LONG * 4)[:size], ONE))
    assert prefixes.like((LONG * 4)[:size]) == ({ONE}, True)
    assert prefixes.like((LONG * 4)[:126]) == ({ONE}, True)


@pytest.mark.parametrize(("size", "found"), [(100, True), (101, False)])
def test_lengths_up_to_127_tell_which_is_longer(size, found):
    assert known(((LONG * 4)[:100], ONE)).like((LONG * 4)[:size])[1] == found


def test_seen_twice_it_is_kept_once_and_what_came_first_makes_room():
    prefixes = known((LONG[:20], ONE), (LONG[:20], ONE), size=(1, 2))
    prefixes.saw(LONG[:21], OTHER, cut=True)
    assert prefixes.forgotten == 0
    prefixes.saw("别" + LONG[:20], THIRD, cut=False)
    assert (prefixes.forgotten, prefixes.like(START)) == (1, ({OTHER}, False))


def test_letters_of_any_kind_are_compared():
    odd = "灯塔今夜亮灯\ud800😀end"
    assert known((odd, ONE)).like(odd[:9]) == ({ONE}, True)


def test_forty_letters_of_two_units_each_take_no_more_room():
    """A longer entry would shift all that stand behind it in its row."""
    table = {}
    prefixes = HeadlinePrefixes(table, scope="0", size=(1, 9), day=1)
    for key, name in (("😀" * 45, ONE), (LONG, OTHER)):
        prefixes.saw(key, name, cut=False)
    assert prefixes.like("😀" * 9) == ({ONE}, True)
    assert prefixes.like(LONG[:9]) == ({OTHER}, True)
    assert {len(row) for row in table.values()} == {2 * (8 + 9 + 40)}


def completed(whole, *cuts, others=()):
    """Return the cut ones, by their lengths, that `whole` completes when it comes after them."""
    prefixes = known(*((key, link_id(key), "cut") for key in cuts), *others)
    prefixes.saw(whole, link_id(whole), cut=False)
    by_id = {link_id(key): len(key) for key in cuts}
    return [by_id[name] for name in prefixes.completed_by(whole)]


@pytest.mark.parametrize(("size", "found"), [(7, []), (8, [8]), (19, [19]), (20, []), (21, [])])
def test_a_whole_headline_completes_the_cut_ones_that_it_begins_with(size, found):
    assert completed(LONG[:20], LONG[:size]) == found
    assert completed(LONG[:20], LONG[: size - 1] + "别") == []


@pytest.mark.parametrize(("size", "found"), [(126, [126]), (127, [])])
def test_a_cut_headline_without_end_is_completed_by_none(size, found):
    assert completed((LONG * 4)[:200], (LONG * 4)[:size]) == found


def test_several_cuts_of_one_headline_are_completed_together():
    assert completed(LONG[:30], LONG[:12], LONG[:20]) == [12, 20]
    # One lent its id to the other, as cut ones that are alike do.
    lent = (LONG[:20], link_id(LONG[:12]), "cut")
    prefixes = known((LONG[:12], link_id(LONG[:12]), "cut"), lent)
    prefixes.saw(LONG[:30], link_id(LONG[:30]), cut=False)
    assert prefixes.completed_by(LONG[:30]) == [link_id(LONG[:12]), link_id(LONG[:20])]


@pytest.mark.parametrize(
    "other",
    [
        (LONG[:10] + "别的结尾是另一条新闻的", ONE), (LONG[:10] + "别的", ONE, "cut"), (LONG[:10], ONE, "cut"),
    ],
)  # fmt: skip
def test_what_goes_on_in_two_ways_is_completed_by_none(other):
    """Two whole headlines, two cut ones, or one that was joined with a third."""
    assert completed(LONG[:30], LONG[:10]) == [10]
    assert completed(LONG[:30], LONG[:10], others=[other]) == []


def test_a_longer_cut_tells_them_apart():
    other = (LONG[:10] + "别的结尾是另一条新闻的", ONE)
    assert completed(LONG[:30], LONG[:10], LONG[:12], others=[other]) == [12]
