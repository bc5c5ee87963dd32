"""Names parted where family names begin: on a list of our own, whose every name is known."""

import pytest

from pipeline.cleaning.names.person_names import PersonNames
from pipeline.text.family_names import parse_family_names

NAMES = PersonNames(
    parse_family_names(
        "[rarity 0]\n王 李 张 马\n[rarity 1]\n林 欧\n[rarity 9]\n通 司\n[compound]\n欧阳 司马\n",
        where="names",
    )
)


def people(piece, **how):
    return [person.name for person in NAMES.people(piece, 0, len(piece), **how)]


@pytest.mark.parametrize(
    ("run", "names"),
    [
        # A compound family name goes before one character or two.
        ("欧阳修王明", ["欧阳修", "王明"]),
        ("欧阳小修王明", ["欧阳小修", "王明"]),
        ("司马相如李红", ["司马相如", "李红"]),
        ("王明欧阳修", ["王明", "欧阳修"]),
        # And counts for the fewest names and for common ones: it is not 欧 with two behind it.
        ("欧阳李王明", ["欧阳李", "王明"]),
        ("李王司马明", ["李王", "司马明"]),
        ("王明李红", ["王明", "李红"]),
        ("王小明李红", ["王小明", "李红"]),
        ("王明李小红", ["王明", "李小红"]),
        # The fewest names; then names of common families.
        ("王李张林", ["王李", "张林"]),
        ("王明通李红", ["王明通", "李红"]),
        ("李王通林王", ["李王通", "林王"]),
        # What falls into no names stays whole, as does what is too short or too long to part.
        ("王明明", ["王明明"]),
        ("王周周周", ["王周周周"]),
        ("周王明李", ["周王明李"]),
        ("王明" * 12, ["王明"] * 12),
        ("王明" * 13, ["王明" * 13]),
        ("王·明李红", ["王·明李红"]),
    ],
)
def test_a_run_of_characters_is_parted(run, names):
    assert [run[start:end] for start, end in NAMES.part(run)] == names


@pytest.mark.parametrize(
    ("piece", "names"),
    [
        ("王明、李红 张小林", ["王明", "李红", "张小林"]),
        ("王 明 李红", ["王明", "李红"]),
        ("王 明明", ["明明"]),
        ("王  明", []),
        ("Anna Lee,王明", ["Anna Lee", "王明"]),
        ("王明 编辑 李红", ["王明"]),
        ("王明编辑李红", ["王明"]),
        # What touches the next role is its paper, unless it begins like a name.
        ("王明 晚报记者 李红", ["王明"]),
        ("王明 李红记者 张三", ["王明", "李红"]),
        ("林小舟／高雄報導", ["林小舟"]),
        ("林小舟／王莊報導", ["林小舟"]),
        ("王明 电话:李红", ["王明"]),
        ("王明 电话：", ["王明"]),
        ("王明新闻", ["王明新闻"][:0]),
        ("王", []),
        ("A" * 30, ["A" * 30]),
        ("A" * 31, []),
        ("王明 文/李红", ["王明"]),
        ("安文剑", ["安文剑"]),
    ],
)
def test_the_names_of_a_piece(piece, names):
    assert people(piece) == names


def test_the_first_name_behind_a_label_is_one_whatever_it_is():
    assert people("新闻客户端 新闻社区", labelled=True) == ["新闻客户端"]
    assert people("新闻客户端 新闻社区") == []
    assert people("王", labelled=True) == []


def test_a_family_name_begins_a_name():
    assert [NAMES.begins_like_a_name(run) for run in ("王", "欧阳修", "诸葛", "周", "")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_names_lie_where_they_stand():
    piece = "记者 王 明、欧阳修王小明"
    assert [(p.name, piece[p.start : p.end]) for p in NAMES.people(piece, 2, len(piece))] == [
        ("王明", "王 明"), ("欧阳修", "欧阳修"), ("王小明", "王小明"),
    ]  # fmt: skip
