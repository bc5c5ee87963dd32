"""The control topic: the last word on a name stands, a null value takes it back."""

import asyncio
import threading
from types import SimpleNamespace

import msgspec
import pytest

from pipeline.codec import encode
from pipeline.settings import BrokerSettings
from pipeline.stages.built import names_of, overrides_of
from pipeline.stream.followed.control import ControlReader
from pipeline.types.records import Control

BLOCK = Control(kind="link", name="abc", action="block")


def test_the_last_word_stands() -> None:
    reader = ControlReader(BrokerSettings(), lambda _: None)
    assert reader.take(b"link:abc", encode(BLOCK))
    assert not reader.take(b"link:abc", encode(BLOCK))
    assert reader.take(b"link:abc", None)
    assert not reader.take(b"link:abc", None)


def test_what_is_no_word_is_passed_over() -> None:
    reader = ControlReader(BrokerSettings(), lambda _: None)
    assert not reader.take(b"k", b"{broken")
    assert not reader.take(b"k", b'{"kind": "link"}')


def test_words_become_what_the_stages_understand() -> None:
    words = (
        BLOCK,
        Control(kind="decoration", name="每日快看:", action="allow"),
        Control(
            kind="entry", name="云岭\t实验室", action="add", type="organisation", aliases=("云岭",)
        ),
        Control(kind="entry", name="旧名", action="remove"),
    )
    overrides = overrides_of(words)
    assert overrides.blocked_links == {"abc"}
    assert overrides.allowed_decorations == {"每日快看:"}
    assert names_of(words) == "云岭 实验室\torganisation\t\t云岭\n"


@pytest.mark.parametrize("value", [None, b"", b"null", b"[]", b"\xff", b'{"kind": "x"}'])
def test_no_word_of_any_kind_changes_nothing(value) -> None:
    said = []
    reader = ControlReader(BrokerSettings(), said.append)
    assert not reader.take(None, value)
    assert not reader._take_all([word(b"k", value)])
    assert said == []


def word(key, value):
    return SimpleNamespace(key=key, value=value)


class Followed:
    """Hands on what it was given, as a topic would."""

    def __init__(self, *batches) -> None:
        self.batches = batches

    async def to_the_end(self, take) -> None:
        for records in self.batches:
            await take(records)

    for_ever = to_the_end


def reader_of(said, *batches) -> ControlReader:
    reader = ControlReader(BrokerSettings(), said.append)
    reader._follower = Followed(*batches)
    return reader


async def test_what_stands_is_obeyed_once_and_nothing_is_not_obeyed() -> None:
    said: list = []
    other = msgspec.structs.replace(BLOCK, name="other")
    first = [word(b"a", encode(BLOCK)), word(b"b", encode(other))]
    await reader_of(said, first, [word(b"a", None)]).catch_up()
    assert said == [(other,)]
    await reader_of(said, [word(b"a", None), word(b"b", b"{")]).catch_up()
    assert len(said) == 1


class Slowly(Followed):
    """A topic whose next records come when what came before was obeyed."""

    async def for_ever(self, take) -> None:
        for records in self.batches:
            await take(records)
            await asyncio.sleep(0.05)


ALLOW = msgspec.structs.replace(BLOCK, action="allow")
BATCHES = (
    [word(b"a", encode(BLOCK)), word(b"b", encode(ALLOW))],
    [word(b"a", encode(BLOCK))],
    [word(b"c", b"{")],
    [word(b"b", None), word(b"a", encode(BLOCK))],
    [word(b"a", None)],
)


async def test_all_that_stands_is_said_again_when_one_changed_and_only_then() -> None:
    said: list = []
    reader = reader_of(said)
    reader._follower = Slowly(*BATCHES)
    await reader.follow()
    # With the last word taken back, nothing stands: and that is told too.
    assert said == [(BLOCK, ALLOW), (BLOCK,), ()]


async def test_what_comes_while_words_are_obeyed_is_obeyed_together() -> None:
    said: list = []
    going_on = threading.Event()

    def obey(words) -> None:
        said.append(words)
        assert going_on.wait(10)

    reader = ControlReader(BrokerSettings(), obey)
    portions = [[word(b"%d" % n, encode(BLOCK))] for n in range(600)]

    async def hand_on(take) -> None:
        for records in portions:
            await take(records)
            await asyncio.sleep(0)
        going_on.set()
        await asyncio.sleep(0.1)

    reader._follower = SimpleNamespace(for_ever=hand_on)
    await reader.follow()
    # One rebuilding for each of 300,000 words' portions took hours.
    assert len(said) <= 3
    assert len(said[-1]) == 600


async def test_words_that_cannot_be_obeyed_stop_nothing(caplog) -> None:
    said: list = []

    def obey(words) -> None:
        if len(words) == 1:
            raise ValueError("not these")
        said.append(words)

    reader = ControlReader(BrokerSettings(), obey)
    reader._follower = Slowly([word(b"a", encode(BLOCK))], [word(b"b", encode(ALLOW))])
    await reader.follow()
    assert said == [(BLOCK, ALLOW)]
    assert "news.control.v1: not obeyed" in caplog.text


@pytest.mark.parametrize("wrong", ['"type": "stone"', '"name": ""', '"name": " \u2003"'])
def test_an_entry_that_no_dictionary_takes_is_passed_over_and_named(wrong, caplog) -> None:
    entry = '{"kind": "entry", "name": "海鹭7轮", "action": "add", "type": "product", %s}'
    reader = ControlReader(BrokerSettings(), lambda _: None)
    assert not reader.take(b"k", (entry % wrong).encode())
    assert "news.control.v1: a record is passed over: " in caplog.text
