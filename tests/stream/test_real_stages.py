"""The real stages over topics: every grouping gives the same events, one by one or in batches."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from pipeline.settings import load_settings
from pipeline.stages.built import build_stages
from pipeline.topology import GROUPINGS
from tests.stream.behaviours import envelope
from tests.stream.test_agents import comparable
from tests.stream.worlds import MemoryWorld

LINKS = (
    "江边步道下月开放给行人",
    "县里的图书馆周末延长开放时间",
    "气象台：未来三天有小到中雨",
    "老街改造后首批商户开门迎客",
    "今年的早稻收割已经过半",
)


def page(number: int, *, decoration: str = "") -> str:
    """Return an article of our own writing with a headline, two paragraphs and five links."""
    lines = [
        f"第{number}座桥今天通车",
        f"镇上的第{number}座桥今天上午通车，车辆可以双向通行，货车仍要绕行老路。",
        f"桥长{200 + number}米，由县交通局局长顾明远剪彩，工期比计划提前了两个月。",
        "相关阅读：",
        *(f"- {decoration}{link}" for link in LINKS),
    ]
    return "\n".join(lines)


def records() -> list[tuple[bytes, bytes]]:
    """Return `(key, value)`: originals, copies, updates, withdrawals and what is no article."""
    found = []
    for number in range(8):
        site = f"s{number % 3}.example"
        url = f"https://{site}/bridge/{number}"
        found.append(
            (
                site,
                envelope(
                    page(number % 5, decoration="快讯："[: number % 2 * 3]), site=site, url=url
                ),
            )
        )
    found.append(
        ("s1.example", envelope(page(9), site="s1.example", url="https://s1.example/bridge/1"))
    )
    found.append(
        ("s0.example", envelope(page(0), site="s0.example", url="https://s0.example/bridge/0"))
    )
    found.append(("s2.example", b'{"text": 4}'))
    found.append(
        (
            "s1.example",
            envelope(
                "", site="s1.example", url="https://s1.example/bridge/4", pub_status="canceled"
            ),
        )
    )
    return [(key.encode(), value) for key, value in found]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list]:
    """What became of each record, by grouping; of `all` also record by record."""
    settings = load_settings(partitions=1, data_dir=Path(tmp_path_factory.mktemp("data")))
    stages = build_stages(settings, ("clean", "dedup", "extract"))
    return {
        f"{name} by {size}": list(run(stages, GROUPINGS[name], size))
        for name in sorted(GROUPINGS)
        for size in (1, 200)
    }


def run(stages, grouping, size: int) -> list:
    async def outcomes() -> list:
        world = MemoryWorld(stages, grouping, partitions=1, batch_size=size)
        places = [await world.publish(v, key=k, partition=0) for k, v in records()]
        found = await world.outcomes(places)
        return [comparable(found[place]) for place in places]

    return asyncio.run(outcomes())


def test_every_record_has_one_outcome(results: dict[str, list]) -> None:
    assert {name: [len(o) for o in found] for name, found in results.items()} == {
        name: [1] * len(records()) for name in results
    }


def test_every_grouping_gives_the_same_events(results: dict[str, list]) -> None:
    first = results["all by 1"]
    for name, found in results.items():
        assert found == first, name


def test_there_is_something_to_compare(results: dict[str, list]) -> None:
    events = "".join(str(outcome) for outcome in results["all by 1"])
    for word in ('"exact"', '"update"', '"original"', '"canceled"', "wrong-type", "顾明远"):
        assert word in events, word
