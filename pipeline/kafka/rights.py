"""What a user may do on a cluster that asks: which rights are missing, asked of the broker itself.

Without asking, a missing right shows late and under another name: a topic that one may not see is
called missing, a group that one may not join is waited for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from aiokafka import errors
from aiokafka.client import AIOKafkaClient
from aiokafka.protocol.api import RequestStruct, Response
from aiokafka.protocol.types import Array, Boolean, Bytes, Int16, Int32, Schema, String

from pipeline.kafka.faults import clear_errors, keep_trying, not_allowed
from pipeline.kafka.passwords import hide_passwords
from pipeline.settings import BrokerSettings
from pipeline.topology import Operation, Right

# Kafka's numbers of its operations; a broker answers with one bit for each that is allowed.
_NUMBERS: Mapping[Operation, int] = {
    "Read": 3,
    "Write": 4,
    "Create": 5,
    "Delete": 6,
    "Describe": 8,
    "DescribeConfigs": 10,
}
# What a broker answers that was not asked, or that does not tell.
_NOT_TOLD = -(1 << 31)
# What may not be seen: whether more than what would show it is missing, nobody tells.
_HIDDEN = 0
_SHOWS: frozenset[Operation] = frozenset({"Read", "Write", "Describe"})
# Kafka's numbers of the kinds of coordinators.
_GROUP, _TRANSACTION = 0, 1
# Seconds until the first group of a new cluster has its coordinator.
_SETTLE = 15.0

_NAME = String("utf-8")


class _MetadataAnswer(Response):  # type: ignore[misc]
    API_KEY = 3
    API_VERSION = 8
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        ("brokers", Array(("id", Int32), ("host", _NAME), ("port", Int32), ("rack", _NAME))),
        ("cluster_id", _NAME),
        ("controller_id", Int32),
        (
            "topics",
            Array(
                ("error_code", Int16),
                ("topic", _NAME),
                ("is_internal", Boolean),
                (
                    "partitions",
                    Array(
                        ("error_code", Int16),
                        ("partition", Int32),
                        ("leader", Int32),
                        ("leader_epoch", Int32),
                        ("replicas", Array(Int32)),
                        ("isr", Array(Int32)),
                        ("offline_replicas", Array(Int32)),
                    ),
                ),
                ("authorized_operations", Int32),
            ),
        ),
        ("cluster_authorized_operations", Int32),
    )


class _MetadataQuestion(RequestStruct):  # type: ignore[misc]
    """aiokafka's own ends at version 5, which says nothing of what is allowed."""

    API_KEY = 3
    API_VERSION = 8
    RESPONSE_TYPE = _MetadataAnswer
    SCHEMA = Schema(
        ("topics", Array(_NAME)),
        ("allow_auto_topic_creation", Boolean),
        ("include_cluster_authorized_operations", Boolean),
        ("include_topic_authorized_operations", Boolean),
    )


class _GroupsAnswer(Response):  # type: ignore[misc]
    API_KEY = 15
    API_VERSION = 3
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        (
            "groups",
            Array(
                ("error_code", Int16),
                ("group", _NAME),
                ("state", _NAME),
                ("protocol_type", _NAME),
                ("protocol", _NAME),
                (
                    "members",
                    Array(
                        ("member_id", _NAME),
                        ("client_id", _NAME),
                        ("client_host", _NAME),
                        ("member_metadata", Bytes),
                        ("member_assignment", Bytes),
                    ),
                ),
                ("authorized_operations", Int32),
            ),
        ),
    )


class _GroupsQuestion(RequestStruct):  # type: ignore[misc]
    """aiokafka's own of version 3 reads the answer of version 2, which has no rights."""

    API_KEY = 15
    API_VERSION = 3
    RESPONSE_TYPE = _GroupsAnswer
    SCHEMA = Schema(("groups", Array(_NAME)), ("include_authorized_operations", Boolean))


class _Asked:
    """One question in the one version that it has; brokers since Kafka 2.3 know both of ours."""

    def __init__(self, question: RequestStruct) -> None:
        self._question = question

    def prepare(self, versions: Mapping[int, tuple[int, int]]) -> RequestStruct:
        """Return the question, which a connection sends."""
        least, most = versions[self._question.API_KEY]
        if not least <= self._question.API_VERSION <= most:
            raise errors.IncompatibleBrokerVersion("the broker is older than Kafka 2.3")
        return self._question


