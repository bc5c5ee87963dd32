"""One article through every topic: what `news trace` prints, read when it is asked for."""

from __future__ import annotations

import time

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pipeline.errors import PipelineError
from pipeline.operations.article_names import sought
from pipeline.operations.trace import Trace, trace
from pipeline.web.asked import articles
from pipeline.web.pages.answering import asked_number, desk_of

# An address may be long; a longer one names nothing that we read.
_LONGEST = 2_000
_HOURS = (0, 168, 24, 1)


async def trace_of(request: Request) -> Response:
    """Answer with every record of an article: by its id, its publisher's, or its address."""
    desk = desk_of(request)
    word = request.query_params.get("of", "").strip()[:_LONGEST]
    hours = asked_number(request, "hours")
    row = await run_in_threadpool(articles.article, desk.file, word) if word else None
    found, fault_line = None, ""
    held: list[str] = []
    if word:

        async def read() -> Trace:
            since = time.time() - 3600 * hours if hours else None
            return await trace(
                desk.settings, sought(word), since=since, tell=held.append, count=lambda: None
            )

        try:
            found = await desk.errands.run(read)
        except PipelineError as error:
            fault_line = str(error)
    return desk.page(
        request,
        "trace.html",
        503 if fault_line else 200,
        word=word,
        hours=hours,
        choices=_HOURS,
        row=row,
        found=found,
        held=held,
        fault_line=fault_line,
    )
