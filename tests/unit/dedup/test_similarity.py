"""When two sketches tell one story: at each bar, just inside and just outside."""

import re

import pytest

from pipeline.dedup.stories.similarity import similarity
from pipeline.dedup.stories.sketch import sketch
from pipeline.dedup.tables.kept_sketch import KeptSketch, kept_of
from pipeline.types.records import Sketch

WHOLE = (1 << 40) - 1


def hashes(*numbers):
    """Return hashes far enough apart for each to keep a place of its own."""
    return tuple(number << 28 for number in numbers)


def made(*numbers, body=1, limit=WHOLE, length=500, **more):
    return Sketch(
        hashes=hashes(*numbers), limit=limit, body=body, length=length,
        numbers=more.pop("numbers", ()), **more,
    )  # fmt: skip


def alike(shared, size=1000, **new):
    """Return the similarity of two sketches of `size` hashes that share so many of them."""
    old = new.pop("old", {})
    left = made(*range(1, size + 1), body=1, **new)
    right = made(*range(1, shared + 1), *range(size + 1, 2 * size + 1 - shared), body=2, **old)
    return similarity(left, kept_of(right))


def test_what_is_kept_of_a_sketch():
    limit = (1 << 20) - 1
    long = made(0, limit=limit, length=70_000, numbers=(4, 5), leads=2)
    assert kept_of(long) == KeptSketch(
        hashes=(0,), limit=limit, numbers=(4, 5), body=1, length=0xFFFF, leads=2
    )
    halfway = Sketch(hashes=(1 << 19, limit), limit=limit, numbers=(), body=1, length=9)
    assert kept_of(halfway).hashes == (1 << 15, 0xFFFF)


def test_one_body_is_alike_whatever_else_differs():
    one = made(1, 2, 3, length=10, numbers=(1, 2, 3, 4), leads=5)
    other = made(7, 8, 9, length=900, numbers=(5, 6, 7, 8))
    assert similarity(one, kept_of(other)) == 1.0


@pytest.mark.parametrize(("shared", "found"), [(580, 0.58), (579, 0.0), (1000, 1.0), (0, 0.0)])
def test_a_copy_shares_58_of_a_hundred_hashes(shared, found):
    assert alike(shared) == found


@pytest.mark.parametrize(("shared", "found"), [(3, 1.0), (2, 0.0)])
def test_two_shared_hashes_prove_nothing(shared, found):
    numbers = range(1, shared + 1)
    assert similarity(made(*numbers), kept_of(made(*numbers, body=2))) == found


@pytest.mark.parametrize(
    ("length", "shared", "found"),
    [
        (600, 580, 0.58), (500, 621, 0.621), (500, 619, 0.0), (100, 781, 0.781), (100, 779, 0.0),
        (590, 584, 0.584), (590, 583, 0.0),
    ],
)  # fmt: skip
def test_the_bar_rises_where_lengths_are_uneven(length, shared, found):
    """Below three fifths, by two fifths of what is missing: .62 at a half, .78 at a tenth."""
    assert alike(shared, length=length, old={"length": 1000}) == found
    assert alike(shared, length=1000, old={"length": length}) == found


def test_lengths_beyond_16_bits_are_even():
    assert alike(600, length=200_000, old={"length": 200_000}) == 0.6


@pytest.mark.parametrize("sides", [({"leads": 3}, {}), ({}, {"leads": 3})])
def test_three_datelines_on_either_side_ask_for_seven_tenths(sides):
    new, old = sides
    assert alike(700, **new, old=old) == 0.7
    assert alike(699, **new, old=old) == 0.0


def test_two_datelines_ask_for_no_more():
    assert alike(699, leads=2, old={"leads": 2}) == 0.699


@pytest.mark.parametrize(("length", "found"), [(700, 1.0), (699, 0.0)])
def test_a_digest_is_held_against_the_whole_of_the_longer_one(length, found):
    assert alike(1000, length=length, leads=3, old={"length": 1000}) == found


@pytest.mark.parametrize(
    ("left", "right", "agree"),
    [
        ("1234", "1256", True), ("1234", "1567", False), ("123", "456", False),
        ("123", "456789", False), ("12345", "12678", False), ("12345", "12367", True),
        ("1234", "12567890", True), ("125678", "1340", False),
    ],
)  # fmt: skip
def test_half_of_four_numbers_or_more_must_agree(left, right, agree):
    """Half of the smaller side's; of two or three one must agree."""
    new = tuple(map(int, left))
    found = alike(900, numbers=new, old={"numbers": tuple(map(int, right))})
    assert found == (0.9 if agree else 0.0)


WEEKLY = (
    "江口渡船公司发布每周运行简报,本周共开行渡船{}班,运送旅客{}人次,车辆{}台次,正点率为{}%。"
    "公司提醒市民,夜间班次在大雾天气里可能临时停航,出行之前请留意码头大屏和电台广播里的最新通知,"
    "带孩子和老人的乘客请走绿色通道,码头志愿者全天在候船大厅为大家提供热水、轮椅和行李搬运服务。"
    "另外,渡口南侧的停车场正在重新铺设地面,自驾的市民可以把车停在旧粮库门前的临时车位,步行前往。"
)


