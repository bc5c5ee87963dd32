"""The dedup stage over a file: links counted once a page and bounded, stories under one name."""

from __future__ import annotations

import pytest

from pipeline.dedup import deduplicator
from pipeline.dedup.deduplicator import Deduplicator
from pipeline.dedup.stories.memory import Memory
from pipeline.offline.dedup import LinksOfRun, OfflineDedup
from pipeline.stages import shipped
from pipeline.types.records import LinkSighting
from tests.unit.dedup.pages import LIBRARY, RIVER, page


def seen(*pages: tuple, name: str = "a1", most: int = 8) -> LinksOfRun:
    """Return what was counted of one link: `(offset, site)` of its pages, `-` for withdrawn."""
    links = LinksOfRun(most)
    for offset, site, *withdrawn in pages:
        links.see([sighting(name, offset, site, withdrawn=bool(withdrawn))])
    return links


def sighting(name: str, offset: int, site: str = "a.example", **more) -> LinkSighting:
    return LinkSighting(
        id=name, headline="", surface="", decorations=(), site=site, event_time=0.0,
        partition=0, offset=offset, **more,
    )  # fmt: skip


A, B = "a.example", "b.example"


@pytest.mark.parametrize(
    ("pages", "counted"),
    [
        ([], None),
        ([(0, A), (1, A), (2, A), (3, A)], None),  # one site
        ([(0, A), (1, B)], None),  # two pages
        ([(0, A), (1, B), (2, A)], 3),
        ([(0, A), (1, A), (2, B), (3, B), (4, A)], 5),
        ([(0, A), (1, B), (2, B)], 3),
        ([(0, A), (0, B), (0, B)], None),  # one page, three times on it
        ([(0, A), (1, B), (1, B), (1, A)], None),
        ([(0, A), (2, B), (1, A), (3, A)], 3),  # a page that comes again is counted already
        ([(0, A), (1, B), (2, A), (3, A, "-")], None),
        ([(0, A), (1, B), (2, A), (3, A), (4, A, "-")], 3),
        ([(0, A, "-"), (1, A, "-"), (2, B), (3, A), (4, A)], 3),  # no fewer than none
    ],
)
def test_a_link_is_known_from_three_pages_of_two_sites_on(pages, counted):
    assert seen(*pages).get("a1", -7) == (-7 if counted is None else counted)


def test_links_of_one_page_are_counted_each():
    links = LinksOfRun()
    for offset, site in enumerate((A, B, A)):
        links.see([sighting("a1", offset, site), sighting("b2", offset, site)])
    links.see([sighting("b2", 3)])
    assert (links.get("a1", 0), links.get("b2", 0)) == (3, 4)


def test_of_more_links_than_there_is_room_for_the_half_seen_first_is_forgotten():
    links = LinksOfRun(4)
    for offset, site in enumerate((A, B, A)):
        links.see([sighting(name, offset, site) for name in "abcd"])
    assert [links.get(name, 0) for name in "abcd"] == [3, 3, 3, 3]
    links.see([sighting("e", 3)])
    assert [links.get(name, 0) for name in "abcd"] == [0, 0, 3, 3]


def test_half_a_million_links_are_counted():
    links, most = LinksOfRun(), 1 << 19
    for offset, site in enumerate((A, B, A)):
        links.see([sighting("first", offset, site)])
    links.see(sighting(str(number), 4) for number in range(most - 1))
    assert links.get("first", 0) == 3
    links.see([sighting("last", 5)])
    assert links.get("first", 0) == 0


LINK = "老街夜市重新开张迎来首批客人"


def test_links_of_a_page_are_counted_after_it_was_opened():
    known = []

    class Asking(Deduplicator):
        def open(self, article, memory, *, known_links, **where):
            opened = super().open(article, memory, known_links=known_links, **where)
            known.extend(known_links.get(each.id, 0) for each in opened.sightings)
            return opened

    dedup = OfflineDedup(Asking(prior=shipped.prior()))
    for number, site in enumerate((A, B, A, B, B), 1):
        dedup(page(links=[LINK], number=number, site=site, body=f"{RIVER}第{number}号。"))
    assert known == [0, 0, 0, 3, 4]


def test_each_article_has_its_own_offset_also_one_that_the_stage_breaks_on():
    memory = Memory()
    dedup = OfflineDedup(memory=memory)
    assert dedup.memory is memory
    dedup(page(number=1))
    with pytest.raises(AttributeError):
        dedup(None)
    dedup(page(number=2, body=LIBRARY))
    assert memory.offset == 3


def names(*pages) -> list[str]:
    """Return the stories of `pages`, each as the number of the page that it is named after."""
    dedup = OfflineDedup()
    return [dedup(each).duplicate.story[-1] for each in pages]


def test_a_story_keeps_the_name_it_was_first_printed_under():
    """Copies that are older each time: in a stream each would give the story its own name."""
    copies = [page(number=n, event_time=1.7e9 - 100 * n) for n in (1, 2, 3)]
    assert names(*copies) == ["1", "1", "1"]
    assert names(*copies, page(number=4, event_time=1.7e9 + 9)) == ["1"] * 4


def test_two_stories_that_turn_out_to_be_one_go_on_under_the_first_name():
    one, other = page(number=1, event_time=1.7e9), page(number=2, body=LIBRARY, event_time=1.7e9)
    assert names(one, other, page(number=3, event_time=1.6999e9)) == ["1", "2", "1"]


def test_one_of_two_that_were_printed_keeps_its_own_name():
    """The third is liker to the later one, and follows the earlier one; neither can be mended."""
    later = page(number=1, event_time=1.7e9 + 9)
    earlier = page(
        number=2, body=f"{LIBRARY}门口还添了一排长椅,供等车的人歇脚。", event_time=1.7e9 - 9
    )
    both = page(number=3, body=f"{RIVER}\n{LIBRARY}", event_time=1.7e9)
    assert names(later, earlier, both, earlier) == ["1", "2", "2", "2"]
    # Older than both it joins them, and goes on under the name of the liker one.
    first = page(number=3, body=f"{RIVER}\n{LIBRARY}", event_time=1.6e9)
    assert names(earlier, later, first) == ["2", "1", "1"]


def test_a_version_that_comes_later_is_an_update_of_its_own_story():
    first = OfflineDedup()
    assert first(page(number=1)).duplicate.status == "original"
    again = first(page(number=1, version="v2", body=f"{RIVER}\n补充说明。")).duplicate
    assert (again.status, again.of, again.story) == ("update", page().facts.id, page().facts.id)


def test_of_an_article_that_the_stage_breaks_on_nothing_is_learnt(monkeypatch) -> None:
    run = OfflineDedup()
    run(page(number=1))
    before = dict(run.memory.lines)
    assert before
    monkeypatch.setattr(deduplicator, "sketch", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(page(LIBRARY, number=2))
    assert run.memory.lines == before
    monkeypatch.undo()
    run(page(LIBRARY, number=3))
    assert run.memory.lines != before
