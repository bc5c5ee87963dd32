"""Prominence: what the headline, the first place and the number of mentions weigh."""

import pytest

from pipeline.entities.joining.salience import prominence


@pytest.mark.parametrize(
    ("in_headline", "first", "length", "count", "share"),
    [
        (True, 0, 100, 8, 1.0),
        (False, 0, 100, 8, 0.55),
        (True, 100, 100, 8, 0.75),
        (True, 200, 100, 8, 0.75),
        (True, 50, 100, 8, 0.875),
        (True, 0, 100, 7, 0.984),
        (True, 0, 100, 9, 1.0),
        (False, 100, 100, 1, 0.095),
        (True, 0, 0, 8, 0.75),
    ],
)
def test_what_makes_an_entity_prominent(
    in_headline: bool,  # noqa: FBT001 - a table
    first: int,
    length: int,
    count: int,
    share: float,
) -> None:
    asked = {"in_headline": in_headline, "first": first, "length": length, "count": count}
    assert prominence(**asked) == share
