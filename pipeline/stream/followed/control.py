"""news.control.v1: an operator's word, read whole by every worker and followed while it runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from pipeline.codec import decode
from pipeline.errors import CodecError
from pipeline.kafka.follower import Follower, Records
from pipeline.settings import BrokerSettings
from pipeline.topology import CONTROL
from pipeline.types.records import Control

log = logging.getLogger(__name__)

Obey = Callable[[Sequence[Control]], None]


class ControlReader:
    """Keeps the last word on every link, decoration and entry, and hands all of them on.

    Args:
        settings: Where the broker is.
        obey: Takes all words that stand, each time one changed.
    """

    def __init__(self, settings: BrokerSettings, obey: Obey) -> None:
        self._follower = Follower(settings, CONTROL)
        self._obey = obey
        self._words: dict[bytes, Control] = {}

    def take(self, key: bytes | None, value: bytes | None) -> bool:
        """Take one record; return whether it changed anything. A null value takes it back."""
        name = key or b""
        if value is None:
            return self._words.pop(name, None) is not None
        try:
            word = decode(value, Control)
        except CodecError as error:
            log.warning("%s: a record is passed over: %s", CONTROL.name, error)
            return False
        if self._words.get(name) == word:
            return False
        self._words[name] = word
        return True

    async def catch_up(self) -> None:
        """Read what stands in the topic now, and obey it."""

        async def remember(records: Records) -> None:
            self._take_all(records)

        await self._follower.to_the_end(remember)
        if self._words:
            self._obey(tuple(self._words.values()))

    async def follow(self) -> None:
        """Obey what comes, for ever."""
        changed = asyncio.Event()

        async def take(records: Records) -> None:
            if self._take_all(records):
                changed.set()

        obeying = asyncio.create_task(self._obey_each_change(changed))
        try:
            await self._follower.for_ever(take)
        finally:
            obeying.cancel()

    async def _obey_each_change(self, changed: asyncio.Event) -> None:
        """Obey all words that stand, after what came meanwhile: once for many, not once for each.

        In a thread, beside the heartbeats: the extract stage makes its dictionary of them there,
        5 s for 300,000, which some 600 portions of a topic bring.
        """
        while True:
            await changed.wait()
            changed.clear()
            words = tuple(self._words.values())
            try:
                await asyncio.to_thread(self._obey, words)
            except Exception:
                log.exception("%s: not obeyed; what was said before stands", CONTROL.name)

    def _take_all(self, records: Records) -> bool:
        changed = [self.take(record.key, record.value) for record in records]
        return any(changed)
