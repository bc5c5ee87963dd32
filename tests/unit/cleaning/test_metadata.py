"""Authors, editors, sources, agencies, place and time out of judged lines."""

from __future__ import annotations

from datetime import datetime

import pytest
from msgspec.structs import replace

from pipeline.cleaning.names import bylines
from pipeline.cleaning.names.bylines import authors_in, dateline_in, editors_in, source_in
from pipeline.cleaning.page.reader import Page
from pipeline.stages import shipped
from pipeline.text.times.calendar import CHINA
from pipeline.types.articles import Found, Line, Span
from pipeline.types.flags import PUBLISHED_WITHOUT_YEAR
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
        ("作者:王明 李红梅返回首页，查看更多", ["王明", "李红梅"]),
        ("文/王明返回江口，查看更多", ["王明"]),
        ("记者在现场看到,水已经退了", []),
        ("记者手记", []),
        ("记者 深度观察", []),
        ("(记者 跑遍全城)", []),
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
        ("中国台湾网5月3日讯", "中国台湾网", None),
        ("江口台5月3日讯", "江口台", None),
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
    assert find_metadata(text, lines, ())[1:] == (None, (PUBLISHED_WITHOUT_YEAR,))
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


@pytest.mark.parametrize(
    ("above", "below", "wanted"), [(8, 0, True), (9, 0, False), (0, 2, True), (0, 3, False)]
)
def test_the_line_of_time_stands_near_the_text(above, below, wanted):
    info = ("other", "2022-11-08 09:30")
    rows = [info, *[("title", "标题")] * (above - 1)] if above else []
    rows.append(("body", "正文一段。"))
    rows += [*[("link", "标题")] * (below - 1), info] if below else []
    published = find_metadata(*lines_of(*rows), ())[1]
    assert (published is not None) is wanted


@pytest.mark.parametrize(("size", "wanted"), [(294, True), (295, False)])
def test_a_byline_is_read_up_to_three_hundred_characters(size, wanted):
    text, lines = lines_of(("credit", "图" * size + " 编辑:李红"), ("body", "正文一段。"))
    editors = [found.value for found in find_metadata(text, lines, ())[0].editors]
    assert (editors == ["李红"]) is wanted


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("王明 李红梅", ["王明", "李红梅"]),
        ("欧阳小明", ["欧阳小明"]),
        ("王明 上海", []),
        ("王明 2023", []),
        ("清风徐来", []),
    ],
)
def test_bare_names_sign_where_all_of_a_byline_is_names(byline, names):
    text, lines = lines_of(("byline", byline), ("body", "正文一段。"))
    assert [found.value for found in find_metadata(text, lines, ())[0].authors] == names


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        # A line of its own beats the dateline; of two as exact the first counts.
        ([("byline", "新华社北京5月3日电"), ("credit", "2023-05-04 09:30")], "2023-05-04T09:30:00+08:00"),
        ([("credit", "2023-05-03 09:30"), ("credit", "2023-05-04 09:30")], "2023-05-03T09:30:00+08:00"),
        ([("credit", "2023年5月"), ("credit", "2023-05-04")], "2023-05-04T00:00:00+08:00"),
        # The day that opens the article, and no other of its prose.
        ([("body", "5月3日,早市开张。")], "2023-05-03T00:00:00+08:00"),
        ([("body", "就在5月3日,早市开张。")], "2023-05-03T00:00:00+08:00"),
        ([("body", "就在这5月3日,早市开张。")], None),
        ([("body", "早市是5月3日开张的。")], None),
        ([("body", "儿童节,早市开张。")], None),
        ([("credit", "当地时间2023年5月3日9时")], None),
        # In a byline any day counts, where it stands in the opening of a body line alone the first.
        ([("byline", "早市记者王明2023年5月3日报")], "2023-05-03T00:00:00+08:00"),
        ([("byline", "本报讯"), ("body", "5月3日,早市开张。"), ("body", "5月4日,早市关门。")], "2023-05-03T00:00:00+08:00"),
    ],
)  # fmt: skip
def test_which_time_is_the_publication(rows, value):
    published = find_metadata(*lines_of(*rows), (), reference=REFERENCE)[1]
    assert (published.value if published else None) == value


