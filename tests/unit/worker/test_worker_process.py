"""How a worker's process ends when it cannot start: one line, or a bug as the log has it."""

from __future__ import annotations

import json
import multiprocessing
import os
import socket

import pytest

from pipeline.settings import Settings
from pipeline.worker.process import run_worker
from tests.stream.tiny import build


def broken(settings, group):
    raise ValueError("a bug")


def ended(capfd, how, settings: Settings) -> tuple[int, list[str]]:
    """Run a worker in a process of its own; return its exit code and what it wrote."""
    process = multiprocessing.get_context("spawn").Process(
        target=run_worker, args=(settings, ("clean",), 0, how), name="clean-0"
    )
    process.start()
    process.join(60)
    assert process.exitcode is not None
    return process.exitcode, capfd.readouterr().err.splitlines()


@pytest.fixture(autouse=True)
def in_json(monkeypatch) -> None:
    for name in [name for name in os.environ if name.startswith("NEWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("NEWS_LOG_JSON", "1")


def test_a_port_that_is_taken_is_one_line_and_code_2(capfd) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = Settings(broker="127.0.0.1:9", metrics_port=port)
        code, lines = ended(capfd, build, settings)
    (told,) = map(json.loads, lines)
    assert (code, told["level"]) == (2, "error")
    assert told["message"].startswith(f"NEWS_METRICS_PORT: port {port} of 127.0.0.1 is taken. ")


def test_a_bug_is_one_object_with_its_traceback(capfd) -> None:
    code, lines = ended(capfd, broken, Settings(broker="127.0.0.1:9"))
    starts, bug = map(json.loads, lines)
    assert starts["message"].endswith("clean, worker 0, starts")
    assert (code, bug["level"], bug["process"]) == (1, "critical", "clean-0")
    assert bug["message"] == "a bug ends the worker: ValueError('a bug')"
    assert bug["exception"].startswith("Traceback")
