"""What one batch gathers before it is done: things sent, things shared, things that failed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator

import msgspec

from pipeline.codec import encode
from pipeline.stream.messages import Message, Output, Shared
from pipeline.topology import REJECTED, Topic

# A record that a batch shares is cut here: far under the topics' limit, and read in one go.
_SHARED_BYTES = 1 << 20


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """Something handed over, and the record it was made of (None: shared by several).

    `output` is None for a table's changelog.
    """

    message: Message | None
    output: Output | None

    def is_rejection(self) -> bool:
        """Return whether it is itself a record of `news.rejected.v1`."""
        return self.output is not None and self.output.topic is REJECTED

    def name(self) -> str:
        """Return what a person calls it."""
        return "a table's changelog" if self.output is None else self.output.topic.name


class Batch:
    """The outputs of one batch."""

    def __init__(self) -> None:
        self.sent: list[tuple[Sent, Awaitable[object]]] = []
        self.failed: list[tuple[Sent, BaseException]] = []
        self._shared: dict[tuple[str, int], tuple[Topic, list[bytes]]] = {}
        self._latest: dict[tuple[str, bytes | None], tuple[Message, Output]] = {}

    async def wait(self) -> None:
        """Wait for everything that was sent; what failed is in `failed` then."""
        sent, self.sent = self.sent, []
        results = await asyncio.gather(*(future for _, future in sent), return_exceptions=True)
        for (what, _), result in zip(sent, results, strict=True):
            if isinstance(result, BaseException):
                self.failed.append((what, result))

    def share(self, shared: Shared) -> None:
        """Add one item to the record that goes to that partition."""
        key = (shared.topic.name, shared.partition)
        _, items = self._shared.setdefault(key, (shared.topic, []))
        items.append(encode(shared.item))

    def is_latest_only(self, output: Output) -> bool:
        """Return whether only the last record of a key in a batch need be sent.

        True of compacted topics, where a record is the whole state of its key.
        """
        return output.topic.cleanup == "compact"

    def keep_latest(self, output: Output, message: Message) -> None:
        """Remember `output` in place of an earlier one of its key."""
        self._latest[output.topic.name, output.key] = (message, output)

    def outputs(self) -> Iterator[tuple[Message | None, Output]]:
        """Yield the records that the batch as a whole sends."""
        yield from self._latest.values()
        for (_, partition), (topic, items) in self._shared.items():
            for chunk in _chunks(items):
                yield (
                    None,
                    Output(
                        topic=topic,
                        key=b"%d" % partition,
                        value=b'{"items":[' + b",".join(chunk) + b"]}",
                        partition=partition,
                    ),
                )


def _chunks(items: list[bytes]) -> Iterator[list[bytes]]:
    chunk: list[bytes] = []
    size = 0
    for item in items:
        if chunk and size + len(item) > _SHARED_BYTES:
            yield chunk
            chunk, size = [], 0
        chunk.append(item)
        size += len(item)
    if chunk:
        yield chunk
