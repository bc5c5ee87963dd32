"""The publisher: a foreign client that publishes faster than the workers take."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import confluent_kafka

from pipeline.topology import RAW

# What it holds for itself until the broker has acknowledged it: two of the largest records.
_QUEUE_KIB = 64 << 10


class Publisher(threading.Thread):
    """Publishes in a thread of its own until it is ended.

    Args:
        broker: host:port list.
        records: What to publish.
        rate: Records a second; it may be set while it publishes.
    """

    def __init__(self, broker: str, records: Iterator[tuple[bytes, bytes]], rate: float) -> None:
        super().__init__(name="publisher", daemon=True)
        self._broker = broker
        self._records = records
        self._ended = threading.Event()
        self.rate = rate
        self.acknowledged = 0
        self.errors: list[str] = []

    def run(self) -> None:
        """Publish until `end`; what the broker refuses is noted in `errors`."""
        try:
            self._publish()
        except Exception as error:  # noqa: BLE001 - told at the end of the run
            self.errors.append(repr(error))

    def end(self) -> None:
        """Publish nothing more, and wait for what is on its way."""
        self._ended.set()
        self.join(60)

    def _publish(self) -> None:
        producer = confluent_kafka.Producer(
            {
                "bootstrap.servers": self._broker,
                "enable.idempotence": True,
                "partitioner": "murmur2_random",
                "message.max.bytes": RAW.max_message_bytes,
                "queue.buffering.max.kbytes": _QUEUE_KIB,
                "linger.ms": 20,
                "log_level": 0,
            }
        )
        due = time.monotonic()
        for key, value in self._records:
            due = max(due, time.monotonic() - 1) + 1 / self.rate
            while not self._ended.is_set() and time.monotonic() < due:
                producer.poll(0.01)
            while not self._ended.is_set() and not self._takes(producer, key, value):
                producer.poll(0.1)
            if self._ended.is_set():
                break
        producer.flush(30)

    def _takes(self, producer: confluent_kafka.Producer, key: bytes, value: bytes) -> bool:
        try:
            producer.produce(RAW.name, value, key, on_delivery=self._told)
        except BufferError:
            return False
        return True

    def _told(self, error: object, message: confluent_kafka.Message) -> None:
        del message
        if error is None:
            self.acknowledged += 1
        else:
            self.errors.append(str(error))
