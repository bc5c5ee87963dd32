"""The stage as a whole: copies marked, links named, nothing counted twice."""

from pipeline.dedup.deduplicator import Deduplicator
from pipeline.offline.dedup import OfflineDedup
from pipeline.stages import shipped
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
