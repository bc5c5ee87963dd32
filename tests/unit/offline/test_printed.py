"""What `news enrich` prints for one article after each stage."""

from __future__ import annotations

import json

import msgspec

from pipeline.codec import encode_json
from pipeline.offline.printed import (
    clean_json,
    dedup_json,
    enriched_json,
    enriched_line,
    refused,
    written,
)
from pipeline.text.lines import from_columns, to_columns
from pipeline.types.articles import CleanArticle, Rejection, Span
from tests.unit.enriched_sample import TEXT, sample

UNIQUE = sample().article
CLEAN = CleanArticle(
    facts=UNIQUE.facts,
    text=TEXT,
    lines=UNIQUE.lines,
    spans=(Span(line=2, start=0, end=11, kind="byline"),),
)


def test_a_clean_article_with_everything_that_is_known_of_it():
    found = clean_json(CLEAN)
    facts = CLEAN.facts
    assert list(found)[:4] == ["source_id", "id", "lines", "spans"]
    assert (found["source_id"], found["id"]) == (facts.origin.source_id, facts.id)
    assert [TEXT[line["start"] : line["end"]] for line in found["lines"]] == TEXT.split("\n")
    assert found["spans"] == [{"line": 2, "start": 0, "end": 11, "kind": "byline"}]
    for name in ("version", "url", "site", "title", "language", "pub_status", "event_time"):
        assert found[name] == getattr(facts, name)
    assert found["published"] == msgspec.to_builtins(facts.published)
    assert found["encoding"] == facts.origin.encoding
    assert found["flags"] == list(facts.flags)
    metadata = msgspec.to_builtins(facts.metadata)
    assert {name: found[name] for name in metadata} == metadata


def test_the_text_that_offsets_index_is_printed():
    assert clean_json(CLEAN)["text"] == TEXT
    assert dedup_json(CLEAN, UNIQUE)["text"] == TEXT


def test_one_link_of_a_line_is_an_object_and_several_are_a_list_with_their_places():
    (link,) = UNIQUE.links
    number = link.line
    line = dedup_json(CLEAN, UNIQUE)["lines"][number]
    assert line["link"] == {"id": link.id, "headline": link.headline}
    assert "links" not in line
    other = msgspec.structs.replace(link, id="l2", headline="另一条", start=link.start + 2)
    two = msgspec.structs.replace(UNIQUE, links=(link, other))
    line = dedup_json(CLEAN, two)["lines"][number]
    assert line["links"] == [
        {"id": k.id, "headline": k.headline, "start": k.start, "end": k.end} for k in (link, other)
    ]
    assert "link" not in line


def test_labels_are_those_that_stand_after_dedup():
    lines = list(from_columns(UNIQUE.lines))
    lines[1] = msgspec.structs.replace(lines[1], label="other")
    overruled = msgspec.structs.replace(UNIQUE, lines=to_columns(lines))
    assert dedup_json(CLEAN, overruled)["lines"][1]["label"] == "other"
    assert clean_json(CLEAN)["lines"][1]["label"] == "headline"


def test_the_duplicate_is_printed_whole():
    twin = msgspec.structs.replace(
        UNIQUE.duplicate, status="near", of="x", story="y", similarity=0.75
    )
    found = dedup_json(CLEAN, msgspec.structs.replace(UNIQUE, duplicate=twin))
    assert found["duplicate"] == {"status": "near", "of": "x", "story": "y", "similarity": 0.75}


def test_an_enriched_article_is_its_document_under_its_source_id():
    found = enriched_json(sample())
    assert next(iter(found)) == "source_id"
    assert found["source_id"] == UNIQUE.facts.origin.source_id
    assert found["uri"] == f"urn:uuid:{UNIQUE.facts.id}"


def test_what_is_refused_says_where_and_why():
    rejection = Rejection(stage="dedup", reason="empty", detail="nothing")
    assert json.loads(refused("a:1", rejection)) == {
        "source_id": "a:1",
        "rejected": {"stage": "dedup", "reason": "empty", "detail": "nothing"},
    }


def test_what_cannot_be_printed_is_no_accepted_article():
    assert written("clean", "a:1", lambda: b'{"b":1}') == (True, b'{"b":1}')
    accepted, line = written("dedup", "a:1", lambda: encode_json({"b": object()}))
    assert not accepted
    rejected = json.loads(line)["rejected"]
    assert (rejected["stage"], rejected["reason"]) == ("dedup", "internal-error")


def test_a_printed_line_is_the_object_encoded():
    assert enriched_line(sample()) == encode_json(enriched_json(sample()))
