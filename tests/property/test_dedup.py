"""Whatever comes, and however often: the same answers, the same state, and no more than its bound."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.dedup.deduplicator import Deduplicator
from pipeline.dedup.learnt.affixes import AffixMemory, Sizes
from pipeline.dedup.links.reader import LinkReader
from pipeline.dedup.pages.sightings import MOST_SIGHTINGS
from pipeline.dedup.stories.decide import MOST_VERSIONS, decide, decided_versions
from pipeline.dedup.stories.index import StoryIndex
from pipeline.dedup.stories.memory import Memory
from pipeline.dedup.stories.similarity import similarity
from pipeline.dedup.stories.sketch import MOST_HASHES, MOST_NUMBERS, sketch
from pipeline.dedup.tables.day_window import DayWindow
from pipeline.dedup.tables.decision_row import (
    Decision,
    decision_key,
    pack_decisions,
    unpack_decisions,
)
from pipeline.dedup.tables.kept_sketch import kept_of
from pipeline.dedup.tables.opened_row import OpenedRow, pack_opened, unpack_opened
from pipeline.dedup.tables.story_row import (
    as_lent,
    event_time_of,
    kept_in,
    pack,
    pack_keys,
    read,
    source_of,
    split,
    with_story,
)
from pipeline.offline.dedup import OfflineDedup
from pipeline.stages import shipped
from pipeline.types.articles import Duplicate
from pipeline.types.records import LinkSighting, Posting
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
STAGE = Deduplicator(prior=shipped.prior())


def pages_of(shown):
    return [page(body, links, number=n) for n, (body, links) in enumerate(shown, start=1)]


def state_of(memory):
    store = memory.index.store
    return dict(memory.lines), dict(memory.decisions), store.nbytes, len(store)


@settings(max_examples=60, deadline=None)
@given(PAGES)
def test_the_same_articles_get_the_same_ids(shown):
    pages = pages_of(shown)
    one, other = OfflineDedup(STAGE), OfflineDedup()
    found = [one(clean) for clean in pages]
    assert [other(clean) for clean in pages] == found
    assert state_of(one.memory) == state_of(other.memory)
    for clean, article in zip(pages, found, strict=True):
        for link in article.links:
            assert 0 <= link.start <= link.end <= len(clean.text)
            assert "\n" not in clean.text[link.start : link.end]


@settings(max_examples=60, deadline=None)
@given(PAGES)
def test_articles_that_come_again_change_no_story_and_no_decision(shown):
    pages, stage = pages_of(shown), OfflineDedup(STAGE)
    first = [stage(clean).duplicate for clean in pages]
    _, *kept = state_of(stage.memory)
    assert [stage(clean).duplicate for clean in pages] == first
    assert state_of(stage.memory)[1:] == tuple(kept)


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
    assert 0.0 <= similarity(one, kept_of(other)) <= similarity(one, kept_of(one)) == 1.0


IDS = st.one_of(
    st.uuids(version=5).map(str),
    st.text(min_size=1, max_size=12),
    st.from_regex(r"[0-9a-f]{8}", fullmatch=True),
)


DUPLICATES = st.builds(
    Duplicate,
    status=st.sampled_from(["original", "exact", "near", "update"]),
    story=IDS,
    of=st.none() | IDS,
    similarity=st.integers(0, 10_000).map(lambda part: part / 10_000),
    novelty_days=st.integers(0, 2**32 - 1).map(lambda part: part / 10_000),
)


@settings(max_examples=100, deadline=None)
@given(IDS, IDS, DUPLICATES, st.integers(0, 2**32 - 1))
def test_a_decision_is_read_back_as_it_was_made(article, version, duplicate, time):
    made = [
        Decision(version=version, duplicate=one, story_time=time)
        for one in (
            duplicate,
            msgspec.structs.replace(duplicate, story=article, of=None),
            msgspec.structs.replace(duplicate, of=duplicate.story),
            msgspec.structs.replace(duplicate, of=article),
        )
    ]
    packed = pack_decisions(article, made)
    assert unpack_decisions(article, packed) == made
    for cut in range(1, len(pack_decisions(article, made[:1]))):
        with pytest.raises(ValueError, match="format"):
            unpack_decisions(article, packed[:cut])


@settings(max_examples=100, deadline=None)
@given(IDS, st.integers(0, 2**48 - 1), st.lists(st.integers(0, 2**64 - 1), max_size=4))
def test_an_opened_article_is_read_back_as_it_was(version, offset, links):
    row = OpenedRow(
        version=version, source=(9, offset), links=tuple(f"{link:016x}" for link in links)
    )
    packed = pack_opened(row)
    assert unpack_opened(packed) == row
    for wrong in (packed[:5], packed[:8], packed + b"x"):
        with pytest.raises(ValueError, match="format"):
            unpack_opened(wrong)


@settings(max_examples=100, deadline=None)
@given(IDS, IDS, IDS, st.text(max_size=300), st.booleans(), st.integers(0, 2**32 - 1))
def test_a_story_row_is_read_back_as_it_was_made(article, version, story, body, room, time):
    posting = Posting(
        article=article, version=version, event_time=float(time), shard=0, partition=3,
        offset=time << 8, hashes=(), sketch=sketch(body),
    )  # fmt: skip
    row = pack(posting, room=room)
    assert split(pack_keys((7, 8)) + row) == ((7, 8), row)
    for wrong in (row + b"x", row[:-1], b""):
        with pytest.raises(ValueError, match="format"):
            split(pack_keys((7,)) + wrong)
    lent, told = as_lent(row), with_story(row, story, 5)
    assert kept_in(row) == kept_in(lent) == kept_in(told) == kept_of(sketch(body))
    assert (source_of(row), event_time_of(row)) == ((3, time << 8), time)
    assert (read(row).article, read(row).version, read(row).story) == (article, version, None)
    assert (read(row).lent, read(lent).lent) == (False, True)
    assert (read(told).story, read(told).story_time) == (story, 5)
    assert read(with_story(told, article, 6)).story == article
    if room and len(story) == 36:
        assert len(told) == len(row)


def test_decorations_without_end_stay_within_the_caps():
    sizes = Sizes(texts=(16, 4), affixes=(8, 4), prefixes=(8, 4), lines=(8, 4))
    table = {}
    memory = AffixMemory(table, scope="0", sizes=sizes, day=1)
    reader = LinkReader(shipped.prior())
    for number in range(2000):
        reader.read([f"栏目{number}:第{number}座灯塔今夜重新亮灯"], memory=memory)
    assert len(table) <= 16 + 8 + 8
    assert sum(map(len, table.values())) <= 4 * 64 * (16 + 8 + 8)
    assert memory.forgotten > 2000


def test_one_page_for_ever_adds_no_state():
    memory = Memory()
    stage = OfflineDedup(STAGE, memory)
    links = [f"{number}号渡轮今晚停航检修" for number in range(30)]
    for number in range(3):
        stage(page(RIVER, links, number=1, version=f"v{number:03}"))
    lines, rows = len(memory.lines), len(memory.index.store)
    size = sum(map(len, memory.lines.values()))
    for number in range(100):
        stage(page(RIVER, links, number=1, version=f"w{number:03}"))
    assert (len(memory.lines), len(memory.index.store)) == (lines, rows)
    assert sum(map(len, memory.lines.values())) == size
    assert len(memory.decisions) <= 4
    assert sum(map(len, memory.decisions.values())) < 2000


def test_new_versions_of_one_article_keep_four_decisions():
    decided = DayWindow({}, scope="0", days=30)
    facts = page(RIVER).facts
    sizes = []
    for number in range(200):
        changed = msgspec.structs.replace(facts, version=f"{number:08x}", event_time=1.7e9 + number)
        decide(changed, (), decided)
        sizes.append(len(decided.get(decision_key(facts.id))))
    assert len(decided_versions(decided, facts.id)) == MOST_VERSIONS
    assert len(set(sizes[MOST_VERSIONS - 1 :])) == 1
    assert [one.version for one in decided_versions(decided, facts.id)][-1] == f"{199:08x}"


def test_new_versions_of_one_article_keep_one_row_and_are_found():
    index, sizes = StoryIndex({}), []
    for number in range(3000):
        body = f"{RIVER}现在是第{number}次更新,此前的第{number // 2}次更新有误。"
        clean = page(body, number=1, version=f"{number:08x}")
        for posting in STAGE.open(clean, {}, partition=0, offset=number).postings:
            index.match(posting)
        sizes.append(index.store.nbytes)
    assert len(index.store) == 1
    assert max(sizes[1500:]) <= max(sizes[:1500])
    copy = STAGE.open(page(body, number=2), {}, partition=0, offset=3000)
    found = [c for posting in copy.postings for c in index.match(posting).candidates]
    assert [(one.article[-1], one.exact) for one in found] == [("1", True)]


def test_a_million_decorations_would_keep_a_full_table():
    sizes = Sizes(texts=(64, 8), affixes=(32, 8), prefixes=(32, 8), lines=(64, 8))
    stage, table, kept = Deduplicator(prior=shipped.prior(), sizes=sizes), {}, []
    for number in range(60):
        links = [
            f"- 栏目{number}甲{i}:第{number}座{i}号灯塔今夜重新亮灯_专栏{number}乙{i}"
            for i in range(50)
        ]
        stage.open(
            page(RIVER, links, number=1, version=f"{number:08x}"), table, partition=0, offset=number
        )
        kept.append(sum(map(len, table.values())))
    # Full after some twenty pages of a hundred affixes each, and no larger after sixty.
    assert kept[-1] <= 1.01 * kept[len(kept) // 2]
    assert len(table) <= 64 + 32 + 32 + 64 + 4


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "line",
    [
        "- 甲 | 乙 | 丙" + " " * 1_000_000 + "丁",
        "- 灯塔" + "|" * 1_000_000 + "今夜亮灯",
        "- " + "灯塔今夜亮灯  " * 125_000,
        "- " + "灯塔今夜亮灯|渡口_" * 100_000,
        "- " + "上一篇:" * 250_000,
        "- 灯塔今夜亮灯" + "…." * 500_000,
        "- " + "&nbsp;" * 170_000 + "灯塔",
    ],
    ids=["blanks", "bars", "gaps", "marks", "lead-ins", "dots", "entities"],
)  # fmt: skip
def test_a_line_of_a_million_characters(line):
    # In time that grows with its square the first of these takes six minutes, else under a second.
    STAGE.open(page(RIVER, [line]), {}, partition=0, offset=0)


def test_copies_of_one_page_keep_few_slots_under_a_hash():
    index = StoryIndex()
    for number in range(300):
        opened = STAGE.open(page(RIVER, number=number + 1), {}, partition=0, offset=number)
        for posting in opened.postings:
            assert len(index.match(posting).candidates) <= 3
    assert len(index.store) == 300
    assert all(len(slots) <= 8 for slots in index.store.under(sketch(RIVER).hashes))


def test_ten_thousand_links_in_one_article():
    links = [f"- 第{number}号渡口的灯塔今夜亮灯" for number in range(10_000)]
    sizes = Sizes(texts=(64, 8), affixes=(64, 8), prefixes=(64, 8), lines=(64, 8))
    stage, table = Deduplicator(prior=shipped.prior(), sizes=sizes), {}
    opened = stage.open(page(RIVER, links), table, partition=0, offset=0)
    assert len(opened.pending.draft.links) == 10_000
    assert len(opened.sightings) == MOST_SIGHTINGS
    assert len({link.id for link in opened.pending.draft.links}) == 10_000
    # Four tables of 64 rows, and the list of articles opened.
    assert len(table) <= 4 * 64 + 8
    assert sum(map(len, table.values())) < 4 * 64 * 8 * 64 + 4096
