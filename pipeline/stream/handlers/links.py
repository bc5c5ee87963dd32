"""news.link-seen.v1 -> news.links.v1: the one owner of every boilerplate link."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, MutableMapping
from typing import Protocol

from pipeline.codec import decode
from pipeline.stages.run_many import Clock
from pipeline.stream.messages import Emit, Message, Output
from pipeline.topology import LINKS
from pipeline.types.records import LinkRecord, LinkSighting, LinkSightings

log = logging.getLogger(__name__)


class LinkOwner(Protocol):
    """The step of the dedup stage that keeps the links."""

    def apply_sighting(
        self,
        sighting: LinkSighting,
        links: MutableMapping[str, bytes],
        *,
        partition: int,
        now: float,
    ) -> tuple[LinkRecord | None, tuple[str, ...]]:
        """Return the link's new record (None: nothing changed) and the ids forgotten for it."""


class LinksHandler:
    """The links agent's work.

    Args:
        stage: The dedup stage.
        links: The table `links`.
        clock: As far as which the window may move.
    """

    def __init__(
        self,
        stage: LinkOwner,
        links: MutableMapping[str, bytes],
        *,
        clock: Clock = Clock(),  # noqa: B008 - frozen
    ) -> None:
        self._stage = stage
        self._clock = clock
        self._links = links

    def __call__(self, message: Message) -> Iterator[Emit]:
        """Yield the records of the links that a batch changed, and null for those forgotten."""
        now = self._clock.now()
        for sighting in decode(message.value or b"", LinkSightings).items:
            yield from self._apply(sighting, message.partition, now)

    def _apply(self, sighting: LinkSighting, partition: int, now: float) -> Iterable[Emit]:
        try:
            record, forgotten = self._stage.apply_sighting(
                sighting, self._links, partition=partition, now=now
            )
        except Exception:
            # One sighting less: the article itself is on its way already.
            log.exception("link %s cannot be counted", sighting.id)
            return ()
        # A null value: the compacted topic holds what the table holds.
        emits: list[Emit] = [
            Output(topic=LINKS, key=name.encode(), value=None) for name in forgotten
        ]
        if record is not None:
            emits.append(Output(topic=LINKS, key=record.id.encode(), value=record))
        return emits
