"""A text or page that is pasted, and what the stages make of it."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pipeline.errors import PipelineError
from pipeline.web.pages.answering import Desk, desk_of
from pipeline.web.pages.forms import form_of
from pipeline.web.shown.raw_lines import characters_left, raw_lines
from pipeline.web.store.article_rows import key_of
from pipeline.web.trying import LARGEST, Tried

_TOO_LARGE = f"More than {LARGEST >> 20} MiB: use `news explain` for a file of that size."


async def try_it(request: Request) -> Response:
    """Answer with the form, and what came of what was pasted."""
    desk = desk_of(request)
    if request.method != "POST":
        return desk.page(request, "try.html", **_facts())
    # A character of Chinese is nine bytes in a form.
    fields = await form_of(request, 3 * LARGEST)
    if fields is None:
        return desk.page(request, "try.html", 413, **_facts(fault_line=_TOO_LARGE))
    text, html, site = fields.get("text", ""), fields.get("kind") == "html", fields.get("site", "")
    if not text.strip():
        line = "Paste a text or the HTML of a page first."
        return desk.page(request, "try.html", 400, **_facts(html=html, site=site, fault_line=line))
    return await run_in_threadpool(_answer, desk, request, text, html, site.strip()[:200])


def _answer(desk: Desk, request: Request, text: str, html: bool, site: str) -> Response:  # noqa: FBT001 - of a form
    # A form ends its lines by CRLF; nobody typed them.
    text = text.replace("\r\n", "\n")
    try:
        tried = desk.trial.run(text, html=html, site=site)
    except PipelineError as error:
        return desk.page(
            request, "try.html", 500, **_facts(text, html=html, site=site, fault_line=str(error))
        )
    return desk.page(request, "try.html", **_facts(text, html=html, site=site, tried=tried))


def _facts(
    text: str = "",
    *,
    html: bool = False,
    site: str = "",
    fault_line: str = "",
    tried: Tried | None = None,
) -> dict[str, Any]:
    document = tried.document if tried else None
    facts = document.enrichment if document else None
    return {
        "text": text,
        "html": html,
        "site": site,
        "fault_line": fault_line,
        "tried": tried,
        "document": document,
        "facts": facts,
        "lines": raw_lines(document, tried.lines) if document and tried else (),
        "left": characters_left(document) if document else 0,
        "keys": {entity.id: key_of(entity) for entity in facts.entities} if facts else {},
    }
