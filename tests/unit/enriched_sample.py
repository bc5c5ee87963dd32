"""One enriched article made by hand, with every kind of fact in it."""

from pipeline.text.assembly import assemble
from pipeline.text.lines import spans_of_lines, to_columns
from pipeline.types.articles import (
    Duplicate,
    EnrichedArticle,
    Entity,
    Extraction,
    Facts,
    Found,
    Line,
    LinkRef,
    Mention,
    Metadata,
    Origin,
    Published,
    Quote,
    Span,
    StageRun,
    UniqueArticle,
    Value,
)

TEXT = (
    "春江大桥通车了_每日快讯\n春江大桥通车\n本报讯 (记者 林一) 𠮷祥市长周舟说,大桥3月1日通车。【编辑:何二】\n"
    "相关阅读\n- 环球播报:别处的新闻"
)
LABELS = ("title", "headline", "body", "marker", "link")


def sample() -> EnrichedArticle:
    lines = [
        Line(start=a, end=b, label=label, score=0.9, reason="by-hand")
        for (a, b), label in zip(spans_of_lines(TEXT), LABELS, strict=True)
    ]
    body = TEXT.split("\n")[2]
    credit = body.index("【")
    spans = (
        Span(line=2, start=0, end=11, kind="byline"),
        Span(line=2, start=credit, end=len(body), kind="credit"),
    )
    link = LinkRef(
        line=4, start=lines[4].start + 7, end=lines[4].end, id="l1", headline="别处的新闻"
    )
    parts = assemble(TEXT, lines, spans, [link])
    facts = Facts(
        id="0b0e4c1e-5f0c-5f0e-9d5e-000000000001",
        version="0123abcd",
        site="chunjiang.example",
        url="http://chunjiang.example/1",
        title="春江大桥通车了_每日快讯",
        alt_ids=("n7",),
        event_time=1709256600.0,
        language="zh-Hans",
        origin=Origin(
            source_id="raw:0:3",
            topic="news.raw.v1",
            partition=0,
            offset=3,
            feed="要闻",
            encoding="utf-8",
            encoding_confidence=1.0,
        ),
        metadata=Metadata(
            authors=(Found(value="林一", where="byline"),),
            editors=(Found(value="何二", where="credit"),),
            place=Found(value="春江", where="dateline"),
        ),
        published=Published(
            value="2024-03-01T09:30:00+08:00", precision="minute", source="feed", zone_assumed=False
        ),
        flags=("mostlyLinks",),
    )
    unique = UniqueArticle(
        facts=facts,
        body=parts.body,
        map=parts.map,
        head=parts.head,
        removed=parts.removed,
        silent=parts.silent,
        lines=to_columns(lines),
        links=(link,),
        duplicate=Duplicate(status="original", story="s1"),
        title="春江大桥通车了",
        stages=(StageRun(name="clean", at=1709256601.0, ms=1.25, outcome="ok"),),
    )
    return EnrichedArticle(article=unique, extraction=_extraction(parts.body), config="c0ffee")


def _extraction(body: str) -> Extraction:
    person, bridge, date = body.index("周舟"), body.index("大桥"), body.index("3月1日")
    return Extraction(
        entities=(
            _entity("e1", "person", "周舟", positions=("市长",)),
            _entity("e2", "organisation", "春江股份", ids={"ticker": "600001", "mic": "XSHG"}),
            _entity("e3", "place", "春江", in_headline=True),
            _entity("e4", "event", "通车仪式"),
            _entity("e5", "work", "春江志"),
        ),
        mentions=(
            _mention("e1", "person", person, "周舟"),
            Mention(
                entity="e3",
                type="place",
                field="headline",
                index=1,
                start=0,
                end=2,
                surface="春江",
                recognizer="gazetteer",
                confidence=0.9,
            ),
        ),
        values=(
            Value(
                type="date",
                start=date,
                end=date + 4,
                surface="3月1日",
                value="2024-03-01",
                recognizer="times",
                precision="day",
            ),
            Value(
                type="quantity",
                start=bridge,
                end=bridge + 2,
                surface="大桥",
                value="1",
                recognizer="amounts",
                unit="座",
            ),
        ),
        quotes=(Quote(start=bridge, end=len(body) - 1, speaker="周舟", verb="说", entity="e1"),),
        keywords=("大桥",),
    )


def _entity(identifier, kind, name, **more):
    facts = {"count": 1, "prominence": 0.5, "in_headline": False, "confidence": 0.9}
    return Entity(id=identifier, type=kind, name=name, **(facts | more))


def _mention(entity, kind, start, surface):
    return Mention(
        entity=entity,
        type=kind,
        start=start,
        end=start + len(surface),
        surface=surface,
        recognizer="tagger",
        confidence=0.8,
    )
