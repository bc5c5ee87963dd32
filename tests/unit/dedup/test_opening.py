"""A page opened: what is told to others, once, and what is kept for the day it comes again."""

import msgspec
import pytest

from pipeline.dedup.deduplicator import Deduplicator
from pipeline.dedup.doubtful_lines import Overrides
from pipeline.dedup.learnt.affixes import Sizes
from pipeline.stages import shipped
from pipeline.text.lines import from_columns, to_columns
from pipeline.types.records import Alias
from tests.unit.dedup.pages import LIBRARY, RIVER, page

HEADLINE = "灯塔博物馆迎来首批访客"
CUT = "灯塔博物馆迎来首批…"
DAY = 86_400


class Partition:
    """One clean partition: pages opened one after the other."""

    def __init__(self, **how):
        self.stage = Deduplicator(prior=shipped.prior(), **how)
        self.table = {}
        self.offset = 0

    def open(self, clean, *, offset=None, partition=3):
        if offset is None:
            offset, self.offset = self.offset, self.offset + 1
        return self.stage.open(clean, self.table, partition=partition, offset=offset)


def numbered(count):
    return [f"第{n}座灯塔今夜又亮灯" for n in range(count)]


def test_a_sighting_says_what_was_seen_and_where():
    clean = page(links=[f"- 环球速递:{HEADLINE}"], site="b.example", event_time=1.7e9)
    (seen,) = Partition().open(clean, offset=7).sightings
    assert (seen.headline, seen.surface, seen.decorations) == (HEADLINE, HEADLINE, ("环球速递",))
    assert (seen.site, seen.event_time, seen.partition, seen.offset) == ("b.example", 1.7e9, 3, 7)
    assert not seen.withdrawn


def test_a_link_that_stands_twice_on_a_page_is_told_once_as_it_stood_first():
    (seen,) = Partition().open(page(links=[f"{HEADLINE}_今日要闻", HEADLINE])).sightings
    assert seen.decorations == ("今日要闻",)


@pytest.mark.parametrize(("links", "told"), [(999, 999), (1000, 1000), (1001, 1000)])
def test_a_thousand_links_of_a_page_are_told(links, told):
    opened = Partition().open(page(links=numbered(links)))
    assert len(opened.sightings) == told
    assert len(opened.pending.draft.links) == links
    assert opened.sightings[0].headline == "第0座灯塔今夜又亮灯"


def test_64_links_are_kept_for_the_day_they_are_taken_back():
    part = Partition()
    first = part.open(page(links=numbered(70)))
    back = part.open(page(pub_status="canceled")).sightings
    assert [s.id for s in back] == [s.id for s in first.sightings[:64]]
    assert {(s.headline, s.surface, s.decorations, s.withdrawn) for s in back} == {
        ("", "", (), True)
    }
    assert {(s.partition, s.offset, s.site) for s in back} == {(3, 1, "a.example")}


def test_an_article_that_comes_again_names_its_first_source_and_links():
    part = Partition()
    first = part.open(page(links=[CUT]), offset=4)
    whole = part.open(page(LIBRARY, [HEADLINE], number=2), offset=5)
    again = part.open(page(links=[CUT, "旧码头变身露天剧场"]), offset=6)
    assert (first.pending.offset, again.pending.offset) == (4, 4)
    assert {p.offset for p in again.postings} == {4}
    # It is another page by its lines, so it is read anew: the cut one is known by another name
    # now. Whatever it names is told, with the first source.
    assert len(first.sightings) == 1
    assert [s.id for s in again.sightings] == [ref.id for ref in again.pending.draft.links]
    assert {s.offset for s in again.sightings} == {4}
    # The alias was told when the whole one came.
    assert (first.aliases, again.aliases) == ((), ())
    assert whole.aliases == (
        Alias(kind="link", old=first.sightings[0].id, new=again.pending.draft.links[0].id),
    )