def test_a_page_is_heard_before_its_text():
    text, lines = lines_of(
        ("byline", "记者 王明"), ("credit", "来源:城西日报"), ("body", "正文一段。")
    )
    page = Page(
        text=text,
        lines=tuple(lines),
        published=Found(value="2022-11-08T01:30:00Z", where="meta:pubdate"),
        # The site and the source, which the markup names as its author, wrote nothing.
        authors=(Found(value="李红", where="json-ld"), Found(value="城西日报", where="json-ld")),
        hints=(Found(value="赵大", where="info"),),
        keywords=("早市",),
    )
    metadata, published, _ = find_metadata(text, lines, (), page=page)
    assert [found.value for found in metadata.authors] == ["李红", "王明"]
    assert metadata.keywords == ("早市",)
    assert (published.value, published.source) == ("2022-11-08T09:30:00+08:00", "meta")
    seen = Found(value="2022-11-08T01:30:00Z", where="line", start=0, end=20)
    published = find_metadata(text, lines, (), page=replace(page, published=seen))[1]
    assert (published.value, published.source) == ("2022-11-08T01:30:00+00:00", "dateline")


def test_a_hint_serves_where_nobody_signs_and_is_no_source():
    text, lines = lines_of(("credit", "来源:城西日报"), ("body", "正文一段。"))
    hints = tuple(Found(value=name, where="info") for name in ("城西日报", "赵大"))
    page = Page(text=text, lines=tuple(lines), hints=hints)
    assert [found.value for found in find_metadata(text, lines, (), page=page)[0].authors] == [
        "赵大"
    ]


def test_a_pages_day_without_its_year_is_flagged_where_nothing_completes_it():
    text, lines = lines_of(
        ("body", "正文一段。"),
    )
    page = Page(text=text, lines=tuple(lines), published=Found(value="5月3日", where="line"))
    assert find_metadata(text, lines, (), page=page)[1:] == (None, (PUBLISHED_WITHOUT_YEAR,))
    published = find_metadata(text, lines, (), page=page, reference=REFERENCE)[1]
    assert published.value == "2023-05-03T00:00:00+08:00"


def test_a_dateline_names_agency_or_paper_and_the_first_place_counts():
    text, lines = lines_of(
        ("byline", "新华社北京5月3日电"), ("byline", "本报深圳5月3日电"), ("body", "正文一段。")
    )
    metadata = find_metadata(text, lines, ())[0]
    assert [found.value for found in metadata.agencies] == ["新华社"]
    assert [found.value for found in metadata.sources] == ["本报"]
    assert metadata.place.value == "北京"


def test_a_name_is_told_once():
    text, lines = lines_of(("byline", "记者 王明"), ("credit", "作者:王明"), ("body", "正文一段。"))
    assert [found.start for found in find_metadata(text, lines, ())[0].authors] == [3]


@pytest.mark.parametrize(
    ("piece", "names"),
    [
        # Reporters have short names; a middle dot or letters may make them long.
        ("记者 王小明明", ["王小明明"]),
        ("记者 欧阳小明明", []),
        ("记者 买买提·艾力江", ["买买提·艾力江"]),
        ("记者 Anna Lee", ["Anna Lee"]),
        ("(圖／記者何立群攝)", []),
        ("图/记者何立群", []),
        ("早图/记者何立群", []),
        ("图片/记者何立群", ["何立群"]),
        # A bracket behind 电 holds names, unless a role there says whose they are.
        ("北京5月3日电(王明)", ["王明"]),
        ("北京5月3日讯（王明、李红）", ["王明", "李红"]),
        ("北京5月3日电(编辑王明)", []),
        ("北京5月3日电(王明 编辑 李红)", []),
        ("作者 王明", ["王明"]),
        ("作者王明", []),
        ("《早市》作者 王明", ["王明"]),
        ("作者 王明 城西早市", ["王明", "城西早市"]),
        ("小说作者:王明", []),
        ("本文作者:王明", ["王明"]),
        ("撰稿人:王明", ["王明"]),
        ("评论员 王明", ["王明"]),
        ("实习生 王明", ["王明"]),
    ],
)
def test_who_writes_is_told_by_words_and_marks(piece, names):
    assert [person.name for person in authors_in(piece, NAMES)] == names


@pytest.mark.parametrize(
    ("piece", "name"),
    [
        ("来源:城", None),
        ("来源:城西", "城西"),
        ("来源:" + "城" * 24, "城" * 24),
        ("来源 城西日报 早", "城西日报"),
        ("来源于城西日报", "城西日报"),
        ("来源是城西日报", None),
        ("来源:《城西日报》", "城西日报"),
        ("本文来源:城西日报;", "城西日报"),
        ("稿源:城西日报字号", "城西日报"),
        ("稿源:城字号", None),
        ("摘自 城西日报", "城西日报"),
        ("来源:的城西", None),
    ],
)
def test_a_source_stands_behind_its_word(piece, name):
    found = source_in(piece)
    assert (found.name if found else None) == name
    if found:
        assert piece[found.start : found.end] == name
