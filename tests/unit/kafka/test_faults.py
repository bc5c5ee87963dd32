"""Every fault between us and a broker is one line and exit code 3 (a wrong setting: 2)."""

import logging
import ssl

import pytest
from aiokafka import errors

from pipeline.broker.admin import Admin
from pipeline.broker.embedded import free_ports
from pipeline.client import Consumer, Publisher
from pipeline.errors import BrokerError, NotAllowedError, SettingsError, TopicError
from pipeline.kafka.faults import addresses, clear_errors, keep_trying
from pipeline.settings import BrokerSettings
from pipeline.topology import Right

SETTINGS = BrokerSettings(broker="kafka.example:9092")


@pytest.mark.parametrize("broker", ["", " , "])
def test_no_broker_is_named(broker):
    with pytest.raises(SettingsError, match="NEWS_BROKER"):
        addresses(BrokerSettings(broker=broker))


def test_several_brokers():
    assert addresses(BrokerSettings(broker="a:1, b:2,[::1]:3")) == ["a:1", "b:2", "[::1]:3"]


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        (errors.KafkaConnectionError("x"), "no Kafka broker answers"),
        (ConnectionRefusedError(), "no Kafka broker answers"),
        (errors.NodeNotReadyError(), "no Kafka broker answers"),
        (
            errors.AuthenticationFailedError("bad password"),
            "does not let us in (AuthenticationFailedError: bad password)",
        ),
        (errors.SaslAuthenticationFailed("bad password"), "NEWS_SASL_PASSWORD"),
        (errors.AuthenticationMethodNotSupported("PLAIN"), "NEWS_SASL_MECHANISM"),
        (errors.InvalidTopicError("a b"), "the broker refused ([Error 17] InvalidTopicError: a b)"),
    ],
)
async def test_a_fault_becomes_one_line(fault, line):
    with pytest.raises(BrokerError) as raised:
        async with clear_errors(SETTINGS):
            raise fault
    assert str(raised.value).startswith("kafka.example:9092: ")
    assert line in str(raised.value)
    assert raised.value.exit_code == 3


WRITE = Right(operation="Write", resource="topic", name="news.raw.v1")
USER = BrokerSettings(
    broker="kafka.example:9092", security_protocol="SASL_SSL", sasl_username="desk"
)


@pytest.mark.parametrize(
    ("fault", "needs", "missing"),
    [
        (errors.TopicAuthorizationFailedError("a"), WRITE, "Write on topic a"),
        (errors.TopicAuthorizationFailedError("a"), None, "Read on topic a"),
        (
            errors.TopicAuthorizationFailedError({"b", "a"}),
            WRITE,
            "Write on topic a; Write on topic b",
        ),
        (errors.TopicAuthorizationFailedError(), WRITE, "Write on topic news.raw.v1"),
        (errors.GroupAuthorizationFailedError("g"), WRITE, "Read on group g"),
        (errors.GroupAuthorizationFailedError(), None, "Read on group ?"),
        (
            errors.TransactionalIdAuthorizationFailed("g-0"),
            WRITE,
            "Write on transactional id g-0",
        ),
        # A producer that may write nowhere is refused by the cluster.
        (errors.ClusterAuthorizationFailedError(), WRITE, "Write on topic news.raw.v1"),
        (errors.ClusterAuthorizationFailedError(), None, "Create on cluster"),
    ],
)
async def test_a_missing_right_is_named(fault, needs, missing):
    with pytest.raises(NotAllowedError) as raised:
        async with clear_errors(USER, needs):
            raise fault
    assert str(raised.value) == (
        f"kafka.example:9092: user desk is not allowed: {missing}. "
        "Grant it as an ACL (docs/how-to/secure.md)"
    )
    assert raised.value.exit_code == 3


async def test_our_own_errors_pass_unchanged():
    own = TopicError("the topic is missing", where="t")
    with pytest.raises(TopicError) as raised:
        async with clear_errors(SETTINGS):
            raise own
    assert raised.value is own


@pytest.mark.parametrize(
    ("heard", "line"),
    [
        ([], "no Kafka broker answers. Start it"),
        ([OSError("connect call  failed")], "no Kafka broker answers (connect call failed)."),
        ([OSError("first"), OSError("last")], "no Kafka broker answers (last)."),
        ([ConnectionResetError()], "no Kafka broker answers (ConnectionResetError)."),
    ],
)
async def test_what_the_client_only_logged_is_said(heard, line):
    async def connect() -> None:
        for each in heard:
            logging.getLogger("aiokafka").warning("no way to %s: %s", "node 1", each)
        raise errors.KafkaConnectionError("x")

    with pytest.raises(BrokerError) as raised:
        async with clear_errors(SETTINGS):
            await connect()
    assert line in str(raised.value)


@pytest.mark.parametrize("client", [Admin, Publisher, Consumer])
async def test_no_broker_at_all(client):
    nobody = BrokerSettings(broker=f"127.0.0.1:{free_ports().broker}")
    with pytest.raises(BrokerError, match=r"127\.0\.0\.1:\d+: no Kafka broker answers"):
        async with client(nobody):
            pass


async def test_keep_trying_outlasts_what_passes_and_nothing_else():
    faults = [errors.KafkaConnectionError("x"), OSError("y")]

    async def late():
        if faults:
            raise faults.pop()
        return "there"

    assert await keep_trying(late, patience=5) == "there"
    calls = []

    async def never():
        calls.append(1)
        raise errors.InvalidTopicError("z")

    with pytest.raises(errors.InvalidTopicError):
        await keep_trying(never, patience=5)
    assert calls == [1]


@pytest.mark.parametrize(
    "refusal", [errors.AuthenticationFailedError("wrong"), ssl.SSLError(1, "alert")]
)
async def test_keep_trying_does_not_knock_where_it_was_refused(refusal):
    calls = []

    async def refused():
        calls.append(1)
        logging.getLogger("aiokafka").error("Unable connect: %s", refusal)
        raise errors.KafkaConnectionError("Unable to bootstrap")

    with pytest.raises(errors.KafkaConnectionError):
        await keep_trying(refused, patience=5)
    assert calls == [1]
