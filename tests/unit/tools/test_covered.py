"""The coverage report: shares add up, the core has a floor, the worst functions are named."""

from __future__ import annotations

from tools.covered import FLOOR, core_share, least_covered, report


def summary(lines: int, statements: int, taken: int, branches: int) -> dict[str, int]:
    return {
        "covered_lines": lines,
        "num_statements": statements,
        "covered_branches": taken,
        "num_branches": branches,
    }


def file(whole: dict, **functions) -> dict:
    return {
        "summary": whole,
        "functions": {name: {"summary": counts} for name, counts in functions.items()},
    }


FILES = {
    "pipeline/text/chars.py": file(
        summary(9, 10, 8, 10), fold=summary(1, 2, 0, 2), count=summary(7, 7, 8, 8)
    ),
    "pipeline/dedup/links/reader.py": file(summary(10, 10, 1, 2), read=summary(0, 3, 0, 0)),
    "pipeline/errors.py": file(summary(0, 4, 0, 0), fail=summary(0, 4, 0, 0)),
}


def test_rooms_are_summed():
    lines = [line.split() for line in report(FILES)]
    assert lines[1] == ["dedup", "10", "100.0%", "2", "50.0%"]
    assert lines[2] == ["root", "4", "0.0%", "0", "100.0%"]
    assert lines[3] == ["text", "10", "90.0%", "10", "80.0%"]
    assert lines[4] == ["all", "24", "79.2%", "12", "75.0%"]


def test_the_core_is_measured_by_its_branches():
    assert core_share(FILES) == 9 / 12
    assert core_share(FILES) < FLOOR
    assert core_share({"pipeline/errors.py": FILES["pipeline/errors.py"]}) == 1.0


def test_what_is_least_reached_comes_first_and_the_longer_before_the_shorter():
    assert [name.rpartition(" ")[2] for _, name in least_covered(FILES, 3)] == [
        "fail", "read", "fold",
    ]  # fmt: skip
