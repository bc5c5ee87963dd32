"""Where the noun phrase of a name begins and ends."""

import re

import pytest

from pipeline.entities.joining.marks import ASIDE
from pipeline.entities.joining.phrase_ends import behind, phrase_end, phrase_start
from pipeline.entities.recognizer import Finding

ADDRESS = re.compile("先生|女士")


def speaker(text: str) -> Finding:
    start = text.index("周舟")
    return Finding(type="person", start=start, end=start + 2, recognizer="t", confidence=0.9)


@pytest.mark.parametrize(
    ("text", "post", "phrase"),
    [
        ("昨天周舟说", "", "周舟"),
        ("昨天市长周舟说", "市长", "市长周舟"),
        ("昨天周舟市长说", "市长", "周舟市长"),
        ("昨天周舟先生说", "", "周舟先生"),
        # What stands in brackets is looked over.
        (f"昨天周舟{ASIDE * 3}先生说", "", f"周舟{ASIDE * 3}先生"),
        (f"昨天周舟{ASIDE}市长说", "市长", f"周舟{ASIDE}市长"),
        # A post that stands elsewhere is not of the phrase.
        ("市长昨天上午周舟说", "市长", "周舟"),
    ],
)
def test_a_name_has_its_post_and_its_form_of_address(text: str, post: str, phrase: str) -> None:
    found = speaker(text)
    posts = {found.start: post} if post else {}
    start, end = phrase_start(text, found, posts), phrase_end(text, found, posts, ADDRESS)
    assert text[start:end] == phrase


@pytest.mark.parametrize(
    ("text", "post", "gap"),
    [
        ("周舟 昨天说", "", "昨天"),
        ("周舟市长昨天说", "市长", "昨天"),
        (f"周舟{ASIDE * 2}说", "", ""),
    ],
)
def test_what_stands_before_the_verb_is_without_post_and_brackets(
    text: str, post: str, gap: str
) -> None:
    found = speaker(text)
    assert behind(text, found, text.index("说"), {0: post} if post else {}) == gap
