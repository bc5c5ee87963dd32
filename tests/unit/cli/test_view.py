"""An enriched article as a person reads it: lines in raw order, marks on their own text."""

from __future__ import annotations

import io

import msgspec
import pytest
from rich.console import Console

from pipeline.cli.view import Row, line_of, print_facts, rows
from pipeline.document.ninjs import document
from pipeline.text.lines import from_columns
from tests.unit.enriched_sample import TEXT, sample

ENRICHED = sample()
DOCUMENT = document(ENRICHED)


def shown():
    lines = from_columns(ENRICHED.article.lines)
    return rows(DOCUMENT, lines, ENRICHED.article.links)


def test_rows_stand_in_the_order_of_the_raw_text_and_hold_it():
    found = shown()
    assert [row.start for row in found] == sorted(row.start for row in found)
    for row in found:
        assert TEXT[row.start : row.start + len(row.text)] == row.text
    joined = "".join(row.text for row in found)
    assert joined == TEXT.replace("\n", "")
    assert {row.label for row in found if row.kept} == {"title", "headline", "body"}


def test_marks_stand_on_what_was_found():
    surfaces = {}
    for row in shown():
        for start, end, _ in row.marks:
            assert 0 <= start < end <= len(row.text)
            surfaces.setdefault(row.label, set()).add(row.text[start:end])
    enrichment = DOCUMENT.enrichment
    body = {
        each.surface for each in (*enrichment.mentions, *enrichment.values) if each.field == "body"
    }
    heads = {each.surface for each in enrichment.mentions if each.field == "headline"}
    assert surfaces.pop("body") == body
    assert set().union(*surfaces.values()) == heads


def test_the_headline_under_a_link_and_scores_are_shown_where_they_are_known():
    links = [row for row in shown() if row.label == "link"]
    assert [row.link for row in links if row.link] == ["别处的新闻"]
    assert all(row.score is not None for row in shown())
    bare = rows(DOCUMENT)
    assert {row.link for row in bare} == {None}
    assert {row.score is None for row in bare if row.kept} == {True}
    assert [row.text for row in bare] == [row.text for row in shown()]


def test_two_links_of_a_line_are_both_named():
    link = ENRICHED.article.links[0]
    other = msgspec.structs.replace(link, headline="另一条")
    found = rows(DOCUMENT, from_columns(ENRICHED.article.lines), [link, other])
    assert "别处的新闻 / 另一条" in {row.link for row in found}


def test_a_line_that_is_cut_stands_where_its_first_piece_began():
    """An inline credit in the middle parts a body line into two runs."""
    enrichment = DOCUMENT.enrichment
    body = "前一半后一半\n第二行"
    text = msgspec.structs.replace(
        enrichment.text, map=((0, 10, 3), (3, 20, 3), (7, 30, 3)), head=()
    )
    facts = msgspec.structs.replace(
        enrichment, text=text, mentions=(), values=(),
        boilerplate=msgspec.structs.replace(enrichment.boilerplate, removed=()),
    )  # fmt: skip
    made = msgspec.structs.replace(
        DOCUMENT,
        enrichment=facts,
        bodies=(msgspec.structs.replace(DOCUMENT.bodies[0], value=body),),
    )
    assert [(row.start, row.text) for row in rows(made)] == [(10, "前一半后一半"), (30, "第二行")]


def test_each_line_has_its_own_marks_and_removed_pieces_stand_between():
    enrichment = DOCUMENT.enrichment
    mention, removed = enrichment.mentions[0], enrichment.boilerplate.removed[0]
    head = enrichment.text.head[0]
    replace = msgspec.structs.replace

    def named(field, index, start, end):
        return replace(mention, field=field, index=index, start=start, end=end, type="person")

    facts = replace(
        enrichment,
        text=replace(
            enrichment.text,
            map=((0, 20, 3), (4, 30, 3)),
            head=(replace(head, start=0, text="甲乙记"), replace(head, start=10, text="副题甲")),
        ),
        mentions=(
            named("headline", 0, 1, 2), named("headline", 1, 2, 3),
            named("body", None, 0, 1), named("body", None, 4, 6),
        ),
        values=(),
        boilerplate=replace(
            enrichment.boilerplate,
            removed=(replace(removed, start=25, text="广告"), replace(removed, start=5, text="导航")),
        ),
    )  # fmt: skip
    body = replace(DOCUMENT.bodies[0], value="甲来了\n乙丙走")
    found = rows(replace(DOCUMENT, enrichment=facts, bodies=(body,)))
    marked = [(row.text, [row.text[start:end] for start, end, _ in row.marks]) for row in found]
    assert marked == [
        ("甲乙记", ["乙"]), ("导航", []), ("副题甲", ["甲"]),
        ("甲来了", ["甲"]), ("广告", []), ("乙丙走", ["乙丙"]),
    ]  # fmt: skip


def test_a_document_without_facts_or_body_has_no_rows():
    assert rows(msgspec.structs.replace(DOCUMENT, enrichment=None)) == []
    enrichment = DOCUMENT.enrichment
    facts = msgspec.structs.replace(
        enrichment,
        text=msgspec.structs.replace(enrichment.text, map=(), head=()),
        boilerplate=msgspec.structs.replace(enrichment.boilerplate, removed=()),
    )
    assert rows(msgspec.structs.replace(DOCUMENT, enrichment=facts)) == []


@pytest.mark.parametrize(("score", "shown_as"), [(None, "    "), (0.0, "0.00"), (0.954, "0.95")])
def test_a_score_of_nothing_is_a_score(score, shown_as):
    row = Row(start=0, text="甲", kept=True, label="body", score=score)
    assert line_of(row, 1).plain == f"   1 + body     {shown_as}  甲"


@pytest.mark.parametrize(("kept", "style"), [(True, ""), (False, "strike dim")])
def test_what_is_removed_is_struck_out(kept, style):
    assert Row(start=0, text="甲", kept=kept, label="link").styled().style == style


def test_who_where_and_when_are_printed():
    out = Console(file=io.StringIO(), width=200, soft_wrap=True)
    print_facts(out, DOCUMENT)
    told = out.file.getvalue()
    assert f"published {DOCUMENT.content_created}" in told
    twin = DOCUMENT.enrichment.duplicate
    assert f"story        {twin.story} ({twin.status})" in told
    for entity in DOCUMENT.enrichment.entities:
        assert entity.name in told
    for value in DOCUMENT.enrichment.values:
        assert f"{value.surface}={value.value}" in told
