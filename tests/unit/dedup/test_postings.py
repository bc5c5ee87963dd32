"""What goes to the shards, and what comes back to them."""

import msgspec
import pytest

from pipeline.dedup.deduplicator import Deduplicator
from pipeline.dedup.stories.postings import feedback, postings, shard_of, withdrawals
from pipeline.dedup.stories.sketch import sketch
from pipeline.dedup.tables.decision_row import Decision
from pipeline.stages import shipped
from pipeline.types.articles import Duplicate
from tests.unit.dedup.pages import LIBRARY, RIVER, page

FACTS = page().facts
STAGE = Deduplicator(prior=shipped.prior())


def test_a_shard_is_told_by_the_low_32_bits():
    assert [shard_of(5 << 32 | anchor, 3) for anchor in range(4)] == [0, 1, 2, 0]
    assert shard_of((1 << 40) - 1, 7) == 0xFFFFFFFF % 7


def test_each_shard_is_asked_about_its_own_anchors_in_order():
    made = msgspec.structs.replace(sketch(RIVER), hashes=(9, 4, 6, 5, 8, 3, 1, 2))
    asked = postings(FACTS, made, shards=3, source=(7, 11))
    assert [(p.shard, p.hashes) for p in asked] == [(0, (9, 6, 3)), (1, (4,)), (2, (5, 8))]
    assert {(p.article, p.version, p.event_time) for p in asked} == {
        (FACTS.id, FACTS.version, FACTS.event_time)
    }
    assert {(p.partition, p.offset, p.sketch, p.story, p.withdrawn) for p in asked} == {
        (7, 11, made, None, False)
    }
    few = msgspec.structs.replace(made, hashes=(4, 7))
    assert [p.hashes for p in postings(FACTS, few, shards=3, source=(0, 0))] == [(4, 7)]


def decision(story, *, of="other", time=5):
    made = Duplicate(status="near", story=story, of=of, similarity=1.0, novelty_days=0.0)
    return Decision(version="v1", duplicate=made, story_time=time)


def test_the_shards_that_were_asked_hear_of_a_story_of_another_name():
    pending = STAGE.open(page(), {}, partition=3, offset=8, shards=64).pending
    assert 1 < len(pending.shards) <= 6
    back = feedback(pending, decision("story"))
    assert [p.shard for p in back] == list(pending.shards)
    assert {(p.story, p.story_time, p.sketch, p.hashes, p.withdrawn) for p in back} == {
        ("story", 5, None, (), False)
    }
    assert {(p.article, p.partition, p.offset) for p in back} == {(FACTS.id, 3, 8)}
    assert feedback(pending, decision(FACTS.id)) == ()


def test_every_shard_hears_of_a_withdrawal():
    told = withdrawals(FACTS, shards=3, source=(3, 8))
    assert [(p.shard, p.withdrawn, p.sketch, p.story) for p in told] == [
        (shard, True, None, None) for shard in range(3)
    ]
    assert {(p.article, p.partition, p.offset) for p in told} == {(FACTS.id, 3, 8)}
    gone = STAGE.open(page(LIBRARY, pub_status="canceled"), {}, partition=3, offset=8, shards=3)
    assert (gone.postings, gone.pending.shards) == (
        tuple(msgspec.structs.replace(p) for p in told), (0, 1, 2),
    )  # fmt: skip


def asked_about(body, title=None):
    (posting,) = STAGE.open(page(body, title=title), {}, partition=0, offset=0).postings
    return posting.sketch


@pytest.mark.parametrize(("size", "with_title"), [(23, True), (24, False)])
def test_a_body_of_fewer_than_24_characters_speaks_with_its_title(size, with_title):
    body = RIVER[:size]
    found = asked_about(body, "灯塔今夜又亮灯了")
    assert found == sketch(f"灯塔今夜又亮灯了\n{body}" if with_title else body)
    assert asked_about(body) == sketch(body)


def test_an_article_of_nothing_is_like_no_other():
    one, other = (
        STAGE.open(page("", number=n), {}, partition=0, offset=0).postings[0].sketch for n in (1, 2)
    )
    assert one.body != other.body
    assert asked_about("", "灯塔今夜又亮灯了") == sketch("灯塔今夜又亮灯了")
