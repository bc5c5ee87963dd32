"""Words of time: which part of a day they name."""

import pytest

from pipeline.text.times.words import part_of_day


@pytest.mark.parametrize(
    ("surface", "part"),
    [
        ("昨晚", "evening"),
        ("半夜", "evening"),
        ("5日深夜", "evening"),
        ("傍晚", "evening"),
        ("今天下午", "afternoon"),
        ("正午", "afternoon"),
        ("5日午后", "afternoon"),
        ("清晨", "morning"),
        ("上午", "morning"),
        ("凌晨", "morning"),
    ],
)
def test_a_half_day_is_of_a_part_of_the_day(surface: str, part: str) -> None:
    assert part_of_day(surface) == part
