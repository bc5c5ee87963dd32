"""Withdrawals of what is known, of what is not, and of what comes later; and articles sent again."""

import msgspec
import pytest

from pipeline.dedup.deduplicator import Deduplicator
from pipeline.stages import shipped
from pipeline.types.articles import Origin, Published, Rejection
from pipeline.types.flags import WITHDRAWN_BEFORE
from tests.unit.dedup.pages import LIBRARY, RIVER, page

LINK = "灯塔博物馆迎来首批访客"
DAY = 86_400
AT = 1_700_000_000.0


class World:
    """Clean partitions, one shard and one partition of decisions: all that the stage remembers."""

    def __init__(self):
        self.stage = Deduplicator(prior=shipped.prior(), window_days=3)
        self.lines, self.decisions, self.rows = {}, {}, {}
        self.index = self.stage.index(self.rows)
        self.offset = 0
        self.told = []

    def __call__(self, clean, *, partition=0):
        self.offset += 1
        opened = self.stage.open(clean, self.lines, partition=partition, offset=self.offset)
        self.told = [(s.id, s.withdrawn) for s in opened.sightings]
        matches = [self.index.match(posting) for posting in opened.postings]
        done = self.stage.decide(opened.pending, matches, self.decisions)
        if isinstance(done, Rejection):
            return done
        for posting in done.postings:
            self.index.match(posting)
        return done.article

    def state(self):
        return dict(self.lines), dict(self.decisions), dict(self.rows)


@pytest.fixture
def world():
    return World()


def article(**more):
    return page(links=[LINK], **more)


def withdrawal(**more):
    return page("", version="none", pub_status="canceled", **more)


def is_unknown(found):
    return isinstance(found, Rejection) and (found.stage, found.reason) == (
        "dedup", "unknown-article",
    )  # fmt: skip


def test_a_withdrawal_of_what_nobody_knows_is_rejected_each_time(world):
    assert is_unknown(world(withdrawal()))
    state = world.state()
    assert is_unknown(world(withdrawal(event_time=AT + 60)))
    assert world.state() == state


def test_what_comes_after_its_withdrawal_stays_withdrawn_and_leaves_nothing(world):
    world(withdrawal())
    first = world(article())
    assert world.told == []
    assert (first.facts.pub_status, first.facts.flags) == ("canceled", (WITHDRAWN_BEFORE,))
    assert (first.duplicate.status, first.duplicate.story) == ("original", first.facts.id)
    assert first.body == RIVER
    assert world(article(event_time=AT + 60)) == first
    assert world.told == []
    assert is_unknown(world(withdrawal()))
    # Nobody is its copy, and another version stays withdrawn too.
    assert world(article(number=2)).duplicate.status == "original"
    assert world(page(LIBRARY, version="v2")).facts.pub_status == "canceled"


def test_what_comes_under_another_site_after_its_withdrawal_is_forgotten_too(world):
    world(withdrawal(), partition=1)
    first = world(article())
    assert (first.facts.pub_status, first.facts.flags) == ("canceled", (WITHDRAWN_BEFORE,))
    assert world(article()) == first
    copy = world(article(number=2))
    assert (copy.duplicate.status, copy.duplicate.story) == ("original", copy.facts.id)


def test_what_was_opened_as_withdrawn_stays_so_when_decisions_are_forgotten(world):
    world(withdrawal())
    world.decisions.clear()
    first = world(article())
    assert first.facts.pub_status == "canceled"
    world.lines.clear()
    assert world(article()).facts.pub_status == "canceled"


@pytest.mark.parametrize(("days", "status"), [(2, "canceled"), (3, "usable")])
def test_a_withdrawal_without_its_article_is_remembered_for_the_window(world, days, status):
    world(withdrawal(event_time=100.0 * DAY))
    world(page(LIBRARY, number=2, event_time=(100.0 + days) * DAY))
    assert world(article(event_time=(100.0 + days) * DAY)).facts.pub_status == status


