from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.utf16 import Utf16Index


@given(st.text(max_size=60), st.integers(0, 60))
def test_units_are_those_of_the_encoding(text, offset):
    offset = min(offset, len(text))
    text = text.encode("utf-16-le", "replace").decode("utf-16-le")
    assert Utf16Index(text).units(offset) == len(text[:offset].encode("utf-16-le")) // 2


def test_an_astral_character_counts_twice():
    assert Utf16Index("a𠮷b").units(2) == 3
