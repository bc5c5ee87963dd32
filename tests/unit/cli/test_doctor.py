"""`news doctor`: each thing that is missing is a problem with its mend."""

from __future__ import annotations

import json
import os
import shutil
import socket
import threading
import time
from collections import namedtuple
from pathlib import Path

import pytest

from pipeline.broker.jar_lock import locked_jars, path_of
from pipeline.broker.layout import Difference
from pipeline.cli import doctor as verb
from pipeline.cli import doctor_broker
from pipeline.cli.doctor_broker import broker_checks
from pipeline.cli.main import main
from pipeline.settings import Settings
from pipeline.stages import shipped
from pipeline.topology import TOPICS

Usage = namedtuple("Usage", "total used free")  # noqa: PYI024 - as the library's own


@pytest.fixture
def found(monkeypatch, tmp_path, capsysbinary):
    """Run the doctor in a home of its own; return its checks by what they looked at."""
    for name in [name for name in os.environ if name.upper().startswith("NEWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("NEWS_DATA_DIR", str(tmp_path / "data" / "deep"))
    monkeypatch.setenv("NEWS_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(verb, "_stages", lambda _: "loaded")

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
LOWER = Difference(
    topic="c", weight="lower", setting="replicas", found="1", wanted="3", mend="reassign"
)
BETTER = Difference(topic="b", weight="better", setting="t", found="1", wanted="2", add="t=2")


@pytest.mark.parametrize(
    ("differences", "topics", "notes"),
    [
        ((), ("as they must be", ""), None),
        ((WRONG,), ("a: s is 1, must be 8", "Run make a"), None),
        ((BETTER,), ("as they must be", ""), ("b: t is 1, better 2", "Run set t=2")),
        ((LOWER,), ("as they must be", ""), None),
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

    async def ahead(_settings):
        return 0.2

    monkeypatch.setattr(doctor_broker, "Admin", Admin)
    monkeypatch.setattr(doctor_broker, "clock_ahead", ahead)
    monkeypatch.setenv("NEWS_BROKER", "a:1, b:2")
    monkeypatch.setenv("NEWS_REPLICATION", "3")
    checks = found(1 if WRONG in differences or LOWER in differences else 0)
    assert checks["broker"]["seen"] == "a:1, b:2 answers"
    seen = checks["topics"]
    assert (seen["ok"], seen["seen"], seen["mend"]) == (WRONG not in differences, *topics)
    # What could be better is no problem.
    assert ("replication" in checks) is (LOWER in differences)
    if LOWER in differences:
        told = checks["replication"]
        assert (told["ok"], told["seen"], told["mend"]) == (
            False, "c: replicas is 1, set is 3", "Run reassign",
        )  # fmt: skip
    noted = checks.get("topic settings")
    assert (noted and (noted["ok"], noted["seen"], noted["mend"])) == (notes and (True, *notes))


def test_for_a_person_a_problem_stands_with_its_mend(found, monkeypatch, capsysbinary):
    monkeypatch.setenv("NEWS_PARTITIONS", "0")
    assert main(["doctor"]) == 1
    told = capsysbinary.readouterr().out.decode()
    assert "ok      python: 3" in told
    assert "problem settings: NEWS_PARTITIONS: " in told
    assert told.rstrip().endswith("See docs/operations.md for what it takes")


def test_a_misspelt_setting_is_a_problem_with_the_one_that_is_meant(found, monkeypatch):
    monkeypatch.setenv("NEWS_PARTITONS", "8")
    told = found(1)["environment"]
    assert told["seen"] == "NEWS_PARTITONS is no setting of ours"
    assert told["mend"] == "Did you mean NEWS_PARTITIONS?"


def test_somebody_else_s_variable_is_noted_and_no_problem(found, monkeypatch):
    monkeypatch.setenv("NEWS_LETTER_HOST", "x")
    told = found(0)["environment"]
    assert (told["seen"], told["mend"]) == ("NEWS_LETTER_HOST is no setting of ours", "")


def test_settings_in_small_letters_are_settings(found, monkeypatch):
    monkeypatch.setenv("news_partitions", "4")
    assert "environment" not in found(0)


@pytest.mark.parametrize(
    ("written", "said"),
    [(None, "it cannot be read"), (b"\xff\xfe\x00", "it cannot be read"), (b"no tab\n", "no tab")],
)
def test_a_names_file_that_is_missing_or_bad(found, monkeypatch, tmp_path, written, said):
    names = tmp_path / "names.tsv"
    if written is not None:
        names.write_bytes(written)
    monkeypatch.setenv("NEWS_NAMES_FILE", str(names))
    told = found(1)["names"]
    assert told["seen"].startswith(f"{names}: ")
    assert said in told["seen"]


def test_a_good_names_file_is_well(found, monkeypatch, tmp_path):
    names = tmp_path / "names.tsv"
    names.write_text("\u6d77\u98ce\u6e2f\tplace\n", "utf-8")
    monkeypatch.setenv("NEWS_NAMES_FILE", str(names))
    assert found(0)["names"]["seen"] == f"1 lines in {names}"


MODELS = sorted(path.name for path in (shipped._DATA / "models").glob("*.npz"))


@pytest.mark.parametrize("name", MODELS)
def test_a_truncated_model_is_a_problem(monkeypatch, tmp_path, capsysbinary, name):
    data = tmp_path / "data"
    shutil.copytree(shipped._DATA, data)
    model = data / "models" / name
    model.write_bytes(model.read_bytes()[: model.stat().st_size // 2])
    monkeypatch.setattr(shipped, "_DATA", data)
    caches = (shipped.cleaning, shipped.entities)
    for cached in caches:
        cached.cache_clear()
    try:
        assert main(["doctor", "--json"]) == 1
    finally:
        for cached in caches:
            cached.cache_clear()
    lines = map(json.loads, capsysbinary.readouterr().out.splitlines())
    (told,) = (each for each in lines if each["what"] == "stages")
    assert not told["ok"]
    assert told["seen"].startswith(str(model))
    assert told["mend"]


def test_the_names_of_the_dedup_stage_are_looked_at_too(monkeypatch):
    built = []
    monkeypatch.setattr(verb, "Stages", lambda group, **_: built.append(group))
    verb._stages(Settings())
    assert built == [("clean", "dedup", "extract")]


@pytest.mark.parametrize("closes", [True, False])
def test_a_port_that_is_no_kafka_is_one_problem_within_five_seconds(closes):
    with socket.create_server(("127.0.0.1", 0)) as port:
        held = []

        def take() -> None:
            while True:
                try:
                    taken, _ = port.accept()
                except OSError:
                    return
                taken.close() if closes else held.append(taken)

        threading.Thread(target=take, daemon=True).start()
        address = f"127.0.0.1:{port.getsockname()[1]}"
        started = time.monotonic()
        (told,) = broker_checks(Settings(broker=address), TOPICS)
        # Their own seconds, whatever else the machine has to do.
        assert time.monotonic() - started < 5.0
        assert (told.what, told.ok) == ("broker", False)
        assert told.seen == (
            f"{address}: something listens there that does not answer as a Kafka broker (4 s)"
        )


@pytest.mark.parametrize(
    ("ahead", "ok", "seen"),
    [
        (None, True, "not compared: the broker does not tell its time"),
        (59.9, True, "this machine's is 59.9 s ahead of the broker's"),
        (-3600.0, False, "this machine's is 3600.0 s behind the broker's"),
        (60.1, False, "this machine's is 60.1 s ahead of the broker's"),
    ],
)
def test_clocks_may_differ_by_a_minute(ahead, ok, seen):
    told = doctor_broker._clock(ahead)
    assert (told.what, told.ok, bool(told.mend)) == ("clock", ok, not ok)
    assert told.seen.startswith(seen)
