"""A clock in 2099 moves no window: an article finds its copies before and after, in all groupings."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline.settings import load_settings
from pipeline.stages.built import Stages, build_stages
from pipeline.topology import GROUPINGS, RAW
from tests.stream.behaviours import envelope
from tests.stream.worlds import MemoryWorld

FAR = 4_070_908_800.0  # 2099-01-01
DAY = 86_400.0
# What a worker cannot believe came now, by its own clock.
NOW = float(int(time.time()))
TEXT = "江边的旧船坞今天改成了图书馆，三层楼里摆着四万册书，靠窗的位子可以看见渡轮来去。"
OTHER = "第{}号渡轮换了新的发动机，船长说过江只要十一分钟，比从前快了整整四分钟。"


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    settings = load_settings(partitions=1, data_dir=Path(tmp_path_factory.mktemp("data")))
    return build_stages(settings, ("clean", "dedup", "extract"))


async def written(world: MemoryWorld, number: int, text: str, *, timestamp=NOW, **fields):
    """Publish an article; return its document."""
    url = f"https://a.example/{number}"
    value = envelope(text, site="a.example", url=url, **fields)
    sent = world.kafka.publish(RAW.name, value, key=b"a.example", timestamp=timestamp)
    place = (sent.partition, sent.offset)
    return (await world.outcomes([place]))[place][-1].document


@pytest.mark.parametrize("grouping", sorted(GROUPINGS))
async def test_a_wrong_clock_ends_no_dedup(grouping: str, stages: Stages) -> None:
    world = MemoryWorld(stages, GROUPINGS[grouping], partitions=2)
    first = await written(world, 0, TEXT, published_at=NOW)
    wrong = [
        await written(world, 1, OTHER.format(1), fetched_at=FAR),
        await written(world, 2, OTHER.format(22), published_at=FAR),
        await written(world, 3, OTHER.format(333), published_at=FAR, fetched_at=FAR),
        await written(world, 4, OTHER.format(4444), timestamp=FAR),
        await written(world, 5, OTHER.format(55555), timestamp=FAR, fetched_at=FAR),
        await written(world, 6, f"2099-01-01 08:00\n{OTHER.format(666)}"),
    ]
    copy = await written(world, 7, TEXT, published_at=NOW + DAY)
    assert copy["enrichment"]["duplicate"]["status"] == "exact"
    assert copy["enrichment"]["duplicate"]["story"] == first["uri"].removeprefix("urn:uuid:")
    for document in wrong:
        assert {"futureTime", "publishedUnknown"} <= set(document["enrichment"]["quality"])
        assert "contentCreated" not in document
        assert document["firstCreated"] < "2099"
    jumps = [
        worker.stats.registry.get_sample_value("news_clock_jumps_total") for worker in world.workers
    ]
    assert sum(jumps) == len(wrong)
