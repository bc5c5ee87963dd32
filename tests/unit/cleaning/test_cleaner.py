"""The clean stage: what becomes of an article, and which facts it carries."""

import pytest

from pipeline.cleaning.cleaner import Cleaner
from pipeline.errors import ResourceError
from pipeline.stages import shipped
from pipeline.text.lines import from_columns
from pipeline.types.articles import CleanArticle, Origin, RawArticle, Rejection

ORIGIN = Origin(source_id="test", timestamp=1_700_000_000.0)
PAGE = [
    ("title", "【今日看点】江口渡轮恢复通航 市民可提前登记"),
    ("shoulder", "周江在渡口调研时强调"),
    ("headline", "江口渡轮恢复通航 市民可提前登记"),
    ("subhead", "何平参加"),
    ("body", "本报讯 (记者 江一帆) 3月8日上午,停航两周的江口渡轮恢复通航。市长周江来到渡口,他强调,渡轮关系两岸居民的出行,每一班船都要检查仔细,确保安全。"),
    ("body", "周江指出,两岸居民盼望渡轮早日恢复。渡口要延长开放时间,增加早晚班次,让上班的人不必绕行大桥。"),
    ("body", "据介绍,渡轮每天运行四十班,首班六点从东岸开出,末班二十二点从西岸开出。居民可以在渡口提前登记,也可以打电话预订。 【编辑:林小舟】"),
    ("marker", "大家还在看:"),
    ("link", "- 山城夜市搬新家 摊位比去年多一倍"),
    ("link", "- 热议|老厂房改成图书馆 周末开放到十点"),
    ("link", "- 明年地铁票价不变_新视野"),
    ("link", "- 北山缆车检修完毕 月底试运行"),
    ("link", "- 速看:冬泳爱好者横渡南湖"),
    ("link", "- 三所小学合并 家长会今晚召开"),
]  # fmt: skip
TEXT = "\n".join(text for _, text in PAGE)


@pytest.fixture(scope="module")
def cleaner():
    return Cleaner(shipped.cleaning())


def clean(cleaner, **fields):
    found = cleaner(RawArticle(origin=fields.pop("origin", ORIGIN), **fields))
    assert isinstance(found, CleanArticle)
    return found


def labels(article):
    return [line.label for line in from_columns(article.lines)]


def test_an_article_of_the_samples_manner_is_told_apart(cleaner):
    found = clean(cleaner, text=TEXT)
    assert labels(found) == [label for label, _ in PAGE]
    lines = from_columns(found.lines)
    assert [
        (s.line, s.kind, found.text[lines[s.line].start + s.start : lines[s.line].start + s.end])
        for s in found.spans
    ] == [(4, "byline", "本报讯 (记者 江一帆) "), (6, "credit", "【编辑:林小舟】")]
    assert [found.value for found in found.facts.metadata.authors] == ["江一帆"]
    assert [found.value for found in found.facts.metadata.editors] == ["林小舟"]


@pytest.mark.parametrize("bullet", ["", "· ", "★ ", "》", "01 ", "(1) "])
@pytest.mark.parametrize("marker", ["大家还在看:", "◎精彩继续", ""])
def test_links_are_known_under_other_bullets_and_markers(cleaner, bullet, marker):
    page = [
        (label, text.replace("- ", bullet, 1) if label == "link" else text) for label, text in PAGE
    ]
    page = [(label, marker if label == "marker" else text) for label, text in page]
    page = [row for row in page if row[1]]
    found = labels(clean(cleaner, text="\n".join(text for _, text in page)))
    wanted = [label for label, _ in page]
    if not bullet and not marker:
        # Nothing heads a bare list: what its first line is called may be doubted, not that it goes.
        first = wanted.index("link")
        assert found[first] in {"link", "other", "marker"}
        found[first] = "link"
    assert found == wanted


def test_full_width_and_invisible_characters_change_no_label(cleaner):
    noisy = TEXT.replace(",", "，").replace(":", "：").replace("渡", "\u200b渡")
    assert labels(clean(cleaner, text=noisy)) == labels(clean(cleaner, text=TEXT))


def test_a_numbered_list_in_the_body_stays(cleaner):
    text = (
        "江口渡轮恢复通航后要注意什么\n渡口管理处提醒,乘船时请注意以下几点:\n"
        "- 提前十分钟到达渡口,听从工作人员安排;\n- 自行车请推行上船,不要骑行;\n"
        "- 老人和孩子请坐在船舱里,不要靠近栏杆。\n管理处说,这些规定从今天起执行,请大家互相转告。"
    )
    assert set(labels(clean(cleaner, text=text))) <= {"title", "body"}


