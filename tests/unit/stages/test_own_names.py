"""A user's own names: they win, they are read again when they change, bad lines are named."""

import json
import logging
import os
from pathlib import Path
from threading import Event

import pytest

from pipeline.cli import recognize as recognize_verb
from pipeline.cli.main import main
from pipeline.errors import ResourceError
from pipeline.offline import enrich
from pipeline.settings import load_settings
from pipeline.stages import own_names
from pipeline.stages.built import build_stages
from pipeline.stages.long_work import LongWork
from pipeline.stages.own_names import NamesFile
from pipeline.types.articles import Rejection
from tools.made_articles import unique

TEXT = "周砚青乘海鹭7轮到了苏州。"
SHIP = "海鹭7轮\tproduct\tship:7\t海鹭七号\n"
TOWN = "苏州\tproduct\tshop:suzhou\n"


@pytest.fixture
def names(tmp_path: Path) -> Path:
    path = tmp_path / "names.tsv"
    path.write_text(SHIP, encoding="utf-8")
    return path


def ids(mentions):
    return {m["surface"]: m["recognizer"] for m in mentions}


def test_a_changed_file_is_read_again(names):
    own = NamesFile(names)
    first = own()
    assert own() is first
    names.write_text(SHIP + TOWN, encoding="utf-8")
    assert own() == SHIP + TOWN


def test_a_file_that_went_bad_is_named_and_the_names_stay(names, caplog):
    own = NamesFile(names)
    names.write_text(SHIP + "no tab here\nx\tstone\n", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        assert own() == SHIP
        assert own() == SHIP
    (record,) = caplog.records
    assert "line 2: no tab; line 3: unknown type 'stone'" in record.getMessage()


def test_a_file_that_is_bad_from_the_start_stops_everything(names):
    names.write_text("x\tstone\n", encoding="utf-8")
    with pytest.raises(ResourceError, match="line 1: unknown type"):
        NamesFile(names)


@pytest.mark.parametrize("verb", ["enrich", "recognize", "run"])
def test_every_verb_names_bad_lines(verb, names, tmp_path, capsysbinary, monkeypatch):
    monkeypatch.setenv("NEWS_BROKER", "127.0.0.1:1")
    names.write_text("x\tstone\n", encoding="utf-8")
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    given = [] if verb == "run" else [str(path)]
    assert main([verb, *given, "--dict", str(names)]) == 2
    assert f"{names}: line 1: unknown type 'stone'" in capsysbinary.readouterr().err.decode()


def test_the_stage_that_run_uses_follows_the_file(names):
    extract = build_stages(load_settings(names_file=names), ("extract",)).extract
    first = extract(unique(TEXT))
    names.write_text(SHIP + TOWN, encoding="utf-8")
    second = extract(unique(TEXT))
    assert not isinstance(first, Rejection)
    assert not isinstance(second, Rejection)
    found = [{m.surface: m.entity for m in each.extraction.mentions} for each in (first, second)]
    assert [each["海鹭7轮"] for each in found] == ["ship:7", "ship:7"]
    assert [each["苏州"] for each in found] == ["place:苏州", "shop:suzhou"]
    # An event says by which names it was made.
    assert first.config != second.config


def test_enrich_follows_the_file(names):
    def articles():
        yield TEXT
        names.write_text(SHIP + TOWN, encoding="utf-8")
        yield TEXT + "第二天他又回来了。"

    first, second = enrich(articles(), settings=load_settings(names_file=names))
    assert ids(first["enrichment"]["mentions"])["苏州"] != "dictionary"
    assert ids(second["enrichment"]["mentions"])["苏州"] == "dictionary"


def test_recognize_follows_the_file(names, capsysbinary, monkeypatch):
    def texts(path):
        yield 1, TEXT
        names.write_text(SHIP + TOWN, encoding="utf-8")
        yield 2, TEXT

    monkeypatch.setattr(recognize_verb, "_texts", texts)
    assert main(["recognize", "-", "--dict", str(names)]) == 0
    first, second = map(json.loads, capsysbinary.readouterr().out.splitlines())
    assert ids(first["mentions"]) | {"苏州": "tagger"} == ids(first["mentions"])
    assert ids(first["mentions"])["海鹭7轮"] == "dictionary"
    assert ids(second["mentions"])["苏州"] == "dictionary"


def test_a_mark_before_the_names_and_a_row_without_an_end(names):
    names.write_bytes(b"\xef\xbb\xbf" + SHIP.rstrip("\n").encode())
    assert NamesFile(names)() == SHIP
    names.write_text("", encoding="utf-8")
    assert NamesFile(names)() == ""
    assert NamesFile(None)() == ""


@pytest.mark.parametrize("seconds", [-100, 100])
def test_a_file_of_the_same_size_is_read_again_also_an_older_one(names, seconds):
    own = NamesFile(names)
    other = SHIP.replace("7", "8")
    names.write_text(other, encoding="utf-8")
    moment = names.stat().st_mtime + seconds
    os.utime(names, (moment, moment))
    assert own() == other


def test_a_file_that_goes_away_leaves_its_names(names, caplog):
    own = NamesFile(names)
    names.unlink()
    assert own() == SHIP
    assert own() == SHIP
    assert len(caplog.records) == 1


def test_a_large_file_is_read_beside_the_articles(names, monkeypatch):
    stage = build_stages(load_settings(names_file=names), ("extract",)).extract
    first = stage(unique(TEXT))
    many = SHIP + TOWN + "".join(f"渡口站{n}号\tplace\n" for n in range(14_000))
    assert len(many) >= own_names.LARGE
    begun, going_on = Event(), Event()
    parse = own_names.parse_dictionary

    def slowly(*given, **how):
        begun.set()
        assert going_on.wait(20)
        return parse(*given, **how)

    monkeypatch.setattr(own_names, "parse_dictionary", slowly)
    names.write_text(many, encoding="utf-8")
    # Read in a thread, then made ready in one; the articles go on with the names before.
    assert stage(unique(TEXT)) == first
    assert begun.wait(20)
    assert stage(unique(TEXT)) == first
    going_on.set()
    stage._own._reading.wait()
    stage(unique(TEXT))
    stage._renewing.wait()
    last = stage(unique(TEXT))
    assert {m.surface: m.entity for m in last.extraction.mentions}["苏州"] == "shop:suzhou"
    assert last.config != first.config


def test_one_piece_of_long_work_is_done_at_a_time():
    done, going_on = [], Event()
    beside = LongWork(large=10)

    def long() -> None:
        assert going_on.wait(20)
        done.append("long")

    beside.do(long, size=10)
    beside.do(lambda: done.append("other"), size=1)
    assert done == []
    going_on.set()
    beside.wait()
    beside.do(lambda: done.append("small"), size=9)
    assert done == ["long", "small"]
