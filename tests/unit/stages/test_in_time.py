"""How long an article may take, and what is left of one that takes longer."""

from __future__ import annotations

import pytest

from pipeline.dedup import deduplicator
from pipeline.settings import ARTICLE_SECONDS
from pipeline.stages import in_time, shipped
from pipeline.stages.built import Extract, Stages
from pipeline.stages.held import Held
from pipeline.stages.in_time import DedupInTime, InTime
from pipeline.stages.run_many import Clock, clean_many
from pipeline.topology import LARGEST_ARTICLE_BYTES
from pipeline.types.articles import Origin, RawArticle, Rejection
from tests.stream.tiny import TinyCleaner
from tools.made_articles import unique

# A fortieth is .05 s.
SECONDS = 2.0


class SlowCleaner(TinyCleaner):
    """Finds no end on one word."""

    def __call__(self, raw):
        while "SLOW" in raw.text:
            pass
        return super().__call__(raw)


def raw(text: str, number: int = 0) -> RawArticle:
    return RawArticle(origin=Origin(source_id=f"{number}", timestamp=1.7e9), text=text)


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that each piece of work was given."""
    seconds = []

    def within(some, work):
        seconds.append(some)
        return work()

    monkeypatch.setattr(in_time, "within", within)
    return seconds


def test_only_the_slow_one_of_those_judged_together_is_refused() -> None:
    stage = InTime(SlowCleaner(), lambda one: one.text, SECONDS)
    raws = [raw("SLOW" if n in (3, 9) else f"第{n}班渡船", n) for n in range(12)]
    found = clean_many(stage, raws, Clock())
    slow = {n: each.reason for n, each in enumerate(found) if isinstance(each, Rejection)}
    assert slow == {3: "too-slow", 9: "too-slow"}
    for one, each in zip(raws, found, strict=True):
        assert isinstance(each, Rejection) or each.facts.origin == one.origin


def test_an_article_has_its_part_of_the_time_by_its_size(given: list[float]) -> None:
    stage = InTime(TinyCleaner(), lambda one: one.text, 80.0)
    half = LARGEST_ARTICLE_BYTES // 2
    for text in ("渡", "a" * half, "渡" * (half // 3 + 1), "\n" * (LARGEST_ARTICLE_BYTES // 10)):
        stage.many([raw(text)])
    assert given == pytest.approx([2.0, 40.0, 40.0, 40.0], rel=1e-6)


def test_articles_together_have_the_time_of_all_of_them(given: list[float]) -> None:
    stage = InTime(TinyCleaner(), lambda one: one.text, 80.0)
    stage.many([raw("渡")] * 16)
    stage.many([raw("a" * (LARGEST_ARTICLE_BYTES // 4))] * 3)
    assert given == pytest.approx([2.0, 60.0])


def test_each_stage_is_given_its_time(given: list[float]) -> None:
    stages = Stages(("clean", "dedup", "extract"), seconds=400.0)
    (clean,) = stages.clean.many([raw("渡口今天上午停航，下午恢复。")])
    opened = stages.dedup.open(clean, {}, partition=0, offset=0)
    decided = stages.dedup.decide(opened.pending, [], {})
    stages.extract.many([decided.article])
    assert given == [10.0] * 4


def test_a_page_has_the_time_of_its_markup(given: list[float]) -> None:
    page = "<p>渡口今天停航。</p>" + " " * (LARGEST_ARTICLE_BYTES // 2)
    Stages(("clean",)).clean.many([RawArticle(origin=Origin(source_id="a"), html=page)])
    assert given[0] > ARTICLE_SECONDS


def test_reading_new_names_is_not_counted() -> None:
    def own() -> str:
        end = sum(range(3_000_000))
        return "" if end else "never"

    # A fortieth is a millisecond; adding up takes some fifty.
    extract = Extract(own, seconds=40.0)
    assert not isinstance(extract.many([unique("渡口停航。")])[0], Rejection)


def test_nothing_of_a_decision_that_broke_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = DedupInTime(prior=shipped.prior(), seconds=40.0)
    (clean,) = Stages(("clean",)).clean.many([raw("渡口今天上午停航，下午恢复。")])
    pending = stage.open(clean, {}, partition=0, offset=0).pending
    monkeypatch.setattr(deduplicator, "feedback", lambda *_: 1 / 0)
    decisions: dict[str, bytes] = {}
    with pytest.raises(ZeroDivisionError):
        stage.decide(pending, [], decisions)
    assert decisions == {}
    monkeypatch.undo()
    stage.decide(pending, [], decisions)
    assert decisions


def test_a_table_shows_what_was_held_back_and_gets_it_when_it_is_written() -> None:
    table = {"a": b"1", "b": b"2"}
    held = Held(table)
    held["c"], held["a"] = b"3", b"4"
    del held["b"]
    assert held.pop("b", None) is None
    assert dict(held) == {"a": b"4", "c": b"3"}
    assert (len(held), "b" in held, held.get("b"), held.get("c")) == (2, False, None, b"3")
    with pytest.raises(KeyError):
        del held["b"]
    held["d"] = b"5"
    del held["d"]
    assert table == {"a": b"1", "b": b"2"}
    held.write()
    assert table == {"a": b"4", "c": b"3"}
    table["a"] = b"6"
    held.write()
    assert table["a"] == b"6"