def test_crlf_and_blank_lines(cleaner):
    found = clean(
        cleaner, text="江口渡轮恢复通航\r\n\r\n\u200b\r\n渡轮今天恢复通航,两岸居民都很高兴。\r\n"
    )
    assert labels(found) == ["title", "blank", "blank", "body", "blank"]
    assert found.text.count("\n") == 4


@pytest.mark.parametrize("text", [None, "", " \n\t", "\u200b\ufeff", "\x00\n\x00"])
def test_nothing_to_read_is_rejected(cleaner, text):
    found = cleaner(RawArticle(origin=ORIGIN, text=text))
    assert found == Rejection(
        stage="clean", reason="empty", detail="the article has no words in its text"
    )


def test_a_withdrawal_needs_no_text(cleaner):
    found = clean(cleaner, url="https://www.example.com/a?spm=1", pub_status="canceled")
    assert found.facts.id == clean(cleaner, url="https://example.com/a", text=TEXT).facts.id
    assert found.facts.pub_status == "canceled"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"url": " ", "text": " "},
        {"site": "a.example"},
        {"id": "7"},
        {"site": " ", "id": "7", "title": "江口渡轮恢复通航"},
        {"site": "a.example", "id": " ", "html": ""},
    ],
)
def test_a_withdrawal_that_names_nothing_is_rejected(cleaner, fields):
    found = cleaner(RawArticle(origin=ORIGIN, pub_status="canceled", **fields))
    assert (found.stage, found.reason) == ("clean", "unknown-article")


def test_a_withdrawal_names_its_article_in_three_ways(cleaner):
    for fields, more in (
        ({"url": "https://a.example/1"}, {"text": TEXT}),
        ({"site": "a.example", "id": "7"}, {"text": TEXT}),
        ({"site": "a.example", "text": TEXT}, {}),
    ):
        gone = clean(cleaner, pub_status="canceled", **fields)
        assert gone.facts.pub_status == "canceled"
        assert gone.facts.id == clean(cleaner, **fields, **more).facts.id


def test_the_publishers_title_is_the_web_title_and_no_line(cleaner):
    body = "\n".join(text for label, text in PAGE if label == "body")
    found = clean(cleaner, text=body, title="江口渡轮恢复通航")
    assert found.facts.title == "江口渡轮恢复通航"
    assert found.text == body
    assert labels(found) == ["body", "body", "body"]


def test_site_and_other_ids(cleaner):
    facts = clean(cleaner, text=TEXT, url="https://www.News.example.com:443/a/1", id="x-1").facts
    assert (facts.site, facts.alt_ids) == ("news.example.com", ("x-1",))
    assert clean(cleaner, text=TEXT, site="江口网").facts.site == "江口网"
    assert clean(cleaner, text=TEXT).facts.site == ""


def test_a_changed_article_keeps_its_id_and_gets_another_version(cleaner):
    old = clean(cleaner, text=TEXT, url="https://example.com/a").facts
    new = clean(cleaner, text=TEXT + "。", url="https://example.com/a").facts
    assert (old.id, old.version == new.version) == (new.id, False)


def test_event_time_follows_its_rules(cleaner):
    dated = "江口渡轮恢复通航\n2023-05-06 08:09 来源:江口晚报\n渡轮今天恢复通航,两岸居民都很高兴。"
    given = clean(cleaner, text=dated, published_at="2023-05-07T00:00:00+08:00").facts
    assert (given.event_time, given.published.source) == (1_683_388_800.0, "feed")
    own = clean(cleaner, text=dated, fetched_at="2023-05-08T00:00:00Z").facts
    assert own.event_time == 1_683_331_740.0
    yearless = clean(cleaner, text=TEXT, fetched_at=1_690_000_000).facts
    assert yearless.event_time == 1_690_000_000.0
    assert clean(cleaner, text="渡轮恢复通航。").facts.event_time == ORIGIN.timestamp


def test_a_time_to_come_and_one_that_cannot_be_read_are_flags(cleaner):
    late = clean(cleaner, text=TEXT, published_at="2033-05-07T00:00:00Z", fetched_at=1_690_000_000)
    assert late.facts.event_time == 1_690_000_000.0
    assert "futureTime" in late.facts.flags
    bad = clean(cleaner, text=TEXT, published_at="soon", fetched_at="yesterday-ish").facts
    assert {"badTime:publishedAt", "badTime:fetchedAt"} <= set(bad.flags)


def test_oddities_are_flagged(cleaner):
    flags = clean(cleaner, text=TEXT + "\n锟斤拷", unknown_fields=("colour",)).facts.flags
    assert {"mojibake", "unknownField:colour"} <= set(flags)
    links = "\n".join(
        f"{n + 1}. {text[2:]}" for n, (label, text) in enumerate(PAGE) if label == "link"
    )
    assert {"noBody", "mostlyLinks"} & set(clean(cleaner, text=links).facts.flags)


