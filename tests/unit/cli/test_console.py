"""What is printed for a person: the bar that waits, the colours, the lines of an article."""

import io
import re
import sys

from pipeline.cli import console
from pipeline.cli.view import Row, line_of


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_no_bar_where_nobody_looks(monkeypatch):
    shown = io.StringIO()
    monkeypatch.setattr(sys, "stderr", shown)
    assert list(console.watched(iter("abc"), "letters")) == ["a", "b", "c"]
    assert shown.getvalue() == ""


def test_no_bar_for_what_is_quick(monkeypatch):
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    assert list(console.watched(iter("abc"), "letters")) == ["a", "b", "c"]
    assert "letters" not in shown.getvalue()


def test_a_bar_for_what_takes_long(monkeypatch):
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setattr(console, "_PATIENCE_SECONDS", -1.0)
    assert list(console.watched(list("abc"), "letters")) == ["a", "b", "c"]
    assert "letters" in shown.getvalue()
    assert "3/3" in shown.getvalue()


class Half:
    done, total = 50, 100


def test_a_bar_of_a_source_says_how_much_how_fast_and_how_long(monkeypatch):
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr(console, "_PATIENCE_SECONDS", -1.0)
    assert list(console.watched(iter("abc"), "letters", of=Half())) == ["a", "b", "c"]
    assert "3 letters" in shown.getvalue()
    assert " 50%" in shown.getvalue()
    assert re.search(r"[\d,]+\.\d/s", shown.getvalue())
    assert re.search(r"\d:\d\d|-:--", shown.getvalue())


def test_no_color_is_obeyed(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    row = Row(start=0, text="- 一条链接", kept=False, label="link", reason="list-run", score=0.9)

    def shown():
        out = console.screen()
        with out.capture() as captured:
            out.print(line_of(row, 1))
        return captured.get()

    assert "\x1b[31m" in shown()
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[31m" not in shown()


def test_a_line_says_what_it_is_how_sure_and_why():
    row = Row(
        start=0,
        text="- 今日:一条_链接",
        kept=False,
        label="link",
        reason="list-run",
        score=0.9,
        link="一条",
    )
    assert line_of(row, 12).plain == "  12 - link     0.90  - 今日:一条_链接  [list-run]  → 一条"
    kept = Row(start=0, text="正文。", kept=True, label="body", marks=((0, 2, "bold"),))
    assert line_of(kept, 3).plain.split() == ["3", "+", "body", "正文。"]
    assert kept.styled().spans[0].start == 0
