"""Authors, editors, sources, agencies, place and time out of judged lines."""

from __future__ import annotations

from datetime import datetime

import pytest

from pipeline.cleaning.facts.metadata import YEARLESS
from pipeline.cleaning.names import bylines
from pipeline.cleaning.names.bylines import authors_in, dateline_in, editors_in, source_in
from pipeline.stages import shipped
from pipeline.text.times.calendar import CHINA
from pipeline.types.articles import Line, Span
from tests.pages import find_metadata

REFERENCE = datetime(2023, 5, 17, 10, 30, tzinfo=CHINA).timestamp()
NAMES = shipped.cleaning().names


def lines_of(*pairs):
    """Return the text and lines of `(label, text)` pairs."""
    lines, start = [], 0
    for label, text in pairs:
        end = start + len(text)
        lines.append(Line(start=start, end=end, label=label, score=1.0, reason="test"))
        start = end + 1
    return "\n".join(text for _, text in pairs), lines


@pytest.mark.parametrize(
    ("piece", "names"),
    [
        ("本报讯(记者 王明)", ["王明"]),
        ("(记者 王明 李红梅)", ["王明", "李红梅"]),
        ("记者王明、李红梅", ["王明", "李红梅"]),
        ("(记者 欧阳晓晓)", ["欧阳晓晓"]),
        ("记者 王 明", ["王明"]),
        ("晚报讯(记者王明 通讯员李红梅)", ["王明", "李红梅"]),
        ("记者王明通讯员李红梅", ["王明", "李红梅"]),
        ("新华社广州5月3日电(陈强林小燕)", ["陈强", "林小燕"]),
        ("文/本报记者 王明 图/赵大", ["王明"]),
        ("作者:清风徐来", ["清风徐来"]),
        ("撰文 | 王明", ["王明"]),
        ("采写:晨报见习记者 王明", ["王明"]),
        ("记者 阿依古丽·买买提", ["阿依古丽·买买提"]),
        ("作者:Anna Lee", ["Anna Lee"]),
        ("作者:网络综合 阅读:33", ["网络综合"]),
        ("(总台记者安文剑)", ["安文剑"]),
        ("【記者張予安／彰化報導】", ["張予安"]),
        ("记者王明 摄", ["王明"]),
        ("记者在现场看到,水已经退了", []),
        ("请联系原作者并获许可", []),
        ("摄影 王明", []),
        ("校对 王明", []),
    ],
)
def test_authors(piece, names):
    found = list(authors_in(piece, NAMES))
    assert [person.name for person in found] == names
    for person in found:
        assert piece[person.start : person.end].replace(" ", "") == person.name.replace(" ", "")


@pytest.mark.parametrize(
    ("piece", "names"),
    [
        ("【编辑:李红】", ["李红"]),
        ("责任编辑:李红 王大力", ["李红", "王大力"]),
        ("编辑 李红 校对 王大力", ["李红"]),
        ("校对:王大力", []),
        ("责编:Ann Li", ["Ann Li"]),
    ],
)
def test_editors(piece, names):
    assert [person.name for person in editors_in(piece, NAMES)] == names


@pytest.mark.parametrize(
    ("piece", "name"),
    [
        ("来源:城西日报", "城西日报"),
        ("(来源：城西日报)", "城西日报"),
        ("2023-05-03 来源: 城西日报 作者:王明", "城西日报"),
        ("转自:城西发布", "城西发布"),
        ("没有出处", None),
    ],
)
def test_sources(piece, name):
    found = source_in(piece)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("piece", "agency", "place"),
    [
        ("新华社北京5月3日电", "新华社", "北京"),
        ("(中新社香港5月3日电 记者王明)", "中新社", "香港"),
        ("中新网5月3日电", "中新网", None),
        ("本报深圳5月3日电", "本报", "深圳"),
        ("本报讯", "本报讯", None),
        ("据新华社乌鲁木齐5月3日电", "新华社", "乌鲁木齐"),
        ("城西新闻网消息:", "城西新闻网", None),
    ],
)
def test_datelines(piece, agency, place):
    found = dateline_in(piece)
    assert found is not None
    assert (found.agency.name, found.place.name if found.place else None) == (agency, place)


def test_names_that_stand_together_are_parted_by_family_names():
    def names(run):
        return [run[a:b] for a, b in NAMES.part(run)]

    assert names("王明李红") == ["王明", "李红"]
    assert names("王小明李红") == ["王小明", "李红"]
    assert names("王小明李红梅张三") == ["王小明", "李红梅", "张三"]
    assert names("司马相如") == ["司马相如"]
    assert names("王小明") == ["王小明"]
    assert names("古丽巴哈尔") == ["古丽巴哈尔"]


