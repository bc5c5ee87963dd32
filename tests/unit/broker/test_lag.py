"""How far a group is behind: counted from what it can read next."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from aiokafka import TopicPartition

from pipeline.broker import lag as lag_room
from pipeline.broker.lag import Lag, read_lag
from pipeline.settings import BrokerSettings

SETTINGS = BrokerSettings(broker="kafka.example:9092")
PLACE = TopicPartition("t", 0)


class Log:
    """A consumer of one partition that begins and ends, with records at some offsets."""

    begin, end = 10, 100

    def __init__(self, records=range(200), **how) -> None:
        self.records = records
        self.how = how
        self.at = 0
        self.stopped = False
        self.held: set = set()

    async def start(self):
        pass

    async def stop(self):
        self.stopped = True

    async def end_offsets(self, partitions):
        return dict.fromkeys(partitions, self.end)

    async def beginning_offsets(self, partitions):
        return dict.fromkeys(partitions, self.begin)

    def assign(self, partitions):
        pass

    def seek(self, tp, offset):
        self.at = offset

    def paused(self):
        return self.held

    def pause(self, *partitions):
        self.held |= set(partitions)

    async def position(self, tp):
        return self.at

    async def getmany(self, *, timeout_ms):
        found = [SimpleNamespace(offset=n) for n in self.records if self.at <= n < self.end]
        self.at = self.end
        return {PLACE: found} if found else {}


@pytest.fixture
def behind(monkeypatch):
    async def run(offset, log) -> Lag:
        def opened(**how):
            log.how = how
            return log

        monkeypatch.setattr(lag_room, "AIOKafkaConsumer", opened)
        offsets = {} if offset is None else {PLACE: SimpleNamespace(offset=offset)}
        (row,) = await read_lag(SETTINGS, [PLACE], offsets)
        assert log.stopped
        assert log.how["isolation_level"] == "read_committed"
        return row

    return run


@pytest.mark.parametrize(
    ("offset", "committed", "lag"),
    [
        (None, None, 90),
        (-1, None, 90),
        (0, 0, 90),  # deleted since: what is gone is no lag
        (9, 9, 90),
        (10, 10, 90),
        (11, 11, 89),
        (100, 100, 0),
        (101, 101, 0),  # committed after the end was asked for
    ],
)
async def test_lag_counts_from_the_commit_or_from_what_is_still_there(
    behind, offset, committed, lag
) -> None:
    row = await behind(offset, Log())
    assert row == Lag(topic="t", partition=0, committed=committed, end=100, lag=lag)


@pytest.mark.parametrize(("records", "lag"), [((), 0), ((98,), 2), ((20, 98), 2), ((99,), 1)])
async def test_markers_and_what_was_aborted_are_no_lag(behind, records, lag) -> None:
    assert (await behind(50, Log(records))).lag == lag
