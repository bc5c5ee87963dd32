"""Times of every form in Chinese news: the span, the value seen from a day, the precision."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime

import pytest

from pipeline.text.times import starts
from pipeline.text.times.calendar import CHINA
from pipeline.text.times.festivals import FESTIVALS
from pipeline.text.times.find import find_times, from_timestamp, parse_timestamp, resolve

# A Wednesday.
NOW = datetime(2023, 5, 17, 10, 30, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("surface", "value", "precision"),
    [
        ("2023年5月3日", "2023-05-03", "day"),
        ("2023年5月3日 09:30", "2023-05-03T09:30:00+08:00", "minute"),
        ("2023-05-03T09:30:15+09:00", "2023-05-03T09:30:15+09:00", "second"),
        ("2023-05-03T01:30:00Z", "2023-05-03T01:30:00+00:00", "second"),
        ("2023/5/3", "2023-05-03", "day"),
        ("2023.05.03", "2023-05-03", "day"),
        ("二〇二三年五月三日", "2023-05-03", "day"),
        ("一九九八年十二月", "1998-12", "month"),
        ("二零二三年五月三十一日", "2023-05-31", "day"),
        ("2023年5月3日(星期三)9时5分", "2023-05-03T09:05:00+08:00", "minute"),
        ("２０２３年５月３日", "2023-05-03", "day"),
        ("22年11月", "2022-11", "month"),
        ("18-03-08 23:16", "2018-03-08T23:16:00+08:00", "minute"),
        ("5月3日上午", "2023-05-03T00:00:00+08:00", "half-day"),
        ("5月3日晚", "2023-05-03T12:00:00+08:00", "half-day"),
        ("05-03 12:00", "2023-05-03T12:00:00+08:00", "minute"),
        ("12月31日", "2022-12-31", "day"),
        ("14日", "2023-05-14", "day"),
        ("昨日", "2023-05-16", "day"),
        ("昨天下午3点", "2023-05-16T15:00:00+08:00", "hour"),
        ("昨晚8点半", "2023-05-16T20:30:00+08:00", "minute"),
        ("今晨6时", "2023-05-17T06:00:00+08:00", "hour"),
        ("前天", "2023-05-15", "day"),
        ("后天", "2023-05-19", "day"),
        ("当天", "2023-05-17", "day"),
        ("次日", "2023-05-18", "day"),
        ("本月5日", "2023-05-05", "day"),
        ("上月", "2023-04", "month"),
        ("去年12月", "2022-12", "month"),
        ("前年", "2021", "year"),
        ("上周三", "2023-05-10", "day"),
        ("下周一", "2023-05-22", "day"),
        ("上周", "2023-W19", "week"),
        ("3小时前", "2023-05-17T07:30:00+08:00", "hour"),
        ("半小时前", "2023-05-17T10:00:00+08:00", "minute"),
        ("两天前", "2023-05-15", "day"),
        ("3个月前", "2023-02", "month"),
        ("半年前", "2022-11", "month"),
        ("上半年", "2023-H1", "half-year"),
        ("去年下半年", "2022-H2", "half-year"),
        ("今年一季度", "2023-Q1", "quarter"),
        ("2022年前三季度", "2022-Q1/2022-Q3", "quarter"),
        ("2022年1-9月", "2022-01/2022-09", "month"),
        ("1至2月", "2023-01/2023-02", "month"),
        ("2022-11", "2022-11", "month"),
        ("十四日", "2023-05-14", "day"),
        ("零时", "2023-05-17T00:00:00+08:00", "hour"),
        ("2023年5月3日 星期三 09:30", "2023-05-03T09:30:00+08:00", "minute"),
        ("1980年代", "198X", "decade"),
        ("上世纪七八十年代", "198X", "decade"),
        ("20世纪90年代", "199X", "decade"),
        ("国庆节", "2023-10-01", "day"),
        ("晚上八点一刻", "2023-05-17T20:15:00+08:00", "minute"),
        ("中午11点半", "2023-05-17T11:30:00+08:00", "minute"),
        ("中午1点", "2023-05-17T13:00:00+08:00", "hour"),
        ("凌晨1点", "2023-05-17T01:00:00+08:00", "hour"),
        ("凌晨12点", "2023-05-17T00:00:00+08:00", "hour"),
        ("深夜11点", "2023-05-17T23:00:00+08:00", "hour"),
        ("24时", "2023-05-18T00:00:00+08:00", "hour"),
        ("May 3, 2023", "2023-05-03", "day"),
        ("Wed, 03 May 2023 09:30:00 +0800", "2023-05-03T09:30:00+08:00", "second"),
        ("2023-05-03 9:30 PM", "2023-05-03T21:30:00+08:00", "minute"),
        ("20230503", "2023-05-03", "day"),
        ("20230503093000", "2023-05-03T09:30:00+08:00", "second"),
    ],
)
def test_forms(surface, value, precision):
    found = resolve(surface, NOW)
    assert found is not None
    assert (found.value, found.precision) == (value, precision)


@pytest.mark.parametrize(
    ("surface", "value"),
    [
        ("5月3日", "--05-03"),
        ("5月", "--05"),
        ("14日", "---14"),
        ("05-03 12:00", "--05-03T12:00"),
        ("下午3点", "T15"),
        ("一季度", "Q1"),
    ],
)
def test_what_is_unknown_stays_out_without_a_reference(surface, value):
    found = resolve(surface)
    assert found is not None
    assert found.value == value
    assert found.instant is None


@pytest.mark.parametrize(
    "surface", ["昨日", "上周三", "去年12月", "3小时前", "春节", "腊月二十九", "数天前"]
)
def test_what_has_no_value_gets_none(surface):
    assert len(find_times(surface)) == 1
    assert resolve(surface) is None


def test_a_date_that_no_calendar_has_is_none():
    assert resolve("2023年2月30日") is None
    assert resolve("20231345") is None
    assert resolve("202305032430") is None
    assert resolve("民国九九九九年") is None
    assert resolve("民国八零八八年").value == "9999"
    assert find_times("13月45日") == []


@pytest.mark.parametrize(
    "text",
    [
        "3点意见",
        "以11:10取胜",
        "比分11:10",
        "连续3日",
        "3日内",
        "第3日",
        "一时间",
        "192.168.1.12",
        "每周五",
        "a12:001",
        "十月革命",
        "五一村的路灯亮了",
        "第一时间",
        "四点建议",
    ],
)
def test_what_only_looks_like_a_time_is_none(text):
    assert find_times(text) == []


def test_spans_are_exact_and_say_where_the_time_of_day_begins():
    text = "会议于5月3日上午9时30分开始,4日结束。"
    surfaces = [text[s.start : s.end] for s in find_times(text)]
    assert surfaces == ["5月3日上午9时30分", "4日"]
    first = find_times(text)[0]
    assert first.clock is not None
    assert text[first.start : first.clock] == "5月3日"
    assert [s.kind for s in find_times(text)] == ["time", "date"]


def test_a_range_hands_on_its_month_and_year():
    text = "展览从2022年4月28日至30日举行"
    assert [resolve(s).value for s in find_times(text)] == ["2022-04-28", "2022-04-30"]
    listed = "2022年4月28、29日和5月1日"
    assert [resolve(s).value for s in find_times(listed)] == [
        "2022-04-28",
        "2022-04-29",
        "2022-05-01",
    ]
    months = "2022年1月至9月"
    assert [resolve(s).value for s in find_times(months)] == ["2022-01/2022-09"]
    both = "2021-2022年"
    assert [resolve(s).value for s in find_times(both)] == ["2021", "2022"]
    hours = "每天9点至17点开放"
    assert [resolve(s).value for s in find_times(hours)] == ["T09", "T17"]
    years = "2020年至2022年"
    assert [resolve(s).value for s in find_times(years)] == ["2020", "2022"]


def test_the_weekday_beside_a_date_is_no_other_date():
    for text in ("5月3日(星期三)举行", "5月3日 周三 举行"):
        assert [text[s.start : s.end] for s in find_times(text)] == ["5月3日"]


def test_a_dateline_means_the_last_such_day():
    # Said in May, "11月3日" of a dateline was half a year ago; in prose the nearest is meant.
    assert resolve("11月3日", NOW, past=True).value == "2022-11-03"
    assert resolve("5月18日", NOW, past=True).value == "2023-05-18"
    assert resolve("6月3日", NOW, past=True).value == "2022-06-03"
    assert resolve("6月3日", NOW).value == "2023-06-03"
    # The month before has no such day, nor the year before.
    assert resolve("31日", NOW, past=True).value == "2023-03-31"
    assert resolve("2月29日", NOW, past=True).value == "2020-02-29"


def test_zones():
    assert resolve("2023-05-03 09:30").zone_assumed
    assert not resolve("2023-05-03T09:30:00Z").zone_assumed
    beijing = find_times("北京时间2023年5月3日20时")[0]
    assert resolve(beijing).zone_assumed is False
    abroad = resolve(find_times("当地时间2023年5月3日20时")[0])
    assert (abroad.value, abroad.instant) == ("2023-05-03T20:00:00", None)


def test_the_reference_is_read_in_chinese_time():
    late = datetime(2023, 5, 16, 20, 0, tzinfo=UTC)
    assert resolve("今天", late).value == "2023-05-17"
    assert resolve("今天", datetime(2023, 5, 17, 1, 0)).value == "2023-05-17"  # noqa: DTZ001 - naive on purpose


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (1683077400, 1683077400.0),
        ("1683077400", 1683077400.0),
        (1683077400000, 1683077400.0),
        ("1683077400123", 1683077400.123),
        ("2023-05-03T09:30:00+08:00", 1683077400.0),
        ("2023-05-03T01:30:00Z", 1683077400.0),
        ("2023-05-03 09:30", 1683077400.0),
        ("2023-05-03", 1683043200.0),
    ],
)
def test_timestamps(value, seconds):
    assert parse_timestamp(value) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "value", [None, True, "", "soon", float("nan"), float("inf"), 1e300, "5月3日", "9" * 400]
)
def test_unreadable_timestamps_are_none(value):
    assert parse_timestamp(value) is None


def test_seconds_outside_the_calendar_are_no_time():
    assert from_timestamp(1e17) is None
    assert from_timestamp(1683077400.0) == datetime(2023, 5, 3, 9, 30, tzinfo=CHINA)


def test_the_particle_after_a_year_is_no_part_of_it():
    assert surfaces("2024年的十件实事") == ["2024年"]
    assert surfaces("去年的12月,今年的上半年") == ["去年的12月", "今年的上半年"]


def surfaces(text):
    return [text[span.start : span.end] for span in find_times(text)]


def test_a_date_is_looked_for_by_its_first_two_characters_where_a_form_of_it_begins() -> None:
    """What is asked first of all forms together leaves none of them out."""
    figures = f"[{starts._FIGURES}](?:{starts._FIGURE}|(?<=1){starts._FIRST_THREE})"
    forms = "|".join(f"[{first}](?=[{follows}]){rest}" for first, follows, rest in starts._STARTS)
    feasts = "|".join(f"{name[0]}(?={name[1:]})" for name in FESTIVALS)
    plain = re.compile(f"{figures}|{forms}|{feasts}")
    # No form goes on with a character that its second ones have not.
    alone = [
        (re.compile(f"[{first}]{rest}"), re.compile(f"[{first}][{follows}]"))
        for first, follows, rest in starts._STARTS
        if rest
    ]
    chance = random.Random(5)
    pieces = [
        *"0123９一两十廿三年月日号个季度上下午前后本这周第首头民国今当中早晚大点 -至约aQ",
        *FESTIVALS,
    ]
    for _ in range(2000):
        text = "".join(chance.choices(pieces, k=12))
        begins = [at for at in range(len(text)) if plain.match(text, at)]
        assert [at for at in range(len(text)) if starts.starts().match(text, at)] == begins
        for form, two in alone:
            assert all(two.match(text, at) for at in begins if form.match(text, at))
