"""The broker's clock, compared with ours; nothing is written for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from aiokafka import errors
from aiokafka.client import AIOKafkaClient
from aiokafka.protocol.api import RequestStruct, Response
from aiokafka.protocol.types import (
    CompactArray,
    CompactString,
    Int16,
    Int32,
    Int64,
    Schema,
    TaggedFields,
)

from pipeline.kafka.passwords import hide_passwords
from pipeline.settings import BrokerSettings

# The log that a cluster without ZooKeeper keeps of itself.
_LOG, _PARTITION = "__cluster_metadata", 0
_NAME = CompactString("utf-8")
_REPLICAS = CompactArray(
    ("replica_id", Int32),
    ("log_end_offset", Int64),
    ("last_fetch_timestamp", Int64),
    ("last_caught_up_timestamp", Int64),
    ("tags", TaggedFields),
)


class _QuorumAnswer(Response):  # type: ignore[misc]
    API_KEY = 55
    API_VERSION = 1
    SCHEMA = Schema(
        ("error_code", Int16),
        (
            "topics",
            CompactArray(
                ("topic", _NAME),
                (
                    "partitions",
                    CompactArray(
                        ("partition", Int32),
                        ("error_code", Int16),
                        ("leader", Int32),
                        ("leader_epoch", Int32),
                        ("high_watermark", Int64),
                        ("voters", _REPLICAS),
                        ("observers", _REPLICAS),
                        ("tags", TaggedFields),
                    ),
                ),
                ("tags", TaggedFields),
            ),
        ),
        ("tags", TaggedFields),
    )


class _QuorumQuestion(RequestStruct):  # type: ignore[misc]
    """DescribeQuorum: the leader of the controllers says when each replica fetched last.

    Of itself it says the time of its own clock (KIP-836, since Kafka 3.3): the one answer of a
    broker that has the time in it and needs no record to be written.
    """

    FLEXIBLE_VERSION = True
    API_KEY = 55
    API_VERSION = 1
    RESPONSE_TYPE = _QuorumAnswer
    SCHEMA = Schema(
        (
            "topics",
            CompactArray(
                ("topic", _NAME),
                ("partitions", CompactArray(("partition", Int32), ("tags", TaggedFields))),
                ("tags", TaggedFields),
            ),
        ),
        ("tags", TaggedFields),
    )


class _Question:
    """As a connection wants it: in the one version there is."""

    def prepare(self, versions: Mapping[int, tuple[int, int]]) -> RequestStruct:
        """Return the request."""
        least, most = versions.get(_QuorumQuestion.API_KEY, (0, 0))
        if not least <= _QuorumQuestion.API_VERSION <= most:
            raise errors.IncompatibleBrokerVersion("it tells no time before Kafka 3.3")
        return _QuorumQuestion(topics=[(_LOG, [(_PARTITION, {})], {})], tags={})


async def clock_ahead(
    settings: BrokerSettings, clock: Callable[[], float] = time.time
) -> float | None:
    """Return how many seconds our clock is ahead of the broker's; None where it does not say.

    It does not where it is older than Kafka 3.3, or does not allow us to ask (Describe on the
    cluster).

    Args:
        settings: Where the broker is.
        clock: Ours, in Unix seconds.

    Raises:
        KafkaError: No broker answers.
    """
    hide_passwords()
    client = AIOKafkaClient(**settings.aiokafka_kwargs())
    try:
        await client.bootstrap()
        before = clock()
        try:
            answer = await client.send(client.get_random_node(), _Question())
        except (errors.IncompatibleBrokerVersion, errors.KafkaConnectionError):
            return None
        # It looked at its clock between our two looks.
        ours = (before + clock()) / 2
    finally:
        await client.close()
    theirs = _time_of(answer.to_object())
    return None if theirs is None else ours - theirs


def _time_of(answer: Mapping[str, Any]) -> float | None:
    """Return the leader's time in Unix seconds, None where the answer has none."""
    for topic in answer["topics"]:
        for partition in topic["partitions"]:
            for voter in partition["voters"]:
                if voter["replica_id"] == partition["leader"] and voter["last_fetch_timestamp"] > 0:
                    return float(voter["last_fetch_timestamp"]) / 1000
    return None