async def require_rights(settings: BrokerSettings, rights: Iterable[Right]) -> None:
    """Do nothing when the broker allows all of `rights`, or nobody logs in there.

    Raises:
        NotAllowedError: It does not; the line names each that is missing.
        BrokerError: No broker answers, or it refused us.
    """
    if settings.security_protocol == "PLAINTEXT":
        return
    async with clear_errors(settings):
        missing = await missing_rights(settings, rights)
    if missing:
        raise not_allowed(settings, [right.line() for right in missing])


async def missing_rights(settings: BrokerSettings, rights: Iterable[Right]) -> tuple[Right, ...]:
    """Return those of `rights` that the broker does not allow.

    A topic that is not there is no missing right. The right to write as a transactional id cannot
    be asked for without fencing its holder: only an id that may not be seen is found here.

    Raises:
        KafkaError: No broker answers, or it refused us.
    """
    wanted = tuple(rights)
    client = await _open(settings)
    try:
        topics = await _topics(client, _names(wanted, "topic"))
        groups = await _groups(client, _names(wanted, "group"))
        hidden = await _hidden_ids(client, _names(wanted, "transactional id"))
    finally:
        await client.close()
    allowed = {"topic": topics, "group": groups, "transactional id": dict.fromkeys(hidden, _HIDDEN)}
    return tuple(right for right in wanted if not _is_allowed(right, allowed[right.resource]))


def _is_allowed(right: Right, told: Mapping[str, int]) -> bool:
    bits = told.get(right.name, _NOT_TOLD)
    if bits == _HIDDEN:
        return right.operation not in _SHOWS
    return bits == _NOT_TOLD or bool(bits >> _NUMBERS[right.operation] & 1)


def _names(rights: Collection[Right], resource: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r.name for r in rights if r.resource == resource))


async def _open(settings: BrokerSettings) -> Any:  # noqa: ANN401 - aiokafka is untyped
    hide_passwords()
    client = AIOKafkaClient(**settings.aiokafka_kwargs())
    try:
        await client.bootstrap()
    except BaseException:
        await client.close()
        raise
    return client


async def _topics(client: Any, names: Sequence[str]) -> dict[str, int]:  # noqa: ANN401 - untyped
    """Return what is allowed on each topic, as bits."""
    if not names:  # an empty list means all topics to the broker
        return {}
    # Without creating any: a broker may make what is only asked for.
    question = _MetadataQuestion(
        topics=list(names),
        allow_auto_topic_creation=False,
        include_cluster_authorized_operations=False,
        include_topic_authorized_operations=True,
    )
    answer = await client.send(client.get_random_node(), _Asked(question))
    return {
        topic["topic"]: _bits(topic, errors.TopicAuthorizationFailedError)
        for topic in answer.to_object()["topics"]
    }


async def _groups(client: Any, names: Sequence[str]) -> dict[str, int]:  # noqa: ANN401 - untyped
    """Return what is allowed on each group, as bits."""
    found = {}
    for name in names:
        try:
            node = await _coordinator(client, _GROUP, name)
        except errors.GroupAuthorizationFailedError:
            found[name] = _HIDDEN
            continue
        question = _GroupsQuestion(groups=[name], include_authorized_operations=True)
        answer = await client.send(node, _Asked(question))
        (group,) = answer.to_object()["groups"]
        found[name] = _bits(group, errors.GroupAuthorizationFailedError)
    return found


async def _hidden_ids(client: Any, names: Sequence[str]) -> list[str]:  # noqa: ANN401 - untyped
    hidden = []
    for name in names:
        try:
            await _coordinator(client, _TRANSACTION, name)
        except errors.TransactionalIdAuthorizationFailed:
            hidden.append(name)
    return hidden


async def _coordinator(client: Any, kind: int, name: str) -> int:  # noqa: ANN401 - untyped
    node: int = await keep_trying(lambda: client.coordinator_lookup(kind, name), _SETTLE)
    await client.ready(node)
    return node


def _bits(told: Mapping[str, int], refusal: type[errors.KafkaError]) -> int:
    if told["error_code"] == refusal.errno:
        return _HIDDEN
    return told["authorized_operations"]
