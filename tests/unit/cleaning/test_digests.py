"""Which short lines head the items of a digest, and where the rules end."""

import pytest

from pipeline.cleaning.lines.digests import digest_heads

HEADS = ("东岸渔港完成清淤", "盐场仓库改观鸟站", "操场对居民开放")
# Heads of which no paragraph speaks.
FAR = ("甲乙丙丁戊己", "子丑寅卯辰巳", "南北中发白")
TOLD = (
    "东岸渔港昨天完成清淤,港池挖深两米。",
    "老盐场的仓库改成观鸟站,票款用来补种芦苇。",
    "北街小学的操场对居民开放,晚上九点熄灯。",
)
LINKS, AMONG = ("link", "link"), ("link", "body")


def heads(shape, number, labels, *, heads=HEADS, told=TOLD):
    """Return the heads of so many items, each labelled alike with its paragraph."""
    lines = [line for n in range(number) for line in (shape.format(heads[n]), told[n])]
    return digest_heads(lines, labels * number)


@pytest.mark.parametrize("shape", ["☉{}", "【{}】", "滨海 | {}", "《{}》"])
@pytest.mark.parametrize("labels", [LINKS, AMONG])
def test_two_heads_of_a_shape_make_a_pattern(shape, labels):
    assert heads(shape, 1, labels) == set()
    assert heads(shape, 2, labels) == {0, 2}


def test_bare_heads_are_three_of_which_their_paragraphs_speak():
    assert heads("{}", 2, LINKS) == set()
    assert heads("{}", 3, LINKS) == {0, 2, 4}
    assert heads("{}", 3, LINKS, heads=FAR) == set()


def test_heads_of_which_nobody_speaks_are_all_that_there_is():
    assert heads("☉{}", 2, LINKS, heads=FAR) == set()
    assert heads("☉{}", 3, LINKS, heads=FAR) == {0, 2, 4}
    # With a paragraph between two of them they are not.
    lines = [line for pair in zip(FAR, TOLD, strict=True) for line in (f"☉{pair[0]}", pair[1])]
    apart = [*lines[:4], "渡口今天没有开航,也没有人来问起。", *lines[4:]]
    assert digest_heads(apart, ["link"] * 7) == set()


def test_links_among_paragraphs_are_heads_whatever_they_say():
    assert heads("☉{}", 2, AMONG, heads=FAR) == {0, 2}
    assert heads("滨海 | {}", 2, ("body", "body"), heads=FAR) == {0, 2}


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        (("title", "link"), {0, 2}),
        (("other", "link"), set()),
        (("link", "title"), set()),
    ],
)
def test_a_title_heads_an_item_where_it_is_the_first_line(labels, found):
    among = [label for head in labels for label in (head, "body")]
    lines = [line for pair in zip(FAR, TOLD, strict=False) for line in (f"☉{pair[0]}", pair[1])]
    assert digest_heads(lines[:4], among) == found


def test_a_title_and_a_byline_over_the_first_paragraph_are_every_article_s():
    lines = [f"☉{HEADS[0]}", TOLD[0], "☉何一苇", TOLD[1]]
    assert digest_heads(lines, ["title", "body", "byline", "body"]) == set()


def test_where_nothing_was_taken_for_furniture_nothing_is_to_be_kept():
    assert heads("☉{}", 2, ("body", "body")) == set()
    lines = [line for pair in zip(HEADS, TOLD, strict=True) for line in (f"☉{pair[0]}", pair[1])]
    assert digest_heads(lines, ["other", *["body"] * 5]) == {0, 2, 4}


@pytest.mark.parametrize(("size", "found"), [(48, {0, 2}), (49, set())])
def test_a_head_has_48_characters(size, found):
    long = [head + "呀" * (size - 1 - len(head)) for head in HEADS]
    assert heads("☉{}", 2, LINKS, heads=long) == found


@pytest.mark.parametrize(("size", "found"), [(10, {0, 2}), (9, set())])
def test_a_paragraph_has_ten_characters(size, found):
    assert heads("☉{}", 2, LINKS, told=[each[: size - 1] + "。" for each in TOLD]) == found


@pytest.mark.parametrize("end", "。!?”…),丙x")
def test_a_paragraph_ends_like_one(end):
    found = heads("☉{}", 2, LINKS, told=[each[:-1] + end for each in TOLD])
    assert found == ({0, 2} if end in "。!?”…)" else set())


@pytest.mark.parametrize(
    ("end", "found"), [("。", set()), (";", set()), (",", set()), ("!", {0, 2})]
)
def test_a_head_does_not_end_like_a_sentence(end, found):
    assert heads("☉{}" + end, 2, LINKS) == found
