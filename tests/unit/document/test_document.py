"""The document of an enriched article, fact by fact."""

import json

import msgspec
import pytest

from pipeline import __version__
from pipeline.codec import encode
from pipeline.document.cloudevent import headers
from pipeline.document.enrichment import rfc3339
from pipeline.document.fields import InfoSource, Party
from pipeline.document.ninjs import document
from pipeline.types.articles import (
    EnrichedArticle,
    Entity,
    EntityType,
    Found,
    HeadLine,
    Label,
    Metadata,
    Published,
    Removed,
    StageRun,
)
from tests.unit.enriched_sample import sample

SAMPLE = sample()


def changed(**facts: object) -> EnrichedArticle:
    article = SAMPLE.article
    new = msgspec.structs.replace(article.facts, **facts)
    return msgspec.structs.replace(SAMPLE, article=msgspec.structs.replace(article, facts=new))


def article_with(**parts: object) -> EnrichedArticle:
    return msgspec.structs.replace(SAMPLE, article=msgspec.structs.replace(SAMPLE.article, **parts))


def found_with(**parts: object) -> EnrichedArticle:
    new = msgspec.structs.replace(SAMPLE.extraction, **parts)
    return msgspec.structs.replace(SAMPLE, extraction=new)


def entity(kind: EntityType, name: str, **more: object) -> Entity:
    given = {
        "id": name, "count": 1, "prominence": 0.5, "in_headline": False, "confidence": 0.9
    } | more  # fmt: skip
    return Entity(type=kind, name=name, **given)


def test_what_it_is() -> None:
    made = document(SAMPLE)
    assert (made.uri, made.type, made.representation_type, made.profile) == (
        "urn:uuid:0b0e4c1e-5f0c-5f0e-9d5e-000000000001",
        "text",
        "full",
        "news-pipeline-enriched-v1",
    )
    assert (made.standard.name, made.standard.version, made.version) == ("ninjs", "3.1", "0123abcd")
    assert made.first_created == made.version_created == "2024-03-01T01:30:00Z"
    assert (made.language, made.located, made.by) == ("zh-Hans", "春江", "林一")
    (body,) = made.bodies
    assert (body.role, body.content_type, body.char_count) == (
        "main", "text/plain", len(SAMPLE.article.body),
    )  # fmt: skip
    assert body.value == SAMPLE.article.body
    assert [s.name for s in made.subjects] == ["大桥"]


def test_it_was_created_when_it_was_seen_first() -> None:
    made = document(changed(first_seen=1_709_000_000.0))
    assert made.first_created == "2024-02-27T02:13:20Z"
    assert made.version_created == "2024-03-01T01:30:00Z"


@pytest.mark.parametrize("status", ["usable", "withheld", "canceled"])
def test_whether_it_may_be_used(status: str) -> None:
    assert document(changed(pub_status=status)).pub_status == status


@pytest.mark.parametrize(
    ("value", "created"),
    [
        ("2024-03-01T09:30:00+08:00", "2024-03-01T09:30:00+08:00"),
        ("2024-03-01T09:30:00+00:00", "2024-03-01T09:30:00+00:00"),
        ("2024-03-01T09:30:00", "2024-03-01T09:30:00+08:00"),
        ("2024-03-01", "2024-03-01T00:00:00+08:00"),
        ("--03-01", None),
    ],
)
def test_when_it_was_published(value: str, created: str | None) -> None:
    published = Published(value=value, precision="day", source="meta", zone_assumed=True)
    made = document(changed(published=published))
    assert made.content_created == created
    assert made.enrichment is not None
    told = made.enrichment.published
    assert told is not None
    assert (told.source, told.precision, told.zone_assumed) == ("meta", "day", True)


def test_an_unknown_time_of_publication_is_absent() -> None:
    made = document(changed(published=None))
    assert made.content_created is None
    assert made.enrichment is not None
    assert made.enrichment.published is None


