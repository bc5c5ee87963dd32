"""Bylines of wires: where a name ends that a place is glued to, and desks that are no paper."""

import pytest

from pipeline.cleaning.names.person_names import PersonNames
from pipeline.cleaning.names.wires import wire_in
from pipeline.stages import shipped

NAMES = PersonNames(shipped.family_names())


@pytest.mark.parametrize(
    ("piece", "author", "place"),
    [
        ("（江口社記者林一舟北岸19日電）", "林一舟", "北岸"),
        ("（江口社記者林舟北岸19日電）", "林舟", "北岸"),
        ("（江口社记者林一舟19日电）", "林一舟", None),
        # Two characters are the family name, and one or two the given one.
        ("（江口社記者歐陽修文北岸19日電）", "歐陽修文", "北岸"),
        ("（江口社记者欧阳修北岸19日电）", "欧阳修", "北岸"),
        ("（江口社记者欧阳修文19日电）", "欧阳修文", None),
        ("（江口社記者司馬相19日電）", "司馬相", None),
    ],
)
def test_a_name_ends_where_its_place_begins(piece, author, place):
    found = wire_in(piece, NAMES)
    assert [person.name for person in found.authors] == [author]
    assert (found.place and found.place.name) == place


@pytest.mark.parametrize(
    ("piece", "authors"),
    [
        ("（財訊／林一舟）", ["林一舟"]),
        ("【财经速报／林一舟、何一苇】", ["林一舟", "何一苇"]),
        ("（攝影／林一舟）", None),
        ("(图片/林一舟)", None),
        ("【編輯／林一舟】", None),
        ("(审校/林一舟)", None),
    ],
)
def test_a_desk_of_pictures_or_editors_signs_nothing(piece, authors):
    found = wire_in(piece, NAMES)
    assert (found and [person.name for person in found.authors]) == authors
