"""A run of `news feed`: its parts opened, what a kill left settled, feeds asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.errors import UnreadableInputError
from pipeline.feeds.addresses import Network
from pipeline.feeds.fetching import Fetcher
from pipeline.feeds.new_items import ItemReader
from pipeline.feeds.opml import feeds_of
from pipeline.feeds.polling import Poller
from pipeline.feeds.requesting import Limits
from pipeline.feeds.sending import ItemSender, Show
from pipeline.feeds.state import FeedMemory
from pipeline.kafka.publisher import Publisher
from pipeline.settings import BrokerSettings


class FeedRun:
    """Asks feeds and sends what is new in them.

    Args:
        settings: Where the broker is.
        path: The file of what was read and sent.
        limits: How much is taken from one server.
        allowed: Private networks that may be connected to.
        full: Fetch the page that an item links to.
        every: Seconds between two times that a feed is asked.
        show: Takes each record that the broker has.
        warn: Takes one line for each fault.
    """

    def __init__(  # noqa: PLR0913 - one for each option
        self,
        settings: BrokerSettings,
        *,
        path: Path,
        limits: Limits,
        allowed: tuple[Network, ...],
        full: bool,
        every: float,
        show: Show,
        warn: Callable[[str], None],
    ) -> None:
        self._settings = settings
        self._path = path
        self._limits = limits
        self._allowed = allowed
        self._full = full
        self._every = every
        self._show = show
        self._warn = warn

    async def ask(
        self, urls: Sequence[str], *, once: bool, done: Callable[[], None]
    ) -> tuple[int, int]:
        """Ask the feeds; return how many items were sent, and how many feeds are at fault.

        Args:
            urls: The feeds.
            once: End when each was asked once.
            done: Called for each.

        Raises:
            UnreadableInputError: The file cannot be used.
            BrokerError: The broker cannot be reached, or did not acknowledge an item.
        """
        memory = FeedMemory(self._path)
        try:
            async with (
                Publisher(self._settings) as publisher,
                Fetcher(self._limits, allowed=self._allowed) as fetcher,
            ):
                sender = ItemSender(publisher, memory, self._show)
                await sender.recover(self._settings, self._warn)
                reader = ItemReader(
                    memory, sender, warn=self._warn, pages=fetcher if self._full else None
                )
                poller = Poller(
                    fetcher,
                    memory,
                    reader,
                    every=self._every,
                    limits=self._limits,
                    warn=self._warn,
                )
                if once:
                    faults = await poller.once(urls, done)
                    return reader.sent, faults
                await poller.for_ever(urls)
                return reader.sent, 0
        finally:
            memory.close()


def feeds_named(sources: Sequence[str]) -> list[str]:
    """Return the feeds that addresses and OPML files name, each once, in order.

    Raises:
        UnreadableInputError: A file cannot be read, or lists no feed.
    """
    found: list[str] = []
    for source in sources:
        if source.lower().startswith(("http://", "https://")):
            found.append(source)
            continue
        try:
            data = Path(source).read_bytes()
        except OSError as error:
            raise UnreadableInputError(
                error.strerror or str(error),
                where=source,
                mend="Give feeds' addresses (http://, https://), or an OPML file",
            ) from error
        found += feeds_of(data, where=source)
    return list(dict.fromkeys(found))
