"""Mentions of one entity are joined."""

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
