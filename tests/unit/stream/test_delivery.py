"""The way out: too large is a rejection, anything else leaves; tables come last."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import msgspec
import pytest

from pipeline.stream.batches import Batch
from pipeline.stream.delivery import Delivery, TooLargeToSendError
from pipeline.stream.messages import Output, Shared
from pipeline.stream.metrics import Stats
from pipeline.stream.tables import Table
from pipeline.topology import AGENTS, CLEAN, ENRICHED, LINK_SEEN, LINKS, REJECTED, UNIQUE
from pipeline.types.articles import Origin
from pipeline.types.records import Alias
from tests.stream.memory import MemoryBackend
from tests.unit.stream.parts import LeftError, Port, leave, message

SMALL = msgspec.structs.replace(CLEAN, max_message_bytes=100)
DEDUP = AGENTS[1]


def delivery(port, *, tables=(), stats=None, spec=DEDUP) -> Delivery:
    return Delivery(spec, tables, port=port, leave=leave, stats=stats or Stats())


def output(topic=CLEAN, value=b"v", **how) -> Output:
    return Output(topic=topic, key=b"k", value=value, **how)


def too_large(*topics):
    return lambda out: TooLargeToSendError("no") if out.topic in topics else None


async def sent_all(way: Delivery, *emits) -> Batch:
    batch = Batch()
    for read, emit in emits:
        await way.emit(batch, read, emit)
    await way.finish(batch)
    return batch


@pytest.mark.parametrize(("size", "topic"), [(100, CLEAN.name), (101, REJECTED.name)])
async def test_a_topics_limit_is_the_largest_record_that_is_sent(size, topic) -> None:
    port = Port()
    await sent_all(delivery(port), (message(4), output(SMALL, b"x" * size)))
    assert port.topics() == [topic]


async def test_a_null_value_is_sent_as_one() -> None:
    port = Port()
    await sent_all(delivery(port), (message(), output(LINKS, None)))
    assert [value for _, value in port.sent] == [None]


@pytest.mark.parametrize("late", [True, False])
async def test_what_is_too_large_is_rejected_once_a_record(late) -> None:
    port, stats = Port(too_large(CLEAN, UNIQUE), late=late), Stats()
    reads = [message(4, b"four"), message(5, b"five"), message(4, b"other", partition=1)]
    emits = [(read, output(topic)) for read in reads for topic in (CLEAN, UNIQUE)]
    await sent_all(delivery(port, stats=stats), *emits, (message(6), output(ENRICHED)))
    assert port.topics() == [ENRICHED.name, *[REJECTED.name] * 3]
    assert [value for _, value in port.sent[1:]] == [b"four", b"five", b"other"]
    assert stats.count("dedup", "too-large") == 3


@pytest.mark.parametrize(
    ("topic", "stage"),
    [(CLEAN, b"clean"), (UNIQUE, b"dedup"), (ENRICHED, b"extract"), (LINKS, b"dedup")],
)
async def test_the_stage_that_made_it_too_large_is_named(topic, stage) -> None:
    port = Port(too_large(topic))
    origin = Origin(source_id="", topic="news.raw.v1", partition=5, offset=6)
    read = message(9, b"the article", topic="news.story-matches.v1")
    emit = output(topic, origin=origin, read=read)
    await sent_all(delivery(port), (message(10, b"an answer"), emit))
    ((rejected, value),) = port.sent
    headers = dict(rejected.headers)
    named = LINKS.name if topic is LINKS else topic.name
    assert headers["x-stage"] == stage
    assert headers["x-detail"].decode() == f"{named} would be too large: no"
    assert (headers["x-raw-partition"], headers["x-raw-offset"]) == (b"5", b"6")
    # The bytes are those of the article, not of the answer that was in hand.
    assert (value, headers["x-original-offset"]) == (b"the article", b"9")


@pytest.mark.parametrize("late", [True, False])
@pytest.mark.parametrize("other", [None, TooLargeToSendError("no")])
async def test_any_other_failure_leaves_whatever_else_failed(late, other) -> None:
    port = Port({CLEAN.name: other, UNIQUE.name: OSError("gone")}.get, late=late)
    port.fails, errors = (lambda out: errors(out.topic.name)), port.fails
    with pytest.raises(LeftError, match=r"dedup: news\.unique\.v1 cannot be sent: OSError"):
        await sent_all(delivery(port), (message(1), output(CLEAN)), (message(2), output(UNIQUE)))
    assert REJECTED.name not in port.topics()


async def test_nothing_is_rejected_where_the_process_leaves() -> None:
    left: list[str] = []
    port = Port(lambda out: TooLargeToSendError("no") if out.topic is CLEAN else OSError("gone"))
    way = Delivery(DEDUP, (), port=port, leave=left.append, stats=Stats())
    await sent_all(way, (message(1), output(CLEAN)), (message(2), output(UNIQUE)))
    assert (len(left), port.sent) == (1, [])


async def test_a_rejection_that_is_too_large_leaves() -> None:
    with pytest.raises(LeftError, match=r"news\.rejected\.v1"):
        await sent_all(delivery(Port(too_large(CLEAN, REJECTED))), (message(), output()))


async def test_a_shared_record_that_is_too_large_costs_no_article() -> None:
    port, stats = Port(too_large(LINK_SEEN)), Stats()
    item = Shared(topic=LINK_SEEN, partition=0, item=Alias(kind="link", old="a", new="b"))
    await sent_all(delivery(port, stats=stats), (message(), item), (message(), output()))
    assert port.topics() == [CLEAN.name]
    value = stats.registry.get_sample_value
    assert value("news_sightings_dropped_total", {"agent": "dedup"}) == 1


class SlowPort(Port):
    """Acknowledges a moment later, and notes when."""

    def __init__(self, noted: list[str]) -> None:
        super().__init__()
        self.noted = noted

    async def send(self, out, value):
        async def acknowledged() -> None:
            await asyncio.sleep(0.01)
            self.noted.append(out.topic.name)

        return asyncio.ensure_future(acknowledged())


class NotedBackend(MemoryBackend):
    """A table that notes its steps, and whose changelog may fail."""

    def __init__(
        self, noted: list[str], error: Exception | None = None, *, late: bool = False
    ) -> None:
        super().__init__()
        self.noted, self.error, self.late = noted, error, late

    async def log(self, partition, key, value):
        self.noted.append(f"log {key.decode()}")
        future = asyncio.get_running_loop().create_future()
        if self.error is None or key != b"bad":
            future.set_result(SimpleNamespace(offset=len(self.noted)))
        elif self.late:
            future.set_exception(self.error)
        else:
            raise self.error
        return future

    def store(self, partition, changes, upto):
        self.noted.append(f"store {sorted(changes)} {upto}")
        super().store(partition, changes, upto)


def written(backend: MemoryBackend, *keys: str) -> Table:
    table = Table("t", backend)
    for number, key in enumerate(keys):
        table.turn_to(message(number))
        table[key] = b"v"
        table.keep()
    return table


async def test_tables_are_written_when_every_output_is_with_the_broker() -> None:
    noted: list[str] = []
    table = written(NotedBackend(noted), "a", "b")
    await sent_all(delivery(SlowPort(noted), tables=[table]), (message(), output()))
    assert noted == [CLEAN.name, "log a", "log b", "store [b'a', b'b'] 3"]


@pytest.mark.parametrize("late", [True, False])
async def test_a_change_that_is_too_large_rejects_its_record_and_is_not_stored(late) -> None:
    noted: list[str] = []
    backend = NotedBackend(noted, TooLargeToSendError("no"), late=late)
    port = Port()
    await sent_all(delivery(port, tables=[written(backend, "a", "bad", "c")]))
    ((rejected, _),) = port.sent
    headers = dict(rejected.headers)
    assert (headers["x-original-offset"], headers["x-stage"]) == (b"1", b"dedup")
    assert headers["x-detail"] == b"a table's changelog would be too large: no"
    assert backend.data == {0: {b"a": b"v", b"c": b"v"}}


@pytest.mark.parametrize("late", [True, False])
async def test_a_changelog_that_fails_leaves_with_nothing_stored(late) -> None:
    backend = NotedBackend([], OSError("gone"), late=late)
    with pytest.raises(LeftError, match="a table's changelog cannot be sent"):
        await sent_all(delivery(Port(), tables=[written(backend, "a", "bad")]))
    assert backend.data == {}
