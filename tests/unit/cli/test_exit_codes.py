"""What ends a verb is one line and its exit code, the same for every verb."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import main as program
from pipeline.cli.main import main
from pipeline.cli.reader import ReaderGoneError
from pipeline.errors import BrokerError, CodecError, ResourceError, SettingsError, UsageError


@pytest.fixture
def verb(monkeypatch):
    """Let a verb raise or return what is given."""

    def let(ends) -> None:
        def run(*, args, prog_name, standalone_mode):
            del args, prog_name, standalone_mode
            if isinstance(ends, BaseException):
                raise ends
            return ends

        monkeypatch.setattr(program, "app_of", lambda _: run)

    return let


@pytest.mark.parametrize(
    ("ends", "code", "line"),
    [
        (0, 0, ""),
        (1, 1, ""),
        (3, 3, ""),
        (None, 0, ""),
        ("text", 0, ""),
        (KeyboardInterrupt(), 130, ""),
        (UsageError("a"), 2, "a"),
        (SettingsError("a", where="NEWS_X"), 2, "NEWS_X: a"),
        (BrokerError("a"), 3, "a"),
        (ResourceError("a"), 1, "a"),
        (CodecError("a", reason="empty"), 1, "a"),
        (FileNotFoundError(2, "No such file", "x.txt"), 2, "x.txt: No such file"),
        (PermissionError(13, "Denied", "x.txt"), 2, "x.txt: Denied"),
        (OSError(28, "No space left"), 2, "No space left"),
        (OSError("odd"), 2, "odd"),
        (UsageError("two\n  lines"), 2, "two lines"),
        (KeyError("x"), 1, "KeyError: 'x' (a bug: run again with --debug and report it)"),
    ],
)
def test_how_a_verb_ends(verb, capsys, ends, code, line):
    verb(ends)
    assert main(["doctor"]) == code
    assert capsys.readouterr().err == (f"news: {line}\n" if line else "")


@pytest.mark.parametrize("arguments", [["doctor", "--debug"], ["--debug", "doctor"]])
def test_the_stack_is_shown_with_debug_alone(verb, capsys, arguments):
    for ends in (KeyError("x"), UsageError("a")):
        verb(ends)
        assert main(["doctor"]) > 0
        assert "Traceback" not in capsys.readouterr().err
        assert main(arguments) > 0
        assert "Traceback" in capsys.readouterr().err


def test_debug_is_ours_before_two_dashes_alone(monkeypatch):
    seen = []

    def run(*, args, **_):
        seen.append(args)

    monkeypatch.setattr(program, "app_of", lambda _: run)
    given = ["doctor", "--debug", "x", "--", "--debug"]
    assert main(given) == 0
    assert main(["doctor", "--", "--debug"]) == 0
    assert seen == [["x", "--", "--debug"], ["--", "--debug"]]
    # The caller's list is left alone.
    assert given == ["doctor", "--debug", "x", "--", "--debug"]


@pytest.mark.parametrize(
    ("verb_", "hint"),
    [
        ("enritch", "Did you mean `news enrich`?"),
        ("en", "Did you mean `news enrich`?"),
        ("ex", "Did you mean `news explain`?"),
        ("e", "See `news --help`"),
        ("elucidate", "See `news --help`"),
        ("xx", "See `news --help`"),
    ],
)
def test_a_verb_is_guessed_by_two_letters(capsys, verb_, hint):
    assert main([verb_]) == 2
    assert capsys.readouterr().err == f"news: news has no verb {verb_!r}. {hint}\n"


def test_a_reader_who_has_enough_is_no_fault(verb, monkeypatch):
    put = []
    monkeypatch.setattr(program.os, "dup2", lambda *at: put.append(at))
    verb(ReaderGoneError())
    assert main(["doctor"]) == 0
    assert len(put) == 1


def test_the_program_is_a_module_too():
    ran = subprocess.run(
        [sys.executable, "-m", "pipeline", "nothing"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parents[3],
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("news: news has no verb 'nothing'")