def test_an_article_that_comes_again_is_read_as_it_was():
    """Whatever was learnt since: one event id has one content."""
    part = Partition()
    links = [
        CUT,
        "青萝小站:旧码头变身露天剧场",
        f"{HEADLINE}_今日要闻",
        "- 环球速递:老城墙今晨亮灯",
    ]
    clean = page(links=links)
    first = part.open(clean, offset=4)
    for number in range(2, 20):
        taught = [
            HEADLINE,
            f"青萝小站:第{number}座水塔改成书店",
            f"第{number}座水塔改成书店",
            *links[1:],
        ]
        part.open(page(f"{LIBRARY}{number}"[number:], taught, number=number), offset=number + 4)
    kept = dict(part.table)
    again = part.open(clean, offset=90)
    assert again.pending == first.pending
    assert again.postings == first.postings
    assert again.sightings == first.sightings
    assert again.aliases == ()
    assert part.table == kept, "it teaches nothing"
    anew = part.open(page(links=links, number=99), offset=91)
    assert [ref.id for ref in anew.pending.draft.links] != [
        ref.id for ref in first.pending.draft.links
    ]


def test_lines_that_were_overruled_are_overruled_again():
    part = Partition()
    doubtful = "东城书店推出夜间阅读活动"
    for number in range(2, 6):
        part.open(page(f"{LIBRARY}{number}"[number:], [doubtful], number=number))
    clean = page(f"{RIVER}\n{doubtful}", [HEADLINE])
    columns = clean.lines
    number = columns.labels.index("link") - 1
    scores = (*columns.scores[:number], 0.4, *columns.scores[number + 1 :])
    clean = msgspec.structs.replace(clean, lines=msgspec.structs.replace(columns, scores=scores))
    first = part.open(clean)
    assert first.pending.draft.lines.labels[number] == "link"
    assert {removed.seen_in for removed in first.pending.draft.removed} == {4, None}
    part.table |= {key: b"" for key in part.table if "|l" in key}
    assert part.open(clean).pending.draft == first.pending.draft


def test_an_operators_word_since_is_obeyed():
    part = Partition()
    clean = page(links=[HEADLINE])
    first = part.open(clean)
    name = first.sightings[0].id
    part.stage.override(Overrides(allowed_links=frozenset({name})))
    assert part.open(clean).pending.draft.links == ()
    part.stage.override(Overrides())
    assert part.open(clean).pending.draft == first.pending.draft


@pytest.mark.parametrize(("links", "same"), [(64, True), (65, False)])
def test_a_page_of_more_than_64_links_is_read_anew(links, same):
    part = Partition()
    lines = [*numbered(links - 1), CUT]
    first = part.open(page(links=lines))
    part.open(page(LIBRARY, [HEADLINE], number=2))
    again = part.open(page(links=lines))
    assert (again.pending.draft == first.pending.draft) is same
    assert [s.id for s in again.sightings] == [ref.id for ref in again.pending.draft.links]
    assert {s.offset for s in again.sightings} == {0}


def test_a_new_version_has_a_source_and_sightings_of_its_own():
    part = Partition()
    part.open(page(links=[HEADLINE]), offset=4)
    second = part.open(page(links=[HEADLINE, "旧码头变身露天剧场"], version="v2"), offset=5)
    assert (second.pending.offset, len(second.sightings)) == (5, 2)
    # The first version again is a version of its own: only the latest one is remembered.
    assert part.open(page(links=[HEADLINE]), offset=6).pending.offset == 6


def test_a_withdrawn_article_that_comes_again_is_new():
    part = Partition()
    part.open(page(links=[HEADLINE]), offset=4)
    gone = part.open(page(links=[HEADLINE], pub_status="canceled"), offset=5)
    assert (gone.pending.offset, [p.withdrawn for p in gone.postings]) == (5, [True])
    back = part.open(page(links=[HEADLINE]), offset=6)
    assert (back.pending.offset, [s.withdrawn for s in back.sightings]) == (6, [False])


