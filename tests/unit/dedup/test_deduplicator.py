"""The stage as a whole: copies marked, links named, nothing counted twice."""

import msgspec
import pytest

from pipeline.dedup.deduplicator import Deduplicator
from pipeline.dedup.doubtful_lines import Overrides
from pipeline.dedup.stories.index import StoryIndex
from pipeline.dedup.stories.memory import Memory
from pipeline.offline.dedup import OfflineDedup
from pipeline.stages import shipped
from pipeline.types.records import LinkSighting
from tests.unit.dedup.pages import LIBRARY, RIVER, page


def test_first_article_is_original_and_its_own_story():
    article = OfflineDedup()(page())
    assert (article.duplicate.status, article.duplicate.of) == ("original", None)
    assert article.duplicate.story == article.facts.id
    assert article.body == RIVER


def test_exact_near_and_other():
    stage = OfflineDedup()
    first = stage(page(number=1))
    exact = stage(page(number=2, site="b.example"))
    near = stage(page("据本台消息,\n" + RIVER.replace("六公里", "七公里"), number=3))
    other = stage(page(LIBRARY, number=4))
    assert [a.duplicate.status for a in (exact, near, other)] == ["exact", "near", "original"]
    assert exact.duplicate.story == near.duplicate.story == first.facts.id
    assert exact.duplicate.of == first.facts.id
    assert exact.duplicate.similarity == 1.0
    assert 0.58 <= near.duplicate.similarity <= 1.0


def test_script_and_width_do_not_hide_a_copy():
    stage = OfflineDedup()
    stage(page("這條河道去年開始清淤,沿線的橋樑需要加固,預計明年春天恢復通航。" * 2))
    copy = stage(
        page("这条河道去年开始清淤，沿线的桥梁需要加固，预计明年春天恢复通航。" * 2, number=2)
    )
    assert copy.duplicate.status == "exact"


def test_another_version_of_the_same_article_is_an_update():
    stage = OfflineDedup()
    first = stage(page())
    update = stage(page(RIVER + "\n记者另从气象部门获悉,本周末有雨。", version="v2"))
    assert update.duplicate.status == "update"
    assert update.duplicate.of == update.duplicate.story == first.facts.id


def test_a_repeated_article_changes_nothing_and_answers_the_same():
    stage = OfflineDedup()
    stage(page(number=1))
    once = stage(page(number=2))
    state = (dict(stage.memory.decisions), len(stage.memory.index.store))
    again = stage(page(number=2))
    assert again.duplicate == once.duplicate
    assert (dict(stage.memory.decisions), len(stage.memory.index.store)) == state


def test_a_withdrawn_article_is_forgotten():
    stage = OfflineDedup()
    stage(page(number=1))
    stage(page(number=1, pub_status="canceled"))
    assert stage(page(number=2)).duplicate.status == "original"


def test_shards_answer_like_one():
    stage = Deduplicator(prior=shipped.prior())
    indexes = [stage.index({}, shard) for shard in range(4)]
    lines, decided, stories = {}, {}, []
    pages = [page(number=1), page(LIBRARY, number=2), page("转载:\n" + RIVER, number=3)]
    for offset, clean in enumerate(pages):
        opened = stage.open(clean, lines, partition=0, offset=offset, shards=4)
        matches = [indexes[p.shard].match(p) for p in opened.postings]
        done = stage.decide(opened.pending, matches, decided)
        for posting in done.postings:
            indexes[posting.shard].match(posting)
        stories.append(done.article.duplicate.story)
    assert stories[0] == stories[2] != stories[1]


def test_one_id_whatever_the_link_came_with():
    stage = OfflineDedup()
    first = stage(page(links=["- 环球速递:老城区改造后迎来第一批租户", "3、江苏:夜市开街"]))
    second = stage(page(LIBRARY, ["· 老城区改造后迎来第一批租户_今日要闻"], number=2))
    assert [link.headline for link in first.links] == [
        "老城区改造后迎来第一批租户",
        "江苏:夜市开街",
    ]
    assert first.links[0].id == second.links[0].id
    assert first.links[0].decorations == ("环球速递",)
    ref = second.links[0]
    raw = LIBRARY + "\n· 老城区改造后迎来第一批租户_今日要闻"
    assert raw[ref.start : ref.end] == "老城区改造后迎来第一批租户"


def decided(stage, clean, decisions, *, matches=(), partition=0):
    pending = stage.open(clean, {}, partition=partition, offset=0).pending
    return stage.decide(pending, matches, decisions, partition=partition)


def test_a_version_is_decided_where_it_was_decided():
    stage, decisions = Deduplicator(prior=shipped.prior()), {}
    first = page()
    decided(stage, first, decisions, partition=2)
    name, version = first.facts.id, first.facts.version
    assert stage.is_decided(decisions, name, version, partition=2)
    assert not stage.is_decided(decisions, name, version, partition=0)
    assert not stage.is_decided(decisions, name, "v2", partition=2)


