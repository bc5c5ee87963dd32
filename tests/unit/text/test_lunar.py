"""Days of the lunar calendar, solar terms and movable feasts, in years where they are odd."""

from __future__ import annotations

import pytest

from pipeline.text.times.lunar import movable_day


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("春节", 2024, "2024-02-10"),
        ("元宵节", 2050, "2050-02-06"),
        ("大年初三", 2024, "2024-02-12"),
        ("除夕", 2024, "2024-02-09"),
        ("大年三十", 2024, "2024-02-09"),
        # Behind a leap month, in a year whose second month comes twice, before one.
        ("端午", 2020, "2020-06-25"),
        ("中秋", 2023, "2023-09-29"),
        ("龙抬头", 2023, "2023-02-21"),
        ("端午", 2025, "2025-05-31"),
        ("中秋", 2025, "2025-10-06"),
        # The last month of a lunar year lies in the next solar one.
        ("腊八节", 2024, "2024-01-18"),
        ("腊八", 2051, "2051-01-20"),
        # The first month of 2023 had 29 days.
        ("农历正月二十九", 2023, "2023-02-19"),
        ("农历正月三十", 2023, None),
        ("农历八月十五前后", 2024, None),
        ("春节", 1989, None),
        ("春节", 2051, None),
        ("除夕", 2051, None),
    ],
)
def test_a_day_of_the_lunar_calendar(name: str, year: int, day: str | None) -> None:
    found = movable_day(name, year)
    assert (found and found.isoformat()) == day


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("立春", 2025, "2025-02-03"),
        ("清明", 2000, "2000-04-04"),
        ("清明节", 2050, "2050-04-04"),
        ("夏至", 2024, "2024-06-21"),
        ("立秋", 2002, "2002-08-08"),
        ("立秋", 2003, "2003-08-08"),
        ("冬至", 2021, "2021-12-21"),
        ("冬至", 2022, "2022-12-22"),
        # Its formula is right in these years alone.
        ("清明", 1999, None),
        ("清明", 2051, None),
    ],
)
def test_a_solar_term(name: str, year: int, day: str | None) -> None:
    found = movable_day(name, year)
    assert (found and found.isoformat()) == day


@pytest.mark.parametrize(
    ("name", "day"), [("母亲节", "2024-05-12"), ("父亲节", "2024-06-16"), ("感恩节", "2024-11-28")]
)
def test_a_feast_on_a_weekday(name: str, day: str) -> None:
    found = movable_day(name, 2024)
    assert found is not None
    assert found.isoformat() == day
