"""What fails, fails the same over files and on a worker: stage, reason and detail."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from pipeline.cleaning.cleaner import Cleaner
from pipeline.dedup.deduplicator import Deduplicator
from pipeline.document.ninjs import document
from pipeline.entities.extractor import Extractor
from pipeline.intake.files import InputRecord
from pipeline.offline import printed
from pipeline.offline.run import Options, enrich_inputs
from pipeline.settings import load_settings
from pipeline.stages.built import build_stages
from pipeline.stream.handlers import extract
from pipeline.topology import GROUPINGS, LARGEST_ARTICLE_BYTES, LARGEST_ARTICLE_LINES
from tests.stream.worlds import MemoryWorld

GOOD = "河口的第{}座桥今天通车，镇上的人排着队从桥上走过，货车仍要绕行老路。"
BREAKS = ("BREAK CLEAN", "BREAK OPEN", "BREAK DECIDE", "BREAK EXTRACT", "BREAK WRITE")
Record = tuple[bytes | None, str]
Why = tuple[str, str, str]


def in_json(text: str) -> Record:
    return json.dumps({"text": text}).encode(), "application/json"


def records() -> list[Record]:
    """Return `(value, content type)` of good articles and of one for each way to fail."""
    good = [in_json(GOOD.format(number)) for number in range(1, 17)]
    bugs = [in_json(GOOD.format(f"{n}（{mark}）")) for n, mark in enumerate(BREAKS, 20)]
    page = f"<html><body><p>{GOOD.format('30（BREAK CLEAN）')}</p></body></html>"
    bad = [
        in_json("  "),
        in_json("\u200b"),
        in_json("行\n" * LARGEST_ARTICLE_LINES),
        in_json("大" * (LARGEST_ARTICLE_BYTES // 3 + 1)),
        (b'{"text": "no end', "application/json"),
        (b'{"text": 7}', "application/json"),
        (b"", "application/json"),
        (b"\x00\x01\x02\xff" * 9, "text/plain"),
        (page.encode(), "text/html"),
        ("行\n".encode() * LARGEST_ARTICLE_LINES, "text/plain"),
    ]
    return [*good[:7], *bugs, *good[7:], *bad]


@pytest.fixture
def bugs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each step of each stage break on an article that bears its mark."""

    def breaks(mark: str, text: str) -> None:
        if mark in text:
            raise ValueError(f"broken on purpose\nby {mark} " + "长" * 600)

    clean, enrich = Cleaner.many, Extractor.many
    opens, decide = Deduplicator.open, Deduplicator.decide

    def clean_many(self, raws):
        for raw in raws:
            breaks("BREAK CLEAN", raw.text or raw.html)
        return clean(self, raws)

    def open_one(self, article, *args, **how):
        breaks("BREAK OPEN", article.text)
        return opens(self, article, *args, **how)

    def decide_one(self, pending, *args, **how):
        breaks("BREAK DECIDE", pending.draft.body)
        return decide(self, pending, *args, **how)

    def extract_many(self, articles):
        for article in articles:
            breaks("BREAK EXTRACT", article.body)
        return enrich(self, articles)

    def write(enriched):
        breaks("BREAK WRITE", enriched.article.body)
        return document(enriched)

    monkeypatch.setattr(Cleaner, "many", clean_many)
    monkeypatch.setattr(Deduplicator, "open", open_one)
    monkeypatch.setattr(Deduplicator, "decide", decide_one)
    monkeypatch.setattr(Extractor, "many", extract_many)
    monkeypatch.setattr(extract, "document", write)
    monkeypatch.setattr(printed, "document", write)


def offline() -> list[Why | None]:
    """Return why each record was rejected by a run over files; None of those that were not."""
    inputs = [
        InputRecord(source_id=f"{n}", data=data or b"", content_type=kind)
        for n, (data, kind) in enumerate(records())
    ]
    found = [json.loads(line) for _, line in enrich_inputs(inputs, Options())]
    whys = [each.get("rejected") for each in found]
    return [why and (why["stage"], why["reason"], why["detail"]) for why in whys]


def on_a_worker(grouping, data_dir: Path, batch_size: int) -> list[Why | None]:
    """Return the same of a worker over topics in memory."""
    settings = load_settings(partitions=1, data_dir=data_dir)
    stages = build_stages(settings, ("clean", "dedup", "extract"))

    async def outcomes() -> list[Why | None]:
        world = MemoryWorld(stages, grouping, partitions=1, batch_size=batch_size)
        places = [
            await world.publish(value, partition=0, headers=(("content-type", kind.encode()),))
            for value, kind in records()
        ]
        found = await world.outcomes(places)
        whys: list[Why | None] = []
        for place in places:
            (outcome,) = found[place]
            headers = outcome.headers if outcome.is_rejected else {}
            why = tuple(headers[name] for name in ("x-stage", "x-reason", "x-detail") if headers)
            whys.append(why or None)
        return whys

    return asyncio.run(outcomes())


@pytest.mark.usefixtures("bugs")
@pytest.mark.parametrize(("name", "size"), [("all", 200), ("all", 1), ("split", 200)])
def test_a_failure_is_told_the_same_over_files_and_on_a_worker(name, size, tmp_path) -> None:
    whys = offline()
    assert on_a_worker(GROUPINGS[name], tmp_path, size) == whys
    assert [(why[0], why[1]) for why in whys if why] == [
        ("clean", "internal-error"),
        ("dedup", "internal-error"),
        ("dedup", "internal-error"),
        ("extract", "internal-error"),
        ("extract", "internal-error"),
        ("clean", "empty"),
        ("clean", "empty"),
        ("clean", "too-large"),
        ("clean", "too-large"),
        ("clean", "bad-json"),
        ("clean", "wrong-type"),
        ("clean", "empty"),
        ("clean", "undecodable"),
        ("clean", "internal-error"),
        ("clean", "too-large"),
    ]
    details = [why[2] for why in whys if why and why[1] == "internal-error"]
    for mark, detail in zip((*BREAKS, "BREAK CLEAN"), details, strict=True):
        assert detail.startswith(f"ValueError: broken on purpose by {mark} 长长")
        assert "… (test_same_rejections.py:" in detail
        assert len(detail) == 500
