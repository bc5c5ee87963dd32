"""Times at the edges: of the calendar, of a form, of what is a date at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.text.times.calendar import CHINA
from pipeline.text.times.find import find_times, parse_timestamp, resolve

# A Wednesday.
NOW = datetime(2023, 5, 17, 10, 30, tzinfo=CHINA)


def surfaces(text):
    return [text[span.start : span.end] for span in find_times(text)]


def value(surface, now=NOW, **how):
    found = resolve(surface, now, **how)
    return found.value if found else None


def day(month, number, year=2023):
    return datetime(year, month, number, 9, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("surface", "now", "wanted"),
    [
        # A dateline is a day ahead at most: the page of an evening is read abroad, or after it.
        ("5月18日", NOW, "2023-05-18"),
        ("5月19日", NOW, "2022-05-19"),
        ("19日", NOW, "2023-04-19"),
        ("18日", NOW, "2023-05-18"),
        ("31日", day(5, 17), "2023-03-31"),
        ("2月29日", NOW, "2020-02-29"),
        ("2月29日", day(2, 27, 2104), "2096-02-29"),
        ("31日", day(1, 5), "2022-12-31"),
        ("1月1日", day(12, 31), "2024-01-01"),
        ("2月29日", day(3, 1, 2024), "2024-02-29"),
        ("周四", NOW, "2023-05-18"),
        ("周五", NOW, "2023-05-12"),
        ("下周五", NOW, "2023-05-26"),
        ("本周五", NOW, "2023-05-19"),
        ("6月", NOW, "2022-06"),
        ("5月", NOW, "2023-05"),
    ],
)
def test_a_dateline_looks_back(surface, now, wanted):
    assert value(surface, now, past=True) == wanted


@pytest.mark.parametrize(
    ("surface", "now", "wanted"),
    [
        ("1月3日", day(12, 20), "2024-01-03"),
        ("12月20日", day(1, 3), "2022-12-20"),
        # Of two days as near the earlier is meant.
        ("16日", day(5, 31), "2023-05-16"),
        ("11月16日", day(5, 17, 2024), "2023-11-16"),
        ("周五", NOW, "2023-05-19"),
        ("周一", NOW, "2023-05-15"),
        ("30日", day(2, 20), "2023-01-30"),
        ("2月30日", NOW, None),
        ("31日", day(4, 15), "2023-03-31"),
    ],
)
def test_prose_means_the_nearest_day(surface, now, wanted):
    assert value(surface, now) == wanted


@pytest.mark.parametrize(
    ("surface", "wanted"),
    [
        ("2月29日", "--02-29"), ("2月30日", None), ("4月30日", "--04-30"), ("4月31日", None),
        ("6月31日", None), ("9月31日", None), ("11月30日", "--11-30"), ("11月31日", None),
        ("12月31日", "--12-31"), ("2024年2月29日", "2024-02-29"), ("2023年2月29日", None),
        ("12月", "--12"), ("13月5日", None), ("0月5日", None), ("1月32日", None), ("1月0日", None),
        ("2022年13月", None), ("2022年1-13月", None), ("上半年", "H1"), ("二季度", "Q2"),
        ("14日9时", "---14T09"), ("2月14日9时30分15秒", "--02-14T09:30:15"), ("2月14日上午", "--02-14"),
    ],
)  # fmt: skip
def test_a_day_that_no_year_has_is_none(surface, wanted):
    assert value(surface, None) == wanted


@pytest.mark.parametrize(
    ("surface", "wanted"),
    [
        # Two digits are of the last century above sixty.
        ("60年5月", "2060-05"), ("61年5月", "1961-05"), ("99年5月", "1999-05"), ("05年5月", "2005-05"),
        ("18-03-08 23:16", "2018-03-08T23:16:00+08:00"), ("39-03-08 23:16", "2039-03-08T23:16:00+08:00"),
        ("20年代", "202X"), ("30年代", "193X"), ("90年代", "199X"), ("2030年代", "203X"), ("九十年代", "199X"),
        ("21世纪20年代", "202X"), ("二十世纪", "19XX"), ("上世纪", "19XX"), ("本世纪", None), ("21世纪", None),
        ("民国元年", "1912"), ("民国2年", "1913"),
    ],
)  # fmt: skip
def test_years_of_two_digits_and_ages(surface, wanted):
    assert value(surface) == wanted


@pytest.mark.parametrize(
    ("surface", "wanted"),
    [
        ("23:59", "23:59:00"), ("24:30:00", None), ("24:30", None), ("25:00", None),
        ("9时59分", "09:59:00"), ("9时60分", None), ("23:59:60", "23:59:59"),
        ("上午12时", "12:00:00"), ("凌晨12时", "00:00:00"), ("半夜12时", "00:00:00"), ("深夜12时", "00:00:00"),
        ("12:30 AM", "00:30:00"), ("12:30 PM", "12:30:00"), ("11:30 pm", "23:30:00"),
        ("深夜1时", "01:00:00"), ("深夜5时", "05:00:00"), ("深夜6时", "18:00:00"), ("夜里2时", "02:00:00"),
        ("午夜2时", "02:00:00"), ("晚上6时", "18:00:00"), ("下午1时", "13:00:00"), ("下午12时", "12:00:00"),
        ("中午9时", "21:00:00"), ("中午10时", "10:00:00"), ("中午11时", "11:00:00"), ("中午12时", "12:00:00"),
        ("正午1时", "13:00:00"), ("午间11时", "11:00:00"), ("傍晚6时", "18:00:00"), ("早上8时", "08:00:00"),
        ("下午3点一刻", "15:15:00"), ("下午3点三刻", "15:45:00"), ("下午3点整", "15:00:00"), ("清晨六点十分", "06:10:00"),
        ("早8时", "08:00:00"), ("晚8时", "20:00:00"),
    ],
)  # fmt: skip
def test_the_hours_of_a_day(surface, wanted):
    found = value(f"2023年5月3日{surface}")
    assert found == (f"2023-05-03T{wanted}+08:00" if wanted else None)


def test_the_last_hour_of_a_day_is_the_first_of_the_next():
    assert value("2023年5月31日24时") == "2023-06-01T00:00:00+08:00"
    assert value("2023年12月31日24时") == "2024-01-01T00:00:00+08:00"
    assert value("9999年12月31日24时") is None
    assert find_times("24时30分") == []
    assert resolve("T12", NOW) is None


@pytest.mark.parametrize(
    ("surface", "wanted", "precision"),
    [
        ("半小时前", "2023-05-17T10:00:00+08:00", "minute"),
        ("一个半小时前", "2023-05-17T09:00:00+08:00", "minute"),
        ("2小时后", "2023-05-17T12:30:00+08:00", "hour"),
        ("2个钟头前", "2023-05-17T08:30:00+08:00", "hour"),
        ("30秒前", "2023-05-17T10:29:30+08:00", "second"),
        ("5分钟后", "2023-05-17T10:35:00+08:00", "minute"),
        ("半个月前", "2023-05-02", "day"),
        ("半年后", "2023-11", "month"),
        ("两周前", "2023-05-03", "day"),
        ("三个星期后", "2023-06-07", "day"),
        ("5个月前", "2022-12", "month"),
        ("8个月后", "2024-01", "month"),
        ("十年前", "2013", "year"),
        ("3年之后", "2026", "year"),
    ],
)
def test_what_is_counted_from_now(surface, wanted, precision):
    found = resolve(surface, NOW)
    assert (found.value, found.precision) == (wanted, precision)


def test_vague_counts_and_far_ones_have_no_value():
    for surface in ("数天前", "几年后", "数小时前"):
        assert value(surface) is None
    assert value("999年前", day(1, 1, 2)) is None
    assert value("昨天", datetime.min.replace(tzinfo=CHINA)) is None


@pytest.mark.parametrize(
    ("surface", "wanted"),
    [
        ("上上周三", "2023-05-03"), ("下下周一", "2023-05-29"), ("这周日", "2023-05-21"), ("本周", "2023-W20"),
        ("上个星期天", "2023-05-14"), ("上月5日", "2023-04-05"), ("下月5日", "2023-06-05"), ("次月", "2023-06"),
        ("当月", "2023-05"), ("同月3日", "2023-05-03"), ("大前天", "2023-05-14"), ("翌日", "2023-05-18"),
        ("後天", "2023-05-19"), ("后天", "2023-05-19"), ("明晚", "2023-05-18T12:00:00+08:00"),
        ("今早", "2023-05-17T00:00:00+08:00"), ("昨夜", "2023-05-16T12:00:00+08:00"),
        ("后年", "2025"), ("翌年", "2024"), ("同年3月", "2023-03"), ("前年5月3日", "2021-05-03"), ("次年", "2024"),
        ("今年上半年", "2023-H1"), ("第三季度", "2023-Q3"), ("2022年第4季度", "2022-Q4"), ("2022年底", "2022"),
        ("5月下旬", "2023-05"), ("去年前三季度", "2022-Q1/2022-Q3"), ("教师节", "2023-09-10"), ("儿童节", "2023-06-01"), ("六一", "2023-06-01"),
    ],
)  # fmt: skip
def test_words_for_days_weeks_months_and_years(surface, wanted):
    assert value(surface) == wanted


@pytest.mark.parametrize(
    ("surface", "wanted"),
    [
        ("本周末", "2023-05-20/2023-05-21"),
        ("上周末", "2023-05-13/2023-05-14"),
        ("下周末", "2023-05-27/2023-05-28"),
    ],
)
def test_a_weekend_is_two_days(surface, wanted):
    assert value(surface) == wanted


def test_the_month_before_january_and_after_december():
    assert value("上月", day(1, 5)) == "2022-12"
    assert value("下月", day(12, 5)) == "2024-01"


@pytest.mark.parametrize(
    ("surface", "instant"),
    [
        ("2022年一季度", "2022-01-01"), ("2022年二季度", "2022-04-01"), ("2022年四季度", "2022-10-01"),
        ("2022年上半年", "2022-01-01"), ("2022年下半年", "2022-07-01"), ("2022年前三季度", "2022-01-01"),
        ("2022年1-9月", "2022-01-01"), ("2022年5月", "2022-05-01"), ("2022年", "2022-01-01"), ("上周", "2023-05-08"),
    ],
)  # fmt: skip
def test_a_span_of_time_begins_with_its_first_day(surface, instant):
    assert resolve(surface, NOW).instant == f"{instant}T00:00:00+08:00"


def test_a_half_of_a_day_begins_at_midnight_or_noon():
    assert resolve("2022年5月3日上午").instant == "2022-05-03T00:00:00+08:00"
    assert resolve("2022年5月3日下午").instant == "2022-05-03T12:00:00+08:00"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2022年4月28日至30日", ["2022-04-28", "2022-04-30"]),
        ("2022年4月28日 — 30日", ["2022-04-28", "2022-04-30"]),
        ("2022年4月28日  — 30日", ["2022-04-28", "---30"]),
        ("2022年4月28日——30日", ["2022-04-28", "2022-04-30"]),
        ("2022年4月28日,30日", ["2022-04-28", "---30"]),
        ("2022年4月28日30日", ["2022-04-28", "---30"]),
        ("4月28日至30日", ["--04-28", "--04-30"]),
        ("2022年4月28日至4月30日", ["2022-04-28", "2022-04-30"]),
        ("2022年4月28日至5月3日", ["2022-04-28", "2022-05-03"]),
        ("2022年12月28日至1月3日", ["2022-12-28", "--01-03"]),
        ("2022年4月28日至2023年1月3日", ["2022-04-28", "2023-01-03"]),
        ("2022年4月28日至五一", ["2022-04-28", "--05-01"]),
        ("2022年4月28日和昨天", ["2022-04-28", None]),
        ("去年4月28日至30日", [None, "---30"]),
        ("2022年至30日", ["2022", "---30"]),
        ("4月28日上午9点至11点", ["--04-28T09", "--04-28T11"]),
        ("4月28日下午到9点半", ["--04-28", "T09:30"]),
    ],
)
def test_what_a_range_hands_on(text, values):
    found = [resolve(span) for span in find_times(text)]
    assert [each.value if each else None for each in found] == values


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("5月3日(星期三)", ["5月3日"]),
        ("5月3日 周三", ["5月3日"]),
        ("5月3日，周三", ["5月3日", "周三"]),
        ("5月,周三", ["5月", "周三"]),
        ("5月(周三", ["5月", "周三"]),
        ("5月3日下周三", ["5月3日", "下周三"]),
    ],
)
def test_a_weekday_goes_with_the_day_it_touches(text, wanted):
    assert surfaces(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("3点意见", []), ("3点钟出发", ["3点"]), ("3点左右", ["3点"]), ("三点开始", ["三点"]), ("3点许", ["3点"]),
        ("一时不察", []), ("一点钟", []), ("二时许", ["二时"]), ("零点", ["零点"]), ("9时", ["9时"]),
        ("3点30分", ["3点30分"]), ("下午3点", ["下午3点"]), ("9点至17点", ["9点", "17点"]), ("从9时到5点", ["9时", "5点"]),
        ("比分3:20", []), ("比例为3:20", ["3:20"]), ("比为3:20", []), ("3:20领先", []), ("3:20的比分", []),
        ("3:20险胜", []), ("3:20出发", ["3:20"]), ("以3:20", []), ("第3:20", []),
        ("192.168.1.12", []), ("2022.2.14", ["2022.2.14"]), ("2022.2.14.5", []), ("2022-2/14", []), ("2023-00-05", []), ("2023-13-05", []), ("2023-12-32", []), ("2022年0月", []),
        ("国庆节", ["国庆节"]), ("国庆路", []), ("五一广场", []), ("八一小学", []), ("六一社区", []),
        ("7月3日内", ["7月3日"]), ("3日内", []), ("长达3日", []), ("達3日", []), ("假长3日", []), ("假長3日", []), ("近3日", []), ("3日游", []), ("共3日", []),
        ("3日说", ["3日"]), ("二十日", ["二十日"]), ("三十一日", ["三十一日"]), ("廿三日", ["廿三日"]), ("32日", []),
        ("22年11月", ["22年11月"]), ("22年前", ["22年前"]), ("22年", []), ("15年", []), ("1522年", ["1522年"]), ("1422年", []),
        ("2022年级", []), ("2022年代", []), ("5月饼", []), ("5月份", ["5月份"]), ("三月薪", []),
        ("10-08 12:00", ["10-08 12:00"]), ("10-08", []), ("13-08 12:00", ["12:00"]), ("2/14 09:30", ["2/14 09:30"]),
        ("每周三", []), ("周三", ["周三"]), ("周三期", []), ("二周三", []), ("星期天", ["星期天"]),
        ("May 3, 2023", ["May 3, 2023"]), ("Maybe 3", []), ("3 May 2023", ["3 May 2023"]), ("May 3rd", ["May 3rd"]),
        ("2022年2月14、15日", ["2022年2月14", "15日"]), ("去年的3月", ["去年的3月"]), ("2022年初", ["2022年初"]),
    ],
)  # fmt: skip
def test_what_is_a_time_and_what_only_looks_like_one(text, wanted):
    assert surfaces(text) == wanted


@pytest.mark.parametrize(
    ("text", "value", "instant"),
    [
        ("北京时间2023年5月3日20时", "2023-05-03T20:00:00+08:00", True),
        ("北京时间，2023年5月3日20时", "2023-05-03T20:00:00+08:00", True),
        ("格林尼治时间2023年5月3日20时", "2023-05-03T20:00:00+00:00", True),
        ("世界标准时间2023年5月3日20时", "2023-05-03T20:00:00+00:00", True),
        ("美国东部时间2023年5月3日20时", "2023-05-03T20:00:00", False),
        ("当地时间 2023年5月3日20时", "2023-05-03T20:00:00", False),
        ("发布时间2023年5月3日20时", "2023-05-03T20:00:00+08:00", True),
        ("2023-05-03 20:00 +0530", "2023-05-03T20:00:00+05:30", True),
        ("2023-05-03T20:00:00-0330", "2023-05-03T20:00:00-03:30", True),
        ("2023-05-03 20:00 GMT", "2023-05-03T20:00:00+00:00", True),
        ("2023-05-03 20:00 UTC+9", "2023-05-03T20:00:00+00:00", True),
        ("2023-05-03 20:00 UTC+09", "2023-05-03T20:00:00+09:00", True),
        ("北京时间2023年5月3日20:00Z", "2023-05-03T20:00:00+00:00", True),
    ],
)
def test_zones_by_words_and_by_offset(text, value, instant):
    found = resolve(find_times(text)[0])
    assert (found.value, found.instant is not None) == (value, instant)


def test_only_what_begins_before_a_place_is_looked_for():
    text = "渡轮5月3日开"
    assert find_times(text, before=2) == []
    assert [span.start for span in find_times(text, before=3)] == [2]


@pytest.mark.parametrize(
    ("surface", "wanted"),
    [
        ("发布时间：2023-05-03", "2023-05-03"),
        ("日期:2023-05-03", "2023-05-03"),
        ("渡轮2023-05-03", None),
        ("2023-05-03 和 2023-05-04", None),
        ("(2023-05-03)", "2023-05-03"),
        ("2023-05-03" + " " * 200, "2023-05-03"),
        ("2023-05-03" + "." * 190, "2023-05-03"),
        ("2023-05-03" + "." * 191, None),
        ("202305032430", None),
        ("202305032359", "2023-05-03T23:59:00+08:00"),
        ("202305032360", None),
        ("202305032400", "2023-05-04T00:00:00+08:00"),
        ("20230503T093015", "2023-05-03T09:30:15+08:00"),
        ("20230500", None),
        ("20231301", None),
        ("18230503", None),
        ("2023.11", "2023-11"),
        ("2023-13", None),
        ("Wed, 3 May 2023", "2023-05-03"),
    ],
)
def test_a_surface_that_holds_one_time_and_nothing_else(surface, wanted):
    assert value(surface) == wanted


@pytest.mark.parametrize(
    ("number", "seconds"),
    [
        (99_999_999_999, 99_999_999_999.0),
        (100_000_000_000, 100_000_000.0),
        (1_683_077_400_000_000, 1_683_077_400.0),
        (1_683_077_400_000_000_000, 1_683_077_400.0),
        ("-86400", -86_400.0),
        ("1683077400.5", 1_683_077_400.5),
        ("20230503", 1_683_043_200.0),
        ("2023-05-03T09:30:00+14:00", 1_683_055_800.0),
        ("2023-02-30T09:30:00Z", None),
        (False, None),
    ],
)
def test_counts_of_seconds_and_of_less(number, seconds):
    assert parse_timestamp(number) == seconds


def test_a_reference_at_the_end_of_the_calendar_is_none():
    late = datetime.max.replace(tzinfo=CHINA) - timedelta(hours=1)
    assert resolve("3小时前", late.replace(tzinfo=None)) is not None
    assert value("明天", datetime.max.replace(tzinfo=CHINA)) is None
    # In China the last hours of the calendar are over.
    assert value("昨天", datetime.max.replace(tzinfo=UTC)) is None


def test_before_the_first_hour_of_the_calendar_is_none():
    assert value("3小时前", datetime(1, 1, 1, 2, tzinfo=CHINA)) is None
    assert value("3小时前", datetime(1, 1, 1, 3, tzinfo=CHINA)) == "0001-01-01T00:00:00+08:00"


def test_before_asks_for_where_a_date_begins_not_for_where_it_ends():
    text = "于国家公祭日2024年12月13日上午10时举行。"
    assert [span.start for span in find_times(text, before=1)] == []
    assert [span.start for span in find_times(text, before=2)] == [1]