def head(*lines: tuple[Label, str]) -> tuple[HeadLine, ...]:
    return tuple(HeadLine(label=label, start=0, end=1, text=text) for label, text in lines)


@pytest.mark.parametrize(
    ("lines", "web", "clean", "roles"),
    [
        ([], None, None, []),
        ([], "桥_站", "桥", [("original", "桥_站"), ("main", "桥")]),
        ([], "桥_站", None, [("original", "桥_站"), ("main", "桥_站")]),
        ([], "", None, []),
        ([("title", "桥_站")], "别", "桥", [("original", "桥_站"), ("main", "桥")]),
        ([("headline", "桥")], "桥_站", "x", [("original", "桥_站"), ("main", "桥")]),
        (
            [("shoulder", "肩"), ("headline", "桥"), ("subhead", "副")],
            None,
            "x",
            [("kicker", "肩"), ("main", "桥"), ("sub", "副")],
        ),
        ([("subhead", "副")], None, "x", [("sub", "副")]),
    ],
)
def test_headlines_by_their_roles(
    lines: list[tuple[Label, str]],
    web: str | None,
    clean: str | None,
    roles: list[tuple[str, str]],
) -> None:
    article = changed(title=web).article
    article = msgspec.structs.replace(article, head=head(*lines), title=clean)
    no_mentions = msgspec.structs.replace(SAMPLE.extraction, mentions=())
    made = document(msgspec.structs.replace(SAMPLE, article=article, extraction=no_mentions))
    assert [(h.role, h.value) for h in made.headlines] == roles


def test_where_it_came_from_stands_in_order() -> None:
    meta = Metadata(
        sources=(Found(value="甲报", where="line"),),
        agencies=(Found(value="乙社", where="line"),),
        editors=(Found(value="何二", where="line"), Found(value="何三", where="line")),
        authors=(Found(value="林一", where="line"), Found(value="林二", where="line")),
    )
    made = document(changed(metadata=meta))
    assert made.info_sources == (
        InfoSource(name="chunjiang.example", role="publisher"),
        InfoSource(name="甲报", role="publisher"),
        InfoSource(name="乙社", role="agency"),
        InfoSource(name="何二", role="editor"),
        InfoSource(name="何三", role="editor"),
        InfoSource(name="要闻", role="feed"),
    )
    assert (made.by, made.located) == ("林一、林二", "")


def test_what_is_not_known_is_absent_or_empty() -> None:
    bare = changed(site="", url=None, alt_ids=(), metadata=Metadata(), published=None)
    origin = msgspec.structs.replace(bare.article.facts.origin, feed=None)
    facts = msgspec.structs.replace(bare.article.facts, origin=origin)
    article = msgspec.structs.replace(bare.article, facts=facts)
    plain = json.loads(encode(document(msgspec.structs.replace(bare, article=article))))
    assert (plain["by"], plain["located"], plain["infoSources"], plain["altIds"]) == (
        "",
        "",
        [],
        [],
    )
    assert "contentCreated" not in plain
    assert "published" not in plain["enrichment"]
    assert plain["enrichment"]["source"]["feed"] == ""


def test_addresses_and_ids_have_their_roles() -> None:
    assert [(i.role, i.value) for i in document(SAMPLE).alt_ids] == [
        ("url", "http://chunjiang.example/1"),
        ("publisher", "n7"),
    ]


def test_entities_by_their_kind() -> None:
    made = document(
        found_with(
            entities=(
                entity("product", "云帆3"),
                entity("person", "周舟", in_headline=True),
                entity("work", "《春江》", in_headline=True),
                entity("place", "春江"),
                entity("event", "通车会"),
                entity("organisation", "桥办", in_headline=True),
                entity("organisation", "星海", ids={"ticker": "BLUW"}),
            )
        )
    )
    assert made.people == (Party(name="周舟", rel="mainSubject"),)
    assert made.places == (Party(name="春江", rel="mentions"),)
    assert made.events == (Party(name="通车会", rel="mentions"),)
    assert made.objects == (
        Party(name="《春江》", rel="mainSubject"),
        Party(name="云帆3", rel="mentions"),
    )
    assert [(o.name, o.rel, o.symbols) for o in made.organisations[:1]] == [
        ("桥办", "mainSubject", ())
    ]
    assert [(s.symbol, s.exchange) for s in made.organisations[1].symbols] == [("BLUW", None)]
    assert made.organisations[1].rel == "mentions"


