"""The publisher: an idempotent producer of a foreign client, which notes what is acknowledged."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from typing import Any

import confluent_kafka

from pipeline.topology import RAW
from tools.chaos.accounts import Place
from tools.chaos.articles import Record

# Longer than any fault.
_PATIENCE_MS = 300_000
_TRANSACTION_MS = 60_000
# Records of a transaction, at most, and how many of them are aborted.
_TRANSACTION = 50
_ABORTED = 0.3


class Publisher(threading.Thread):
    """Publishes records in a thread of its own, at a steady rate.

    Args:
        broker: host:port list.
        records: What to publish.
        rate: Records a second.
        codecs: Compressions; the records are shared out among them, in runs.
        aborted: Records for transactions that are aborted; with some, all is transactional.
        seed: Which transactions are aborted.
    """

    def __init__(
        self,
        broker: str,
        records: Sequence[Record],
        *,
        rate: float,
        codecs: Sequence[str] = ("none",),
        aborted: Sequence[Record] = (),
        seed: int = 0,
    ) -> None:
        super().__init__(name="publisher", daemon=True)
        self._broker = broker
        self._records = records
        self._rate = rate
        self._codecs = codecs
        self._aborted = list(aborted)
        self._draw = random.Random(seed)
        self._ended = threading.Event()
        self._limit = len(records)
        self.sent: dict[Place, str] = {}
        self.times: dict[Place, float] = {}
        self.aborted_places: set[Place] = set()
        self.errors: list[str] = []

    def run(self) -> None:
        """Publish all; what the broker refuses is noted in `errors`."""
        share = -(-len(self._records) // len(self._codecs))
        try:
            for number, codec in enumerate(self._codecs):
                part = self._records[number * share : (number + 1) * share]
                if self._aborted:
                    self._in_transactions(part, codec)
                else:
                    self._plainly(number * share, part, codec)
        except Exception as error:  # noqa: BLE001 - told at the end of the run
            self.errors.append(repr(error))

    def pause(self, at: int = 0) -> None:
        """Publish nothing more until `go_on`, once `at` records are published."""
        self._limit = at

    def go_on(self) -> None:
        """Publish the rest."""
        self._limit = len(self._records)

    @property
    def is_busy(self) -> bool:
        """Tell whether there is something that it may publish and has not."""
        return self.is_alive() and len(self.sent) < self._limit

    def end(self) -> None:
        """Give up what is not published yet."""
        self._ended.set()
        self.join(30)

    def _producer(self, codec: str, **more: object) -> confluent_kafka.Producer:
        settings: dict[str, Any] = {
            "bootstrap.servers": self._broker,
            "enable.idempotence": True,
            "partitioner": "murmur2_random",
            "compression.type": codec,
            "message.timeout.ms": _PATIENCE_MS,
            "linger.ms": 5,
            "log_level": 0,
            **more,
        }
        return confluent_kafka.Producer(settings)

    def _plainly(self, first: int, records: Sequence[Record], codec: str) -> None:
        producer = self._producer(codec)
        begin = time.monotonic()
        for number, record in enumerate(records):
            while not self._ended.is_set() and time.monotonic() < begin + number / self._rate:
                producer.poll(0.01)
            while first + number >= self._limit and not self._ended.is_set():
                producer.poll(0.1)
                begin = time.monotonic() - number / self._rate
            if self._ended.is_set():
                break
            self._produce(producer, record, self.sent)
        producer.flush(_PATIENCE_MS / 1000 if not self._ended.is_set() else 1)

    def _in_transactions(self, records: Sequence[Record], codec: str) -> None:
        producer = self._producer(
            codec,
            **{
                "transactional.id": "foreign",
                "transaction.timeout.ms": _TRANSACTION_MS,
                "message.timeout.ms": _TRANSACTION_MS,
            },
        )
        producer.init_transactions(60)
        begin = time.monotonic()
        at = 0
        while at < len(records) and not self._ended.is_set():
            part = records[at : at + self._draw.randint(1, _TRANSACTION)]
            producer.begin_transaction()
            if self._aborted and self._draw.random() < _ABORTED:
                gone: dict[Place, str] = {}
                for record in [self._aborted.pop() for _ in part if self._aborted]:
                    self._produce(producer, record, gone)
                producer.flush(60)
                producer.abort_transaction(60)
                self.aborted_places |= gone.keys()
                continue
            kept: dict[Place, str] = {}
            for record in part:
                self._produce(producer, record, kept)
            producer.commit_transaction(60)
            self.sent |= kept
            at += len(part)
            while time.monotonic() < begin + at / self._rate and not self._ended.is_set():
                time.sleep(0.01)

    def _produce(
        self, producer: confluent_kafka.Producer, record: Record, into: dict[Place, str]
    ) -> None:
        def told(error: object, message: confluent_kafka.Message) -> None:
            if error is not None:
                self.errors.append(str(error))
                return
            place = (message.partition() or 0, message.offset() or 0)
            into[place] = record.url
            self.times[place] = time.monotonic()

        while True:
            try:
                producer.produce(RAW.name, record.value, record.key, on_delivery=told)
            except BufferError:
                producer.poll(0.1)
            else:
                producer.poll(0)
                return
