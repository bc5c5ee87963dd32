"""What the stream knows of links: bounded, exact, and believed only from enough pages."""

import msgspec
import pytest

from pipeline.dedup.deduplicator import Deduplicator
from pipeline.dedup.links.known_links import NO_LINKS, KnownLinks, is_enough
from pipeline.offline.dedup import LinksOfRun, OfflineDedup
from pipeline.stages import shipped
from pipeline.text.fingerprint import hash64
from pipeline.text.lines import from_columns, to_columns
from pipeline.types.articles import Line
from pipeline.types.records import LinkRecord, LinkSighting
from tests.unit.dedup.pages import LIBRARY, RIVER, page

HEADLINE = "灯塔博物馆迎来首批访客"
NAME = f"{hash64(HEADLINE):016x}"


def record(name=NAME, *, sites=2, count=3):
    return LinkRecord(
        id=name, headline=HEADLINE, decorations=(), sites=("a.example",), site_count=sites,
        first_seen=1.0, last_seen=2.0, count=count,
    )  # fmt: skip


def doubtful(clean, text, score=0.4):
    """Return `clean` with the line `text` left in doubt as body."""
    lines = [
        Line(start=line.start, end=line.end, label="body", score=score, reason="doubt")
        if clean.text[line.start : line.end] == text
        else line
        for line in from_columns(clean.lines)
    ]
    return msgspec.structs.replace(clean, lines=to_columns(lines))


@pytest.mark.parametrize(
    ("sites", "count", "known"), [(1, 900, False), (2, 2, False), (2, 3, True), (64, 900, True)]
)
def test_two_sites_and_three_pages_make_a_link_known(sites, count, known):
    assert is_enough(sites, count) == known
    links = KnownLinks()
    links.see(record(sites=sites, count=count))
    assert links.get(NAME, 0) == (count if known else 0)
    assert len(links) == known


def test_the_newest_record_stands():
    links = KnownLinks()
    links.see(record(count=3))
    links.see(record(count=8))
    assert (links.get(NAME, 0), len(links)) == (8, 1)
    links.see(record(count=1_000_000))
    assert links.get(NAME, 0) == 0xFFFF
    # Its articles were withdrawn.
    links.see(record(count=2))
    assert (links.get(NAME, 0), len(links)) == (0, 0)


def test_what_was_seen_longest_ago_makes_room():
    links = KnownLinks(slots=64, generations=3)
    names = [f"{hash64(str(number)):016x}" for number in range(1000)]
    for name in names:
        links.see(record(name))
        links.see(record(NAME))
    assert links.get(NAME, 0) == 3
    known = [name for name in names if links.get(name, 0)]
    assert known == names[-len(known) :]
    assert 64 <= len(known) <= 3 * 45
    assert len(links) == len(known) + 1
    assert links.forgotten == len(names) - len(known)


def test_names_of_any_shape_are_taken():
    links = KnownLinks()
    for name in ("0000000000000000", "not hex", "ffffffffffffffff"):
        assert links.get(name, 0) == 0
        links.see(record(name))
        assert links.get(name, 0) == 3


def test_a_line_in_doubt_that_the_stream_knows_as_a_link_is_taken_out():
    clean = doubtful(page(f"{RIVER}\n{HEADLINE}"), HEADLINE)
    stage = Deduplicator(prior=shipped.prior())
    kept = stage.open(clean, {}, partition=0, offset=0).pending.draft
    assert kept.body.endswith(HEADLINE)
    draft = stage.open(clean, {}, partition=0, offset=0, known_links={NAME: 7}).pending.draft
    (removed,) = draft.removed
    assert (draft.body, removed.text, removed.link_id) == (RIVER, HEADLINE, NAME)
    assert (removed.reason, removed.seen_in) == ("link-elsewhere", 7)


@pytest.mark.parametrize("score", [0.6, 0.95])
def test_a_line_in_little_doubt_stays(score):
    clean = doubtful(page(f"{RIVER}\n{HEADLINE}"), HEADLINE, score)
    opened = Deduplicator(prior=shipped.prior()).open(
        clean, {}, partition=0, offset=0, known_links={NAME: 7}
    )
    assert opened.pending.draft.removed == ()


def test_a_sentence_of_a_republished_article_stays():
    """In doubt on every one of its sites, it is a link on none of them."""
    stage, known, tables = OfflineDedup(), KnownLinks(), {}
    sentence = "渡口的老船工每天清早仍去看水位"
    for number in range(6):
        clean = doubtful(
            page(f"{RIVER}\n{sentence}", number=number, site=f"s{number}.example"), sentence
        )
        assert stage(clean).removed == ()
        opened = Deduplicator(prior=shipped.prior()).open(
            clean, tables, partition=0, offset=number, known_links=known
        )
        assert opened.pending.draft.removed == ()


