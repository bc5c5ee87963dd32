"""The generic agent on Faust: streams in, the application's producer out, tables on its stores."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Awaitable
from itertools import takewhile
from typing import Any, cast

import faust
from aiokafka.errors import MessageSizeTooLargeError, RecordListTooLargeError
from faust.streams import _current_event
from faust.types import TP

from pipeline.stream.agents import Agent
from pipeline.stream.delivery import TooLargeToSendError
from pipeline.stream.messages import Message, Output
from pipeline.stream.topics import changelog_name

_TOO_LARGE = (MessageSizeTooLargeError, RecordListTooLargeError)


class KafkaPort:
    """Outputs through the application's own producer; nothing waits for a single one.

    Args:
        app: The Faust application.
    """

    def __init__(self, app: faust.App) -> None:
        self._app = app

    async def send(self, output: Output, value: bytes | None) -> Awaitable[object]:
        """Hand over a record."""
        # Faust cuts to whole milliseconds: half a one keeps 1.123 s from becoming 1.122.
        timestamp = None if output.timestamp is None else output.timestamp + 0.0005
        headers = list(output.headers)
        return await self._hand_over(
            output.topic.name, output.key, value, output.partition, timestamp, headers
        )

    async def log(
        self, topic: str, key: bytes, value: bytes | None, partition: int
    ) -> Awaitable[object]:
        """Hand over a change of a table."""
        return await self._hand_over(topic, key, value, partition, None, [])

    async def _hand_over(self, *record: Any) -> Awaitable[object]:  # noqa: ANN401 - faust's six
        try:
            sent = await self._app.producer.send(*record)
        except Exception as error:
            _judge(error)
            raise
        return _delivered(sent)


class KafkaBackend:
    """A table on a Faust table: its store read and written a partition at a time.

    Faust finds the partition of a key through the event that it thinks is current; inside
    `noack().take_events()` there is none, and a write fails. So the current event is set for
    every access, to one that lies on the partition meant.

    Args:
        app: The Faust application.
        name: The table's name.
        options: Of the store (`memory://` takes none).
    """

    def __init__(self, app: faust.App, name: str, options: dict[str, Any]) -> None:
        self._port = KafkaPort(app)
        self._topic = changelog_name(app.conf.id, name)
        self._table = app.Table(
            name,
            key_type=bytes,
            value_type=bytes,
            partitions=app.conf.topic_partitions,
            options=dict(options),
            extra_topic_configs={"max.message.bytes": str(24 << 20)},
        )
        self._events: dict[int, _Event] = {}

    def read(self, partition: int, key: bytes) -> bytes | None:
        """Return the stored value."""
        self._set_current(partition)
        value: bytes | None = self._table.data.get(key)
        return value

    def keys(self, partition: int, prefix: bytes = b"") -> list[bytes]:
        """Return the stored keys: of the partition, or of all where one dict holds all."""
        store: Any = self._table.data
        if not hasattr(store, "_db_for_partition"):
            return [key for key in store.data if key.startswith(prefix)]
        # Sought, not filtered: beside a few articles that wait stand all that were decided.
        found = store._db_for_partition(partition).keys(from_key=prefix or None)  # noqa: SLF001
        mine = takewhile(lambda key: key.startswith(prefix), found)
        return [key for key in mine if key != store.offset_key]

    async def log(self, partition: int, key: bytes, value: bytes | None) -> Awaitable[object]:
        """Send a change to the changelog."""
        return await self._port.log(self._topic, key, value, partition)

    def store(self, partition: int, changes: dict[bytes, bytes | None], upto: int | None) -> None:
        """Write the changes to the local store, then the offset that they reach."""
        self._set_current(partition)
        data: Any = self._table.data
        for key, value in changes.items():
            if value is not None:
                data[key] = value
            elif key in data:
                del data[key]
        if upto is not None:
            data.set_persisted_offset(TP(self._topic, partition), upto)

    def _set_current(self, partition: int) -> None:
        event = self._events.get(partition)
        if event is None:
            event = self._events[partition] = _Event(self._topic, partition)
        _current_event.set(weakref.ref(cast("Any", event)))


class _Event:
    """What a Faust store asks of the current event: where it lies."""

    def __init__(self, topic: str, partition: int) -> None:
        self.message = _Place(topic, partition)


class _Place:
    def __init__(self, topic: str, partition: int) -> None:
        self.topic = topic
        self.partition = partition


def attach(app: faust.App, agent: Agent, *, batch_size: int, within: float) -> None:
    """Make a Faust agent of `agent`: batches of raw bytes, acknowledged when they are done.

    `take_events` acknowledges a batch, in order, when the loop comes back for the next one, and
    also when the loop is left by an exception: so nothing may be raised into it.
    """
    topic = app.topic(
        agent.spec.reads.name,
        key_type=bytes,
        value_type=bytes,
        key_serializer="raw",
        value_serializer="raw",
        partitions=app.conf.topic_partitions,
    )

    async def run(stream: Any) -> None:  # noqa: ANN401 - faust is untyped
        async for events in stream.noack().take_events(batch_size, within=within):
            await _to_the_end(agent, [message_of(event) for event in events])

    app.agent(topic, name=f"{app.conf.id}.{agent.spec.name}")(run)


async def _to_the_end(agent: Agent, messages: list[Message]) -> None:
    """Work on a batch even when the agent is cancelled meanwhile; leave on a fault of ours."""
    work = asyncio.ensure_future(agent.work(messages))
    cancelled: asyncio.CancelledError | None = None
    while not work.done():
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError as error:
            cancelled = error
        except Exception:  # noqa: BLE001 - read from the task below
            break
    if (fault := work.exception()) is not None:
        agent.give_up(fault)
    if cancelled is not None:
        raise cancelled


def message_of(event: Any) -> Message:  # noqa: ANN401 - faust is untyped
    """Return the record of a Faust event, untouched."""
    message = event.message
    headers = message.headers or ()
    pairs = headers.items() if hasattr(headers, "items") else headers
    return Message(
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        timestamp=message.timestamp,
        key=message.key,
        value=message.value,
        headers=tuple((str(name), bytes(value or b"")) for name, value in pairs),
    )


async def _delivered(sent: Awaitable[object]) -> object:
    try:
        return await sent
    except Exception as error:
        _judge(error)
        raise


def _judge(error: Exception) -> None:
    """Do nothing with a failed send that may succeed after a restart.

    Raises:
        TooLargeToSendError: It never will.
    """
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, _TOO_LARGE):
            raise TooLargeToSendError(str(cause) or type(cause).__name__) from error
        cause = cause.__cause__
