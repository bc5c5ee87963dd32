"""The program's face: help, versions, unknown verbs, one line for every fault."""

import subprocess
import sys

import pytest

from pipeline import __version__
from pipeline.cli import main as program
from pipeline.cli.main import main
from pipeline.cli.verbs import VERBS, app_of
from pipeline.errors import BrokerError


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help_lists_every_verb(arguments, capsys):
    assert main(arguments) == 0
    shown = capsys.readouterr().out
    assert all(f"\n  {verb} " in shown for verb in VERBS)
    assert "Exit codes" in shown


def test_version(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"news {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [[verb] for verb in VERBS if verb not in {"topics", "links", "rejected", "schema"}]
    + [["topics", verb] for verb in ("create", "check")]
    + [["links", verb] for verb in ("top", "show", "allow", "block")]
    + [["rejected", verb] for verb in ("list", "show", "retry", "export", "drop")]
    + [["schema", verb] for verb in ("print", "check")],
    ids=" ".join,
)
def test_every_verb_has_help_with_an_example_and_exit_codes(arguments, capsys):
    assert main([*arguments, "--help"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "Example: " in shown
    assert "Exit codes: 0 " in shown


def test_an_unknown_verb_is_one_line(capsys):
    assert main(["enritch"]) == 2
    assert (
        capsys.readouterr().err == "news: news has no verb 'enritch'. Did you mean `news enrich`?\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["enrich"],
        ["enrich", "--stage", "boil", "-"],
        ["explain", "--wrong", "x"],
        ["topics", "burn"],
        ["links", "burn"],
        ["links", "show"],
        ["links", "top", "--limit", "0"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_line_and_exit_code_2(arguments, capsys):
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert told.startswith("news: ")
    assert told.count("\n") == 1
    assert f"See `news {arguments[0]} --help`" in told


def test_a_fault_of_ours_is_one_line(capsys, monkeypatch):
    monkeypatch.setattr(program, "_dispatch", lambda _: 1 // 0)
    assert main(["doctor"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("news: ZeroDivisionError")
    assert told.count("\n") == 1


def test_debug_shows_the_stack(capsys, monkeypatch):
    monkeypatch.setattr(program, "_dispatch", lambda _: 1 // 0)
    assert main(["doctor", "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_an_error_of_the_package_brings_its_exit_code(capsys, monkeypatch):
    def fail(_):
        raise BrokerError("gone", where="here:1", mend="Start it")

    monkeypatch.setattr(program, "_dispatch", fail)
    assert main(["doctor"]) == 3
    assert capsys.readouterr().err == "news: here:1: gone. Start it\n"


def test_help_loads_no_stage():
    script = (
        "import sys; from pipeline.cli.main import main; main(['--help']);"
        "print([m for m in sys.modules if m.split('.')[0] in ('faust','pydantic','numpy','aiokafka')])"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert found.stdout.splitlines()[-1] == "[]"


def test_a_closed_pipe_is_no_fault():
    # more than a pipe holds, so that the writer meets the closed end
    line = '{"id": "%d", "text": "镇长苗青禾在河口镇说。"}'
    texts = "\n".join(line % n for n in range(3000))
    news = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "recognize", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    news.stdout.close()
    try:
        news.stdin.write(texts)
        news.stdin.close()
    except BrokenPipeError:
        pass
    assert news.stderr.read() == ""
    assert news.wait(60) == 0


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_its_app(verb: str) -> None:
    assert app_of(verb).registered_commands
