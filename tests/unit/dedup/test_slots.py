"""The slots of short notices: what is read in them, and when two are filled otherwise."""

import pytest

from pipeline.dedup.stories import slots
from pipeline.dedup.stories.similarity import similarity
from pipeline.dedup.stories.sketch import sketch
from pipeline.dedup.stories.slots import (
    LONGEST,
    MOST_SLOTS,
    fields_of,
    slots_of,
)
from pipeline.dedup.stories.slots_compared import of_two_matters
from pipeline.dedup.tables.kept_sketch import kept_of


@pytest.fixture
def read(monkeypatch):
    """Return what reads the slots themselves, not their hashes."""
    monkeypatch.setattr(slots, "_slot", lambda what, kind: what + ("", "#", "!", "")[kind])
    return lambda body, fields=(): list(slots_of(body, fields))


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("三月十四日和3月14号", ["3月!", "14日!"]), ("下午三点二十分和3时20分、3:20", ["3时20分#", "3时20#"]),
        ("共一百二十人,共120人", ["120人#"]), ("长七点六公里,长7.6公里", ["7.6公#"]), ("售价1,200元", ["1200元#"]),
        ("第十二期", ["第12期!"]), ("第七轮", ["第7轮!"]), ("八号线", ["8号#"]), ("第二标段", ["第2标!"]), ("有些人十分高兴,一起走", []),
        ("二〇二六年", ["2026年#"]), ("逾一千萬兩千人", ["10002000人#"]),
    ],
)  # fmt: skip
def test_numbers_are_numbers_in_whichever_digits(read, body, found):
    assert read(body) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("电影《山中的水》上映", ["山中的水"]), ("电影《北京的桥》上映", ["北京的桥"]), ("产地：北京郊外", ["产地:北京郊外"]), ("貨船「平安」號", ["平安"]), ("品名：雨伞", ["品名:雨伞"]), ("数量：三十把", ["30把#"]),
        ("编辑：赵明华", []), ("来源：江口日报", []), ("（记者 赵明华 摄）", []), ("江口晚报讯（记者赵明华）今天很冷", []),
        ("据江口电视台报道，今天很冷", []), ("今天天气很好，大家都很高兴", []),
    ],
)  # fmt: skip
def test_titles_and_lines_of_forms_are_slots_and_makers_are_not(read, body, found):
    assert read(body) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("因北门桥站点翻修", ["北门桥"]), ("附近的粮库巷站点", ["粮库巷"]), ("通知伍守财到场", ["伍守财"]),
        ("自5月6日起停水", ["5月!", "6日!"]), ("很高兴", []), ("本市民众", []),
    ],
)  # fmt: skip
def test_a_name_cut_into_two_words_is_one(read, body, found):
    assert read(body) == found


@pytest.mark.parametrize("name", ["清江县", "白石鎮", "赵明华", "渔堰"])
def test_a_name_is_what_the_dictionary_knows_as_one_or_does_not_know(read, name):
    (found,) = read(f"昨天，{name}，今天")
    assert found[:2] == read(name)[0][:2]


def test_long_bodies_have_none_and_short_ones_sixteen():
    assert slots_of("3月14日" + "好" * (LONGEST - 5)) != ()
    assert slots_of("3月14日" + "好" * (LONGEST - 4)) == ()
    assert len(slots_of("，".join(f"{number}人" for number in range(100, 130)))) == MOST_SLOTS
    assert all(0 <= slot < 1 << 16 for slot in slots_of("3月14日，清江县"))


def test_a_line_of_a_form_is_one_whatever_it_was_taken_for(read):
    asides = [
        "采购人：清江县第二中学",
        "中标單位：白石厨具",
        "编辑：赵明",
        "发布时间：3月4日",
        "相关阅读",
    ]
    assert fields_of(asides) == ["采购人:清江县第二中学", "中标单位:白石厨具"]
    assert "中标单位:白石厨具" in read("公示期满", fields_of(asides))


def name(first, second, kind=0):
    return first << 9 | second << 2 | kind


# The low two bits: names 0, numbers 1, days and issues 2, persons 3.
A, B, C, D = name(1, 2), name(3, 4), name(5, 6), name(7, 8)
P, Q, SLIP, CUT = name(3, 4, 3), name(5, 6, 3), name(3, 9, 3), name(4, 9, 3)
N1, N2, N3, M1, M2, M3 = 21, 25, 29, 33, 37, 41
D1, D2 = 46, 50


