"""`news feed` and `news serve`: what keeps them from starting is one line."""

import pytest

from pipeline.cli import feed, serve
from pipeline.cli.main import main


@pytest.mark.parametrize(
    ("module", "arguments", "extra"),
    [(feed, ["feed", "http://a.example/"], "[feeds]"), (serve, ["serve"], "[serve]")],
)
def test_without_its_extra_it_says_which(module, arguments, extra, monkeypatch, capsys):
    monkeypatch.setattr(module, "_NEEDS", ("no_such_package",))
    assert main(arguments) == 2
    assert f"needs no_such_package, which the extra {extra}" in capsys.readouterr().err.replace(
        "need no_such", "needs no_such"
    )


@pytest.mark.parametrize("arguments", [["feed", "http://a.example/", "--once"], ["serve"]])
def test_without_a_broker_it_says_so(arguments, monkeypatch, capsys):
    monkeypatch.delenv("NEWS_BROKER", raising=False)
    assert main(arguments) == 3
    assert "no broker is named" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["feed"], "See `news feed --help`"),
        (["feed", "no-such.opml"], "no-such.opml: No such file"),
        (["feed", "http://a.example/", "--allow-private", "x"], "is no network"),
        (["feed", "http://a.example/", "--every", "0"], "See `news feed --help`"),
        (["serve", "--port", "70000"], "See `news serve --help`"),
    ],
)
def test_usage_is_one_line(arguments, line, capsys):
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert line in told
    assert told.count("\n") == 1
