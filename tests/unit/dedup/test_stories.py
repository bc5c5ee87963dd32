"""Sketch, match, decide: which bodies are one story, and what is remembered of them."""

from pipeline.dedup.deduplicator import Deduplicator
from pipeline.dedup.stories.memory import Memory
from pipeline.dedup.stories.postings import postings
from pipeline.dedup.stories.similarity import ALIKE
from pipeline.dedup.stories.similarity import similarity as similarity_to
from pipeline.dedup.stories.sketch import MOST_HASHES, numbers_of, sketch
from pipeline.dedup.tables.kept_sketch import kept_of
from pipeline.offline.dedup import OfflineDedup
from pipeline.stages import shipped
from tests.unit.dedup.pages import LIBRARY, RIVER, page

BULLETIN = (
    "江口气象台{}日发布:今天白天多云转晴,最高气温{}℃,偏南风{}级,降水概率{}%,空气质量指数{},"
    "明天夜间有小雨,最低气温{}℃,相对湿度{}%,请市民外出注意携带雨具,早晚适当增添衣物,谨防感冒。"
)


def similarity(new, old):
    return similarity_to(new, kept_of(old))


def test_a_sketch_is_bounded_ascending_and_blind_to_marks():
    made = sketch(RIVER)
    assert list(made.hashes) == sorted(set(made.hashes))
    assert 3 <= len(made.hashes) <= MOST_HASHES
    assert sketch(RIVER.replace(",", "， ")).body == made.body
    assert sketch(RIVER * 100).hashes[-1] == sketch(RIVER * 100).limit


def test_numbers_carry_what_they_count():
    assert numbers_of("24日") != numbers_of("24℃")
    assert numbers_of("24日和24日") == numbers_of("24日")
    assert numbers_of("没有数字") == ()


def test_similarity():
    river = sketch(RIVER)
    assert similarity(river, sketch(RIVER)) == 1.0
    retold = RIVER.replace("老人", "居民").replace("小桥", "便桥").replace("完工", "竣工")
    assert ALIKE <= similarity(river, sketch("本报讯:" + retold)) < 1.0
    assert similarity(river, sketch(LIBRARY)) == 0.0


def test_bulletins_of_one_template_do_not_merge():
    one = sketch(BULLETIN.format(3, 24, 3, 10, 52, 16, 61))
    other = sketch(BULLETIN.format(4, 19, 5, 70, 38, 12, 83))
    assert set(one.hashes) & set(other.hashes)
    assert similarity(one, other) == 0.0
    assert similarity(one, sketch("转载:" + BULLETIN.format(3, 24, 3, 10, 52, 16, 61))) > ALIKE


def test_every_anchor_is_asked_once_whatever_the_number_of_shards():
    facts, made = page().facts, sketch(RIVER)
    for shards in (1, 2, 8):
        asked = postings(facts, made, shards=shards, source=(0, 0))
        assert len({posting.shard for posting in asked}) == len(asked)
        assert sorted(h for p in asked for h in p.hashes) == list(made.hashes[:6])


def test_a_copy_that_is_earlier_names_the_story():
    stage = Deduplicator(prior=shipped.prior())
    index, decided = stage.index({}), {}
    late = stage.open(page(number=2, event_time=2e9), {}, partition=0, offset=0)
    stage.decide(late.pending, [index.match(p) for p in late.postings], decided)
    early = stage.open(page(number=1, event_time=2e9 - 60), {}, partition=0, offset=1)
    done = stage.decide(early.pending, [index.match(p) for p in early.postings], decided)
    assert done.article.duplicate.status == "original"
    assert [(a.kind, a.old[-1], a.new[-1]) for a in done.aliases] == [("story", "2", "1")]


def test_a_posting_repeated_is_answered_the_same():
    stage = Deduplicator(prior=shipped.prior())
    index = stage.index({})
    first = stage.open(page(number=1), {}, partition=0, offset=0).postings[0]
    second = stage.open(page(number=2), {}, partition=0, offset=1).postings[0]
    answers = [index.match(first), index.match(second)]
    assert [index.match(first), index.match(second)] == answers
    assert [len(answer.candidates) for answer in answers] == [0, 1]
    assert len(index.store) == 2


def test_an_index_read_back_answers_like_the_one_that_wrote():
    stage, rows = Deduplicator(prior=shipped.prior()), {}
    asked = [
        stage.open(page(body, number=n), {}, partition=0, offset=n).postings[0]
        for n, body in enumerate([RIVER, LIBRARY, "据悉,\n" + RIVER], start=1)
    ]
    index = stage.index(rows)
    for posting in asked[:2]:
        index.match(posting)
    again = stage.index(dict(rows))
    assert again.match(asked[2]) == index.match(asked[2])


def test_articles_of_two_partitions_asked_again_after_a_restart_are_answered_the_same():
    """Else the first would name the second, the second the first, and a third neither."""
    stage, rows = Deduplicator(prior=shipped.prior()), {}
    asked = [
        stage.open(page(number=n), {}, partition=partition, offset=1).postings[0]
        for n, partition in ((1, 2), (2, 1), (3, 0))
    ]
    index = stage.index(rows)
    answers = [index.match(posting) for posting in asked]
    assert [len(answer.candidates) for answer in answers] == [0, 1, 2]
    again = stage.index(dict(rows))
    found = [again.match(posting) for posting in asked]
    assert [[c.article for c in a.candidates] for a in found] == [
        [c.article for c in a.candidates] for a in answers
    ]


def test_what_has_left_the_window_is_forgotten():
    stage = OfflineDedup(Deduplicator(prior=shipped.prior(), window_days=3), Memory(window_days=3))
    stage(page(number=1, event_time=1.7e9))
    stage(page(LIBRARY, number=2, event_time=1.7e9 + 4 * 86400))
    assert stage(page(number=3, event_time=1.7e9 + 4 * 86400)).duplicate.status == ("original")
    assert stage.memory.index.store.forgotten == 1
