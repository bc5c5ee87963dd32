"""The forms of times in Chinese news that ADR 8 compares on, each seen from one day."""

from __future__ import annotations

from datetime import datetime

import pytest

from pipeline.text.times.calendar import CHINA
from pipeline.text.times.find import find_times, resolve

# A Wednesday.
NOW = datetime(2023, 5, 17, 10, 30, tzinfo=CHINA)
FORMS = [
    ("2022年2月14日", "2022-02-14"), ("2022年2月14日 09:30", "2022-02-14T09:30"),
    ("2022年2月14日9时30分", "2022-02-14T09:30"), ("2022年2月14日上午9点半", "2022-02-14T09:30"),
    ("2022-02-14 09:30", "2022-02-14T09:30"), ("2022/2/14 21:05", "2022-02-14T21:05"),
    ("2022.02.14", "2022-02-14"), ("2022-02-14T09:30:00+08:00", "2022-02-14T09:30"),
    ("2022年2月14日(星期一)09:30", "2022-02-14T09:30"), ("2022年2月14日下午3时", "2022-02-14T15"),
    ("2月14日", "2023-02-14"), ("2月14日上午", "2023-02-14"), ("10-08 12:00", "2022-10-08T12:00"),
    ("12月31日", "2022-12-31"), ("5月16日 23:05", "2023-05-16T23:05"), ("14日", "2023-05-14"),
    ("2月14日晚8时", "2023-02-14T20"), ("昨日", "2023-05-16"), ("昨天", "2023-05-16"),
    ("前天", "2023-05-15"), ("今天", "2023-05-17"), ("昨天下午3点", "2023-05-16T15"),
    ("昨晚8点半", "2023-05-16T20:30"), ("今晨6时", "2023-05-17T06"), ("次日", "2023-05-18"),
    ("大前天", "2023-05-14"), ("3小时前", "2023-05-17T07"), ("半小时前", "2023-05-17T10:00"),
    ("5分钟前", "2023-05-17T10:25"), ("两天前", "2023-05-15"), ("3个月前", "2023-02"),
    ("本周三", "2023-05-17"), ("上周三", "2023-05-10"), ("下周一", "2023-05-22"),
    ("周五", "2023-05-12"), ("上月", "2023-04"), ("本月5日", "2023-05-05"),
    ("去年12月", "2022-12"), ("今年3月", "2023-03"), ("二〇二二年二月十四日", "2022-02-14"),
    ("二零二二年", "2022"), ("二月十四日", "2023-02-14"), ("２０２２年２月１４日", "2022-02-14"),
    ("民國111年5月3日", "2022-05-03"), ("民国二十六年七月七日", "1937-07-07"),
    ("令和7年", "2025"), ("平成十一年", "1999"), ("昭和64年1月7日", "1989-01-07"),
    ("2027年杪", "2027"), ("2022年10月下旬至11月中旬", "2022-10/2022-11"),
    ("2022年上半年", "2022-H1"), ("今年一季度", "2023-Q1"), ("2022年2月中旬", "2022-02"),
    ("20世纪90年代", "199X"), ("昨儿", "2023-05-16"), ("明儿个", "2023-05-18"),
    ("2880年3月16日", "2880-03-16"), ("今年 1 月至 4 月", "2023-01/2023-04"),
]  # fmt: skip


@pytest.mark.parametrize(("surface", "value"), FORMS)
def test_a_form_alone_and_in_a_sentence(surface, value):
    found = resolve(surface, NOW, past=True)
    assert found is not None
    assert found.value.startswith(value)
    sentence = f"渡口管理处说，{surface}，码头照常开放。"
    (span,) = find_times(sentence)
    assert sentence[span.start : span.end] == surface


def test_the_republic_is_counted_from_its_first_year():
    assert resolve("民國元年").value == "1912"
    assert find_times("人民国家建设") == []


def test_a_lunar_day_is_found_and_not_converted():
    (span,) = find_times("农历正月初一开市")
    assert span.fields.festival
    assert resolve(span, NOW) is None


@pytest.mark.parametrize(
    "text", ["星期五餐厅要关门", "五月天开唱", "明天系旧案宣判", "和平成了共识", "十月天"]
)
def test_names_that_begin_like_a_date(text):
    assert find_times(text) == []
