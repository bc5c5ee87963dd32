"""What a person changes from the page: who signed in may; the same as the verbs do."""

from __future__ import annotations

import asyncio
import logging
from typing import Literal, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pipeline.dedup.links.operator_names import decoration_name
from pipeline.errors import PipelineError
from pipeline.kafka.control import Spoken, control_key, say
from pipeline.operations.rejected import Wanted
from pipeline.operations.retry import Retried, Retry, read_wanted, retries_of
from pipeline.topology import CONTROL
from pipeline.types.records import Control
from pipeline.web.asked import flow, told
from pipeline.web.pages.answering import Desk, asked, desk_of
from pipeline.web.pages.forms import form_of
from pipeline.web.pages.running import show_rejection
from pipeline.web.pages.stories import show_link
from pipeline.web.templating import query

log = logging.getLogger(__name__)

# Seconds until our own word has come back by the topic: the page that is shown next has it.
_SEEN_WITHIN = 3.0


async def sign_in(request: Request) -> Response:
    """Answer with the form that takes the token, or give whoever has it a session."""
    desk = desk_of(request)
    if desk.sessions.standing(request) == "off":
        return desk.page(request, "missing.html", 404, gone=False)
    if request.method != "POST":
        return desk.page(request, "sign-in.html", back=_ours(asked(request, "back")), wrong=False)
    form = await form_of(request) or {}
    back = _ours(form.get("back", ""))
    answer = RedirectResponse(back, 303)
    if await desk.sessions.sign_in(request, answer, form.get("token", "")):
        log.info("somebody signed in to the page, from %s", _whence(request))
        return answer
    log.warning("a wrong token for the page, from %s", _whence(request))
    return desk.page(request, "sign-in.html", 403, back=back, wrong=True)


async def sign_out(request: Request) -> Response:
    """Forget the session of the browser."""
    answer = RedirectResponse("/", 303)
    desk = desk_of(request)
    if desk.sessions.may_write(request, await form_of(request) or {}):
        desk.sessions.sign_out(request, answer)
    return answer


async def overrule(request: Request) -> Response:
    """Allow or block a link or one of its decorations, or take back what was said."""
    desk = desk_of(request)
    form = await form_of(request) or {}
    if not desk.sessions.may_write(request, form):
        return _refused(desk, request)
    link = await run_in_threadpool(told.link, desk.file, request.path_params["name"])
    action, known = form.get("action", ""), decoration_name(form.get("decoration", ""))
    if not link or action not in {"allow", "block", "undo"}:
        return desk.page(request, "missing.html", 404, gone=False)
    kind: Literal["link", "decoration"] = "decoration" if known else "link"
    name = known or link[0]["id"]
    word = (
        None
        if action == "undo"
        else Control(kind=kind, name=name, action=cast("Literal['allow', 'block']", action))
    )
    try:
        at = await desk.errands.run(lambda: say(desk.settings, control_key(kind, name), word))
    except PipelineError as error:
        return await run_in_threadpool(show_link, request, str(error))
    log.info("%s %s %s, by %s", action, kind, name, _whence(request))
    await _seen(desk, at)
    return RedirectResponse(f"/link/{link[0]['id']}", 303)


async def retry(request: Request) -> Response:
    """Send a rejected record again: once, or again where the form says so."""
    desk = desk_of(request)
    form = await form_of(request) or {}
    if not desk.sessions.may_write(request, form):
        return _refused(desk, request)
    part, offset = (int(request.path_params[name]) for name in ("part", "offset"))
    row = await run_in_threadpool(flow.rejection, desk.file, part, offset)
    if row is None:
        return desk.page(request, "missing.html", 404, gone=False)
    # The topic is read from a moment before it on.
    wanted = Wanted(places=frozenset({(part, offset)}), since=row["at"] - 1)
    try:
        done = await desk.errands.run(
            lambda: _send(desk, wanted, anyhow=form.get("again") == "yes")
        )
    except PipelineError as error:
        return await run_in_threadpool(show_rejection, request, str(error))
    outcome = done.outcome if done else "gone"
    log.info("retry of rejected %d/%d by %s: %s", part, offset, _whence(request), outcome)
    place = "/".join(map(str, done.at)) if done and done.at else ""
    return RedirectResponse(f"/rejected/{part}/{offset}?{query(outcome=outcome, at=place)}", 303)


async def _send(desk: Desk, wanted: Wanted, *, anyhow: bool) -> Retried | None:
    """Return what was done; None where the record is no more."""

    def count() -> None:
        """Take no notice: nobody sees a bar."""

    chosen = [
        each async for each in read_wanted(desk.settings, wanted, tell=log.warning, count=count)
    ]
    retries = await retries_of(desk.settings, chosen, tell=log.warning, count=count)
    work = Retry(desk.settings, rate=1000.0, anyhow=anyhow)
    return next(iter([done async for done in work.send(chosen, retries)]), None)


async def _seen(desk: Desk, at: Spoken) -> None:
    """Wait until the page's file holds what was said."""
    asked = "SELECT next FROM read_to WHERE topic = ? AND part = ?"
    end = asyncio.get_running_loop().time() + _SEEN_WITHIN
    while asyncio.get_running_loop().time() < end:
        read_to = await run_in_threadpool(desk.file.number, asked, (CONTROL.name, at.partition))
        if read_to > at.offset:
            return
        await asyncio.sleep(0.05)


def _refused(desk: Desk, request: Request) -> Response:
    return desk.page(request, "refused.html", 403)


def _ours(address: str) -> str:
    """Return an address of this page: what leads elsewhere leads to the news."""
    return address if address.startswith("/") and address[1:2] not in ("/", "\\") else "/"


def _whence(request: Request) -> str:
    return request.client.host if request.client else "unknown"
