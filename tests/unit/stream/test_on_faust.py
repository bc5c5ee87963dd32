"""The seam to Faust: records in and out untouched, faults judged, a batch finished or left."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import faust
import pytest
from aiokafka.errors import (
    KafkaConnectionError,
    MessageSizeTooLargeError,
    RecordListTooLargeError,
)
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread
from faust.types import TP
from pipeline.stream.on_faust.commits import CommitConsumer, CommitThread, mend_commits
from pipeline.stream.on_faust.kafka import KafkaBackend, KafkaPort, _to_the_end, message_of

from pipeline.stream.delivery import TooLargeToSendError
from pipeline.stream.messages import Output
from pipeline.topology import RAW
from tests.unit.stream.parts import message


def event(headers):
    read = SimpleNamespace(
        topic="t", partition=3, offset=9, timestamp=1.5, key=None, value=b"v", headers=headers
    )
    return SimpleNamespace(message=read)


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (None, ()),
        ([], ()),
        ({"a": b"1"}, (("a", b"1"),)),
        ([("a", b"1"), ("a", None)], (("a", b"1"), ("a", b""))),
    ],
)
def test_a_record_is_taken_as_it_is(headers, found) -> None:
    read = message_of(event(headers))
    assert (read.topic, read.partition, read.offset, read.timestamp) == ("t", 3, 9, 1.5)
    assert (read.key, read.value, read.headers) == (None, b"v", found)


class Producer:
    def __init__(self, *, at_once=None, later=None) -> None:
        self.at_once, self.later = at_once, later
        self.sent: list[tuple] = []

    async def send(self, *record):
        if self.at_once:
            raise self.at_once
        self.sent.append(record)

        async def acknowledged():
            if self.later:
                raise self.later
            return "there"

        return acknowledged()


def port(**how) -> KafkaPort:
    return KafkaPort(SimpleNamespace(producer=Producer(**how)))


@pytest.mark.parametrize(("given", "sent"), [(None, None), (1.123, 1.1235), (0.0, 0.0005)])
async def test_a_record_goes_out_as_it_is(given, sent) -> None:
    way = port()
    out = Output(
        topic=RAW, key=b"k", value=b"v", partition=2, headers=(("h", b"1"),), timestamp=given
    )
    assert await (await way.send(out, b"bytes")) == "there"
    (record,) = way._app.producer.sent
    assert record[:4] == (RAW.name, b"k", b"bytes", 2)
    assert record[4] == (None if sent is None else pytest.approx(sent, abs=1e-9))
    assert record[5] == [("h", b"1")]
    if given is not None:
        assert int(record[4] * 1000) == round(given * 1000), "Faust cuts to whole milliseconds"


def wrapped(cause: Exception) -> Exception:
    error = RuntimeError("not sent")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize("when", ["at_once", "later"])
@pytest.mark.parametrize(
    ("error", "meant"),
    [
        (MessageSizeTooLargeError("big"), TooLargeToSendError),
        (RecordListTooLargeError(), TooLargeToSendError),
        (wrapped(MessageSizeTooLargeError("big")), TooLargeToSendError),
        (KafkaConnectionError("gone"), KafkaConnectionError),
        (wrapped(OSError("gone")), RuntimeError),
    ],
)
async def test_a_failed_send_is_too_large_or_itself(when, error, meant) -> None:
    way = port(**{when: error})
    with pytest.raises(meant):
        await (await way.send(Output(topic=RAW, key=None, value=b""), b""))
    # The same error again, as a client that is gone for good gives it.
    with pytest.raises(meant):
        await (await way.log("changelog", b"k", b"v", 1))
    assert error.__cause__ is not error


class Store(dict):
    """A store of Faust: who is current decides the partition, and the offset reached is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.persisted: list = []
        self.data = self

    def set_persisted_offset(self, tp, offset) -> None:
        self.persisted.append((tp, offset))


class App:
    """As much of an application as a table asks for before it is started."""

    def __init__(self) -> None:
        self.conf = SimpleNamespace(id="news-dedup", topic_partitions=4)
        self.producer = Producer()
        self.store = Store()

    def Table(self, name, **how):  # noqa: N802 - Faust's
        self.asked = (name, how)
        return SimpleNamespace(data=self.store)


