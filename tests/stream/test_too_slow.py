"""An article that takes too long is rejected, alone, and leaves nothing of itself behind."""

from __future__ import annotations

import asyncio
import json

import pytest

from pipeline.cleaning.cleaner import Cleaner
from pipeline.dedup.deduplicator import Deduplicator
from pipeline.entities.extractor import Extractor
from pipeline.intake.files import InputRecord
from pipeline.offline.run import Options, enrich_inputs
from pipeline.settings import load_settings
from pipeline.stages.built import build_stages
from pipeline.topology import GROUPINGS, agents_of
from tests.stream.worlds import MemoryWorld

GOOD = "河口的第{}座桥今天通车，镇上的人排着队从桥上走过，货车仍要绕行老路。\n- 相关：老街改造后首批商户开门迎客"
SLOW = {
    "SLOW CLEAN": "clean",
    "SLOW OPEN": "dedup",
    "SLOW DECIDE": "dedup",
    "SLOW EXTRACT": "extract",
}
# A short article has .3 s of it.
SECONDS = 12.0
GROUP = ("clean", "dedup", "extract")


def texts(slow=tuple(SLOW)) -> list[str]:
    good = [GOOD.format(number) for number in range(1, 13)]
    bad = [GOOD.format(f"{n}（{mark}）") for n, mark in enumerate(slow, 20)]
    return [*good[:5], *bad, *good[5:]]


@pytest.fixture(autouse=True)
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each step of each stage find no end, after its work, on an article that bears its mark."""

    def lasts(mark: str, text: str) -> None:
        while mark in text:
            pass

    clean, enrich = Cleaner.many, Extractor.many
    opens, decide = Deduplicator.open, Deduplicator.decide

    def clean_many(self, raws):
        found = clean(self, raws)
        for raw in raws:
            lasts("SLOW CLEAN", raw.text)
        return found

    def open_one(self, article, memory, **how):
        found = opens(self, article, memory, **how)
        lasts("SLOW OPEN", article.text)
        return found

    def decide_one(self, pending, matches, decisions, **how):
        found = decide(self, pending, matches, decisions, **how)
        lasts("SLOW DECIDE", pending.draft.body)
        return found

    def extract_many(self, articles):
        found = enrich(self, articles)
        for article in articles:
            lasts("SLOW EXTRACT", article.body)
        return found

    monkeypatch.setattr(Cleaner, "many", clean_many)
    monkeypatch.setattr(Deduplicator, "open", open_one)
    monkeypatch.setattr(Deduplicator, "decide", decide_one)
    monkeypatch.setattr(Extractor, "many", extract_many)


def expected(stage: str) -> tuple[str, str, str]:
    return stage, "too-slow", "it took more than 0.3 seconds of processor time (test_too_slow.py:"


def test_over_files_it_is_rejected_and_its_neighbours_go_on() -> None:
    inputs = [
        InputRecord(source_id=f"{n}", data=text.encode(), content_type="text/plain")
        for n, text in enumerate(texts())
    ]
    lines = [json.loads(line) for _, line in enrich_inputs(inputs, Options(seconds=SECONDS))]
    whys = [line.get("rejected") for line in lines]
    found = [(why["stage"], why["reason"], why["detail"]) for why in whys if why]
    assert [n for n, why in enumerate(whys) if why] == [5, 6, 7, 8]
    for (stage, reason, detail), wanted in zip(found, SLOW.values(), strict=True):
        assert (stage, reason, detail[: detail.index(":") + 1]) == expected(wanted)
    # What they taught the dedup stage before they were ended would change this.
    assert {line["duplicate"]["status"] for line in lines if "duplicate" in line} <= {"original"}


def on_a_worker(grouping, found) -> tuple[list, dict]:
    """Return each record's outcome, and what the tables hold by then."""
    stages = build_stages(load_settings(partitions=1, article_seconds=SECONDS), GROUP)

    async def outcomes():
        world = MemoryWorld(stages, grouping, partitions=1)
        how = {"partition": 0, "headers": (("content-type", b"text/plain"),)}
        values = [text and text.encode() for text in found]
        places = [await world.publish(value, **how) for value in values]
        outcome = await world.outcomes(places)
        for value, place in zip(values, places, strict=True):
            (one,) = outcome[place]
            # The record that was read: of an inner topic it is JSON that holds the text.
            if one.is_rejected and value:
                assert value.splitlines()[-1] in one.record.value
        tables = {
            name: {key: store.read(name, key) for key in store.keys(name)}
            for worker in world.workers
            for store in [worker.stores[0]]
            for spec in agents_of(worker.group)
            for name in spec.tables
        }
        return [outcome[place][0] for place in places], tables

    return asyncio.run(outcomes())


def test_on_a_worker_it_is_rejected_and_its_neighbours_go_on() -> None:
    found, _ = on_a_worker(GROUPINGS["dedup+extract"], texts())
    assert [n for n, outcome in enumerate(found) if outcome.is_rejected] == [5, 6, 7, 8]
    for outcome, wanted in zip(found[5:9], SLOW.values(), strict=True):
        stage, reason, detail = (
            outcome.headers[name] for name in ("x-stage", "x-reason", "x-detail")
        )
        assert (stage, reason, detail[: detail.index(":") + 1]) == expected(wanted)


def test_what_it_wrote_is_taken_back() -> None:
    _, tables = on_a_worker(GROUPINGS["all"], texts(("SLOW OPEN",)))
    one_less = [text if "SLOW" not in text else None for text in texts(("SLOW OPEN",))]
    _, without = on_a_worker(GROUPINGS["all"], one_less)
    assert tables == without
    _, tables = on_a_worker(GROUPINGS["all"], texts(("SLOW DECIDE",)))
    assert tables["story-decisions"] == without["story-decisions"]
    assert tables["line-memory"] != without["line-memory"]
