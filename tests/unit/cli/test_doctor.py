"""`news doctor`: each thing that is missing is a problem with its mend."""

from __future__ import annotations

import json
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from pipeline.broker.jar_lock import locked_jars, path_of
from pipeline.broker.layout import Difference
from pipeline.cli import doctor as verb
from pipeline.cli.main import main

Usage = namedtuple("Usage", "total used free")  # noqa: PYI024 - as the library's own


@pytest.fixture
def found(monkeypatch, tmp_path, capsysbinary):
    """Run the doctor in a home of its own; return its checks by what they looked at."""
    monkeypatch.setenv("NEWS_DATA_DIR", str(tmp_path / "data" / "deep"))
    monkeypatch.setenv("NEWS_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("NEWS_BROKER", raising=False)
    monkeypatch.setattr(verb, "_stages", lambda: "loaded")

    def run(code: int) -> dict:
        assert main(["doctor", "--json"]) == code
        lines = map(json.loads, capsysbinary.readouterr().out.splitlines())
        return {each["what"]: each for each in lines}

    return run


def test_all_is_well_and_nothing_is_left_behind(found, tmp_path):
    checks = found(0)
    assert list(checks) == ["python", "settings", "stages", "disk", "java", "jars", "broker"]
    assert all(check["ok"] for check in checks.values())
    assert f"GiB free for {tmp_path / 'data' / 'deep'}" in checks["disk"]["seen"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("gib", "enough"), [(2.0, True), (1.99, False)])
def test_two_gib_are_enough(found, monkeypatch, gib, enough):
    monkeypatch.setattr(verb.shutil, "disk_usage", lambda _: Usage(0, 0, int(gib * 2**30)))
    disk = found(0 if enough else 1)["disk"]
    assert (disk["ok"], bool(disk["mend"])) == (enough, not enough)


def test_a_folder_that_cannot_be_written_is_told(found, monkeypatch, tmp_path):
    def refuse(*_args, **_more):
        raise PermissionError

    monkeypatch.setattr(Path, "touch", refuse)
    disk = found(1)["disk"]
    assert disk["seen"] == f"{tmp_path} cannot be written"
    assert disk["mend"] == "Name another in NEWS_DATA_DIR"


def test_missing_jars_are_counted_and_no_problem(found, tmp_path):
    jars = locked_jars()
    assert found(0)["jars"]["seen"].startswith(f"{len(jars)} of {len(jars)} are not fetched yet")
    for jar in jars[1:]:
        path = path_of(tmp_path / "cache" / "maven", jar)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert found(0)["jars"]["seen"].startswith(f"1 of {len(jars)} are not fetched yet")
    path = path_of(tmp_path / "cache" / "maven", jars[0])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    assert found(0)["jars"]["seen"].startswith(f"{len(jars)} of the embedded broker in ")
    shutil.rmtree(tmp_path / "cache")


def test_a_wrong_setting_ends_the_look(found, monkeypatch):
    monkeypatch.setenv("NEWS_PARTITIONS", "0")
    checks = found(1)
    assert list(checks) == ["python", "settings"]
    assert checks["settings"]["seen"].startswith("NEWS_PARTITIONS: ")


def test_a_broker_that_does_not_answer_is_a_problem(found, monkeypatch):
    monkeypatch.setenv("NEWS_BROKER", "127.0.0.1:9")
    checks = found(1)
    assert "java" not in checks
    assert checks["broker"]["seen"].startswith("127.0.0.1:9: no Kafka broker answers")


WRONG = Difference(topic="a", weight="wrong", setting="s", found="1", wanted="8", mend="make a")
BETTER = Difference(topic="b", weight="better", setting="t", found="1", wanted="2", add="t=2")


@pytest.mark.parametrize(
    ("differences", "topics", "notes"),
    [
        ((), ("as they must be", ""), None),
        ((WRONG,), ("a: s is 1, must be 8", "Run make a"), None),
        ((BETTER,), ("as they must be", ""), ("b: t is 1, better 2", "Run set t=2")),
        (
            (BETTER, WRONG),
            ("a: s is 1, must be 8", "Run make a"),
            ("b: t is 1, better 2", "Run set t=2"),
        ),
    ],
)
def test_topics_of_a_broker_that_answers(found, monkeypatch, differences, topics, notes):
    class Admin:
        def __init__(self, settings, *, replication) -> None:
            assert replication == 3

        async def __aenter__(self):
            return self

        async def __aexit__(self, *raised) -> None:
            pass

        async def check(self, topics):
            assert topics
            return differences

        def mend(self, found):
            return "Run " + " and ".join(d.mend or f"set {d.add}" for d in found) if found else ""

    monkeypatch.setattr(verb, "Admin", Admin)
    monkeypatch.setenv("NEWS_BROKER", "a:1, b:2")
    monkeypatch.setenv("NEWS_REPLICATION", "3")
    checks = found(1 if WRONG in differences else 0)
    assert checks["broker"]["seen"] == "a:1, b:2 answers"
    seen = checks["topics"]
    assert (seen["ok"], seen["seen"], seen["mend"]) == (WRONG not in differences, *topics)
    # What could be better is no problem.
    noted = checks.get("topic settings")
    assert (noted and (noted["ok"], noted["seen"], noted["mend"])) == (notes and (True, *notes))


def test_for_a_person_a_problem_stands_with_its_mend(found, monkeypatch, capsysbinary):
    monkeypatch.setenv("NEWS_PARTITIONS", "0")
    assert main(["doctor"]) == 1
    told = capsysbinary.readouterr().out.decode()
    assert "ok      python: 3" in told
    assert "problem settings: NEWS_PARTITIONS: " in told
    assert told.rstrip().endswith("See docs/operations.md for what it takes")
