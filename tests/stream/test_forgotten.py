"""What bounded tables forgot is a metric, whichever agent does the work."""

from __future__ import annotations

import pytest

from pipeline.codec import encode
from pipeline.dedup.deduplicator import Deduplicator
from pipeline.dedup.learnt.affixes import Sizes
from pipeline.dedup.links.known_links import KnownLinks
from pipeline.settings import BrokerSettings
from pipeline.stages import shipped
from pipeline.stream.followed.link_watch import LinkWatch
from pipeline.stream.metrics import Stats
from pipeline.text.fingerprint import hash64
from pipeline.topology import GROUPINGS
from pipeline.types.records import LinkRecord
from tests.stream.behaviours import envelope
from tests.stream.memory import NOW
from tests.stream.tiny import TinyStages
from tests.stream.worlds import MemoryWorld

DAY = 86_400


def forgotten(stats: Stats, table: str) -> float:
    name = "news_forgotten_entries_total"
    return stats.registry.get_sample_value(name, {"table": table}) or 0


@pytest.mark.parametrize("grouping", sorted(GROUPINGS))
async def test_lines_affixes_and_stories_that_made_room_are_counted(grouping) -> None:
    small = Sizes(texts=(2, 4), affixes=(2, 4), prefixes=(2, 4), lines=(2, 4))
    stages = TinyStages(dedup=Deduplicator(prior=shipped.prior(), sizes=small, window_days=2))
    world = MemoryWorld(stages, GROUPINGS[grouping], partitions=1)
    for number in range(12):
        links = "\n".join(f"- 第{number}号渡船改在{each}号码头靠岸" for each in range(9))
        text = f"第{number}天的江面上起了雾，{number * 7}条渡船都停在对岸等着天亮。\n{links}"
        world.kafka.publish("news.raw.v1", envelope(text), timestamp=NOW + number * DAY)
    await world.outcomes([])
    totals = {
        table: sum(forgotten(worker.stats, table) for worker in world.workers)
        for table in ("affix-memory", "site-lines", "story-index")
    }
    assert totals["affix-memory"] > 90
    assert totals["site-lines"] > 90
    assert 8 <= totals["story-index"] <= 10


async def test_links_of_the_stream_that_made_room_are_counted() -> None:
    stats, known = Stats(), KnownLinks(slots=16, generations=2)
    watch = LinkWatch(BrokerSettings(), known, stats)
    records = [
        Record(
            encode(
                LinkRecord(
                    id=f"{hash64(str(number)):016x}", headline="x", decorations=(), sites=("a", "b"),
                    site_count=2, first_seen=1.0, last_seen=1.0, count=3,
                )
            )
        )
        for number in range(100)
    ]  # fmt: skip
    for some in (records[:60], records[60:]):
        await watch._take_all(some)
    assert forgotten(stats, "known-links") == known.forgotten == 100 - len(known)
    assert stats.registry.get_sample_value("news_known_links") == len(known)


class Record:
    def __init__(self, value: bytes) -> None:
        self.value = value