def test_a_withdrawn_article_is_decided_anew_and_tells_no_shard():
    stage, memory = Deduplicator(prior=shipped.prior()), Memory()
    run = OfflineDedup(stage, memory)
    run(page(number=1))
    run(page(number=2))
    copy, gone = page(number=2), page(number=2, pub_status="canceled")
    pending = stage.open(gone, {}, partition=0, offset=9).pending
    done = stage.decide(pending, (), memory.decisions)
    assert done.postings == ()
    assert done.article.facts.pub_status == "canceled"
    assert not stage.is_decided(memory.decisions, copy.facts.id, copy.facts.version, partition=0)


def test_a_copy_is_noted_by_its_shard_and_an_original_is_not():
    stage, memory = Deduplicator(prior=shipped.prior()), Memory()
    answers = []
    for number in (1, 2):
        opened = stage.open(page(number=number), memory.lines, partition=0, offset=number)
        matches = [memory.index.match(posting) for posting in opened.postings]
        answers.append(stage.decide(opened.pending, matches, memory.decisions).postings)
    assert answers[0] == ()
    assert [(p.story, p.article) for p in answers[1]] == [
        (page(number=1).facts.id, page(number=2).facts.id)
    ]


@pytest.mark.parametrize(("days", "remembered"), [(2, True), (3, False)])
def test_the_window_is_that_of_every_table(days, remembered):
    day = 86_400
    stage, decisions, links = Deduplicator(prior=shipped.prior(), window_days=3), {}, {}
    early, late = 100.0 * day, (100.0 + days) * day
    decided(stage, page(event_time=early), decisions)
    decided(stage, page(LIBRARY, number=2, event_time=late), decisions)
    assert stage.is_decided(decisions, page().facts.id, "v1", partition=0) == remembered
    index = stage.index({})
    for number, time in ((1, early), (2, late)):
        (posting,) = stage.open(
            page(number=number, event_time=time), {}, partition=0, offset=number
        ).postings
        found = index.match(posting).candidates
    # The index reckons by the second: three days later is within three days.
    assert len(found) == 1
    sighting = LinkSighting(
        id="0a",
        headline="灯塔",
        surface="灯塔",
        decorations=(),
        site="a",
        event_time=early,
        partition=0,
        offset=0,
    )
    stage.apply_sighting(sighting, links)
    other = msgspec.structs.replace(sighting, id="0b", event_time=late)
    assert stage.apply_sighting(other, links)[1] == (() if remembered else ("0a",))


def test_links_of_two_partitions_are_counted_apart():
    stage, links = Deduplicator(prior=shipped.prior()), {}
    sighting = LinkSighting(
        id="0a",
        headline="灯塔",
        surface="灯塔",
        decorations=(),
        site="a",
        event_time=1.0,
        partition=0,
        offset=0,
    )
    for partition in (0, 1):
        assert stage.apply_sighting(sighting, links, partition=partition)[0].count == 1


def test_an_index_has_its_shard_and_its_rows():
    stage, rows = Deduplicator(prior=shipped.prior()), {}
    index = stage.index(rows, 5)
    (posting,) = stage.open(page(), {}, partition=0, offset=0).postings
    assert index.match(posting).shard == 5
    assert [key.partition("|")[0] for key in rows] == ["5"]
    assert stage.index().shard == 0


def test_an_operators_word_is_obeyed_from_the_next_article_on():
    stage = Deduplicator(prior=shipped.prior())
    dressed = "青萝小站:老城区改造后迎来第一批租户"

    def headline():
        opened = stage.open(page(links=[dressed]), {}, partition=0, offset=0)
        return opened.pending.draft.links[0].headline

    assert headline() == dressed
    stage.override(Overrides(blocked_decorations=frozenset({"青萝小站"})))
    assert headline() == "老城区改造后迎来第一批租户"
    stage.override(Overrides())
    assert headline() == dressed
    stage.override(Overrides(allowed_decorations=frozenset({"环球速递"})))
    dressed = "环球速递:老城区改造后迎来第一批租户"
    assert headline() == dressed


def test_what_is_remembered_in_one_process():
    memory = Memory(window_days=3)
    assert (memory.lines, memory.decisions, memory.offset, len(memory.index.store)) == (
        {},
        {},
        0,
        0,
    )
    run = OfflineDedup(Deduplicator(prior=shipped.prior()), memory)
    run(page(number=1, event_time=1.7e9))
    run(page(LIBRARY, number=2, event_time=1.7e9 + 3 * 86_400 + 2))
    assert memory.index.store.window.oldest == int(1.7e9) + 2
    for index in (Memory().index, StoryIndex(), Deduplicator(prior=shipped.prior()).index()):
        assert index.store.window.oldest == -30 * 86_400