async def test_a_table_is_logged_to_its_changelog_and_stored_with_the_offset_reached() -> None:
    app = App()
    backend = KafkaBackend(app, "links", {"driver": "rocksdict"})
    assert app.asked[1]["partitions"] == 4
    assert app.asked[1]["extra_topic_configs"] == {"max.message.bytes": str(24 << 20)}
    assert await (await backend.log(3, b"k", None)) == "there"
    assert app.producer.sent == [("news-dedup-links-changelog", b"k", None, 3, None, [])]
    backend.store(3, {b"a": b"1", b"b": b"2"}, 7)
    backend.store(3, {b"a": None, b"gone": None, b"c": b""}, None)
    assert dict(app.store) == {b"b": b"2", b"c": b""}
    assert app.store.persisted == [(TP("news-dedup-links-changelog", 3), 7)]
    assert (backend.read(3, b"b"), backend.read(3, b"a")) == (b"2", None)
    assert faust.streams._current_event.get()().message.partition == 3
    backend.read(1, b"b")
    assert faust.streams._current_event.get()().message.partition == 1
    assert backend.keys(3, b"") == [b"b", b"c"]
    assert backend.keys(3, b"c") == [b"c"]


class Partition:
    def __init__(self, *keys: bytes) -> None:
        self.sorted = sorted(keys)

    def keys(self, from_key=None):
        return iter([key for key in self.sorted if from_key is None or key >= from_key])


async def test_the_keys_of_a_partitions_store_are_sought_and_never_the_offset() -> None:
    app = App()
    parts = {1: Partition(b"__faust", b"0?a", b"1?a", b"1?b", b"1|c"), 2: Partition(b"2?a")}
    app.store._db_for_partition = parts.__getitem__
    app.store.offset_key = b"__faust"
    backend = KafkaBackend(app, "story-decisions", {})
    assert backend.keys(1, b"1?") == [b"1?a", b"1?b"]
    assert backend.keys(1) == [b"0?a", b"1?a", b"1?b", b"1|c"]
    assert backend.keys(2, b"1?") == []


class Reader:
    """An agent whose batch ends when it is told to."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.end = asyncio.Event()
        self.done: list = []
        self.gave_up: list = []

    async def work(self, messages) -> None:
        await self.end.wait()
        if self.fault:
            raise self.fault
        self.done.append(messages)

    def give_up(self, error) -> None:
        self.gave_up.append(error)


async def test_a_batch_is_finished_when_its_agent_is_cancelled() -> None:
    reader = Reader()
    task = asyncio.ensure_future(_to_the_end(reader, [message()]))
    for _ in range(2):
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.sleep(0)
    assert not task.done()
    reader.end.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (len(reader.done), reader.gave_up) == (1, [])


@pytest.mark.parametrize("fault", [None, KeyError("a bug of ours")])
async def test_nothing_is_raised_into_faust(fault) -> None:
    reader = Reader(fault)
    reader.end.set()
    await _to_the_end(reader, [message()])
    assert reader.gave_up == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("held", "asked"), [({TP("t", 0)}, True), ({TP("t", 5), TP("t", 1)}, True), ({TP("t", 9)}, False), (set(), False)]
)  # fmt: skip
async def test_a_commit_of_nothing_that_is_held_is_left_out(monkeypatch, held, asked) -> None:
    commits = []

    async def commit(self, offsets):
        commits.append(offsets)
        return True

    monkeypatch.setattr(AIOKafkaConsumerThread, "_commit", commit)
    thread = object.__new__(CommitThread)
    monkeypatch.setattr(CommitThread, "assignment", lambda self: held)
    offsets = {TP("t", 0): 4, TP("t", 1): 5}
    assert await thread._commit(offsets) is asked
    assert commits == ([offsets] if asked else [])


def test_an_application_reads_by_the_mended_consumer() -> None:
    app = SimpleNamespace(transport=SimpleNamespace(Consumer=None))
    mend_commits(app)
    assert app.transport.Consumer is CommitConsumer
