"""Requests of Kafka's second transaction protocol (KIP-890), which aiokafka does not have.

In it a partition, or a group's offsets, belong to a transaction from the first write on: two
requests less for each. The end of a transaction gives the producer its next epoch.
"""

# aiokafka, whose classes these inherit from, is untyped.
# mypy: disable-error-code="misc"

from __future__ import annotations

from io import BytesIO
from typing import Any

from aiokafka.protocol.api import Request, RequestStruct, Response, ResponseHeader_v0
from aiokafka.protocol.types import (
    Boolean,
    CompactArray,
    CompactBytes,
    CompactString,
    Int16,
    Int32,
    Int64,
    Schema,
    TaggedFields,
)

_TEXT = CompactString("utf-8")
_TAGS = ("tags", TaggedFields)
_NO_TAGS: dict[int, bytes] = {}
# The feature of a cluster that has the second protocol, its number, and where the answer has it.
_FEATURE, _SECOND, _FINALIZED = "transaction.version", 2, 2
_FEATURES = CompactArray(("name", _TEXT), ("most", Int16), ("least", Int16), _TAGS)


def _topics(*fields: tuple[str, Any]) -> tuple[str, Any]:
    """Return the field of what is said of each partition of each topic."""
    partitions = CompactArray(("partition", Int32), *fields, _TAGS)
    return ("topics", CompactArray(("topic", _TEXT), ("partitions", partitions), _TAGS))


class _ProduceResponse(Response):
    API_KEY = 0
    API_VERSION = 12
    SCHEMA = Schema(
        _topics(
            ("error_code", Int16),
            ("offset", Int64),
            ("timestamp", Int64),
            ("log_start_offset", Int64),
            ("errors", CompactArray(("index", Int32), ("message", _TEXT), _TAGS)),
            ("error_message", _TEXT),
        ),
        ("throttle_time_ms", Int32),
        _TAGS,
    )


class _ProduceRequest(RequestStruct):
    FLEXIBLE_VERSION = True
    API_KEY = 0
    API_VERSION = 12
    RESPONSE_TYPE = _ProduceResponse
    SCHEMA = Schema(
        ("transactional_id", _TEXT),
        ("required_acks", Int16),
        ("timeout", Int32),
        _topics(("messages", CompactBytes)),
        _TAGS,
    )


class _TxnOffsetCommitResponse(Response):
    API_KEY = 28
    API_VERSION = 5
    SCHEMA = Schema(("throttle_time_ms", Int32), _topics(("error_code", Int16)), _TAGS)


class _TxnOffsetCommitRequest(RequestStruct):
    FLEXIBLE_VERSION = True
    API_KEY = 28
    API_VERSION = 5
    RESPONSE_TYPE = _TxnOffsetCommitResponse
    SCHEMA = Schema(
        ("transactional_id", _TEXT),
        ("group_id", _TEXT),
        ("producer_id", Int64),
        ("producer_epoch", Int16),
        ("generation_id", Int32),
        ("member_id", _TEXT),
        ("group_instance_id", _TEXT),
        _topics(("offset", Int64), ("leader_epoch", Int32), ("metadata", _TEXT)),
        _TAGS,
    )


class _EndTxnResponse(Response):
    API_KEY = 26
    API_VERSION = 5
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        ("error_code", Int16),
        ("producer_id", Int64),
        ("producer_epoch", Int16),
        _TAGS,
    )


class _EndTxnRequest(RequestStruct):
    FLEXIBLE_VERSION = True
    API_KEY = 26
    API_VERSION = 5
    RESPONSE_TYPE = _EndTxnResponse
    SCHEMA = Schema(
        ("transactional_id", _TEXT),
        ("producer_id", Int64),
        ("producer_epoch", Int16),
        ("committed", Boolean),
        _TAGS,
    )


class _ApiVersionsResponse(Response):
    API_KEY = 18
    API_VERSION = 3
    SCHEMA = Schema(
        ("error_code", Int16),
        (
            "api_versions",
            CompactArray(("api_key", Int16), ("least", Int16), ("most", Int16), _TAGS),
        ),
        ("throttle_time_ms", Int32),
        _TAGS,
    )


class _ApiVersionsRequest(RequestStruct):
    FLEXIBLE_VERSION = True
    API_KEY = 18
    API_VERSION = 3
    RESPONSE_TYPE = _ApiVersionsResponse
    SCHEMA = Schema(("name", _TEXT), ("version", _TEXT), _TAGS)

    def parse_response_header(self, read_buffer: BytesIO | bytes) -> ResponseHeader_v0:
        """Return the header, without tags here: a client that knows no versions reads it too."""
        return ResponseHeader_v0.decode(read_buffer)


class Produce(Request[_ProduceRequest]):
    """Records of a transaction: `(topic, [(partition, batch)])`."""

    API_KEY = 0

    def __init__(self, transactional_id: str, timeout: int, topics: list[Any]) -> None:
        self.required_acks = -1
        self._id, self._timeout, self._topics = transactional_id, timeout, topics

    def build(self, request_struct_class: type[_ProduceRequest]) -> _ProduceRequest:
        """Return the bytes' structure."""
        topics = [
            (topic, [(at, bytes(batch), _NO_TAGS) for at, batch in partitions], _NO_TAGS)
            for topic, partitions in self._topics
        ]
        return request_struct_class(self._id, -1, self._timeout, topics, _NO_TAGS)


class TxnOffsetCommit(Request[_TxnOffsetCommitRequest]):
    """Offsets that belong to a transaction: `(topic, [(partition, offset, metadata)])`."""

    API_KEY = 28

    def __init__(
        self, transactional_id: str, group: str, producer: tuple[int, int], topics: list[Any]
    ) -> None:
        self._id, self._group, self._producer = transactional_id, group, producer
        self._topics = topics

    def build(self, request_struct_class: type[_TxnOffsetCommitRequest]) -> _TxnOffsetCommitRequest:
        """Return the bytes' structure: of no member, since the id is what shuts others out."""
        topics = [
            (topic, [(at, offset, -1, said, _NO_TAGS) for at, offset, said in some], _NO_TAGS)
            for topic, some in self._topics
        ]
        return request_struct_class(
            self._id, self._group, *self._producer, -1, "", None, topics, _NO_TAGS
        )


class EndTxn(Request[_EndTxnRequest]):
    """The end of a transaction."""

    API_KEY = 26

    def __init__(
        self, transactional_id: str, producer: tuple[int, int], *, committed: bool
    ) -> None:
        self._id, self._producer, self._committed = transactional_id, producer, committed

    def build(self, request_struct_class: type[_EndTxnRequest]) -> _EndTxnRequest:
        """Return the bytes' structure."""
        return request_struct_class(self._id, *self._producer, self._committed, _NO_TAGS)


class Features(Request[_ApiVersionsRequest]):
    """The question which features the cluster has."""

    API_KEY = 18

    def build(self, request_struct_class: type[_ApiVersionsRequest]) -> _ApiVersionsRequest:
        """Return the bytes' structure."""
        return request_struct_class("news-pipeline", "1", _NO_TAGS)


def has_second_protocol(answer: Any) -> bool:  # noqa: ANN401 - aiokafka is untyped
    """Return whether a cluster, by its answer to `Features`, has the second protocol in use."""
    finalized = answer.tags.get(_FINALIZED)
    if finalized is None:
        return False
    return any(
        name == _FEATURE and most >= _SECOND
        for name, most, _, _ in _FEATURES.decode(BytesIO(finalized)) or ()
    )
