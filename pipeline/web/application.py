"""The page as an application: its addresses, its guard, and the topics that it reads meanwhile."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from pipeline.settings import Settings
from pipeline.text.tokenizer import Tokenizer
from pipeline.web.asked.reading import PageFile
from pipeline.web.following import Following
from pipeline.web.guard import Guard
from pipeline.web.pages import names, news, running, stories, traces, trial, writing
from pipeline.web.pages.answering import Desk, desk_of
from pipeline.web.store.database import NewsDatabase
from pipeline.web.templating import STATIC, environment

log = logging.getLogger(__name__)


def application(
    settings: Settings, database: NewsDatabase, *, host: str, token: str = ""
) -> tuple[ASGIApp, Desk]:
    """Return the page, and what it is made from.

    Args:
        settings: Of the broker, whose topics are read, and of the stages. Without a broker it
            shows what was read before.
        database: Where the topics are read into.
        host: The address that is listened on: it rules which names are answered.
        token: Of those who may write; empty: nobody may.
    """
    desk = Desk(settings, PageFile(database.path), Tokenizer().cut, environment(), token)

    @asynccontextmanager
    async def reading(_: Starlette) -> AsyncIterator[None]:
        desk.following = Following(settings, database, desk.live.changed)
        task = asyncio.create_task(desk.following.run()) if settings.broker else None
        try:
            yield
        finally:
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    made = Starlette(
        routes=_routes(),
        lifespan=reading,
        exception_handlers={404: _missing, sqlite3.OperationalError: _away, Exception: _broken},
    )
    made.state.desk = desk
    # Around everything: a page that breaks has the headers too.
    return Guard(made, host), desk


def _routes() -> list[Route | Mount]:
    return [
        Route("/", news.news),
        Route("/article/{name}", news.article),
        Route("/article/{name}/event.json", news.event),
        Route("/article/{name}/changes/{other}", news.difference),
        Route("/entities", names.entities),
        Route("/entity", names.entity),
        Route("/stories", stories.stories),
        Route("/story/{name}", stories.story),
        Route("/links", stories.links),
        Route("/link/{name}", stories.link),
        Route("/pipeline", running.pipeline),
        Route("/rejected/{part:int}/{offset:int}", running.rejection),
        Route("/link/{name}/overrule", writing.overrule, methods=["POST"]),
        Route("/rejected/{part:int}/{offset:int}/retry", writing.retry, methods=["POST"]),
        Route("/sign-in", writing.sign_in, methods=["GET", "POST"]),
        Route("/sign-out", writing.sign_out, methods=["POST"]),
        Route("/trace", traces.trace_of),
        Route("/try", trial.try_it, methods=["GET", "POST"]),
        Route("/live", _live),
        Route("/favicon.ico", _favicon),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]


def _live(request: Request) -> Response:
    events = desk_of(request).live.events()
    return StreamingResponse(events, media_type="text/event-stream")


def _favicon(_: Request) -> Response:
    return RedirectResponse("/static/icon.svg", 301)


def _missing(request: Request, _: Exception) -> Response:
    return desk_of(request).page(request, "missing.html", 404, gone=False)


def _away(request: Request, error: Exception) -> Response:
    """Answer where the file is locked by another program, or was deleted a moment ago."""
    log.warning("the page's file cannot be read: %s", error)
    return desk_of(request).page(request, "away.html", 503)


def _broken(request: Request, error: Exception) -> Response:
    return desk_of(request).page(request, "broken.html", 500, error=type(error).__name__)
