"""What a broker's answers say of rights that are missing; the real ones: tests/e2e."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from aiokafka import errors

from pipeline.errors import NotAllowedError
from pipeline.kafka import rights as module
from pipeline.kafka.rights import missing_rights, require_rights
from pipeline.settings import BrokerSettings
from pipeline.topology import Right

USER = BrokerSettings(broker="a:1", security_protocol="SASL_SSL", sasl_username="desk")
READ, WRITE, CREATE, DESCRIBE, CONFIGS = (1 << bit for bit in (3, 4, 5, 8, 10))
NOT_TOLD = -(1 << 31)


def topic(operation: str, name: str = "t") -> Right:
    return Right(operation=operation, resource="topic", name=name)


class Client:
    """A broker's answers by name: an error code and bits."""

    def __init__(self, *, topics=None, groups=None, hidden=()) -> None:
        self.topics, self.groups, self.hidden = topics or {}, groups or {}, hidden
        self.closed = False
        self.asked = []

    def get_random_node(self):
        return 1

    async def ready(self, node):
        return True

    async def coordinator_lookup(self, kind, name):
        if kind == 0 and name in self.hidden:
            raise errors.GroupAuthorizationFailedError
        if kind == 1 and name in self.hidden:
            raise errors.TransactionalIdAuthorizationFailed
        return 2

    async def send(self, node, request):
        question = request.prepare({3: (0, 12), 15: (0, 5)})
        self.asked.append(question)
        kind = "topics" if question.API_KEY == 3 else "groups"
        told = [
            {"topic": name, "group": name, "error_code": code, "authorized_operations": bits}
            for name in getattr(question, kind)
            for code, bits in [getattr(self, kind)[name]]
        ]
        return SimpleNamespace(to_object=lambda: {kind: told})

    async def close(self):
        self.closed = True


@pytest.fixture
def of(monkeypatch):
    async def missing(client: Client, *rights: Right) -> list[str]:
        async def opened(_settings):
            return client

        monkeypatch.setattr(module, "_open", opened)
        found = await missing_rights(USER, rights)
        assert client.closed
        return [right.line() for right in found]

    return missing


async def test_each_bit_is_an_operation(of):
    bits = {"Read": READ, "Write": WRITE, "Create": CREATE, "Describe": DESCRIBE}
    bits["DescribeConfigs"] = CONFIGS
    for operation, bit in bits.items():
        wanted = [topic(each) for each in bits]
        found = await of(Client(topics={"t": (0, sum(bits.values()) - bit)}), *wanted)
        assert found == [f"{operation} on topic t"]


async def test_of_what_may_not_be_seen_what_would_show_it_is_missing(of):
    client = Client(topics={"t": (29, NOT_TOLD)})
    assert await of(client, topic("Read"), topic("DescribeConfigs")) == ["Read on topic t"]


async def test_what_is_not_told_is_not_missing(of):
    client = Client(topics={"t": (3, NOT_TOLD), "u": (0, NOT_TOLD)})
    assert await of(client, topic("Read"), topic("Write", "u")) == []


async def test_asking_makes_no_topic(of):
    client = Client(topics={"t": (0, READ)})
    await of(client, topic("Read"))
    (question,) = client.asked
    assert question.allow_auto_topic_creation is False
    assert question.include_topic_authorized_operations is True


async def test_groups_and_transactional_ids(of):
    group = Right(operation="Read", resource="group", name="g")
    ids = Right(operation="Write", resource="transactional id", name="g-", prefixed=True)
    assert await of(Client(groups={"g": (0, DESCRIBE)}), group, ids) == ["Read on group g"]
    assert await of(Client(groups={"g": (30, NOT_TOLD)}), group, ids) == ["Read on group g"]
    hidden = Client(groups={"g": (0, READ)}, hidden={"g", "g-"})
    assert await of(hidden, group, ids) == ["Read on group g", "Write on transactional id g-*"]
    assert await of(Client(groups={"g": (0, READ)}), group, ids) == []


async def test_a_broker_that_is_too_old_is_told():
    class Old(Client):
        async def send(self, node, request):
            request.prepare({3: (0, 7)})

    with pytest.raises(errors.IncompatibleBrokerVersion, match=r"older than Kafka 2\.3"):
        await module._topics(Old(), ["t"])


async def test_what_is_missing_is_one_line(monkeypatch):
    async def missing(_settings, rights):
        return tuple(rights)

    monkeypatch.setattr(module, "missing_rights", missing)
    with pytest.raises(NotAllowedError) as raised:
        await require_rights(USER, [topic("Read"), topic("Write", "u")])
    assert str(raised.value) == (
        "a:1: user desk is not allowed: Read on topic t; Write on topic u. "
        "Grant it as an ACL (docs/how-to/secure.md)"
    )


async def test_where_nobody_logs_in_nobody_is_asked(monkeypatch):
    monkeypatch.setattr(module, "missing_rights", None)
    await require_rights(BrokerSettings(broker="a:1"), [topic("Read")])
