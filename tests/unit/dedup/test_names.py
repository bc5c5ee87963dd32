"""The names by which notices of one template differ."""

import itertools

import pytest

from pipeline.dedup.stories import names
from pipeline.dedup.stories.names import MOST_NAMES, names_differ, names_of
from pipeline.dedup.stories.similarity import similarity
from pipeline.dedup.stories.sketch import sketch
from pipeline.dedup.tables.kept_sketch import kept_of


@pytest.fixture
def named(monkeypatch):
    """Return what reads the names themselves, not their hashes."""
    monkeypatch.setattr(names, "_name_hash", str)
    return lambda body: list(names_of(body))


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("昨天清江县发布消息", ["清江县"]), ("昨天清江縣发布消息", ["清江縣"]), ("由白石股份（600123）公告", ["白石股份"]),
        ("由白石（600123）公告", ["白石"]), ("由白石（6001234）公告", []), ("青岭玩具有限公司公告", ["青岭玩具有限"]),
        ("由古城景区公告", ["古城景区"]), ("因本景区客满", []), ("明日教师资格笔试", ["教师资格"]), ("明日初级考试举行", ["初级考试"]),
        ("决定任命赵明为局长", ["任命赵明"]), ("庭上被告人钱立认罪", ["被告人钱立"]), ("在地区和本市", []),
        ("今晨清沙邨一单位起火", ["清沙邨"]), ("昨晚白雲閣停水", ["白雲閣"]), ("昨晚玉湖花园停水", ["玉湖花园"]), ("因本大厦检修", []), ("据日本内阁称", []), ("清县", []), ("A1县里", []),
        ("，，县里", []), ("", []), ("南桥镇、松平乡，松平乡", ["松平乡", "南桥镇"]),
    ],
)  # fmt: skip
def test_what_names_a_place_a_company_or_a_person(named, body, found):
    assert named(body) == found


def test_every_ending_begins_with_a_letter():
    # With one that does not, each of them is tried at every character: ten times as long.
    assert all(part[0] not in "[(^" for part in names._ENDS.pattern.split("|"))


def test_the_four_named_most_at_its_head(named):
    towns = [f"{one}江镇" for one in "清白石青南"]
    assert named("，".join(["", *towns, towns[4]])) == [towns[4], *towns[: MOST_NAMES - 1]]
    assert named("，" * 237 + "清江县") == ["清江县"]
    assert named("，" * 238 + "清江县") == []


def test_a_name_has_one_hash_in_either_script():
    assert names_of("在清江縣") == names_of("在清江县") != names_of("在白江县")
    assert all(0 <= name < 1 << 16 for name in names_of("在清江县和白石股份"))


@pytest.mark.parametrize(
    ("left", "right", "differ"),
    [
        ((1, 2), (3, 4), True), ((1, 2), (3, 1), False), ((1, 3), (3, 4), False), ((1, 2), (3, 2), True), ((), (3,), False),
        ((1,), (), False), ((1, 2), (1, 4), False),
    ],
)  # fmt: skip
def test_each_is_about_somebody_whom_the_other_does_not_name(left, right, differ):
    assert names_differ(left, right) == differ


_ESTATES = [
    first + second
    for first in "清白石青南"
    for second in ("沙邨", "海閣", "湖花園", "塘大厦", "竹苑")
]
# Numbers in words: the figures of two notices do not tell them apart, the names must.
_FRAMES = (
    "今晨七時許，{0}一單位雜物起火，消防員到場將火救熄，無人受傷，約{1}名住客自行疏散到樓下空地，起火原因無可疑。",
    "因水管爆裂，{0}今晚起暫停食水供應，水務人員正在搶修，預計明早恢復，現場設有{1}個臨時水箱供住戶取水使用。",
    "{0}昨晚有升降機故障，{1}人被困近一小時，消防員到場將門撬開，各人均無大礙，管理處已通知承辦商派員檢查維修。",
    "屋宇署職員巡查{0}後發出修葺令，涉及外牆剝落和僭建物{1}處，業主須在半年內完成工程，否則會被檢控和罰款。",
)


@pytest.mark.parametrize("frame", _FRAMES)
def test_notices_of_two_estates_are_two_stories_and_a_mended_copy_is_one(frame):
    made = [sketch(frame.format(estate, "四十")) for estate in _ESTATES]
    pairs = list(itertools.pairwise(made))
    assert [similarity(one, kept_of(other)) for one, other in pairs] == [0.0] * len(pairs)
    for estate, one in zip(_ESTATES, made, strict=True):
        assert similarity(one, kept_of(sketch(frame.format(estate, "五十")))) > 0
