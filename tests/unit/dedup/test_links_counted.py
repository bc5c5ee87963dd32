"""Link records: counted once a sighting, taken back, bounded; and an operator's word on links."""

import msgspec
import pytest

from pipeline.dedup.deduplicator import Deduplicator
from pipeline.dedup.doubtful_lines import Overrides
from pipeline.dedup.links.link_records import (
    MOST_DECORATIONS,
    MOST_SITES,
    LinkRecords,
    counted,
)
from pipeline.offline.dedup import OfflineDedup
from pipeline.stages import shipped
from pipeline.types.records import LinkRecord, LinkSighting
from tests.unit.dedup.pages import LIBRARY, RIVER, page

HEADLINE = "灯塔博物馆迎来首批访客"


def sighting(offset, *, partition=0, site="a.example", time=1.7e9, **more):
    return LinkSighting(
        id="00ff", headline=HEADLINE, surface=HEADLINE, decorations=("环球速递",), site=site,
        event_time=time, partition=partition, offset=offset, **more,
    )  # fmt: skip


def test_a_sighting_counts_once():
    stage, table = Deduplicator(prior=shipped.prior()), {}
    assert stage.apply_sighting(sighting(5), table)[0].count == 1
    state = dict(table)
    assert stage.apply_sighting(sighting(5), table) == (None, ())
    assert table == state
    record, _ = stage.apply_sighting(sighting(1, partition=1, site="b.example", time=1.6e9), table)
    assert (record.count, record.site_count, record.applied) == (2, 2, {0: 5, 1: 1})
    assert (record.first_seen, record.last_seen) == (1.6e9, 1.7e9)


def test_links_not_seen_within_the_window_are_named_when_they_are_forgotten():
    stage, table = Deduplicator(prior=shipped.prior(), window_days=3), {}
    day = 86_400.0
    old, kept, new = (
        msgspec.structs.replace(sighting(n), id=f"{n:016x}", event_time=1.7e9 + days * day)
        for n, days in ((1, 0), (2, 0), (3, 4))
    )
    assert stage.apply_sighting(old, table)[1] == ()
    stage.apply_sighting(kept, table)
    again = msgspec.structs.replace(kept, offset=9, event_time=1.7e9 + 2 * day)
    assert stage.apply_sighting(again, table)[1] == ()
    record, forgotten = stage.apply_sighting(new, table)
    assert (record.id, forgotten) == (new.id, (old.id,))
    assert stage.apply_sighting(msgspec.structs.replace(kept, offset=10), table)[0].count == 3


def test_a_sighting_taken_back():
    stage, table = Deduplicator(prior=shipped.prior()), {}
    stage.apply_sighting(sighting(1), table)
    stage.apply_sighting(sighting(2, site="b.example"), table)
    record, _ = stage.apply_sighting(sighting(3, withdrawn=True), table)
    assert record.count == 1
    assert stage.apply_sighting(sighting(3, withdrawn=True), table) == (None, ())


def test_sites_are_counted_beyond_those_named():
    stage, table = Deduplicator(prior=shipped.prior()), {}
    for number in range(MOST_SITES + 6):
        record, _ = stage.apply_sighting(sighting(number, site=f"s{number}.example"), table)
    assert (len(record.sites), record.site_count) == (MOST_SITES, MOST_SITES + 6)


def test_a_withdrawn_article_takes_its_sightings_back():
    stage, memory = Deduplicator(prior=shipped.prior()), {}
    seen = stage.open(page(links=[HEADLINE]), memory, partition=0, offset=0).sightings
    gone = stage.open(page(pub_status="canceled"), memory, partition=0, offset=1).sightings
    assert [(s.id, s.withdrawn) for s in gone] == [(s.id, True) for s in seen] != []


def test_an_allowed_link_stays_in_the_body_and_a_blocked_one_never():
    name = OfflineDedup()(page(links=[HEADLINE])).links[0].id
    allowed = Deduplicator(
        prior=shipped.prior(), overrides=Overrides(allowed_links=frozenset({name}))
    )
    article = OfflineDedup(allowed)(page(RIVER, [HEADLINE]))
    assert article.links == ()
    assert article.body == f"{RIVER}\n{HEADLINE}"
    blocked = Deduplicator(
        prior=shipped.prior(), overrides=Overrides(blocked_links=frozenset({name}))
    )
    article = OfflineDedup(blocked)(page(f"{LIBRARY}\n{HEADLINE}"))
    assert article.body == LIBRARY
    assert [link.id for link in article.links] == [name]


