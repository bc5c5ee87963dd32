"""The items of a feed that were not sent yet, each with its page where that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from pipeline.errors import CodecError, PipelineError, UsageError
from pipeline.feeds.articles import article_of, has_text, version_of, with_page
from pipeline.feeds.connecting import PrivateAddressError
from pipeline.feeds.faults import FetchError, shown
from pipeline.feeds.fetching import Fetcher
from pipeline.feeds.items import Feed
from pipeline.feeds.requesting import Fetched
from pipeline.feeds.sending import ItemSender, record_of_item
from pipeline.feeds.state import FeedMemory, Sending
from pipeline.kafka.records import raw_id, refuse_too_large
from pipeline.topology import LARGEST_ARTICLE_BYTES
from pipeline.types.articles import RawArticle

# Items that go out together; of pages of 8 MiB a few.
_TOGETHER, _PAGES_TOGETHER = 200, 8
# After so many polls without its page an item is sent with its own text.
_TRIES = 3
_PAGES = ("text/html", "application/xhtml+xml")


class ItemReader:
    """Sends what is new in a feed.

    Args:
        memory: What was sent.
        sender: What sends.
        warn: Takes one line for each fault.
        pages: Fetches the page that an item links to; None takes the item's own text.
    """

    def __init__(
        self,
        memory: FeedMemory,
        sender: ItemSender,
        *,
        warn: Callable[[str], None],
        pages: Fetcher | None = None,
    ) -> None:
        self._memory = memory
        self._sender = sender
        self._warn = warn
        self._pages = pages
        self.sent = 0

    @property
    def fetches_pages(self) -> bool:
        """Whether items are sent with the pages that they link to."""
        return self._pages is not None

    async def read(self, feed: Feed, *, url: str, now: float) -> bool:
        """Send the new items of a feed, the oldest last in it first.

        Returns:
            Whether nothing is left that another poll has to take up.

        Raises:
            BrokerError: An item was not acknowledged.
        """
        whole, empty = True, 0
        articles = (article_of(item, feed, url=url, fetched=now) for item in reversed(feed.items))
        new = (raw for raw in articles if not self._memory.has(raw_id(raw), version_of(raw)))
        together = _PAGES_TOGETHER if self._pages else _TOGETHER
        for batch in _batches(new, together):
            records: list[Sending] = []
            for raw in batch:
                if self._pages is not None and raw.url:
                    record, settled = await self._with_page(raw, self._pages)
                    whole = whole and settled
                elif has_text(raw):
                    record = self._record(raw, raw)
                else:
                    record, empty = None, empty + 1
                records += [record] if record else []
            self.sent += await self._sender.send(records)
        if empty:
            self._warn(
                f"{shown(url)}: {empty} items have no text and are not sent. "
                "--full fetches the pages that they link to"
            )
        return whole

    async def _with_page(self, raw: RawArticle, pages: Fetcher) -> tuple[Sending | None, bool]:
        """Return an item's record, and whether it is settled: else another poll takes it up."""
        name, version = raw_id(raw), version_of(raw)
        try:
            page = await pages.get(raw.url or "", most=LARGEST_ARTICLE_BYTES)
            kind = _kind_of_page(page)
            return self._record(with_page(raw, page.body, kind), raw), True
        except (FetchError, PrivateAddressError, CodecError) as error:
            said = self._line(raw, error)
            lasting = not isinstance(error, FetchError) or error.lasting
            if not lasting and self._memory.tried(name, version) < _TRIES:
                self._warn(f"{said} The next poll tries again")
                return None, False
        if has_text(raw):
            self._warn(f"{said} The feed's own text is sent")
            return self._record(raw, raw), True
        self._warn(f"{said} Without a text it is not sent")
        self._memory.saw(name, version)
        return None, True

    def _record(self, raw: RawArticle, item: RawArticle) -> Sending | None:
        version = version_of(item)
        try:
            refuse_too_large(raw.text or raw.html or "", where=raw.origin.source_id)
            record = record_of_item(raw, item=version, where=raw.origin.source_id)
        except UsageError as error:
            self._warn(str(error))
            self._memory.saw(raw_id(item), version)
            return None
        if self._memory.has(record.id, record.version):
            # The page is as it was, though the feed says otherwise of it.
            self._memory.saw(record.id, version)
            return None
        return record

    def _line(self, raw: RawArticle, error: PipelineError) -> str:
        line = str(error) if error.where else f"{shown(raw.url or '')}: {error}"
        return line if line.endswith(".") else f"{line}."


def _kind_of_page(page: Fetched) -> str:
    """Return the content type of a page.

    Raises:
        CodecError: It is a picture, a film, a document.
    """
    kind = page.headers.get("content-type", _PAGES[0])
    if not kind.lower().startswith(_PAGES):
        raise CodecError(f"no page but {kind[:60]}", reason="no-article")
    return kind


def _batches(articles: Iterator[RawArticle], size: int) -> Iterator[Sequence[RawArticle]]:
    while batch := list(islice(articles, size)):
        yield batch