def test_a_page_is_read_too(cleaner):
    html = "<html><head><title>江口渡轮恢复通航_江口网</title></head><body>" + "".join(
        f"<p>{text}</p>" if label in {"headline", "body"} else f"<li><a href='/x'>{text}</a></li>"
        for label, text in PAGE[2:]
    )
    found = clean(cleaner, html=html, url="https://example.com/a.html")
    kept = "".join(
        found.text[line.start : line.end]
        for line in from_columns(found.lines)
        if line.label == "body"
    )
    assert "首班六点从东岸开出" in kept
    assert "夜市" not in kept


def test_a_missing_model_is_one_clear_line(tmp_path):
    with pytest.raises(ResourceError, match="model cannot be read"):
        shipped.cleaning_model(tmp_path / "none.npz")


def test_the_real_sample_comes_out_as_labelled(cleaner, shared):
    import json

    path = shared / "data" / "cleaning" / "seed_gold.jsonl"
    gold = json.loads(path.read_text("utf-8"))
    found = clean(cleaner, text=gold["raw"])
    assert labels(found) == [line["label"] for line in gold["lines"]]
    assert [[s.line, s.start, s.end, s.kind] for s in found.spans] == [
        [number, *segment]
        for number, line in enumerate(gold["lines"])
        for segment in line.get("segs", [])
    ]


def test_half_width_points_end_sentences(cleaner):
    text = TEXT.replace("。", ".")
    found = clean(cleaner, text=text)
    assert labels(found) == [label for label, _ in PAGE]
    assert found.text == text


def test_a_withdrawal_that_has_its_text_is_read_and_one_without_is_none_other(cleaner):
    assert labels(clean(cleaner, text=TEXT, pub_status="canceled"))[0] == "title"
    found = cleaner(RawArticle(origin=ORIGIN, html="<p> </p>"))
    assert (found.reason, found.detail) == ("empty", "the article has no words in its html")


def test_a_title_line_loses_what_cannot_be_seen(cleaner):
    text = TEXT.replace("江口渡轮", "\u200b江口\ufeff渡轮", 1)
    assert clean(cleaner, text=text).facts.title == PAGE[0][1]
    assert clean(cleaner, text=TEXT, title=" 渡轮\u3000").facts.title == "渡轮"
    assert clean(cleaner, text="渡轮今天恢复通航,两岸居民都很高兴。" * 9).facts.title is None


def test_a_page_has_its_headline_for_a_title_else_the_documents(cleaner):
    story = "".join(f"<p>{text}</p>" for label, text in PAGE if label == "body")
    whole = "<title>江口渡轮恢复通航_江口网</title>{}" + story
    named = clean(cleaner, html=whole.format("<h1>江口渡轮恢复通航</h1>"))
    assert named.facts.title == "江口渡轮恢复通航"
    assert clean(cleaner, html=whole.format(""), title="渡轮").facts.title == "渡轮"
    assert clean(cleaner, html=whole.format("")).facts.title == "江口渡轮恢复通航"
    link = "<link rel='canonical' href='https://example.com/b'>"
    ids = clean(cleaner, html=link + whole.format(""), url="https://example.com/a").facts.alt_ids
    assert ids == ("https://example.com/b",)


def test_spans_of_a_page_are_those_of_its_body_lines(cleaner):
    story = "".join(f"<p>{text}</p>" for label, text in PAGE if label == "body")
    credit = "<p><a href='/'>夜市搬新家。【编辑:何平】</a></p>"
    found = clean(cleaner, html=f"<div>{story}</div><div>{credit}</div>")
    assert [(span.line, span.kind) for span in found.spans] == [(0, "byline"), (2, "credit")]


def test_a_day_without_its_year_is_seen_from_its_publication_and_else_from_its_fetch(cleaner):
    # Said in March of 2022, fetched a year later.
    facts = clean(
        cleaner, text=TEXT, published_at="2022-03-09T08:00:00+08:00", fetched_at=1_690_000_000
    ).facts
    assert facts.published.value == "2022-03-09T08:00:00+08:00"
    for known, flagged in (({"published_at": "2022-03-09"}, False), ({}, True)):
        assert ("publishedWithoutYear" in clean(cleaner, text=TEXT, **known).facts.flags) is flagged
    html = "<p>渡轮通航 3月8日电</p>" + "".join(
        f"<p>{text}</p>" for label, text in PAGE if label == "body"
    )
    assert clean(cleaner, html=html, fetched_at=1_690_000_000).facts.published.value.startswith(
        "2023-03-08"
    )
