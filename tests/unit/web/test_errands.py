"""What a page asks of the broker: away from the loop that serves, one at a time, and not for ever."""

import asyncio
import threading
import time

import pytest

from pipeline.errors import BrokerError
from pipeline.settings import BrokerSettings
from pipeline.web.errands import Errands

SETTINGS = BrokerSettings(broker="kafka.example:9092")


async def test_it_runs_away_from_the_loop_that_serves():
    async def work():
        time.sleep(0.3)  # what decodes a topic does not give way  # noqa: ASYNC251
        return threading.get_ident()

    served = 0

    async def serve():
        nonlocal served
        while True:
            served += 1
            await asyncio.sleep(0.01)

    serving = asyncio.create_task(serve())
    assert await Errands(SETTINGS).run(work) != threading.get_ident()
    serving.cancel()
    assert served > 5


async def test_one_at_a_time():
    running, most = 0, 0

    async def work():
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.02)
        running -= 1

    errands = Errands(SETTINGS)
    await asyncio.gather(*(errands.run(work) for _ in range(4)))
    assert most == 1


async def test_what_takes_too_long_is_given_up_and_the_next_one_runs():
    errands = Errands(SETTINGS, within=0.1)
    with pytest.raises(BrokerError, match=r"kafka.example:9092: that took longer than 0 s"):
        await errands.run(lambda: asyncio.sleep(30))
    assert await errands.run(lambda: asyncio.sleep(0, "done")) == "done"


async def test_without_a_broker_nothing_is_tried():
    with pytest.raises(BrokerError, match="no broker is named"):
        await Errands(BrokerSettings(broker="")).run(lambda: asyncio.sleep(0))