@pytest.mark.parametrize(
    ("left", "right", "other"),
    [
        ((A, B, N1), (A, B, N1), False), ((A, B, N1), (A, B, M1), False), ((A, B, N1), (A, C, N1), False),
        ((A, B, N1), (A, C, M1), True), ((A, B, C), (A, D, 20), True),
        ((A, P, N1), (A, Q, N1), True), ((A, P, N1), (A, SLIP, N1), False), ((A, P, N1), (A, CUT, N1), False),
        ((A, P, N1), (A, SLIP, M1), True), ((A, P, N1), (A, C, N1), False), ((A, N1, N2), (A, M1, M2), False),
        ((A, N1, N2, N3), (A, M1, M2, M3), True), ((A, D1, N1), (A, D2, M1), True), ((A, D1, N1), (A, D2, N1), False),
        ((A, N1), (B, N1), True), ((A, B, N1), (C, A, B, N1), False), ((A, B, C), (A, C, B), False),
        ((A, N1), (A, B, N1, C, D), False), ((B, A, N1), (A, N1, C), False), ((), (A,), False),
    ],
)  # fmt: skip
def test_two_slots_filled_otherwise_make_another_matter(left, right, other):
    """Three where all are figures; what one of them has more tells nothing."""
    assert of_two_matters(left, right) == of_two_matters(right, left) == other


FRAMES = (
    "{0}博物馆昨天闭馆整修，预计{2}月恢复开放，整修期间馆藏的{1}将移到文化中心展出，观众凭证件免费参观，团体须提前预约，讲解服务照常提供。",
    "今早{2}时许，一艘名为“{1}”的渔船在{0}对开海面搁浅，船上的人全部获救，船身轻微受损，海事人员正在调查起因，附近航道一切如常。",
    "招领启事\n地点：{0}站\n物品：{1}\n失主请在{2}日之内带上证件到服务台认领，过期没有人认领的物品将会移交失物招领中心统一保管，谢谢配合。",
)
FILLED = (("松浦", "渔樵图", "七"), ("桃堰", "鹤舞图", "十"))


@pytest.mark.parametrize("frame", FRAMES)
def test_notices_of_one_frame_are_two_stories_and_a_mended_copy_is_one(frame):
    one, other = (frame.format(*filled) for filled in FILLED)
    assert similarity(sketch(one), kept_of(sketch(other))) == 0.0
    for mended in (("松浦", "渔樵图", "八"), ("松浦", "渔樵画", "七")):
        assert similarity(sketch(one), kept_of(sketch(frame.format(*mended)))) > 0
    assert similarity(sketch(one), kept_of(sketch("江口晚报讯（记者 赵明华）" + one))) > 0


def test_lines_of_a_form_outside_the_body_tell_two_apart_and_count_for_its_length():
    body = (
        "公示期为三个工作日，如有异议请以书面形式提出，逾期不再受理，特此公告，望各有关单位周知。"
    )
    one, other, same = (
        sketch(body, [f"采购人：{place}中学", f"中标单位：{place}厨具公司"])
        for place in ("清江", "白石", "清江")
    )
    assert similarity(one, kept_of(same)) == 1.0
    assert one.length == sketch(body).length + len("采购人清江中学中标单位清江厨具公司")
    assert of_two_matters(one.slots, other.slots)


def test_the_first_name_alone_tells_nothing_where_the_subject_is_one():
    assert of_two_matters((A, N1), (N1, B))
    assert not of_two_matters((P, N1), (N1, SLIP, A))
    assert not of_two_matters((A, N1), (N1, B), one_subject=True)
    assert not of_two_matters((A, N1), (B, N1), one_subject=True)
    assert of_two_matters((P, N1), (Q, N1), one_subject=True)


def test_one_body_under_two_forms_is_two_matters():
    body = "场地：冰城体育馆。门票在各赛区官方小程序发售，现场不设售票窗口，敬请留意后续通知。"
    first, second = (
        sketch(body, [f"轮次：第{which}轮", f"主队：{home}"]) for which, home in ("三山", "四海")
    )
    assert first.body == second.body
    assert similarity(first, kept_of(second)) == 0.0
    assert similarity(first, kept_of(first)) == 1.0


OFFICIALS = (
    "经昭水市委批准，昭水市纪委监委对市粮食局原副局长{0}严重违纪违法问题进行了立案审查调查。{0}理想信念丧失，违规收受礼金，其行为已构成犯罪。",
    "麓湖市第六届人民代表大会常务委员会第二十次会议决定任命：{0}为麓湖市水利局局长，任期与本届常务委员会相同。",
)


@pytest.mark.parametrize("frame", OFFICIALS)
def test_a_notice_of_another_person_is_another_matter_and_a_slip_in_his_name_is_not(frame):
    first = sketch(frame.format("钮振声"))
    assert similarity(first, kept_of(sketch(frame.format("车月明")))) == 0.0
    assert similarity(first, kept_of(sketch(frame.format("钮振升")))) > 0