def test_facts_say_where_they_stand():
    text, lines = lines_of(
        ("headline", "老早市换了新模样"),
        ("byline", "本报记者 王明"),
        ("body", "新华社北京5月3日电(记者李红)城西的早市换了新模样。【编辑:赵大】"),
    )
    body = lines[2]
    inner = text[body.start : body.end]
    spans = [
        Span(line=2, start=0, end=inner.index("城西"), kind="byline"),
        Span(line=2, start=inner.index("【"), end=len(inner), kind="credit"),
    ]
    metadata, published, flags = find_metadata(text, lines, spans, reference=REFERENCE)
    assert [a.value for a in metadata.authors] == ["王明", "李红"]
    assert [e.value for e in metadata.editors] == ["赵大"]
    assert [a.value for a in metadata.agencies] == ["新华社"]
    assert metadata.place is not None
    assert metadata.place.value == "北京"
    for fact in (*metadata.authors, *metadata.editors, *metadata.agencies, metadata.place):
        assert text[fact.start : fact.end] == fact.value
    assert published is not None
    assert (published.value, published.precision, published.source) == (
        "2023-05-03T00:00:00+08:00", "day", "dateline",
    )  # fmt: skip
    assert flags == ()


def test_a_byline_of_bare_names():
    text, lines = lines_of(("headline", "标题"), ("byline", "王明 李红梅"), ("body", "正文一段。"))
    assert [a.value for a in find_metadata(text, lines, ())[0].authors] == ["王明", "李红梅"]


def test_no_year_and_no_reference_is_flagged_and_left_out():
    text, lines = lines_of(("headline", "标题"), ("body", "5月3日上午,城西早市重新开张。"))
    assert find_metadata(text, lines, ())[1:] == (None, (YEARLESS,))
    _, published, flags = find_metadata(text, lines, (), reference=REFERENCE)
    assert published is not None
    assert (published.value, published.precision) == ("2023-05-03T00:00:00+08:00", "half-day")
    assert flags == ()


def test_a_year_needs_no_reference():
    text, lines = lines_of(
        ("headline", "标题"), ("other", "2022年11月8日 09:30 来源:城西日报"), ("body", "正文一段。")
    )
    metadata, published, flags = find_metadata(text, lines, (), reference=REFERENCE)
    assert published is not None
    assert (published.value, published.precision) == ("2022-11-08T09:30:00+08:00", "minute")
    assert [s.value for s in metadata.sources] == ["城西日报"]
    assert flags == ()


def test_a_dateline_in_december_read_in_january_is_of_last_year():
    january = datetime(2023, 1, 2, tzinfo=CHINA).timestamp()
    text, lines = lines_of(("byline", "新华社北京12月30日电"), ("body", "正文一段。"))
    published = find_metadata(text, lines, (), reference=january)[1]
    assert published is not None
    assert published.value.startswith("2022-12-30")


def test_a_date_within_the_prose_is_not_the_publication():
    text, lines = lines_of(("headline", "标题"), ("body", "城西早市将于2023年6月1日重新开张。"))
    assert find_metadata(text, lines, (), reference=REFERENCE)[1:] == (None, ())


def test_invisible_characters_part_no_word():
    text, lines = lines_of(("body", "正文一段。"), ("credit", "(责任\ufeff编辑:李\u200b红)"))
    editor = find_metadata(text, lines, ())[0].editors[0]
    assert editor.value == "李红"
    assert text[editor.start : editor.end] == "李\u200b红"


def test_a_dateline_in_the_body_is_read_like_a_byline():
    text, lines = lines_of(("body", "城西日报讯(记者王明通讯员李红)早市重新开张了。"))
    metadata, _, _ = find_metadata(text, lines, ())
    assert [a.value for a in metadata.authors] == ["王明", "李红"]
    assert [s.value for s in metadata.sources] == ["城西日报"]


def test_a_bracket_at_the_head_of_the_body_is_read_like_a_byline():
    text, lines = lines_of(("body", "【記者張予安／彰化報導】老街的燈籠鋪又熱鬧起來。"))
    assert [a.value for a in find_metadata(text, lines, ())[0].authors] == ["張予安"]
    text, lines = lines_of(("body", "(图片里的人都姓王)早市重新开张了。"))
    assert find_metadata(text, lines, ())[0].authors == ()


def test_midnight_to_the_second_is_a_day():
    text, lines = lines_of(("other", "2022-11-08 00:00:00"), ("body", "正文一段。"))
    published = find_metadata(text, lines, ())[1]
    assert published is not None
    assert published.precision == "day"


def test_the_photographer_is_no_author():
    text, lines = lines_of(("body", "正文一段。"), ("credit", "图片来源:晚报记者 王明 摄"))
    assert find_metadata(text, lines, ())[0].authors == ()


def test_every_word_that_leads_authors_is_looked_for():
    words = f"{bylines._REPORTER}|{bylines._WRITER}".replace("?", "").split("|")
    assert [word for word in words if not bylines._AUTHOR_MARK.search(word)] == []