def test_an_entity_keeps_its_facts() -> None:
    known = entity("person", "周舟", aliases=("周",), positions=("市长", "书记"), ids={"q": "1"})
    made = document(found_with(entities=(known, entity("place", "春江")))).enrichment
    assert made is not None
    first, second = made.entities
    assert (first.position, second.position) == ("市长、书记", "")
    assert (first.id, first.aliases, first.ids, first.count) == ("周舟", ("周",), {"q": "1"}, 1)
    assert (first.prominence, first.in_headline, first.confidence) == (0.5, False, 0.9)


@pytest.mark.parametrize("body", [SAMPLE.article.body, "桥" * len(SAMPLE.article.body)])
def test_offsets_of_head_lines_count_in_their_own_units(body: str) -> None:
    lines = head(("headline", "桥"), ("subhead", "𠮷𠮷祥桥"))
    mention = msgspec.structs.replace(
        SAMPLE.extraction.mentions[1], index=1, start=1, end=4, surface="𠮷祥桥"
    )
    value = msgspec.structs.replace(
        SAMPLE.extraction.values[0], field="headline", index=1, start=2, end=3, surface="祥"
    )
    article = msgspec.structs.replace(SAMPLE.article, head=lines, body=body)
    found = msgspec.structs.replace(SAMPLE.extraction, mentions=(mention,), values=(value,))
    made = document(msgspec.structs.replace(SAMPLE, article=article, extraction=found)).enrichment
    assert made is not None
    assert [(m.start_utf16, m.end_utf16) for m in made.mentions] == [(2, 6)]
    assert [(v.start_utf16, v.end_utf16) for v in made.values] == [(4, 5)]


def test_a_quotation_counts_in_both_units() -> None:
    made = document(SAMPLE).enrichment
    assert made is not None
    (quote,) = made.quotes
    assert (quote.start_utf16, quote.end_utf16) == (quote.start + 1, quote.end + 1)
    assert (quote.speaker, quote.entity, quote.verb) == ("周舟", "e1", "说")


def test_the_text_is_measured() -> None:
    made = document(SAMPLE).enrichment
    assert made is not None
    info, body = made.text, SAMPLE.article.body
    assert (info.code_points, info.utf16_units, info.utf8_bytes) == (
        len(body),
        len(body) + 1,
        len(body.encode()),
    )
    assert (info.role, info.normalization, len(info.sha256)) == ("main", "NFC", 64)
    assert [(h.label, h.text) for h in info.head] == [
        ("title", "春江大桥通车了_每日快讯"),
        ("headline", "春江大桥通车"),
    ]


def removed(length: int) -> Removed:
    return Removed(
        kind="link", start=3, end=3 + length, text="x" * length, reason="r", score=0.7,
        link_id="l", seen_in=4,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("taken", "heads", "body", "ratio"),
    [
        ([], [], "", 0.0),
        ([], [], "好", 0.0),
        ([1], [], "", 1.0),
        ([1], [], "好" * 2, 0.3333),
        ([1, 2], ["桥"], "好" * 3, 0.4286),
    ],
)
def test_the_share_of_what_was_taken_out(
    taken: list[int], heads: list[str], body: str, ratio: float
) -> None:
    pieces = tuple(removed(length) for length in taken)
    given = article_with(
        removed=pieces, head=head(*(("headline", text) for text in heads)), body=body
    )
    bare = msgspec.structs.replace(SAMPLE.extraction, mentions=(), values=(), quotes=())
    made = document(msgspec.structs.replace(given, extraction=bare)).enrichment
    assert made is not None
    assert made.boilerplate.ratio == ratio
    assert [(r.start, r.end, r.link_id, r.seen_in) for r in made.boilerplate.removed] == [
        (3, 3 + length, "l", 4) for length in taken
    ]


