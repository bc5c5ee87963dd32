"""news.raw.v1 -> clean articles: decode whatever a publisher sent, judge its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.codec import decode_raw
from pipeline.stages.run_many import Clock, Stage, clean_many, is_ahead, read_raw
from pipeline.stream.dead_letter import REKEYED, raw_position
from pipeline.stream.handlers.flow import Next, site_key
from pipeline.stream.messages import Emit, Message, Output, Refusal
from pipeline.text.fingerprint import partition_of
from pipeline.topology import RAW
from pipeline.types.articles import CleanArticle, Origin, RawArticle, Rejection


class CleanHandler:
    """The clean agent's work.

    Args:
        clean: The stage.
        following: What happens to a clean article.
        keyed_partitions: Set where dedup shares the process: the raw topic's partitions. A record
            that does not lie on its site's partition is then published again under its key, since
            the site's memory lives on one partition. None: any raw key will do.
        jumped: Told of each article one of whose times was not believed.
        clock: For the times of processing; no record is believed to be a day ahead of it.
    """

    def __init__(
        self,
        clean: Stage[RawArticle, CleanArticle],
        following: Next[CleanArticle],
        *,
        keyed_partitions: int | None = None,
        jumped: Callable[[], None] = lambda: None,
        clock: Clock = Clock(),  # noqa: B008 - frozen
    ) -> None:
        self._clean = clean
        self._following = following
        self._partitions = keyed_partitions
        self._jumped = jumped
        self._clock = clock
        # What the stage said of a record ahead of its turn.
        self._ready: dict[tuple[str, int, int], CleanArticle | Rejection] = {}

    def foresee(self, messages: Sequence[Message]) -> None:
        """Clean `messages` together; what is no text is left to the call for it."""
        texts = {}
        for message in messages:
            raw = _read(message, self._clock.now())
            # Pages gain nothing by it.
            if isinstance(raw, RawArticle) and raw.text is not None:
                texts[_place(message)] = raw
        found = clean_many(self._clean, list(texts.values()), self._clock)
        self._ready = dict(zip(texts, found, strict=True))

    def __call__(self, message: Message) -> Iterable[Emit]:
        """Return what is to be sent for one raw record."""
        found = self._ready.pop(_place(message), None) or self._clean_one(message)
        if isinstance(found, Rejection):
            return (Refusal(rejection=found, origin=origin_of(message)),)
        return self._route(found, message)

    def _clean_one(self, message: Message) -> CleanArticle | Rejection:
        raw = _read(message, self._clock.now())
        return raw if isinstance(raw, Rejection) else clean_many(self._clean, [raw], self._clock)[0]

    def _route(self, article: CleanArticle, message: Message) -> Iterable[Emit]:
        key = site_key(article.facts)
        if (
            self._partitions is not None
            and message.header(REKEYED) is None
            and partition_of(key, self._partitions) != message.partition
        ):
            return _again(key, message)
        if is_ahead(article):
            self._jumped()
        return self._following(article, message)


def _again(key: str, message: Message) -> Iterator[Emit]:
    """Publish a mis-keyed raw record under its right key, with its first place and its time."""
    place = b"%d,%d" % raw_position(message)
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


def _read(message: Message, now: float) -> RawArticle | Rejection:
    """Return the raw article in a record read at `now`, or why there is none."""
    kind = _content_type(message)
    return read_raw(lambda: decode_raw(message.value, origin_of(message), content_type=kind), now)


def _content_type(message: Message) -> str | None:
    header = message.header("content-type")
    return None if header is None else header.decode("latin-1")