def test_a_withdrawal_of_what_nobody_saw_takes_nothing_back():
    part = Partition()
    gone = part.open(page(links=[HEADLINE], pub_status="canceled"))
    assert gone.sightings == ()
    assert part.open(page(pub_status="canceled")).sightings == ()


def test_a_withheld_article_is_read_like_any():
    assert len(Partition().open(page(links=[HEADLINE], pub_status="withheld")).sightings) == 1


@pytest.mark.parametrize(("days", "source"), [(2, 0), (3, 2)])
def test_an_opened_article_is_remembered_for_the_window(days, source):
    part = Partition(window_days=3)
    part.open(page(event_time=100.0 * DAY))
    part.open(page(LIBRARY, number=2, event_time=(100.0 + days) * DAY))
    assert part.open(page(event_time=100.0 * DAY)).pending.offset == source


def test_partitions_remember_apart():
    part = Partition()
    part.open(page(), offset=4, partition=1)
    assert part.open(page(), offset=5, partition=2).pending.offset == 5
    assert part.open(page(), offset=6, partition=1).pending.offset == 4


def test_what_made_room_is_counted_by_table():
    tiny = (1, 2)
    part = Partition(sizes=Sizes(texts=tiny, affixes=(64, 8), prefixes=(64, 8), lines=(64, 8)))
    assert part.open(page(links=numbered(2))).forgotten == {"affix-memory": 0, "site-lines": 0}
    assert part.open(page(LIBRARY, numbered(5)[2:], number=2)).forgotten == {
        "affix-memory": 3,
        "site-lines": 0,
    }
    part = Partition(sizes=Sizes(texts=(64, 8), affixes=(64, 8), prefixes=(64, 8), lines=tiny))
    # The body's second line is short enough to be counted too.
    assert part.open(page(links=numbered(5))).forgotten == {"affix-memory": 0, "site-lines": 4}


def test_a_removed_link_says_on_how_many_other_pages_it_stood():
    part = Partition()
    for number in range(3):
        draft = part.open(
            page(f"{LIBRARY}{number}"[number:], [HEADLINE], number=number)
        ).pending.draft
        assert [r.seen_in for r in draft.removed] == [number or None]
        assert [r.link_id for r in draft.removed] == [draft.links[0].id]


def test_the_web_title_loses_its_decorations_and_stands_for_the_head():
    part = Partition()
    assert part.open(page(title=f"{HEADLINE}_今日要闻")).pending.draft.title == HEADLINE
    assert part.open(page()).pending.draft.title is None
    clean = page(f"{HEADLINE}_今日要闻\n{RIVER}", number=2)
    lines = from_columns(clean.lines)
    lines[0] = type(lines[0])(
        start=lines[0].start, end=lines[0].end, label="title", score=1.0, reason="test"
    )
    titled = type(clean)(facts=clean.facts, text=clean.text, lines=to_columns(lines))
    draft = part.open(titled).pending.draft
    assert (draft.title, draft.head[0].text) == (HEADLINE, f"{HEADLINE}_今日要闻")


def test_offsets_of_a_link_are_those_of_the_page():
    clean = page(links=[f"- 环球速递:{HEADLINE}", HEADLINE])
    draft = Partition().open(clean).pending.draft
    assert [clean.text[link.start : link.end] for link in draft.links] == [HEADLINE, HEADLINE]
    lines = from_columns(clean.lines)
    assert [clean.text[lines[ref.line].start : lines[ref.line].end] for ref in draft.links] == [
        f"- 环球速递:{HEADLINE}", HEADLINE,
    ]  # fmt: skip


def test_an_aliases_old_id_leads_to_the_last_one():
    part = Partition()
    part.open(page(links=[CUT]))
    opened = part.open(page(LIBRARY, [HEADLINE, CUT], number=2))
    assert [(a.kind, a.new) for a in opened.aliases] == [("link", opened.sightings[0].id)]
