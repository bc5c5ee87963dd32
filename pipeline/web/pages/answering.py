"""What a page has at hand, and how it answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse

from pipeline.errors import PipelineError
from pipeline.operations.lagging import GroupLag, group_lags
from pipeline.settings import Settings
from pipeline.text.tokenizer import Cut
from pipeline.topology import GROUPINGS
from pipeline.web.asked.reading import PageFile
from pipeline.web.errands import Errands
from pipeline.web.following import Following
from pipeline.web.live import Live
from pipeline.web.sessions import FIELD, Sessions
from pipeline.web.trying import Trial

# Seconds for which the answer to how far workers are behind is good, and until it is given up.
_GOOD_FOR = 5.0
_WITHIN = 8.0


class Lags:
    """How far the workers are behind: asked of the broker, for all pages that are open.

    Args:
        settings: Where the broker is, and how the workers are grouped.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._asking = asyncio.Lock()
        self._asked = float("-inf")
        self._last: tuple[Sequence[GroupLag], str] = ((), "")

    async def now(self) -> tuple[Sequence[GroupLag], str]:
        """Return the lag of each group in each topic; and why it is not known."""
        async with self._asking:
            if time.monotonic() - self._asked > _GOOD_FOR:
                self._last = await self._ask()
                self._asked = time.monotonic()
            return self._last

    async def _ask(self) -> tuple[Sequence[GroupLag], str]:
        asked = group_lags(self._settings, GROUPINGS[self._settings.grouping])
        try:
            return await asyncio.wait_for(asked, _WITHIN), ""
        except TimeoutError:
            return (), f"{self._settings.broker} does not answer"
        except PipelineError as error:
            return (), str(error)


class Desk:
    """What the pages are made from.

    Args:
        settings: Of the broker and the stages.
        file: The articles.
        cut: The tokenizer.
        templates: The pages.
        token: What a person must have who writes from the page; empty: nobody may.
    """

    def __init__(
        self, settings: Settings, file: PageFile, cut: Cut, templates: Environment, token: str
    ) -> None:
        self.file = file
        self.cut = cut
        self.live = Live()
        self.trial = Trial(settings)
        self.lags = Lags(settings)
        self.settings = settings
        self.broker = settings.broker
        self.errands = Errands(settings)
        self.sessions = Sessions(token)
        self.following: Following | None = None
        self._templates = templates

    def fault(self) -> str:
        """Return why the topics are not followed; empty where they are."""
        return self.following.fault() if self.following else ""

    def page(
        self, request: Request, template: str, status: int = 200, **facts: object
    ) -> HTMLResponse:
        """Return a template filled in."""
        made = self._templates.get_template(template).render(
            path=request.url.path,
            fault=self.fault(),
            writing=self.sessions.standing(request),
            form_key=(FIELD, self.sessions.form_key(request)),
            **facts,
        )
        # Half a character, which an event may hold, has no bytes in UTF-8.
        return HTMLResponse(made.encode("utf-8", "replace"), status)


def desk_of(request: Request) -> Desk:
    """Return what the pages of this application are made from."""
    desk: Desk = request.app.state.desk
    return desk


def asked(request: Request, name: str) -> str:
    """Return what the address asks under this name, without blanks around it: 200 characters."""
    return request.query_params.get(name, "").strip()[:200]


def asked_number(request: Request, name: str) -> int:
    """Return the number that the address gives under this name, 0 where it is none."""
    text = asked(request, name)
    return (
        int(text)
        if text.isascii() and text.isdigit() and len(text) <= 19 and int(text) < 1 << 63
        else 0
    )
