"""What a site put behind a title is no fact of the article; offsets are the text's."""

import msgspec
import pytest

from pipeline.entities.joining.sections import sections_of
from pipeline.types.articles import HeadLine
from tools.made_articles import unique

BODY = "新船昨天首航。船长是王开阳。\n航线由江口港管理。"


def read(title, label="title"):
    """Return the words of a head line in which facts are looked for."""
    head = (HeadLine(label=label, start=0, end=len(title), text=title),)
    sections, text = sections_of(msgspec.structs.replace(unique(BODY), head=head))
    assert [section.field for section in sections] == ["body", "headline"]
    assert sections[1].end - sections[1].start == len(title)
    return text[sections[1].start : sections[1].end]


@pytest.mark.parametrize(
    "title",
    [
        "新船首航两岛不用再绕行_东海资讯",
        "新船首航两岛不用再绕行-每日短讯",
        "新船首航两岛不用再绕行 | 北海新闻网",
        "新船首航｜两岛不用再绕行丨江口热点",
        "新船首航两岛不用再绕行 — 南岭在线",
    ],
)
def test_a_site_s_words_are_blank(title):
    words = read(title)
    assert words.rstrip(" _-|丨—") == title[: len(words.rstrip(" _-|丨—"))]
    assert "绕行" in words
    assert not any(name in words for name in ("东海", "每日", "北海", "江口", "南岭"))


@pytest.mark.parametrize(
    "title",
    [
        "新船首航两岛不用再绕行",
        "专访新船的第一位船长-王开阳",  # the body names him
        "新船首航：两岛不用再绕行",
        "江口—东海航线",  # too short to have a tail
        "两岛不用再绕行_首航的船上来了一百二十位老人",  # too long to be a name
    ],
)
def test_what_may_be_its_own_stays(title):
    assert read(title) == title


def test_a_headline_of_the_article_has_no_site_behind_it():
    assert read("新船首航两岛不用再绕行_东海资讯", "headline").endswith("东海资讯")
