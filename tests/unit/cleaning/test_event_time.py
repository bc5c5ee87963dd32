"""When an article counts as published, what it is called elsewhere, and what is odd about it."""

import pytest

from pipeline.cleaning.facts.event_time import oddities, other_ids, settle_times
from pipeline.types.articles import Line, Origin, Published, RawArticle

NOON = 1_683_086_400.0  # 2023-05-03T04:00:00Z
DAY = 86_400.0


def raw(**fields):
    return RawArticle(origin=Origin(source_id="test", timestamp=NOON), **fields)


def said(value, source="dateline"):
    return Published(value=value, precision="day", source=source, zone_assumed=True)


def settled(article, found=None, alone=None):
    return settle_times(article, found, lambda: alone)


@pytest.mark.parametrize(("ahead", "believed"), [(DAY, True), (DAY + 1, False)])
@pytest.mark.parametrize("fetched", [NOON, None])
def test_a_time_is_believed_up_to_a_day_ahead(ahead, believed, fetched):
    times = settled(raw(published_at=NOON + ahead, fetched_at=fetched))
    assert times.event == (NOON + ahead if believed else NOON)
    assert times.flags == (() if believed else ("futureTime",))
    if not believed:
        # What is not believed is no publication either: that of the fetch stands, where it is told.
        assert (times.published.source if times.published else None) == (
            "fetch" if fetched else None
        )


def test_what_is_published_is_told_by_the_feed_before_the_text():
    times = settled(raw(published_at="2023-05-02T08:00:00+08:00"), said("2023-04-01T00:00:00Z"))
    assert (times.published.value, times.published.source) == ("2023-05-02T08:00:00+08:00", "feed")
    assert (times.published.precision, times.published.zone_assumed) == ("second", False)
    day = settled(raw(published_at=" 2023-05-02 ")).published
    assert (day.value, day.precision, day.zone_assumed) == (
        "2023-05-02T00:00:00+08:00", "day", True,
    )  # fmt: skip
    count = settled(raw(published_at=NOON)).published
    assert (count.value, count.precision, count.source) == (
        "2023-05-03T04:00:00Z",
        "second",
        "feed",
    )


def test_a_day_that_the_fetch_completed_is_no_event_time():
    found, alone = said("2023-05-02T00:00:00+08:00"), said("2023-05-01T00:00:00+08:00")
    fetched = raw(fetched_at=NOON)
    assert settled(fetched, found, None).event == NOON
    assert settled(fetched, found, alone).event == 1_682_870_400.0
    # With no fetch there was nothing to complete it with, and a page's markup has its year.
    assert settled(raw(), found, None).event == 1_682_956_800.0
    assert settled(fetched, said(found.value, "meta"), None).event == 1_682_956_800.0
    assert settled(fetched, found, None).published is found


def test_without_any_time_it_is_the_records_and_at_last_none():
    assert settled(raw()) == (NOON, None, None, ())
    assert settled(RawArticle(origin=Origin(source_id="test"))).event == 0.0
    # A count of seconds outside the calendar is a time, and none that can be written down.
    assert settled(raw(fetched_at=-9e10)).published is None


@pytest.mark.parametrize(("value", "flagged"), [("soon", True), ("", False), (None, False)])
def test_a_time_that_cannot_be_read_is_flagged(value, flagged):
    names = ("badTime:publishedAt", "badTime:fetchedAt") if flagged else ()
    assert settled(raw(published_at=value, fetched_at=value)).flags == names


@pytest.mark.parametrize(
    ("fields", "canonical", "ids"),
    [
        ({}, None, ()),
        ({"id": "x-1"}, None, ("x-1",)),
        ({}, "https://example.com/a", ("https://example.com/a",)),
        ({"url": "https://www.example.com/a?spm=1"}, "https://example.com/a", ()),
        ({"url": "https://example.com/b", "id": "x"}, "https://example.com/a", ("x", "https://example.com/a")),
    ],
)  # fmt: skip
def test_what_the_article_is_called_elsewhere(fields, canonical, ids):
    assert other_ids(raw(**fields), canonical) == ids


def odd(*pairs, language="zh-Hans", more=(), **fields):
    lines, start = [], 0
    for label, text in pairs:
        lines.append(
            Line(start=start, end=start + len(text), label=label, score=1.0, reason="test")
        )
        start += len(text) + 1
    return oddities(raw(**fields), "\n".join(text for _, text in pairs), lines, language, more)


@pytest.mark.parametrize(
    ("pairs", "flags"),
    [
        ([("body", "渡轮。")], ()),
        ([("title", "渡轮")], ("noBody",)),
        ([("body", "渡轮…… ")], ("truncated",)),
        ([("body", "渡轮..."), ("link", "夜市")], ("truncated",)),
        ([("body", "渡轮…"), ("body", "通航。")], ()),
        ([("body", "渡" * 10), ("link", "夜" * 15), ("link", "市" * 15)], ()),
        ([("body", "渡" * 10), ("link", "夜" * 15), ("link", "市" * 16)], ("mostlyLinks",)),
        ([("body", "渡轮锟斤拷")], ("mojibake",)),
    ],
)
def test_what_is_odd_about_an_article(pairs, flags):
    assert odd(*pairs) == flags


def test_flags_are_told_once_and_in_order():
    body = ("body", "渡轮。")
    assert odd(body, language="und", more=["a", "b"], flags=("b", "a")) == (
        "b", "a", "unknownLanguage",
    )  # fmt: skip
    names = tuple(f"{n:02}" + "x" * 63 for n in range(33))
    told = odd(body, unknown_fields=names)
    assert told == tuple(f"unknownField:{name[:64]}" for name in names[:32])
