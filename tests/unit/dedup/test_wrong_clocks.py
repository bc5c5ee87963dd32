"""What 0.2.0 made of a clock in 2099, and how its tables recover."""

import pytest

from pipeline.dedup.deduplicator import Deduplicator
from pipeline.dedup.tables.day_window import DayWindow
from pipeline.stages import shipped
from pipeline.text.times.believed import DAY
from pipeline.types.records import Alias
from tests.unit.dedup.pages import LIBRARY, RIVER, page

FAR = 4_070_908_800.0  # 2099-01-01
NOW = 1_700_000_000.0
LINK = "老街夜市重新开张迎来首批客人"


class Worker:
    """The stage on its tables; without a clock it believes every time, as 0.2.0 did."""

    def __init__(self, tables=None) -> None:
        self.stage = Deduplicator(prior=shipped.prior())
        self.tables = tables or {name: {} for name in ("memory", "rows", "decisions", "links")}
        self.index = self.stage.index(self.tables["rows"])
        self.offset = 0

    def read(self, clean, **clock):
        """Return what an article is to those before it, and the links whose records go."""
        tables = self.tables
        self.offset += 1
        opened = self.stage.open(
            clean, tables["memory"], partition=0, offset=self.offset, **clock
        )  # fmt: skip
        matches = [self.index.match(each, **clock) for each in opened.postings]
        done = self.stage.decide(opened.pending, matches, tables["decisions"], **clock)
        for each in done.postings:
            self.index.match(each, **clock)
        seen = [
            self.stage.apply_sighting(each, tables["links"], **clock) for each in opened.sightings
        ]
        gone = tuple(name for _, forgotten in seen for name in forgotten)
        return done.article.duplicate, gone


def dated(number, time, body=RIVER, **how):
    return page(body, number=number, event_time=time, **how)


def lasts(tables):
    """Return the last day of each window."""
    heads = [value for table in tables.values() for key, value in table.items() if key[-1] == "#"]
    return [int(head.split()[1]) for head in heads]


@pytest.mark.parametrize("restarted", [False, True])
def test_a_state_that_believed_a_wrong_clock_recovers(restarted):
    worker = Worker()
    worker.read(dated(1, FAR, LIBRARY, links=[LINK]))
    # That ended dedup for good: what came after it was too old to be remembered.
    worker.read(dated(2, NOW))
    assert worker.read(dated(3, NOW))[0].status == "original"
    assert set(lasts(worker.tables)) == {int(FAR // DAY)}
    if restarted:
        again = Worker(worker.tables)
        again.offset = worker.offset
        worker = again
    worker.read(dated(4, NOW, links=[f"{LINK}们"]), now=NOW)
    duplicate, _ = worker.read(dated(5, NOW + DAY), now=NOW + DAY)
    assert (duplicate.status, duplicate.of[-1]) == ("exact", "4")
    assert set(lasts(worker.tables)) <= {int(NOW // DAY) + 1, int(NOW // DAY) + 2}


def test_a_record_of_0_2_0_that_is_still_under_way_moves_no_window():
    worker = Worker()
    worker.read(dated(1, NOW, links=[LINK]), now=NOW)
    _, gone = worker.read(dated(2, FAR, LIBRARY, links=[LINK + "了"]), now=NOW)
    assert gone == ()
    assert worker.read(dated(3, NOW + 9), now=NOW + 9)[0].of[-1] == "1"


def test_the_names_of_stories_are_a_window_too():
    stage, decisions = Deduplicator(prior=shipped.prior()), {}
    names = DayWindow(decisions, scope="0.names", days=30)
    names.put("far", b"", time=FAR)
    joined = Alias(kind="story", old="b", new="a", old_time=NOW + 9, new_time=NOW)
    assert stage.join(joined, decisions, now=NOW) == ((joined,), ())
    assert decisions["0.names#"] == b"%d %d" % (NOW // DAY, NOW // DAY + 1)
