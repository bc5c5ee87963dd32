"""news.link-seen.v1 -> news.links.v1: the one owner of every boilerplate link."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, MutableMapping
from typing import Protocol

from pipeline.codec import decode, encode
from pipeline.records import LinkRecord, LinkSighting, LinkSightings
from pipeline.stream.messages import Emit, Message, Output
from pipeline.topology import LINKS

log = logging.getLogger(__name__)


class LinkOwner(Protocol):
    """The step of the dedup stage that keeps the links."""

    def apply_sighting(
        self, record: LinkRecord | None, sighting: LinkSighting
    ) -> LinkRecord | None:
        """Return the link's record with `sighting` counted in; `record` itself when it was."""


class LinksHandler:
    """The links agent's work.

    Args:
        stage: The dedup stage.
        links: The table `links`.
    """

    def __init__(self, stage: LinkOwner, links: MutableMapping[str, bytes]) -> None:
        self._stage = stage
        self._links = links

    def __call__(self, message: Message) -> Iterator[Emit]:
        """Yield the records of the links that a batch of sightings changed."""
        for sighting in decode(message.value or b"", LinkSightings).items:
            yield from self._apply(sighting)

    def _apply(self, sighting: LinkSighting) -> Iterable[Emit]:
        try:
            data = self._links.get(sighting.id)
            record = None if data is None else decode(data, LinkRecord)
            changed = self._stage.apply_sighting(record, sighting)
        except Exception:
            # One sighting less: the article itself is on its way already.
            log.exception("link %s cannot be counted", sighting.id)
            return ()
        if changed is None or changed is record:
            return ()
        value = encode(changed)
        self._links[sighting.id] = value
        return (Output(topic=LINKS, key=changed.id.encode(), value=value),)