def counts(*sightings):
    record = None
    for each in sightings:
        record = counted(record, each)
    return record


def test_a_first_sighting_is_the_record():
    first = sighting(5, partition=2, site="b.example")
    assert counted(None, first) == LinkRecord(
        id="00ff", headline=HEADLINE, decorations=("环球速递",), sites=("b.example",), site_count=1,
        first_seen=1.7e9, last_seen=1.7e9, count=1, applied={2: 5},
    )  # fmt: skip
    assert counted(None, sighting(5, withdrawn=True)) is None
    twice = msgspec.structs.replace(first, decorations=("甲", "乙", "甲"))
    assert counted(None, twice).decorations == ("甲", "乙")


@pytest.mark.parametrize(
    ("partition", "offset", "count"), [(0, 5, 1), (0, 4, 1), (0, 6, 2), (1, 0, 2), (1, 5, 2)]
)
def test_an_offset_counts_once_a_partition(partition, offset, count):
    first = counted(None, sighting(5))
    found = counted(first, sighting(offset, partition=partition))
    assert found.count == count
    assert (found is first) == (count == 1)


@pytest.mark.parametrize(
    ("headline", "time", "kept"),
    [
        ("早的", 1.6e9, "早的"),
        ("晚的", 1.8e9, HEADLINE),
        ("A", 1.7e9, "A"),
        ("龟", 1.7e9, HEADLINE),
    ],
)
def test_the_earliest_headline_stands(headline, time, kept):
    later = msgspec.structs.replace(sighting(6, time=time), headline=headline)
    found = counts(sighting(5), later)
    assert found.headline == kept
    assert (found.first_seen, found.last_seen) == (min(1.7e9, time), max(1.7e9, time))


def test_a_site_counts_once_and_a_withdrawal_no_site():
    found = counts(
        sighting(1), sighting(2), sighting(3, site="b"), sighting(4, site="c", withdrawn=True)
    )
    assert (found.count, found.sites, found.site_count) == (2, ("a.example", "b"), 2)
    assert found.applied == {0: 4}


def test_a_count_is_never_below_nothing():
    assert counts(sighting(1), *(sighting(n, withdrawn=True) for n in (2, 3))).count == 0


def test_32_decorations_and_64_sites_are_named():
    assert (MOST_SITES, MOST_DECORATIONS) == (64, 32)
    words = tuple(f"栏目{n}" for n in range(33))
    whole = msgspec.structs.replace(sighting(1), decorations=words)
    assert counted(None, whole).decorations == words[:32]
    few = msgspec.structs.replace(sighting(1), decorations=words[:31])
    found = counts(few, msgspec.structs.replace(sighting(2), decorations=(words[0], *words[31:])))
    assert found.decorations == words[:32]
    found = counts(*(sighting(n, site=str(n)) for n in range(65)), sighting(65, site="0"))
    assert (found.sites, found.site_count) == (tuple(map(str, range(64))), 65)
    # One that is not named cannot be told from a new one.
    assert counted(found, sighting(66, site="64")).site_count == 66


def test_records_of_two_partitions_of_links_are_apart():
    table = {}
    one, other = (LinkRecords(table, scope=scope, days=3) for scope in "01")
    one.apply(sighting(1))
    assert (one.get("00ff").count, other.get("00ff")) == (1, None)
    assert one.apply(sighting(1)) == (None, ())
    assert other.apply(sighting(1, withdrawn=True)) == (None, ())


def test_a_link_was_not_seen_on_a_day_to_come():
    far = counted(None, sighting(1, time=9e9))
    assert far.last_seen == 9e9
    mended = counted(far, sighting(2, time=50.0), until=100.0)
    assert (mended.first_seen, mended.last_seen) == (50.0, 50.0)
    assert counted(mended, sighting(3, time=9e9), until=100.0).last_seen == 100.0
    assert counted(mended, sighting(3, time=40.0), until=100.0).last_seen == 50.0
