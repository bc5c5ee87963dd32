"""A worker's process: told to end it ends, in order or at once."""

from __future__ import annotations

import threading

import faust

from pipeline.stream.on_faust import process


def test_told_to_end_it_leaves_where_that_takes_too_long(monkeypatch) -> None:
    app = faust.App("a", broker="kafka://a:1", web_enabled=False, autodiscover=False)
    left, said = threading.Event(), []

    def leave(why: str) -> None:
        said.append(why)
        left.set()

    worker = process.Worker(app, loglevel="error", leave=leave)
    in_order = []
    monkeypatch.setattr(process, "_LAST", 0.01)
    monkeypatch.setattr(faust.Worker, "_on_sigterm", lambda _: in_order.append("in order"))
    worker._on_sigterm()
    assert left.wait(10)
    assert (in_order, said) == (["in order"], ["it was told to end, and does not"])
