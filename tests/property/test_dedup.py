"""Whatever comes, and however often: the same answers, the same state, and no more than its bound."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.dedup.affix_memory import AffixMemory, Sizes
from pipeline.dedup.decorations import shipped_prior
from pipeline.dedup.deduplicator import Deduplicator
from pipeline.dedup.index import StoryIndex
from pipeline.dedup.links import LinkReader
from pipeline.dedup.match import similarity
from pipeline.dedup.memory import Memory
from pipeline.dedup.page import MOST_SIGHTINGS
from pipeline.dedup.sketch import MOST_HASHES, MOST_NUMBERS, sketch
from pipeline.records import LinkSighting
from tests.unit.dedup.pages import LIBRARY, RIVER, page

PIECES = st.sampled_from(
    [
        "灯塔博物馆迎来首批访客", "老城区改造后迎来第一批租户", "- ", "· ", "1、", "环球速递:", "江苏:", "青萝小站:",
        "【看点】", "_今日要闻", "|快讯", " 每日聚焦", "…", "...", "︱", "：", "12:30", "2023-04-05", "(600991)", "\u3000",
        "\u200b", "😀", "𠀀", "\ud800", "e\u0301", "|||||", "((((", "学", "學", "A", "ａ",
    ]
)  # fmt: skip
LINES = st.lists(st.one_of(PIECES, st.text(max_size=12)), min_size=1, max_size=6).map(
    lambda parts: "".join(parts).replace("\n", "") or "空"
)
PAGES = st.lists(
    st.tuples(
        st.sampled_from([RIVER, LIBRARY, "据悉," + RIVER, "短"]), st.lists(LINES, max_size=5)
    ),
    min_size=1,
    max_size=5,
)
STAGE = Deduplicator()


def pages_of(shown):
    return [page(body, links, number=n) for n, (body, links) in enumerate(shown, start=1)]


def state_of(memory):
    store = memory.index.store
    return dict(memory.lines), dict(memory.decisions), store.nbytes, len(store)


@settings(max_examples=60, deadline=None)
@given(PAGES)
def test_the_same_articles_get_the_same_ids(shown):
    pages = pages_of(shown)
    one, other = Memory(), Memory()
    found = [STAGE.run(clean, one) for clean in pages]
    assert [Deduplicator().run(clean, other) for clean in pages] == found
    assert state_of(one) == state_of(other)
    for clean, article in zip(pages, found, strict=True):
        for link in article.links:
            assert 0 <= link.start <= link.end <= len(clean.text)
            assert "\n" not in clean.text[link.start : link.end]


@settings(max_examples=60, deadline=None)
@given(PAGES)
def test_articles_that_come_again_change_no_story_and_no_decision(shown):
    pages, memory = pages_of(shown), Memory()
    first = [STAGE.run(clean, memory).duplicate for clean in pages]
    _, *kept = state_of(memory)
    assert [STAGE.run(clean, memory).duplicate for clean in pages] == first
    assert state_of(memory)[1:] == tuple(kept)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            LinkSighting, id=st.sampled_from(["0a", "0b"]), headline=st.text(max_size=8), surface=st.just(""),
            decorations=st.lists(st.text(max_size=4), max_size=3).map(tuple), site=st.sampled_from("abc"),
            event_time=st.floats(1e9, 2e9), partition=st.integers(0, 2), offset=st.integers(0, 9),
            withdrawn=st.booleans(),
        ),
        max_size=20,
    )
)  # fmt: skip
def test_sightings_applied_twice_change_nothing(sightings):
    table = {}
    for sighting in sightings:
        STAGE.apply_sighting(sighting, table)
        kept = dict(table)
        assert STAGE.apply_sighting(sighting, table) == (None, ())
        assert table == kept


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400))
def test_any_two_texts_can_be_compared(left, right):
    one, other = sketch(left), sketch(right)
    assert 1 <= len(one.hashes) <= MOST_HASHES
    assert len(one.numbers) <= MOST_NUMBERS
    assert similarity(one, other) == similarity(other, one)
    assert 0.0 <= similarity(one, other) <= similarity(one, one) == 1.0


def test_decorations_without_end_stay_within_the_caps():
    sizes = Sizes(texts=(16, 4), affixes=(8, 4), prefixes=(8, 4), lines=(8, 4))
    table = {}
    memory = AffixMemory(table, scope="0", sizes=sizes, day=1)
    reader = LinkReader(shipped_prior())
    for number in range(2000):
        reader.read([f"栏目{number}:第{number}座灯塔今夜重新亮灯"], memory=memory)
    assert len(table) <= 16 + 8 + 8
    assert sum(map(len, table.values())) <= 4 * 64 * (16 + 8 + 8)
    assert memory.forgotten > 2000


def test_one_page_for_ever_adds_no_state():
    memory = Memory()
    links = [f"{number}号渡轮今晚停航检修" for number in range(30)]
    for number in range(3):
        STAGE.run(page(RIVER, links, number=1, version=f"v{number:03}"), memory)
    lines, rows = len(memory.lines), len(memory.index.store)
    size = sum(map(len, memory.lines.values()))
    for number in range(100):
        STAGE.run(page(RIVER, links, number=1, version=f"w{number:03}"), memory)
    assert (len(memory.lines), len(memory.index.store)) == (lines, rows)
    assert sum(map(len, memory.lines.values())) == size
    assert len(memory.decisions) <= 4
    assert sum(map(len, memory.decisions.values())) < 2000


def test_copies_of_one_page_keep_few_slots_under_a_hash():
    index = StoryIndex()
    for number in range(300):
        opened = STAGE.open(page(RIVER, number=number + 1), {}, partition=0, offset=number)
        for posting in opened.postings:
            assert len(index.match(posting).candidates) <= 3
    assert len(index.store) == 300
    assert all(len(index.store.under(anchor)) <= 8 for anchor in sketch(RIVER).hashes)


def test_ten_thousand_links_in_one_article():
    links = [f"- 第{number}号渡口的灯塔今夜亮灯" for number in range(10_000)]
    sizes = Sizes(texts=(64, 8), affixes=(64, 8), prefixes=(64, 8), lines=(64, 8))
    stage, table = Deduplicator(sizes=sizes), {}
    opened = stage.open(page(RIVER, links), table, partition=0, offset=0)
    assert len(opened.pending.draft.links) == 10_000
    assert len(opened.sightings) == MOST_SIGHTINGS
    assert len({link.id for link in opened.pending.draft.links}) == 10_000
    # Four tables of 64 rows, and the list of articles opened.
    assert len(table) <= 4 * 64 + 8
    assert sum(map(len, table.values())) < 4 * 64 * 8 * 64 + 4096
