"""The extract stage on articles of our own writing."""

import msgspec
import pytest

from pipeline.entities.extractor import Extractor
from pipeline.entities.recognizers.dictionary import Dictionary, Entry
from pipeline.stages import shipped
from pipeline.types.articles import EnrichedArticle, Entity, Extraction, HeadLine, Published
from tools.made_articles import unique

BODY = (
    "本报讯 (记者 林小川) 3月8日上午,全省春耕生产工作会议在南昌召开。省委书记周立言出席会议并讲话,"
    "他强调,要抓好春耕备耕。省长马文博出席会议。\n"
    "周立言指出,南昌等地要早作安排。江西省委、省政府将派出工作组。\n"
    "省领导何国栋、郑秀梅、范志远,陈立新等参加会议。星海股份(600123)负责人也到会。"
)


def extract(extractor: Extractor, body: str, **more: object) -> Extraction:
    found = extractor(unique(body, **more))
    assert isinstance(found, EnrichedArticle)
    return found.extraction


def named(found: Extraction, name: str) -> Entity:
    return next(entity for entity in found.entities if name in (entity.name, *entity.aliases))


def test_finds_persons_with_their_posts(extractor: Extractor) -> None:
    found = extract(extractor, BODY)
    assert named(found, "周立言").positions == ("省委书记",)
    assert named(found, "马文博").positions == ("省长",)
    assert named(found, "何国栋").positions == ("省领导",)
    assert named(found, "郑秀梅").positions == ("省领导",)


def test_counts_the_mentions_of_an_entity(extractor: Extractor) -> None:
    found = extract(extractor, BODY)
    assert named(found, "周立言").count == 2
    assert named(found, "南昌").type == "place"


def test_places_have_their_codes(extractor: Extractor) -> None:
    assert named(extract(extractor, BODY), "南昌").ids["adcode"] == "360100"


def test_finds_the_meeting(extractor: Extractor) -> None:
    events = [e.name for e in extract(extractor, BODY).entities if e.type == "event"]
    assert events == ["全省春耕生产工作会议"]


def test_a_listed_company_has_its_ticker(extractor: Extractor) -> None:
    company = named(extract(extractor, BODY), "星海股份")
    assert (company.type, company.ids) == ("organisation", {"ticker": "600123", "mic": "XSHG"})


def test_quotes_name_speaker_and_verb(extractor: Extractor) -> None:
    quotes = extract(extractor, BODY).quotes
    assert [(q.speaker, q.verb) for q in quotes] == [("周立言", "强调"), ("周立言", "指出")]
    assert BODY[quotes[0].start : quotes[0].end] == "要抓好春耕备耕"


def test_makes_no_mention_in_silent_spans(extractor: Extractor) -> None:
    byline = BODY.index("("), BODY.index(")") + 1
    names = {m.surface for m in extract(extractor, BODY, silent=(byline,)).mentions}
    assert "林小川" not in names
    assert "周立言" in names


@pytest.mark.parametrize(
    "credit", ["【记者林小川/台北报导】", "【記者林小川╱臺北報導】", "(本报记者 林小川 摄)"]
)
def test_credits_in_brackets_name_no_one(extractor: Extractor, credit: str) -> None:
    body = f"{credit}老街又热闹起来,店主何国栋忙到深夜。"
    names = {m.surface for m in extract(extractor, body).mentions if m.type == "person"}
    assert names == {"何国栋"}


def test_a_measure_is_no_name(extractor: Extractor) -> None:
    mentions, values = extractor.recognize("水库蓄水1.2亿立方米,日均下泄300万立方米。")
    assert (mentions, [v.surface for v in values]) == ((), ["1.2亿立方米", "300万立方米"])


def test_recognize_reports_reporters(extractor: Extractor) -> None:
    mentions, _ = extractor.recognize(BODY)
    assert ("林小川", "person") in {(m.surface, m.type) for m in mentions}


def test_a_headline_counts_for_prominence(extractor: Extractor) -> None:
    found = extract(extractor, BODY, headline="马文博参加")
    assert named(found, "马文博").in_headline
    assert not named(found, "周立言").in_headline
    mention = next(m for m in found.mentions if m.field == "headline")
    assert (mention.surface, mention.start, mention.index) == ("马文博", 0, 0)
    assert named(found, "马文博").prominence > named(found, "何国栋").prominence


def test_dates_are_read_against_the_day_of_fetching(extractor: Extractor) -> None:
    found = extract(extractor, "3月8日,会议召开。", fetched_at=1_646_800_000.0)
    assert found.values[0].value == "2022-03-08"


def test_without_a_reference_a_date_has_no_year(extractor: Extractor) -> None:
    assert extract(extractor, "3月8日,会议召开。").values[0].value == "--03-08"


def test_an_unknown_language_gets_patterns_only(extractor: Extractor) -> None:
    found = extract(extractor, "Minister Novak spoke for 35% in 北京.", language="sk")
    assert found.entities == ()
    assert [v.type for v in found.values] == ["percent"]


def test_a_users_dictionary_comes_first() -> None:
    entry = Entry(surface="早作安排", type="product", id="x1", aliases=("工作组",))
    found = extract(Extractor(shipped.entities(), dictionary=Dictionary([entry])), BODY)
    product = next(e for e in found.entities if e.type == "product")
    assert (product.id, product.count) == ("x1", 2)


def test_an_untold_language_is_read_as_chinese(extractor: Extractor) -> None:
    for language, named_ in (("", True), ("zh", True), ("zh-Hant", True), ("en", False)):
        found = extract(extractor, BODY, language=language)
        assert any(e.type == "person" for e in found.entities) is named_
        assert bool(found.keywords) is named_


