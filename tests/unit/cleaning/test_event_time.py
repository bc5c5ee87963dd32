"""When an article counts as published, what it is called elsewhere, and what is odd about it."""

import pytest

from pipeline.cleaning.facts.event_time import (
    dated,
    oddities,
    other_ids,
    settle_times,
    told_times,
)
from pipeline.types.articles import Line, Origin, Published, RawArticle

NOON = 1_683_086_400.0  # 2023-05-03T04:00:00Z
DAY = 86_400.0
FAR = 4_070_908_800.0  # 2099-01-01


def raw(**fields):
    return RawArticle(origin=Origin(source_id="test", timestamp=NOON), **fields)


def said(value, source="dateline"):
    return Published(value=value, precision="day", source=source, zone_assumed=True)


def settled(article, found=None, alone=None):
    return settle_times(article, told_times(article), found, lambda: alone)


@pytest.mark.parametrize(("ahead", "believed"), [(DAY, True), (DAY + 1, False)])
@pytest.mark.parametrize("fetched", [NOON, None])
def test_a_time_is_believed_up_to_a_day_ahead(ahead, believed, fetched):
    times = settled(raw(published_at=NOON + ahead, fetched_at=fetched))
    assert times.event == (NOON + ahead if believed else NOON)
    assert ("futureTime" in times.flags) == (not believed)
    if not believed:
        # What is not believed is no publication either: that of the fetch stands, where it is told.
        assert (times.published.source if times.published else None) == (
            "fetch" if fetched else None
        )
        assert ("publishedUnknown" in times.flags) == (not fetched)


@pytest.mark.parametrize(("ahead", "believed"), [(DAY, True), (DAY + 1, False)])
def test_a_fetch_is_believed_up_to_a_day_after_its_record(ahead, believed):
    times = settled(raw(fetched_at=NOON + ahead))
    assert (times.event, times.fetched) == ((NOON + ahead,) * 2 if believed else (NOON, None))
    flags = ("futureTime", "publishedUnknown")
    assert (times.published is None, times.flags) == ((not believed), () if believed else flags)


def test_a_fetch_to_come_takes_no_publication_along():
    times = settled(raw(fetched_at=FAR, published_at=NOON - DAY))
    assert (times.event, times.published.source, times.flags) == (
        NOON - DAY, "feed", ("futureTime",),
    )  # fmt: skip
    # Nor does it speak for one: each is held against the record.
    times = settled(raw(fetched_at=FAR, published_at=FAR))
    assert (times.event, times.flags) == (NOON, ("futureTime", "publishedUnknown"))


def test_the_next_source_is_taken_for_a_time_to_come():
    own = said("2023-05-02T00:00:00+08:00")
    times = settled(raw(published_at=FAR, fetched_at=NOON), own, own)
    assert (times.event, times.published, times.flags) == (
        1_682_956_800.0, own, ("futureTime",),
    )  # fmt: skip
    to_come = said("2099-05-02T00:00:00+08:00")
    times = settled(raw(published_at=FAR, fetched_at=NOON - 9), to_come, to_come)
    assert (times.event, times.published.source) == (NOON - 9, "fetch")
    times = settled(raw(), to_come)
    assert (times.event, times.published) == (NOON, None)
    assert times.flags == ("futureTime", "publishedUnknown")


@pytest.mark.parametrize(
    ("own", "now", "timestamp", "flags"),
    [
        (NOON, NOON + 9, NOON, ()),
        (NOON, NOON - DAY, NOON, ()),
        (NOON, NOON - DAY - 1, NOON - DAY - 1, ("futureTime",)),
        (FAR, NOON, NOON, ("futureTime",)),
        (0.0, NOON, 0.0, ()),
        # Kafka's word for a record without a time, and an article that came with no record.
        (-0.001, NOON, NOON, ()),
        (None, NOON, NOON, ()),
        # A clock that was lost bounds nothing.
        (NOON, 946_684_800.0, NOON, ()),
    ],
)
def test_a_record_is_no_day_ahead_of_the_clock_that_reads_it(own, now, timestamp, flags):
    read = dated(RawArticle(origin=Origin(source_id="test", timestamp=own), text="渡轮"), now)
    assert (read.origin.timestamp, read.flags, read.text) == (timestamp, flags, "渡轮")


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
    assert settled(raw()) == (NOON, None, None, ("publishedUnknown",))
    assert settled(RawArticle(origin=Origin(source_id="test"))).event == 0.0
    # A count of seconds outside the calendar is a time, and none that can be written down.
    assert settled(raw(fetched_at=-9e10)).published is None


@pytest.mark.parametrize(("value", "flagged"), [("soon", True), ("", False), (None, False)])
def test_a_time_that_cannot_be_read_is_flagged(value, flagged):
    names = ("badTime:publishedAt", "badTime:fetchedAt") if flagged else ()
    found = settled(raw(published_at=value, fetched_at=value)).flags
    assert found == (*names, "publishedUnknown")


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
