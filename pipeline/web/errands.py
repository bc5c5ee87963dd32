"""What a page asks of the broker: in a thread and an event loop of its own, one at a time.

To trace an article reads whole topics; the pages that are open hear of news meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool

from pipeline.errors import BrokerError
from pipeline.settings import BrokerSettings

T = TypeVar("T")
# Seconds that one may take, and wait for the one before it.
_WITHIN = 60.0


class Errands:
    """Runs what is asked of the broker.

    Args:
        settings: Where the broker is.
        within: Seconds until one is given up.
    """

    def __init__(self, settings: BrokerSettings, within: float = _WITHIN) -> None:
        self._broker = settings.broker
        self._within = within
        self._one = asyncio.Lock()

    async def run(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Return what `work` returns.

        Raises:
            PipelineError: What `work` raised; no broker is named, or it took too long.
        """
        if not self._broker:
            raise BrokerError("no broker is named", mend="Set NEWS_BROKER")

        async def limited() -> T:
            return await asyncio.wait_for(work(), self._within)

        try:
            await asyncio.wait_for(self._one.acquire(), self._within)
            try:
                return await run_in_threadpool(asyncio.run, limited())
            finally:
                self._one.release()
        except TimeoutError as error:
            raise BrokerError(
                f"that took longer than {self._within:.0f} s",
                where=self._broker,
                mend="The verb of `news` that does the same has no such limit",
            ) from error
