"""Findings put together field by field: mentions, entities, values and quotations."""

import pytest

from pipeline.entities.joining.assembly import Section, assemble
from pipeline.entities.joining.said import Said
from pipeline.entities.joining.salience import prominence
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.text.tokenizer import Tokenizer
from pipeline.types.articles import EntityType, Extraction, Mention, Quote, Value, ValueType

TOKENIZER = Tokenizer()
BODY, HEAD = "周立言来到南昌,周立言说好。", "周立言到南昌"
TEXT = f"{BODY}\n{HEAD}\n南昌"
END = len(BODY)
SECTIONS = (
    Section(start=0, end=END, field="body"),
    Section(start=END + 1, end=END + 1 + len(HEAD), field="headline", index=0),
    Section(start=END + 2 + len(HEAD), end=len(TEXT), field="headline", index=1),
)


def finding(
    start: int, end: int, kind: EntityType = "person", *, confidence: float = 0.5, entity: str = ""
) -> Finding:
    return Finding(
        type=kind, start=start, end=end, recognizer="t", confidence=confidence, entity=entity
    )


def value(start: int, end: int, kind: ValueType = "money", *, unit: str | None = None) -> Value:
    return Value(type=kind, start=start, end=end, surface="", value="1", recognizer="t", unit=unit)


def extraction(*findings: Finding, text: str = TEXT, **more: object) -> Extraction:
    given = {"sections": SECTIONS, "values": (), "posts": {}, "said": ()} | more
    return assemble(Passage(text, TOKENIZER), findings=findings, **given)


def test_mentions_are_counted_from_the_head_of_their_field() -> None:
    found = extraction(
        finding(0, 3), finding(END + 1, END + 4), finding(len(TEXT) - 2, len(TEXT), "place")
    )
    assert found.mentions == (
        Mention(
            type="person", start=0, end=3, surface="周立言", recognizer="t", confidence=0.5,
            entity="person:周立言",
        ),
        Mention(
            type="person", start=0, end=3, surface="周立言", recognizer="t", confidence=0.5,
            entity="person:周立言", field="headline", index=0,
        ),
        Mention(
            type="place", start=0, end=2, surface="南昌", recognizer="t", confidence=0.5,
            entity="place:南昌", field="headline", index=1,
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "kept"),
    [(END - 1, END, True), (END - 1, END + 1, False), (END - 1, END + 2, False), (0, END, True),
     (END + 1, END + 2, True)],
)  # fmt: skip
def test_nothing_crosses_fields(start: int, end: int, kept: bool) -> None:  # noqa: FBT001 - a table
    assert bool(extraction(finding(start, end)).mentions) is kept
    assert bool(extraction(values=[value(start, end)]).values) is kept


def test_values_are_counted_from_the_head_of_their_field() -> None:
    found = extraction(values=[value(0, 2), value(END + 2, END + 4)]).values
    assert [(v.start, v.end, v.field, v.index) for v in found] == [
        (0, 2, "body", None),
        (1, 3, "headline", 0),
    ]


def test_an_entity_is_what_its_mentions_add_up_to() -> None:
    found = extraction(
        finding(5, 7, "place", confidence=0.6),
        finding(8, 11, confidence=0.9),
        finding(END + 1, END + 4, confidence=0.7),
        finding(END + 5, END + 7, "place", confidence=0.8),
        posts={8: "书记", END + 1: "省长", 5: "x"},
    )
    place, person = found.entities
    assert (person.id, person.name, person.count, person.in_headline) == (
        "person:周立言", "周立言", 2, True,
    )  # fmt: skip
    assert (person.confidence, person.positions) == (0.9, ("书记", "省长"))
    assert person.prominence == prominence(in_headline=True, first=8, length=END, count=2)
    assert place.prominence == prominence(in_headline=True, first=5, length=END, count=2)
    assert (place.confidence, place.aliases) == (0.8, ())


def test_the_first_place_in_the_body_counts() -> None:
    (found,) = extraction(finding(0, 3), finding(8, 11)).entities
    assert found.prominence == prominence(in_headline=False, first=0, length=END, count=2)
    assert not found.in_headline