def test_stages_stand_in_order_with_their_times() -> None:
    extract = StageRun(name="extract", at=1709256602.9, ms=2.34567, outcome="ok")
    made = document(msgspec.structs.replace(SAMPLE, stages=(extract,))).enrichment
    assert made is not None
    assert [(s.name, s.at, s.ms, s.outcome) for s in made.stages] == [
        ("clean", "2024-03-01T01:30:01Z", 1.25, "ok"),
        ("extract", "2024-03-01T01:30:02Z", 2.346, "ok"),
    ]


def test_where_it_was_read_and_what_made_it() -> None:
    made = document(msgspec.structs.replace(SAMPLE, models=("m1",))).enrichment
    assert made is not None
    source = made.source
    assert (source.topic, source.partition, source.offset, source.feed) == (
        "news.raw.v1", 0, 3, "要闻",
    )  # fmt: skip
    assert (source.encoding, source.encoding_confidence) == ("utf-8", 1.0)
    info = made.pipeline
    assert (info.version, info.config, info.models) == (__version__, "c0ffee", ("m1",))
    assert (made.version, made.site, made.quality) == (
        "0123abcd", "chunjiang.example", ("mostlyLinks",),
    )  # fmt: skip


def test_what_it_is_to_earlier_articles() -> None:
    copy = msgspec.structs.replace(
        SAMPLE.article.duplicate, status="near", of="a0", similarity=0.8, novelty_days=1.5
    )
    made = document(article_with(duplicate=copy)).enrichment
    assert made is not None
    told = made.duplicate
    assert (told.status, told.of, told.story, told.similarity, told.novelty_days) == (
        "near", "a0", "s1", 0.8, 1.5,
    )  # fmt: skip


def test_a_withdrawal_of_an_unchanged_text_is_no_double_of_the_article() -> None:
    facts = msgspec.structs.replace(SAMPLE.article.facts, pub_status="canceled")
    withdrawn = msgspec.structs.replace(
        SAMPLE, article=msgspec.structs.replace(SAMPLE.article, facts=facts)
    )
    assert headers(withdrawn)["ce_id"] == headers(SAMPLE)["ce_id"] + b":canceled"


def test_the_headers_of_the_event() -> None:
    assert headers(SAMPLE) == {
        "ce_specversion": b"1.0",
        "ce_id": b"0b0e4c1e-5f0c-5f0e-9d5e-000000000001:0123abcd:c0ffee",
        "ce_source": b"news-pipeline",
        "ce_type": b"news.article.enriched.v1",
        "ce_time": b"2024-03-01T01:30:00Z",
        "ce_subject": b"0b0e4c1e-5f0c-5f0e-9d5e-000000000001",
        "ce_dataschema": b"urn:news-pipeline:schema:news.enriched.v1",
        "content-type": b"application/json; charset=utf-8",
    }
    assert headers(SAMPLE, traceparent=b"00-1-2-01")["traceparent"] == b"00-1-2-01"
    assert "traceparent" not in headers(SAMPLE, traceparent=b"")


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (0.999, "1970-01-01T00:00:00Z"),
        (1709256600.0, "2024-03-01T01:30:00Z"),
        (1e30, "1970-01-01T00:00:00Z"),
        (-1e30, "1970-01-01T00:00:00Z"),
        (float("inf"), "1970-01-01T00:00:00Z"),
        (float("nan"), "1970-01-01T00:00:00Z"),
    ],
)
def test_times_are_whole_seconds_of_utc(seconds: float, told: str) -> None:
    assert rfc3339(seconds) == told
