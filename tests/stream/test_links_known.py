"""What the whole stream knows of links reaches the dedup stage, in every grouping, and late."""

from __future__ import annotations

import msgspec
import pytest

from pipeline.dedup.deduplicator import Deduplicator
from pipeline.dedup.links.known_links import KnownLinks
from pipeline.settings import BrokerSettings
from pipeline.stages import shipped
from pipeline.stream.followed.link_watch import LinkWatch
from pipeline.stream.metrics import Stats
from pipeline.text.fingerprint import partition_of
from pipeline.text.lines import from_columns, to_columns
from pipeline.topology import GROUPINGS, LINKS
from tests.stream.behaviours import envelope
from tests.stream.tiny import TinyCleaner, TinyStages
from tests.stream.worlds import MemoryWorld

HEADLINE = "灯塔博物馆迎来首批访客"
SENTENCE = "渡口的老船工每天清早仍去看水位"


class Doubting(TinyCleaner):
    """Lines that begin with "? " are body, in deep doubt."""

    def __call__(self, raw):
        clean = super().__call__(raw)
        lines = [
            msgspec.structs.replace(line, score=0.3)
            if clean.text.startswith("? ", line.start)
            else line
            for line in from_columns(clean.lines)
        ]
        return msgspec.structs.replace(clean, lines=to_columns(lines))


def sites_of(partition: int, partitions: int) -> list[str]:
    names = [f"s{number}.example" for number in range(40)]
    return [name for name in names if partition_of(name, partitions) == partition]


def article(number: int, site: str, *lines: str) -> tuple[bytes, bytes]:
    body = f"第{number}篇稿子写的是河口镇今年第{number}次赶集，集上来了许多外乡人，热闹到傍晚才散。"
    url = f"https://{site}/{number}"
    return envelope("\n".join([body, *lines]), site=site, url=url), site.encode()


@pytest.mark.parametrize("grouping", sorted(GROUPINGS))
async def test_a_line_in_doubt_that_other_sites_link_to_is_boilerplate(grouping) -> None:
    known, stats = KnownLinks(), Stats()
    watch = LinkWatch(BrokerSettings(), known, stats)
    stages = TinyStages(clean=Doubting(), dedup=Deduplicator(prior=shipped.prior()))
    world = MemoryWorld(stages, GROUPINGS[grouping], partitions=2, known_links=known)
    near, far = sites_of(0, 2), sites_of(1, 2)

    async def removed(number: int, site: str) -> list[dict]:
        value, key = article(number, site, f"? {HEADLINE}", f"? {SENTENCE}")
        place = await world.publish(value, key=key)
        (outcome,) = (await world.outcomes([place]))[place]
        return outcome.document["enrichment"]["boilerplate"]["removed"]

    for number, site in enumerate((near[0], near[1], near[0])):
        value, key = article(number, site, f"- {HEADLINE}")
        await world.publish(value, key=key)
    # The other partition's memory knows nothing of it, and the links topic was not read yet.
    assert await removed(10, far[0]) == []
    for record in world.kafka.read(LINKS.name):
        watch.take(record.value)
    (piece,) = await removed(11, far[1])
    assert (piece["kind"], piece["reason"], piece["seenIn"]) == ("link", "link-elsewhere", 3)
    assert HEADLINE in piece["text"]
    record = next(iter((await world.links()).values()))
    assert (piece["linkId"], record["headline"]) == (record["id"], HEADLINE)


def test_what_is_no_link_is_passed_over() -> None:
    known, stats = KnownLinks(), Stats()
    watch = LinkWatch(BrokerSettings(), known, stats)
    for value in (None, b"{broken", b'{"id": 4}'):
        watch.take(value)
    assert len(known) == 0