def test_of_an_unknown_language_works_and_own_names_are_read() -> None:
    own = Dictionary([Entry(surface="Novak", type="person")])
    found = extract(
        Extractor(shipped.entities(), dictionary=own),
        "Novak a iPhone 《Rieka》, Petrova、Horak",
        language="sk",
    )
    assert [(m.surface, m.type) for m in found.mentions] == [
        ("Novak", "person"),
        ("《Rieka》", "work"),
    ]


@pytest.mark.parametrize(
    ("silent", "heard"),
    [((0, 1), True), ((0, 2), False), ((3, 4), False), ((4, 5), True), ((2, 3), False)],
)
def test_a_name_that_touches_a_silent_span_is_not_mentioned(
    extractor: Extractor,
    silent: tuple[int, int],
    heard: bool,  # noqa: FBT001 - a table
) -> None:
    body = "在周立言家,3月8日,周立言说:“渡口今天通车。”"
    found = extract(extractor, body, silent=(silent,))
    assert (0, 1) not in {(m.start, m.end) for m in found.mentions}
    assert any(m.start == 1 for m in found.mentions) is heard


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("新华社武汉6月3日电(记者 林小川)", {"新华社", "武汉"}),
        ("财联社6月10日电", {"财联社"}),
        ("中新社巴黎3日电(记者 林小川)", {"中新社", "巴黎"}),
        ("本报武汉讯(记者 林小川)", set()),
        ("(新华社记者 林小川)", set()),
    ],
)
def test_a_dateline_tells_the_agency_and_its_place(
    extractor: Extractor, head: str, told: set[str]
) -> None:
    found = extract(extractor, f"{head}渡口今天通车。", silent=((0, len(head)),))
    assert {m.surface for m in found.mentions} == told


def test_values_and_quotations_of_silent_spans_are_not_told(extractor: Extractor) -> None:
    body = "周立言说:“渡口3月8日通车。”再看3月9日。"
    end = body.index("再")
    assert [v.surface for v in extract(extractor, body, silent=((0, end),)).values] == ["3月9日"]
    assert extract(extractor, body, silent=((end - 1, end),)).quotes == ()
    assert len(extract(extractor, body, silent=((end, end + 1),)).quotes) == 1


def test_silent_spans_may_come_in_any_order(extractor: Extractor) -> None:
    body = "周立言来,马文博走,林晏清坐。"
    found = extract(extractor, body, silent=((5, 8), (0, 3)))
    assert [m.surface for m in found.mentions] == ["林晏清"]


def test_what_is_said_in_a_headline_is_no_quotation(extractor: Extractor) -> None:
    assert extract(extractor, "渡口通车。", headline="周立言说:渡口通车").quotes == ()


def test_dates_are_read_against_the_publication_first(extractor: Extractor) -> None:
    article = unique("3月8日,会议召开。", fetched_at=1_646_800_000.0)

    def year(published: str) -> str:
        facts = msgspec.structs.replace(
            article.facts,
            published=Published(
                value=published, precision="day", source="meta", zone_assumed=False
            ),
        )
        found = extractor(msgspec.structs.replace(article, facts=facts))
        assert isinstance(found, EnrichedArticle)
        return found.extraction.values[0].value

    assert year("2020-05-01T00:00:00+08:00") == "2020-03-08"
    # A time without a year says nothing: the day of fetching does.
    assert year("--05-01") == "2022-03-08"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("省长安康来到安康,安康说好。", "安康", "person"),
        ("南通要求早作准备,南通下雨了。", "南通", "place"),
    ],
)
def test_a_name_is_of_one_type(extractor: Extractor, text: str, name: str, kind: str) -> None:
    mentions, _ = extractor.recognize(text)
    assert [(m.surface, m.type) for m in mentions] == [(name, kind)] * text.count(name)


def test_places_alone_have_codes(extractor: Extractor) -> None:
    found = extract(extractor, "省长周立言在苏州,周立言走了。巴黎下雨。")
    assert {e.name: e.ids for e in found.entities} == {
        "周立言": {},
        "苏州": {"adcode": "320500"},
        "巴黎": {},
    }


def test_divisions_of_a_chain_have_codes_of_their_own(extractor: Extractor) -> None:
    ids = {e.name: e.ids for e in extract(extractor, "周立言到潍坊市坊子区走访。").entities}
    assert (ids["潍坊市"], ids["坊子区"]) == ({"adcode": "370700"}, {"adcode": "370704"})


def test_head_lines_are_counted(extractor: Extractor) -> None:
    article = unique("渡口通车。", headline="周立言出席")
    second = HeadLine(label="subhead", start=9, end=14, text="马文博参加")
    found = extractor(msgspec.structs.replace(article, head=(*article.head, second)))
    assert isinstance(found, EnrichedArticle)
    assert [(m.surface, m.index, m.start) for m in found.extraction.mentions] == [
        ("周立言", 0, 0),
        ("马文博", 1, 0),
    ]


def test_the_models_are_told(extractor: Extractor) -> None:
    found = extractor(unique(BODY))
    assert isinstance(found, EnrichedArticle)
    assert found.models == (f"entities-{shipped.entities().tagger.version}",)


def test_a_name_with_figures_is_a_keyword(extractor: Extractor) -> None:
    found = extract(extractor, "C919今天起飞,A123今天停飞。")
    assert [e.name for e in found.entities] == ["C919"]
    assert "C919" in found.keywords
    assert "A123" not in found.keywords


@pytest.mark.parametrize(
    "text", ["", "\n", "。", "😀𠮷", "a" * 300, "省委书记", "《", "(600123)", "他说,“"]
)
def test_takes_any_text(extractor: Extractor, text: str) -> None:
    assert isinstance(extractor(unique(text, headline=text)), EnrichedArticle)
