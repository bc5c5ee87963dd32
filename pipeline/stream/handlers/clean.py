"""news.raw.v1 -> clean articles: decode whatever a publisher sent, judge its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol, cast

from pipeline.codec import decode_raw, too_large
from pipeline.errors import CodecError
from pipeline.stream.dead_letter import REKEYED, internal_error, raw_position, refuse
from pipeline.stream.handlers.flow import Clock, Next, ran, site_key, with_run
from pipeline.stream.messages import Emit, Message, Output, Refusal
from pipeline.text.fingerprint import partition_of
from pipeline.topology import RAW
from pipeline.types.articles import CleanArticle, Origin, RawArticle, Reason, Rejection


class Clean(Protocol):
    """The clean stage: of one article, and of many at once, which costs less."""

    def __call__(self, raw: RawArticle, /) -> CleanArticle | Rejection:
        """Return `raw` judged line by line."""

    def many(self, raws: Sequence[RawArticle], /) -> Sequence[CleanArticle | Rejection]:
        """Return what a call says of each of `raws`."""


class _Ready(NamedTuple):
    """What the stage said of a record ahead of its turn, when, and in how many seconds."""

    raw: RawArticle
    found: CleanArticle | Rejection
    at: float
    spent: float


class CleanHandler:
    """The clean agent's work.

    Args:
        clean: The stage.
        following: What happens to a clean article.
        keyed_partitions: Set where dedup shares the process: the raw topic's partitions. A record
            that does not lie on its site's partition is then published again under its key, since
            the site's memory lives on one partition. None: any raw key will do.
        clock: For the times of processing.
    """

    def __init__(
        self,
        clean: Clean,
        following: Next[CleanArticle],
        *,
        keyed_partitions: int | None = None,
        clock: Clock = Clock(),  # noqa: B008 - frozen
    ) -> None:
        self._clean = clean
        self._following = following
        self._partitions = keyed_partitions
        self._clock = clock
        self._ready: dict[tuple[str, int, int], _Ready] = {}

    def foresee(self, messages: Sequence[Message]) -> None:
        """Clean `messages` together; what cannot be is left to the call for it."""
        self._ready = {}
        raws = {}
        for message in messages:
            try:
                raw = _read(message)
            except Exception:  # noqa: BLE001, S112 - its own call refuses it, with the reason
                continue
            # Pages gain nothing by it.
            if raw.text is not None and not too_large(raw.text):
                raws[_place(message)] = raw
        at, started = self._clock.now(), self._clock.spent()
        try:
            found = self._clean.many(list(raws.values()))
        except Exception:  # noqa: BLE001 - one of them is at fault: each is cleaned by itself
            return
        spent = self._clock.spent() - started
        sizes = [len(raw.text or "") + 1 for raw in raws.values()]
        for (place, raw), answer, size in zip(raws.items(), found, sizes, strict=True):
            # They were cleaned together: each took its part of the time.
            self._ready[place] = _Ready(raw, answer, at, spent * size / sum(sizes))

    def __call__(self, message: Message) -> Iterable[Emit]:
        """Return what is to be sent for one raw record."""
        ready = self._ready.pop(_place(message), None)
        if ready is None:
            origin = origin_of(message)
            try:
                raw = _read(message)
            except CodecError as error:
                return (refuse("clean", cast("Reason", error.reason), str(error), origin=origin),)
            if reason := too_large(raw.text or raw.html or ""):
                return (refuse("clean", "too-large", reason, origin=origin),)
            at, started = self._clock.now(), self._clock.spent()
            try:
                found = self._clean(raw)
            except Exception as error:  # noqa: BLE001 - a bug costs this article, never the stream
                return (internal_error("clean", error),)
            ready = _Ready(raw, found, at, self._clock.spent() - started)
        if isinstance(ready.found, Rejection):
            return (Refusal(rejection=ready.found, origin=ready.raw.origin),)
        run = ran("clean", ready.at, ready.spent, "ok")
        return self._route(with_run(ready.found, run), message)

    def _route(self, article: CleanArticle, message: Message) -> Iterable[Emit]:
        key = site_key(article.facts)
        if (
            self._partitions is not None
            and message.header(REKEYED) is None
            and partition_of(key, self._partitions) != message.partition
        ):
            return _again(key, message)
        return self._following(article, message)


def _again(key: str, message: Message) -> Iterator[Emit]:
    """Publish a mis-keyed raw record under its right key, with its first place and its time."""
    place = b"%d,%d" % (message.partition, message.offset)
    yield Output(
        topic=RAW,
        key=key.encode("utf-8", "surrogatepass"),
        value=message.value,
        headers=(*message.headers, (REKEYED, place)),
        timestamp=message.timestamp,
    )


def origin_of(message: Message) -> Origin:
    """Return where a raw record stood first."""
    partition, offset = raw_position(message)
    return Origin(
        source_id=f"{message.topic}/{partition}/{offset}",
        topic=message.topic,
        partition=partition,
        offset=offset,
        timestamp=message.timestamp,
    )


def _place(message: Message) -> tuple[str, int, int]:
    return message.topic, message.partition, message.offset


def _read(message: Message) -> RawArticle:
    """Return the raw article in a record.

    Raises:
        CodecError: There is none.
    """
    return decode_raw(message.value, origin_of(message), content_type=_content_type(message))


def _content_type(message: Message) -> str | None:
    header = message.header("content-type")
    return None if header is None else header.decode("latin-1")