def test_two_weeks_of_one_bulletin_are_two_stories_by_their_numbers_alone():
    one, other = WEEKLY.format(112, 8431, 906, 97), WEEKLY.format(98, 7225, 811, 93)
    assert similarity(sketch(one), kept_of(sketch(other))) == 0.0
    # Without the numbers nothing else tells them apart.
    wordy = [
        sketch(re.sub(r"\d+", "若干", text)[:-1] + end) for text, end in ((one, ""), (other, "吧"))
    ]
    assert similarity(wordy[0], kept_of(wordy[1])) > 0.9
    numberless = Sketch(
        **{f: getattr(sketch(one), f) for f in Sketch.__struct_fields__}
        | {"numbers": (), "slots": ()}
    )
    assert similarity(numberless, kept_of(sketch(other))) > 0.58


def test_only_the_range_in_which_both_are_complete_is_compared():
    short, long = made(1, 2, 3, 9, limit=9 << 28), made(1, 2, 9, *range(20, 60), body=2)
    # The last hash of a sketch that is not whole is its limit: it counts.
    assert similarity(long, kept_of(short)) == 1.0
    assert similarity(short, kept_of(long)) == 1.0


def test_the_old_ones_hashes_beyond_the_new_ones_limit_do_not_count():
    new = made(*range(1, 21), limit=20 << 28)
    old = made(1, 2, 3, 4, 5, 6, 20, *range(30, 40), body=2)
    extra = Sketch(
        hashes=tuple(sorted({*old.hashes, (11 << 28) + (1 << 27), (12 << 28) + (1 << 27)})),
        limit=WHOLE, numbers=(), body=2, length=500,
    )  # fmt: skip
    assert similarity(new, kept_of(extra)) == 7 / 9


def test_hashes_that_fall_on_one_place_make_no_more_than_all():
    pairs = tuple(value + more for value in hashes(1, 2, 3) for more in (0, 1))
    new = Sketch(hashes=pairs, limit=WHOLE, numbers=(), body=1, length=500)
    assert similarity(new, kept_of(made(1, 2, 3, body=2))) == 1.0


@pytest.mark.parametrize(
    ("numbers", "others", "length", "found"),
    [
        ((), (), 500, 0.0), ((1, 2, 3), (1, 2, 3), 500, 0.0), ((1,), (1,), 375, 0.0), ((1,), (1,), 374, 1.0),
        (tuple(range(8)), tuple(range(2, 10)), 500, 1.0), (tuple(range(8)), tuple(range(3, 11)), 500, 0.0),
        (tuple(range(7)), tuple(range(7)), 500, 0.0),
    ],
)  # fmt: skip
def test_notices_about_others_are_other_stories(numbers, others, length, found):
    """Unless many numbers agree, or one says more."""
    old = {"length": length, "numbers": others, "names": (7, 8)}
    assert alike(1000, numbers=numbers, names=(5, 6), old=old) == found
    assert alike(1000, numbers=numbers, names=(7, 6), old=old) == (
        1.0 if len(set(numbers) & set(others)) > 0.55 * len(numbers) or not numbers else 0.0
    )


@pytest.mark.parametrize(
    ("numbers", "others", "length", "found"),
    [
        ((1, 2), (3, 4), 500, 0.0), ((1, 2), (3, 4), 399, 1.0), ((1, 2), (2, 4), 500, 1.0), ((1,), (2,), 500, 1.0),
        ((1, 2), (3,), 500, 1.0), ((1, 2, 3, 4, 5, 6), (1, 2, 3, 7, 8, 9), 500, 0.0),
        ((1, 2, 3, 4, 5, 6), (1, 2, 3, 7, 8, 9), 399, 1.0), ((1, 2, 3, 4), (1, 2, 7, 8), 500, 1.0),
    ],
)  # fmt: skip
def test_notices_of_other_days_are_other_stories(numbers, others, length, found):
    old = {"length": length, "numbers": others, "names": (5,)}
    assert alike(1000, numbers=numbers, names=(5,), old=old) == found


@pytest.mark.parametrize("limit", [WHOLE, (1 << 39) + 12_345, (1 << 33) + 1])
def test_hashes_are_where_they_are_kept(limit):
    # At the edges of a place: a division of other numbers than Python's must round as it does.
    edges = [-(-(place * (limit + 1)) >> 16) for place in (1, 77, 30_000, 65_535)]
    for values in (edges, [edge - 1 for edge in edges]):
        new = Sketch(hashes=tuple(values), limit=limit, numbers=(), body=1, length=9)
        old = kept_of(Sketch(hashes=tuple(values), limit=limit, numbers=(), body=2, length=9))
        assert similarity(new, old) == 1.0
        others = tuple(place - 1 for place in old.hashes)
        moved = KeptSketch(others, limit, (), 2, 9, 0)
        assert similarity(new, moved) == 0.0
