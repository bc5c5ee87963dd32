"""How long a worker's loop stands still while names arrive: `python -m benches.loop_hold`.

The longest hold is told in processor time of the process between two turns of the loop, so that
what else runs on the machine does not count; in a quiet process it is what a heartbeat waits.
"""

from __future__ import annotations

import argparse
import asyncio
import time

from pipeline.stages.built import Stages
from pipeline.stages.garbage import look_seldom, settle
from pipeline.types.records import Control


def words(count: int) -> tuple[Control, ...]:
    """Return `count` entries, each with one alias."""
    return tuple(
        Control(
            kind="entry",
            name=f"新名字{n:06d}号{n * 7919 % 100_003:06d}",
            action="add",
            type="person",
            entity=f"e{n}",
            aliases=(f"别名{n}甲",),
        )
        for n in range(count)
    )


async def measured(stages: Stages, said: tuple[Control, ...]) -> tuple[float, float]:
    """Return the longest hold and the whole work, both in seconds of processor time."""
    holds = [0.0]

    async def turn() -> None:
        last = time.process_time()
        while True:
            await asyncio.sleep(0.001)
            now = time.process_time()
            holds.append(now - last)
            last = now

    turning = asyncio.create_task(turn())
    await asyncio.sleep(0.1)
    holds.clear()
    began = time.process_time()
    await asyncio.to_thread(stages.obey, said)
    took = time.process_time() - began
    turning.cancel()
    return max(holds), took


def main() -> None:
    """Print the longest hold of the first and of a second round of words."""
    parser = argparse.ArgumentParser(prog="python -m benches.loop_hold", description=__doc__)
    parser.add_argument("--words", type=int, default=300_000)
    count = parser.parse_args().words
    look_seldom()
    stages, said = Stages(("dedup", "extract")), words(count)
    settle()
    for name, now in (("arrive", said), ("one is taken back", said[1:])):
        hold, took = asyncio.run(measured(stages, now))
        print(f"{count:,} words, {name}: longest hold {hold * 1000:.0f} ms, in all {took:.1f} s")


if __name__ == "__main__":
    main()
