"""Entities: the most named of a day, and one of them over time."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pipeline.web.asked import articles, named
from pipeline.web.pages.answering import asked, desk_of
from pipeline.web.shown.bars import bars, every_day
from pipeline.web.templating import query

_LISTS = ("person", "place", "organisation", "company", "event", "work")
_ALL = "all"


def entities(request: Request) -> Response:
    """Answer with the most named of a day: the last one that has news, unless one is asked for."""
    desk = desk_of(request)
    if name := asked(request, "name"):
        key = named.key_of_name(desk.file, name)
        if key is not None:
            return RedirectResponse(f"/entity?{query(key=key)}", 303)
    day = asked(request, "day") or named.last_day(desk.file)
    wanted = "" if day == _ALL else day
    return desk.page(
        request,
        "entities.html",
        day=day,
        name=name,
        days=bars(every_day(named.day_counts(desk.file))),
        lists={kind: named.top(desk.file, wanted, kind) for kind in _LISTS},
        money=named.amounts(desk.file, wanted, ("money",)),
        numbers=named.amounts(desk.file, wanted, ("quantity", "percent")),
    )


def entity(request: Request) -> Response:
    """Answer with one entity over time."""
    desk = desk_of(request)
    key = asked(request, "key")
    found = named.entity(desk.file, key)
    if found is None:
        return desk.page(request, "missing.html", 404, gone=False)
    return desk.page(
        request,
        "entity.html",
        entity=found,
        spellings=[s for s in named.spellings(desk.file, key) if s["spelling"] != found["name"]],
        positions=named.positions(desk.file, key),
        days=bars(every_day(named.days(desk.file, key))),
        company=named.company(desk.file, key),
        quotes=named.quotes(desk.file, key),
        found=articles.listed(desk.file, named.articles(desk.file, key)),
    )
