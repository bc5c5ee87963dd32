"""The news, the newest first; one article; two copies side by side."""

from __future__ import annotations

import sqlite3

from starlette.requests import Request
from starlette.responses import Response

from pipeline.codec import decode, decode_json, encode_json
from pipeline.document.fields import EnrichedDocument
from pipeline.web.asked import articles, told
from pipeline.web.pages.answering import asked, asked_number, desk_of
from pipeline.web.shown.changes import MOST, changes
from pipeline.web.shown.raw_lines import characters_left, clean_paragraphs, raw_lines
from pipeline.web.store.article_rows import key_of, title_of
from pipeline.web.store.article_writer import unpacked

# Characters of an event that its page shows; the link beside it has all.
_MOST_JSON = 200_000


def news(request: Request) -> Response:
    """Answer with the articles that are looked for."""
    desk = desk_of(request)
    wanted = articles.Search(
        words=asked(request, "q"),
        entity=asked(request, "entity"),
        place=asked(request, "place"),
        site=asked(request, "site"),
        day=asked(request, "day"),
        before=asked_number(request, "before"),
    )
    found = articles.newest(desk.file, wanted, desk.cut)
    return desk.page(
        request,
        "news.html",
        wanted=wanted,
        found=articles.search(desk.file, found),
        beside=articles.names_beside(desk.file, found),
        sites=articles.sites_beside(desk.file, wanted.day),
        days=articles.days_beside(desk.file),
        total=desk.file.number("SELECT count(*) FROM articles"),
    )


def article(request: Request) -> Response:
    """Answer with one article, as it was cleaned or as it came."""
    desk = desk_of(request)
    name = request.path_params["name"]
    row = articles.article(desk.file, name)
    if row is None:
        gone = articles.is_withdrawn(desk.file, name)
        return desk.page(request, "missing.html", 410 if gone else 404, gone=gone, name=name)
    document = _document(row)
    facts = document.enrichment
    assert facts is not None
    original = asked(request, "view") == "original"
    json = encode_json(decode_json(unpacked(row["document"])), indent=True).decode()
    return desk.page(
        request,
        "article.html",
        row=row,
        document=document,
        facts=facts,
        title=title_of(document),
        original=original,
        lines=raw_lines(document) if original else (),
        paragraphs=() if original else clean_paragraphs(document),
        left=characters_left(document),
        keys={entity.id: key_of(entity) for entity in facts.entities},
        quotes=[
            (quote, document.bodies[0].value[quote.start : quote.end]) for quote in facts.quotes
        ],
        copies=[each for each in told.tellers(desk.file, row["story"]) if each["id"] != row["id"]],
        json=json[:_MOST_JSON],
        json_left=max(len(json) - _MOST_JSON, 0),
    )


def event(request: Request) -> Response:
    """Answer with the event itself, byte for byte."""
    row = articles.article(desk_of(request).file, request.path_params["name"])
    if row is None:
        return Response(
            b'{"error":"there is no such article"}\n', 404, media_type="application/json"
        )
    return Response(unpacked(row["document"]), media_type="application/json")


def difference(request: Request) -> Response:
    """Answer with what changed from one article to another."""
    desk = desk_of(request)
    names = (request.path_params["other"], request.path_params["name"])
    old, new = (articles.article(desk.file, name) for name in names)
    if old is None or new is None:
        return desk.page(request, "missing.html", 404, gone=False)
    before, after = (_text(_document(row)) for row in (old, new))
    return desk.page(
        request,
        "difference.html",
        old=old,
        new=new,
        changes=changes(before, after),
        cut=max(len(before), len(after)) > MOST,
    )


def _document(row: sqlite3.Row) -> EnrichedDocument:
    return decode(unpacked(row["document"]), EnrichedDocument)


def _text(document: EnrichedDocument) -> str:
    return "\n".join((title_of(document), *(body.value for body in document.bodies)))
