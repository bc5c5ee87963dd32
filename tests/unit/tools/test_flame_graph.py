"""A flame graph: each function as wide as its part of the samples, under whoever called it."""

from xml.etree import ElementTree as ET

from tools.flame_graph import drawn, tree_of

STACKS = [
    "<module> (run.py:1);clean (pipeline/cleaning/cleaner.py:80);match (re.py:9) 30",
    "<module> (run.py:1);clean (pipeline/cleaning/cleaner.py:95) 30",
    "<module> (run.py:2);a<b (pipeline/entities/extractor.py:5) 39",
    "<module> (run.py:2);rare (pipeline/entities/extractor.py:7) 1",
    "other (threading.py:3) 900",
]
SVG = "{http://www.w3.org/2000/svg}"


def bars(svg: str) -> dict[str, float]:
    found = {}
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        found[group.find(f"{SVG}title").text] = float(group.find(f"{SVG}rect").get("width"))
    return found


def test_a_bar_is_as_wide_as_its_part_of_the_samples() -> None:
    svg = drawn(tree_of(STACKS, "<module>"), "stages")
    assert bars(svg) == {
        "<module> (libraries) 100.0%": 1200.0,
        "clean (clean) 60.0%": 720.0,
        "match (libraries) 30.0%": 360.0,
        "a<b (extract) 39.0%": 468.0,
        "rare (extract) 1.0%": 12.0,
    }
    assert "stages: 100 samples" in svg


def test_what_is_too_little_to_be_seen_is_not_drawn() -> None:
    assert bars(drawn(tree_of([*STACKS, "few (x.py:1) 1"]), "all")).keys() == {
        "<module> (libraries) 10.0%",
        "clean (clean) 6.0%",
        "match (libraries) 3.0%",
        "a<b (extract) 3.9%",
        "other (libraries) 89.9%",
    }


def test_no_samples_make_an_empty_drawing() -> None:
    assert bars(drawn(tree_of([]), "none")) == {}