@pytest.mark.parametrize("partition", [0, 1])
def test_a_known_article_is_withdrawn_whatever_site_the_withdrawal_names(world, partition):
    first = world(article())
    gone = world(withdrawal(), partition=partition)
    assert (gone.facts.pub_status, gone.facts.flags) == ("canceled", ())
    assert (gone.duplicate.status, gone.duplicate.story) == ("update", first.facts.id)
    assert world(article(number=2)).duplicate.status == "original"


def test_a_withdrawal_that_comes_again_says_the_same(world):
    world(article())
    ids = [name for name, _ in world.told]
    gone = world(withdrawal(event_time=AT + 60))
    assert world.told == [(name, True) for name in ids]
    state = world.state()
    assert world(withdrawal(event_time=AT + 120)) == gone
    assert world.told == []
    assert world.state() == state
    # In other words it is another event, of the same story.
    text = world(article(pub_status="canceled"))
    assert (text.facts.version, text.duplicate.status) == ("v1", "update")
    assert world.told == []
    assert world(withdrawal()).duplicate == gone.duplicate


def test_a_copy_withdrawn_with_its_text_says_what_it_was(world):
    world(article(number=1))
    copy = world(article(number=2))
    gone = [world(article(number=2, pub_status="canceled")) for _ in range(2)]
    assert gone[0] == gone[1]
    assert gone[0].duplicate == copy.duplicate


@pytest.mark.parametrize("times", [1, 2])
def test_a_withdrawn_article_that_comes_again_is_new(world, times):
    first = world(article(event_time=AT))
    for _ in range(times):
        world(withdrawal(event_time=AT + 60))
    back = world(article(event_time=AT + 120))
    assert (back.facts.pub_status, back.duplicate.status) == ("usable", "original")
    assert [withdrawn for _, withdrawn in world.told] == [False]
    assert (back.facts.first_seen, back.facts.event_time) == (first.facts.event_time, AT + 120)
    assert world(withdrawal()).facts.pub_status == "canceled"
    assert [withdrawn for _, withdrawn in world.told] == [True]


def sent(time, **more):
    published = Published(
        value=f"2024-03-01T00:{int(time - AT) // 60:02}:00Z",
        precision="second", source="fetch", zone_assumed=False,
    )  # fmt: skip
    clean = article(
        event_time=time, fetched_at=time, published=published, url=f"https://a.example/1?from={time}",
        alt_ids=(f"x-{time}",), flags=(f"unknownField:{time}",), **more,
    )  # fmt: skip
    origin = Origin(source_id=str(time), partition=0, offset=int(time - AT), feed=f"feed {time}")
    return msgspec.structs.replace(clean, facts=msgspec.structs.replace(clean.facts, origin=origin))


def test_an_article_sent_again_says_all_that_it_said_but_where_its_record_stood(world):
    first = world(sent(AT))
    again = world(sent(AT + 600))
    assert again.facts.origin.offset == 600
    where = {name: getattr(again.facts.origin, name) for name in ("source_id", "offset")}
    origin = msgspec.structs.replace(first.facts.origin, **where)
    facts = msgspec.structs.replace(first.facts, origin=origin)
    assert again == msgspec.structs.replace(first, facts=facts)
    assert again.facts.first_seen == AT


def test_the_first_sight_is_that_of_all_versions(world):
    world(sent(AT))
    second = world(sent(AT + 600, version="v2"))
    assert (second.facts.first_seen, second.facts.event_time) == (AT, AT + 600)
    assert second.facts.alt_ids == (f"x-{AT + 600}",)
    gone = world(withdrawal(event_time=AT + 900))
    assert (gone.facts.first_seen, gone.facts.event_time) == (AT, AT + 900)


def test_a_row_without_a_first_sight_begins_with_this_one(world):
    from pipeline.dedup.tables.day_window import DayWindow
    from pipeline.dedup.tables.decision_row import decision_key
    from pipeline.dedup.tables.opened_row import OpenedRow, pack_opened

    row = OpenedRow(version="v1", source=(0, 7), links=())
    opened = DayWindow(world.lines, scope="0.opened", days=3)
    opened.put(decision_key(article().facts.id), pack_opened(row), time=AT)
    assert world(article(event_time=AT + 5)).facts.first_seen == AT + 5