def test_a_run_over_files_knows_the_links_of_the_run():
    stage = OfflineDedup()
    for number in range(3):
        stage(page(LIBRARY + str(number), [HEADLINE], number=number, site=f"s{number}.example"))
    found = stage(doubtful(page(f"{RIVER}\n{HEADLINE}", number=9), HEADLINE))
    assert [(r.text, r.reason, r.seen_in) for r in found.removed] == [
        (HEADLINE, "link-elsewhere", 3)
    ]


def test_the_same_state_gives_the_same_article():
    clean = doubtful(page(f"{RIVER}\n{HEADLINE}"), HEADLINE)
    links = KnownLinks()
    links.see(record(count=5))
    drafts = [
        Deduplicator(prior=shipped.prior())
        .open(clean, {}, partition=0, offset=0, known_links=known)
        .pending.draft
        for known in (links, {NAME: 5})
    ]
    assert drafts[0] == drafts[1]


def sightings(number, *, site, name=NAME, withdrawn=False):
    return [
        LinkSighting(
            id=name, headline=HEADLINE, surface=HEADLINE, decorations=(), site=site,
            event_time=1.0, partition=0, offset=number, withdrawn=withdrawn,
        )
    ]  # fmt: skip


def test_a_run_counts_a_page_once_and_takes_it_back():
    links = LinksOfRun()
    for number in (0, 1, 2, 2, 1):
        links.see(sightings(number, site="a.example"))
    assert links.get(NAME, 0) == 0
    links.see(sightings(3, site="b.example"))
    assert links.get(NAME, 0) == 4
    for number in (4, 5):
        links.see(sightings(number, site="b.example", withdrawn=True))
    assert links.get(NAME, 0) == 0


def test_a_run_forgets_what_it_saw_first():
    links = LinksOfRun(most=10)
    for number in range(100):
        for visit, site in enumerate(("a", "b", "a", "b")):
            links.see(sightings(4 * number + visit, site=f"{site}.example", name=str(number)))
    known = [number for number in range(100) if links.get(str(number), 0)]
    assert known == list(range(100 - len(known), 100))
    assert 5 <= len(known) <= 10


def named(count):
    return [f"{hash64(str(number)):016x}" for number in range(count)]


def test_a_generation_is_seven_tenths_full():
    links = KnownLinks(slots=20, generations=2)
    names = named(29)
    for name in names[:28]:
        links.see(record(name))
    assert (len(links), links.forgotten) == (28, 0)
    links.see(record(names[28]))
    assert (len(links), links.forgotten) == (15, 14)
    assert [name for name in names if links.get(name, 0)] == names[14:]


def test_a_link_that_comes_again_is_as_young_as_new():
    links = KnownLinks(slots=10, generations=2)
    names = named(15)
    for name in names[:8]:
        links.see(record(name))
    links.see(record(names[0], count=9))
    assert (len(links), links.get(names[0], 0)) == (8, 9)
    for name in names[8:14]:
        links.see(record(name))
    assert [name for name in names if links.get(name, 0)] == [names[0], *names[7:14]]
    assert links.forgotten == 6


def test_a_link_that_is_known_no_longer_takes_no_room_twice():
    links = KnownLinks(slots=10, generations=2)
    (name, *others) = named(8)
    for count in (5, 1, 5, 1, 1):
        links.see(record(name, count=count))
        assert links.get(name, 0) == (count if count > 2 else 0)
    # Unknown ones take none at all.
    for other in others:
        links.see(record(other, count=1))
    for other in others[:6]:
        links.see(record(other))
    assert (len(links), links.forgotten) == (6, 0)
    links.see(record(name))
    assert len(links) == 7


def test_a_link_withdrawn_in_an_older_generation_is_known_in_none():
    links = KnownLinks(slots=10, generations=3)
    names = named(9)
    for name in names:
        links.see(record(name))
    links.see(record(names[0], count=1))
    assert (links.get(names[0], 0), len(links)) == (0, 8)


def test_links_whose_hashes_meet_are_told_apart():
    links = KnownLinks(slots=8, generations=1)
    names = [f"{number:016x}" for number in (8, 16, 24, 7, 15)]
    for count, name in enumerate(names, start=3):
        links.see(record(name, count=count))
    assert [links.get(name, 0) for name in names] == [3, 4, 5, 6, 7]
    assert links.get(f"{32:016x}", 5) == 5


def test_nothing_is_known_without_links():
    assert NO_LINKS.get(NAME, 4) == 4
