"""Stories and who told them first; links that stand under many articles."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response

from pipeline.kafka.control import control_key
from pipeline.web.asked import articles, told
from pipeline.web.pages.answering import asked, asked_number, desk_of

_PAGE = 40


def stories(request: Request) -> Response:
    """Answer with the stories that more than one article tells."""
    desk = desk_of(request)
    found = told.stories(desk.file, asked_number(request, "before"), _PAGE + 1)
    older = found[_PAGE - 1]["last"] if len(found) > _PAGE else 0
    return desk.page(request, "stories.html", found=found[:_PAGE], older=older)


def story(request: Request) -> Response:
    """Answer with the articles of one story in the order of their time."""
    desk = desk_of(request)
    name = told.story_of(desk.file, request.path_params["name"])
    tellers = told.tellers(desk.file, name)
    if not tellers:
        return desk.page(request, "missing.html", 404, gone=False)
    first = tellers[0]
    span = max((tellers[-1]["event_time"] - first["event_time"]), 1.0)
    at = [(row, 100 * (row["event_time"] - first["event_time"]) / span) for row in tellers]
    return desk.page(request, "story.html", story=name, first=first, tellers=at)


def links(request: Request) -> Response:
    """Answer with the links that were seen on most pages."""
    desk = desk_of(request)
    words, site = asked(request, "q"), asked(request, "site")
    return desk.page(
        request, "links.html", words=words, site=site, found=told.links(desk.file, words, site)
    )


def link(request: Request) -> Response:
    """Answer with one distinct link: what it was decorated with, where it stood."""
    return show_link(request)


def show_link(request: Request, fault_line: str = "") -> Response:
    """Answer with one link, and why nothing could be said of it."""
    desk = desk_of(request)
    records = told.link(desk.file, request.path_params["name"])
    if not records:
        return desk.page(request, "missing.html", 404, gone=False)
    names = [record["id"] for record in records]
    return desk.page(
        request,
        "link.html",
        503 if fault_line else 200,
        fault_line=fault_line,
        link=records[0],
        others=names[1:],
        count=sum(record["count"] for record in records),
        first=min(record["first_seen"] for record in records),
        last=max(record["last_seen"] for record in records),
        decorations=(decorations := _lines(record["decorations"] for record in records)),
        said=told.said_of(desk.file, [control_key("link", name) for name in names])
        + told.said_of(desk.file, [control_key("decoration", each) for each in decorations]),
        sites=_lines(record["sites"] for record in records),
        found=articles.listed(desk.file, told.articles_with(desk.file, names)),
    )


def _lines(columns: Iterable[str]) -> list[str]:
    found = (line for column in columns for line in column.split("\n"))
    return list(dict.fromkeys(line for line in found if line))
