"""Mentions of one entity are joined."""

import pytest

from pipeline.entities.joining.linking import Cluster, link
from pipeline.entities.recognizer import Finding
from pipeline.types.articles import EntityType


def clusters(
    *names: tuple[EntityType, str], canonical: str = "", entity: str = ""
) -> list[Cluster]:
    pairs = []
    for position, (kind, surface) in enumerate(names):
        finding = Finding(
            type=kind,
            start=position,
            end=position + 1,
            recognizer="t",
            confidence=0.9,
            canonical=canonical,
            entity=entity,
        )
        pairs.append((finding, surface))
    return link(pairs)


def groups(*names: tuple[EntityType, str]) -> list[tuple[str, tuple[str, ...]]]:
    return [(c.name, c.surfaces) for c in clusters(*names)]


def test_a_place_with_and_without_its_suffix() -> None:
    assert groups(("place", "扬州"), ("place", "扬州市"), ("place", "扬州")) == [
        ("扬州", ("扬州", "扬州市"))
    ]


def test_an_office_by_its_last_part() -> None:
    assert groups(("organisation", "湖南省委"), ("organisation", "省委")) == [
        ("湖南省委", ("湖南省委", "省委"))
    ]


def test_a_short_form_of_two_names_is_neither() -> None:
    names = [
        c[0]
        for c in groups(
            ("organisation", "湖南省委"), ("organisation", "湖北省委"), ("organisation", "省委")
        )
    ]
    assert names == ["湖南省委", "湖北省委", "省委"]


def test_a_foreign_person_by_one_part_of_the_name() -> None:
    assert groups(("person", "安娜·科瓦奇"), ("person", "科瓦奇")) == [
        ("安娜·科瓦奇", ("安娜·科瓦奇", "科瓦奇"))
    ]


def test_types_are_never_joined() -> None:
    assert len(groups(("person", "黄山"), ("place", "黄山"))) == 2


def test_one_identifier_is_one_entity() -> None:
    found = clusters(("organisation", "青岚"), ("organisation", "QL"), entity="Q7")
    assert [(c.entity, c.surfaces) for c in found] == [("Q7", ("青岚", "QL"))]


@pytest.mark.parametrize(
    "suffix",
    ["省", "市", "县", "区", "镇", "乡", "村", "州", "旗", "盟", "自治区", "壮族自治区", "回族自治区",
     "维吾尔自治区", "特别行政区", "自治州", "自治县", "新区", "地区", "街道"],
)  # fmt: skip
def test_a_place_by_any_suffix(suffix: str) -> None:
    assert len(groups(("place", f"春江{suffix}"), ("place", "春江"))) == 1
    assert len(groups(("place", f"春江{suffix}岸"), ("place", "春江"))) == 2


def test_a_place_is_called_as_it_is_mostly_said() -> None:
    often = groups(("place", "扬州市"), ("place", "扬州"), ("place", "扬州"))
    assert often == [("扬州", ("扬州市", "扬州"))]
    assert groups(("place", "扬州"), ("place", "扬州市")) == [("扬州市", ("扬州", "扬州市"))]


def test_a_person_is_called_in_full() -> None:
    names: list[tuple[EntityType, str]] = [("person", "周立言"), ("person", "周"), ("person", "周")]
    assert groups(*names) == [("周立言", ("周立言", "周"))]


@pytest.mark.parametrize(
    ("full", "short", "joined"),
    [
        ("周立言", "周", True),
        ("周立言", "立言", False),
        ("周立言", "言", False),
        ("安娜·科瓦奇", "安娜", True),
        ("安娜·科瓦奇", "安", True),
        ("安娜·科瓦奇", "瓦奇", False),
    ],
)
def test_short_forms_of_a_person(full: str, short: str, joined: bool) -> None:  # noqa: FBT001 - a table
    assert (len(groups(("person", full), ("person", short))) == 1) is joined


@pytest.mark.parametrize(
    ("full", "short", "joined"),
    [
        ("湖南省委", "省委", True),
        ("湖南省委", "委", False),
        ("湖南省委", "南省委", True),
        ("湖南省委", "湖南", False),
        ("甲" + "乙" * 30, "乙" * 30, True),
        ("甲" + "乙" * 31, "乙" * 31, False),
        ("甲" * 5 + "乙" * 30, "乙" * 30, True),
    ],
)
def test_short_forms_of_an_organisation(full: str, short: str, joined: bool) -> None:  # noqa: FBT001 - a table
    assert (len(groups(("organisation", full), ("organisation", short))) == 1) is joined


def test_a_short_form_of_a_short_form() -> None:
    names: list[tuple[EntityType, str]] = [("place", n) for n in ("春江", "春江乡", "春江乡村")]
    assert groups(*names) == [("春江乡村", ("春江", "春江乡", "春江乡村"))]


def known(surface: str, *, canonical: str = "", entity: str = "") -> tuple[Finding, str]:
    return Finding(
        type="organisation", start=0, end=1, recognizer="t", confidence=0.9, canonical=canonical,
        entity=entity,
    ), surface  # fmt: skip


def joined(*pairs: tuple[Finding, str]) -> list[tuple[str, tuple[str, ...], str]]:
    return [(c.name, c.surfaces, c.entity) for c in link(pairs)]


def test_a_known_full_name_is_joined_where_the_article_has_it() -> None:
    short = known("水文局", canonical="江河水利局")
    assert joined(short, known("江河水利局")) == [("江河水利局", ("水文局", "江河水利局"), "")]
    assert joined(short, known("江河公司")) == [
        ("水文局", ("水文局",), ""),
        ("江河公司", ("江河公司",), ""),
    ]
    assert len(joined(known("江河水利局", canonical="水文局"), known("水文局"))) == 2
    assert len(joined(known("水文局", canonical="水文局"))) == 1


def test_an_identifier_says_more_than_a_longer_name() -> None:
    assert joined(known("省委", entity="Q1"), known("湖南省委")) == [
        ("省委", ("省委",), "Q1"),
        ("湖南省委", ("湖南省委",), ""),
    ]
    assert joined(known("省委", entity="Q1"), known("湖南省委", entity="Q1")) == [
        ("湖南省委", ("省委", "湖南省委"), "Q1")
    ]
    assert len(joined(known("省委", entity="Q1"), known("湖南省委", entity="Q2"))) == 2


def test_a_cluster_has_the_identifier_of_any_of_its_names() -> None:
    assert joined(known("省委"), known("湖南省委", entity="Q1")) == [
        ("湖南省委", ("湖南省委", "省委"), "Q1")
    ] or joined(known("省委"), known("湖南省委", entity="Q1")) == [
        ("湖南省委", ("省委", "湖南省委"), "Q1")
    ]


def test_clusters_stand_in_the_order_of_their_first_mention() -> None:
    names: list[tuple[EntityType, str]] = [
        ("place", "南昌"),
        ("person", "周立言"),
        ("place", "扬州"),
    ]
    assert [name for name, _ in groups(*names)] == ["南昌", "周立言", "扬州"]
