"""The links' topic followed: what it says goes into the filter, and the metrics say how many."""

from __future__ import annotations

import asyncio

import pytest

from pipeline.codec import encode
from pipeline.dedup.links.known_links import KnownLinks
from pipeline.settings import BrokerSettings
from pipeline.stream.followed.link_watch import LinkWatch
from pipeline.stream.metrics import Stats
from pipeline.topology import LINKS
from pipeline.types.records import LinkRecord
from tests.topics_in_memory import Topics

SETTINGS = BrokerSettings(broker="kafka.example:9092")


def told(stats: Stats) -> tuple[int, int]:
    """Return how many links the metrics say are known, and how many were forgotten."""
    read = stats.registry.get_sample_value
    lost = read("news_forgotten_entries_total", {"table": "known-links"})
    return int(read("news_known_links") or 0), int(lost or 0)


def link(number: int, *, count: int = 3) -> bytes:
    return encode(
        LinkRecord(
            id=f"{number:016x}", headline="雾中停航", decorations=(), sites=("a.example",),
            site_count=2, first_seen=1.0, last_seen=2.0, count=count,
        )
    )  # fmt: skip


def watch_of(known: KnownLinks, stats: Stats) -> LinkWatch:
    return LinkWatch(SETTINGS, known, stats)


def test_what_is_no_link_is_passed_over_and_named(caplog) -> None:
    known = KnownLinks()
    watch = watch_of(known, Stats())
    for value in (None, b"{broken", b'{"id": "1"}', link(1)):
        watch.take(value)
    assert len(known) == 1
    assert [each.startswith("news.links.v1: a record is passed") for each in caplog.messages] == [
        True, True,
    ]  # fmt: skip


async def test_what_stands_and_what_comes_is_known(monkeypatch) -> None:
    topics = Topics().install(monkeypatch)
    # Two generations of four slots, three of them in use: of seven links the first is forgotten.
    known, stats = KnownLinks(slots=4, generations=2), Stats()
    for number in range(1, 4):
        topics.add(LINKS.name, link(number), key=b"%d" % number)
    following = asyncio.create_task(watch_of(known, stats).follow())
    async with asyncio.timeout(10):
        while told(stats)[0] < 3:  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0.01)
    assert told(stats) == (3, 0)
    for number in range(4, 8):
        topics.add(LINKS.name, link(number), key=b"%d" % number)
    async with asyncio.timeout(10):
        while not told(stats)[1]:  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0.01)
    following.cancel()
    with pytest.raises(asyncio.CancelledError):
        await following
    assert told(stats) == (len(known), 7 - len(known))
    assert topics.open_clients == 0
