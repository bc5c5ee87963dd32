"""The second transaction protocol: its bytes, its words in the first, and when it is spoken."""

from __future__ import annotations

import asyncio
from io import BytesIO
from types import SimpleNamespace

import pytest
from aiokafka.protocol.coordination import FindCoordinatorRequest
from aiokafka.protocol.produce import ProduceRequest
from aiokafka.protocol.transaction import (
    AddOffsetsToTxnRequest,
    AddPartitionsToTxnRequest,
    EndTxnRequest,
    TxnOffsetCommitRequest,
)

from pipeline.stream.on_kafka.second_protocol import SecondProtocol, speak
from pipeline.stream.on_kafka.transaction_requests import (
    EndTxn,
    Features,
    Produce,
    TxnOffsetCommit,
    has_second_protocol,
)

ASKED_PRODUCE = ProduceRequest("id", -1, 9, [("t", [(3, bytearray(b"ab"))])])
ASKED_OFFSETS = TxnOffsetCommitRequest("id", "g", 7, 2, [("t", [(3, 5, "m")])])
ASKED_END = EndTxnRequest("id", 7, 2, transaction_result=True)


def written(request, version: int) -> bytes:
    return request.prepare({request.API_KEY: (0, version)}).encode()


def test_the_bytes_of_records() -> None:
    # Lengths are one more than they are; every struct ends in the number of its tags.
    parts = [
        b"\x03id", b"\xff\xff", b"\0\0\0\x09", b"\x02", b"\x02t", b"\x02",
        b"\0\0\0\x03", b"\x03ab", b"\0", b"\0", b"\0",
    ]  # fmt: skip
    asked = Produce("id", 9, [("t", [(3, bytearray(b"ab"))])])
    assert written(asked, 13) == b"".join(parts)


def test_the_bytes_of_offsets() -> None:
    parts = [
        b"\x03id", b"\x02g", bytes(7), b"\x07", b"\0\x02", b"\xff" * 4, b"\x01", b"\0",
        b"\x02", b"\x02t", b"\x02", b"\0\0\0\x03", bytes(7), b"\x05", b"\xff" * 4, b"\x02m",
        b"\0", b"\0", b"\0",
    ]  # fmt: skip
    asked = TxnOffsetCommit("id", "g", (7, 2), [("t", [(3, 5, "m")])])
    assert written(asked, 5) == b"".join(parts)


@pytest.mark.parametrize("committed", [True, False])
def test_the_bytes_of_an_end(committed) -> None:
    asked = EndTxn("id", (7, 2), committed=committed)
    assert written(asked, 5) == b"\x03id" + bytes(7) + b"\x07\0\x02" + bytes([committed]) + b"\0"


@pytest.mark.parametrize("request_", [Produce("", 0, []), EndTxn("", (0, 0), committed=True)])
def test_a_broker_that_is_too_old_is_not_asked(request_) -> None:
    with pytest.raises(NotImplementedError):
        request_.prepare({request_.API_KEY: (0, 4)})


def features(tagged: bytes):
    """Return a broker's answer with one tagged field, or none."""
    body = b"\0\0\x02\0\x12\0\0\0\x04\0\0\0\0\0" + (tagged or b"\0")
    asked = Features().prepare({18: (0, 4)})
    assert asked.encode() == b"\x0enews-pipeline\x021\0"
    stream = BytesIO(b"\0\0\0\x05" + body)
    # Its header has no tags: a client that knows no versions reads it too.
    assert asked.parse_response_header(stream).correlation_id == 5
    return asked.RESPONSE_TYPE.decode(stream)


def finalized(name: bytes, most: int) -> bytes:
    found = b"\x02" + bytes([len(name) + 1]) + name + bytes([0, most, 0, 0, 0])
    return b"\x01\x02" + bytes([len(found)]) + found


@pytest.mark.parametrize(
    ("tagged", "spoken"),
    [
        (finalized(b"transaction.version", 2), True),
        (finalized(b"transaction.version", 3), True),
        (finalized(b"transaction.version", 1), False),
        (finalized(b"group.version", 2), False),
        # What a broker could do, if the cluster were told to.
        (b"\x01\x00" + finalized(b"transaction.version", 2)[2:], False),
        (b"", False),
    ],
)
def test_it_is_spoken_where_the_cluster_has_it_in_use(tagged, spoken) -> None:
    assert has_second_protocol(features(tagged)) is spoken


class Node:
    """Answers as a broker; what it answers may be held back."""

    def __init__(self) -> None:
        self.asked: list = []
        self.code = 0
        self.goes_on = asyncio.Event()
        self.goes_on.set()

    async def send(self, node, request, **how):
        asked = request.prepare({request.API_KEY: (0, 13)})
        self.asked.append((node, type(request).__name__, asked, how))
        if isinstance(request, Produce):
            await self.goes_on.wait()
            topics = [("t", [(3, self.code, 40, -1, 1, [], None, {})], {})]
            return SimpleNamespace(topics=topics, throttle_time_ms=6)
        if isinstance(request, TxnOffsetCommit):
            return SimpleNamespace(topics=[("t", [(3, self.code, {})], {})], throttle_time_ms=6)
        if isinstance(request, EndTxn):
            return SimpleNamespace(
                error_code=self.code, producer_id=8, producer_epoch=3, throttle_time_ms=6
            )
        return "theirs"

    def names(self) -> list[str]:
        return [name for _, name, _, _ in self.asked]


@pytest.fixture
async def node() -> Node:
    return Node()