def test_a_name_of_the_headline_alone_has_no_place() -> None:
    (found,) = extraction(finding(END + 1, END + 4)).entities
    assert found.prominence == prominence(in_headline=True, first=END, length=END, count=1)


def test_entities_stand_by_prominence_and_then_by_id() -> None:
    text = "甲地,乙地。" + " " * 60
    first, second = finding(0, 2, "place"), finding(3, 5, "place")
    section = (Section(start=0, end=len(text), field="body"),)
    found = extraction(first, second, text=text, sections=section)
    assert [e.name for e in found.entities] == ["甲地", "乙地"]
    # Both are first named behind the end of an empty body.
    sections = (
        Section(start=0, end=0, field="body"),
        Section(start=1, end=len(text) + 1, field="headline", index=0),
    )
    found = extraction(
        finding(1, 3, "place"), finding(4, 6, "place"), text=f"\n{text}", sections=sections
    )
    assert [e.name for e in found.entities] == ["乙地", "甲地"]


def test_other_surfaces_are_aliases_as_the_text_has_them() -> None:
    text = "臺北市與臺北、台北。"
    places = [finding(0, 3, "place"), finding(4, 6, "place"), finding(7, 9, "place")]
    section = (Section(start=0, end=len(text), field="body"),)
    (found,) = extraction(*places, text=text, sections=section).entities
    assert (found.name, found.aliases, found.count) == ("台北", ("臺北市", "臺北"), 3)


def test_one_identifier_is_one_entity() -> None:
    (found,) = extraction(finding(0, 3, entity="Q1"), finding(8, 11, entity="Q1")).entities
    assert (found.id, found.count) == ("Q1", 2)


@pytest.mark.parametrize(
    ("text", "kind", "ids"),
    [
        ("星海股份(600123)", "organisation", {"ticker": "1", "mic": "XSHG"}),
        ("星海股份(600123)", "person", {}),
        ("星海股份,(600123)", "organisation", {}),
        ("星海股份:600123)", "organisation", {}),
        ("星海股份(深交所股票代码:   600123)", "organisation", {"ticker": "1", "mic": "XSHG"}),
        ("星海股份(深交所股票代码:" + " " * 40 + "600123)", "organisation", {}),
        ("星海股份(春江)600123", "organisation", {}),
    ],
)
def test_a_code_behind_a_company_is_its_ticker(
    text: str, kind: EntityType, ids: dict[str, str]
) -> None:
    at = text.index("600123")
    (found,) = extraction(
        finding(0, 4, kind),
        text=text,
        sections=(Section(start=0, end=len(text), field="body"),),
        values=[value(at, at + 6, "security", unit="XSHG")],
    ).entities
    assert found.ids == ids


def test_a_code_without_a_market_and_an_amount_behind_a_company() -> None:
    text = "星海股份(600123)"
    for kind, ids in (("security", {"ticker": "1"}), ("money", {})):
        (found,) = extraction(
            finding(0, 4, "organisation"),
            text=text,
            sections=(Section(start=0, end=len(text), field="body"),),
            values=[value(5, 11, kind)],
        ).entities
        assert found.ids == ids


def test_a_quotation_names_its_speaker() -> None:
    said = [
        Said(start=12, end=13, speaker_start=8, speaker_end=11, verb="说", way="before"),
        Said(start=12, end=13, speaker_start=5, speaker_end=7, verb="说", way="before"),
    ]
    assert extraction(finding(8, 11), said=said).quotes == (
        Quote(start=12, end=13, speaker="周立言", verb="说", entity="person:周立言"),
        Quote(start=12, end=13, speaker="南昌", verb="说"),
    )


def test_a_company_of_two_listings_keeps_both() -> None:
    text = "星海股份(600123.SH,02318.HK)"
    (found,) = extraction(
        finding(0, 4, "organisation"),
        text=text,
        sections=(Section(start=0, end=len(text), field="body"),),
        values=[value(5, 14, "security", unit="XSHG"), value(15, 23, "security", unit="XHKG")],
    ).entities
    assert found.ids == {"ticker": "1", "mic": "XSHG", "listings": "1.XSHG 1.XHKG"}
