"""Stories under the name that stands in the end."""

import pytest

from pipeline.demo.following import name_of


@pytest.mark.parametrize(
    ("story", "names", "name"),
    [
        ("a", {}, "a"),
        ("a", {"a": "b"}, "b"),
        ("a", {"a": "b", "b": "c"}, "c"),
        ("c", {"a": "b", "b": "c"}, "c"),
    ],
)
def test_name_of(story, names, name):
    assert name_of(story, names) == name


def test_aliases_in_a_ring_end():
    assert name_of("a", {"a": "b", "b": "a"}) in {"a", "b"}
