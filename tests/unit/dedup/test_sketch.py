"""What a sketch is made of: how many hashes, which ones, numbers and datelines."""

import random

import pytest

from pipeline.dedup.stories.sketch import numbers_of, sketch
from tests.unit.dedup.pages import RIVER

WHOLE = (1 << 40) - 1


def letters(count, seed=1):
    """Return so many letters in no order, no eight of them twice."""
    chosen = random.Random(seed)
    return "".join(chr(chosen.randrange(0x5000, 0x5200)) for _ in range(count))


def test_fewer_than_eight_letters_have_one_hash_their_own():
    short = sketch("一二三四五六七")
    assert (short.hashes, short.limit) == ((short.body >> 24,), WHOLE)
    eight = sketch("一二三四五六七八")
    assert len(eight.hashes) == 1
    assert eight.hashes != (eight.body >> 24,)
    assert len(sketch("一二三四五六七八九").hashes) == 2


@pytest.mark.parametrize(
    ("runs", "kept"),
    [
        (11, 11), (12, 12), (13, 12), (28, 12), (29, 12), (207, 12), (208, 13), (511, 31),
        (512, 32), (2000, 32),
    ],
)  # fmt: skip
def test_one_run_in_sixteen_is_kept_at_least_twelve_at_most_32(runs, kept):
    for seed in range(3):
        made = sketch(letters(runs + 7, seed))
        assert len(made.hashes) == kept
        assert made.limit == (WHOLE if runs <= 12 else made.hashes[-1])


def test_it_keeps_the_smallest_hashes_of_all_runs():
    for seed in range(20):
        body = letters(60 + 40 * seed, seed)
        runs = [sketch(body[at : at + 8]).hashes[0] for at in range(len(body) - 7)]
        assert all(0 <= value <= WHOLE for value in runs)
        made = sketch(body)
        assert made.hashes == tuple(sorted(runs)[: len(made.hashes)])


def test_a_body_that_repeats_itself_is_complete():
    made = sketch("灯塔今夜亮灯渡口" * 60)
    assert (len(made.hashes), made.limit) == (8, WHOLE)
    more = sketch(letters(40) * 30)
    assert (len(more.hashes), more.limit) == (32, more.hashes[-1])


def test_every_one_of_the_eight_letters_counts():
    body = letters(8)
    others = [body[:at] + "鱼" + body[at + 1 :] for at in range(8)]
    swapped = body[4:] + body[:4]
    assert len({sketch(text).hashes for text in (body, swapped, *others)}) == 10


def test_letters_are_counted_and_marks_are_not():
    assert sketch("灯塔,今夜 亮灯!").length == 6
    assert sketch("").length == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("24日", "24时", False), ("24日", "24日的", True), ("24日", "24", False),
        ("3.5万", "3．5万", True), ("3.5", "3.", False), ("3.5", "35", False), ("２４日", "24日", True),
        ("5個", "5个", True), ("24人", "24人,24人", True), ("1.5.5", "1.5,5", True),
    ],
)  # fmt: skip
def test_a_number_is_its_digits_and_the_letter_behind(one, other, same):
    assert (numbers_of(one) == numbers_of(other)) == same


def test_the_smallest_24_numbers_are_kept():
    numbers = [f"{number}人" for number in range(100, 130)]
    each = sorted(value for number in numbers for value in numbers_of(number))
    assert len(numbers_of("。".join(numbers))) == 24
    assert numbers_of("。".join(numbers)) == tuple(each[:24])
    assert all(0 <= value < 1 << 16 for value in each)
    assert numbers_of("。".join(numbers[:24])) == tuple(
        sorted(v for n in numbers[:24] for v in numbers_of(n))
    )


@pytest.mark.parametrize(
    "line",
    [
        "本报讯(记者 林小舟)河道通航", "江口讯 (记者林小舟)河道通航", "江口电：河道通航", "江口訊 河道通航",
        "江口電題:河道通航", "江口电题 河道通航", "江口3月1日电 河道通航", "江口3月1日讯,河道通航",
        "江口3月1日消息,河道通航", "江口3月1日電,河道通航", "江口3月1日訊,河道通航",
        "江口通讯社记者林小舟报道,河道通航", "江口晚报消息,河道通航", "江口電視臺報道,河道通航",
        "江口网友好频道电,河道通航", "江口網訊,河道通航", "江口日報電,河道通航", "江口电视台讯,河道通航",
        "字" * 24 + "讯:河道", "江口网" + "字" * 14 + "电,河道",
    ],
)  # fmt: skip
def test_a_line_that_begins_as_a_report_does(line):
    assert sketch(line).leads == 1
    assert sketch(f"{RIVER}\n{line}\n{line}\n{RIVER}\n").leads == 2


@pytest.mark.parametrize(
    "line",
    [
        "", "江口讯息通畅", "江口,本报讯(记者 林小舟)", "江口。本报讯:", "江口，本报讯:", "江口日电", "江口厂发电,河道",
        "字" * 25 + "讯:河道", "江口网" + "字" * 15 + "电,河道", "江口网。来电", "江口网，来电",
    ],
)  # fmt: skip
def test_a_line_that_does_not(line):
    assert sketch(line).leads == 0


def test_a_stored_sketch_meets_the_one_that_is_made_today():
    """Hashes stand in tables and on topics: other ones need an empty story index."""
    made = sketch("江口大桥今晨通车了")
    assert made.hashes == (49463101918, 638839090598)
    assert made.body == 5323676617814781427
    assert sketch("江口大桥长3500米,24日通车。").numbers == (3150, 12941)


@pytest.mark.parametrize(
    ("spelt", "counted"),
    [
        ("展出八十六件古陶，其中十一件首次公开", "展出86件古陶，其中11件首次公开"),
        ("十一月三日八时测得水位十二点四一米，低零点零九米", "11月3日8时测得水位12.41米，低0.09米"),
        ("酬谢一千元，请于五月七日前联系", "酬谢1000元，请于5月7日前联系"),
    ],
)
def test_a_short_body_has_one_sketch_in_either_numerals(spelt, counted):
    assert sketch(spelt) == sketch(counted)
    assert sketch("一些人说三道四，十分高兴").hashes == sketch("一些人说三道四,十分高兴").hashes
    long = "。这是另一句话" * 60
    assert sketch(spelt + long) != sketch(counted + long)