@pytest.fixture
async def way(node) -> SecondProtocol:
    transaction = SimpleNamespace(_pid_and_epoch=(7, 2), _sequence_numbers={"t": 9})
    return SecondProtocol(node.send, transaction)


async def test_words_before_the_first_write_are_not_sent(way, node) -> None:
    asked = AddPartitionsToTxnRequest("id", 7, 2, [("t", [3, 4]), ("u", [0])])
    answer = await way.send(1, asked, group=1)
    assert answer.errors == [("t", [(3, 0), (4, 0)]), ("u", [(0, 0)])]
    assert (await way.send(1, AddOffsetsToTxnRequest("id", 7, 2, "g"), group=1)).error_code == 0
    assert node.asked == []


async def test_what_is_asked_is_asked_in_the_second(way, node) -> None:
    await way.send(1, ASKED_PRODUCE)
    await way.send(2, ASKED_OFFSETS, group=1)
    await way.send(3, ASKED_END, group=1)
    assert [(at, name, how) for at, name, _, how in node.asked] == [
        (1, "Produce", {}), (2, "TxnOffsetCommit", {"group": 1}), (3, "EndTxn", {"group": 1}),
    ]  # fmt: skip
    produce, offsets, end = [asked for _, _, asked, _ in node.asked]
    assert produce.encode() == written(Produce("id", 9, [("t", [(3, b"ab")])]), 12)
    assert offsets.encode() == written(
        TxnOffsetCommit("id", "g", (7, 2), [("t", [(3, 5, "m")])]), 5
    )
    assert end.encode() == written(EndTxn("id", (7, 2), committed=True), 5)


async def test_everything_else_is_sent_as_it_is(way, node) -> None:
    asked = FindCoordinatorRequest("id", 1)
    assert await way.send(4, asked, group=2) == "theirs"
    assert [(at, name, how) for at, name, _, how in node.asked] == [
        (4, "FindCoordinatorRequest", {"group": 2})
    ]


# 90 is a producer that was shut out; 51 a transaction that follows on another at once.
@pytest.mark.parametrize(
    ("code", "of_records", "of_offsets", "of_the_end"),
    [(0, 0, 0, 0), (47, 47, 47, 47), (90, 47, 47, 47), (51, 19, 14, 51), (10, 10, 10, 10)],
)
async def test_what_is_answered_is_answered_in_the_first(
    way, node, code, of_records, of_offsets, of_the_end
) -> None:
    node.code = code
    assert (await way.send(1, ASKED_PRODUCE)).topics == [("t", [(3, of_records, 40, -1, 1)])]
    assert (await way.send(1, ASKED_OFFSETS)).errors == [("t", [(3, of_offsets)])]
    assert (await way.send(1, ASKED_END)).error_code == of_the_end


async def test_a_transaction_that_ended_has_the_next_epoch_and_counts_from_nought(way) -> None:
    await way.send(1, ASKED_END)
    assert way._transaction._pid_and_epoch == (8, 3)
    assert way._transaction._sequence_numbers == {}


async def test_one_that_did_not_end_has_the_epoch_it_had(way, node) -> None:
    node.code = 51
    await way.send(1, ASKED_END)
    assert way._transaction._pid_and_epoch == (7, 2)
    assert way._transaction._sequence_numbers == {"t": 9}


async def test_offsets_wait_for_the_records_beside_them(way, node) -> None:
    """The coordinator would send them away, to come again after a pause."""
    node.goes_on.clear()
    records = [asyncio.ensure_future(way.send(at, ASKED_PRODUCE)) for at in (1, 2)]
    await asyncio.sleep(0)
    offsets = asyncio.ensure_future(way.send(1, ASKED_OFFSETS))
    for _ in range(5):
        await asyncio.sleep(0)
    assert node.names() == ["Produce", "Produce"]
    node.goes_on.set()
    await asyncio.gather(*records, offsets)
    assert node.names() == ["Produce", "Produce", "TxnOffsetCommit"]


async def test_records_that_failed_hold_no_offsets_back(way, node, monkeypatch) -> None:
    async def gone(node, request, **how):
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(way, "_send", gone)
        with pytest.raises(ConnectionError):
            await way.send(1, ASKED_PRODUCE)
    await way.send(1, ASKED_OFFSETS)
    assert node.names() == ["TxnOffsetCommit"]


def producer(answer) -> SimpleNamespace:
    async def send(node, request):
        assert (node, type(request)) == (5, Features)
        if isinstance(answer, Exception):
            raise answer
        return answer

    client = SimpleNamespace(send=send, get_random_node=lambda: 5)
    return SimpleNamespace(client=client, _txn_manager="account")


async def test_a_producer_speaks_it_where_its_cluster_does() -> None:
    made = producer(features(finalized(b"transaction.version", 2)))
    theirs = made.client.send
    await speak(made)
    spoken = made.client.send.__self__
    assert isinstance(spoken, SecondProtocol)
    assert (spoken._send, spoken._transaction) == (theirs, "account")


@pytest.mark.parametrize("answer", [features(b""), NotImplementedError("too old")])
async def test_a_producer_goes_on_with_the_first_elsewhere(answer) -> None:
    made = producer(answer)
    theirs = made.client.send
    await speak(made)
    assert made.client.send is theirs


async def test_a_broker_that_does_not_answer_is_no_old_one() -> None:
    with pytest.raises(ConnectionError):
        await speak(producer(ConnectionError("gone")))
