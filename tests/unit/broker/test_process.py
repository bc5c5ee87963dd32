"""A guarded program ends with us, however we end; here without any broker."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.broker.process import GuardedProcess

ROOT = Path(__file__).resolve().parents[3]
STUBBORN = "trap '' TERM; echo ready; while :; do sleep 0.1; done"


def gone(pid: int, within: float = 10.0) -> bool:
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            # A zombie that nobody reaps yet is gone too.
            if Path(f"/proc/{pid}/stat").exists():
                state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
                if state == "Z":
                    return True
            os.kill(pid, 0)
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


def test_output_goes_to_the_log_and_stop_ends_it(tmp_path):
    log = tmp_path / "log"
    process = GuardedProcess(["sh", "-c", "echo hello; exec sleep 600"], log_path=log)
    while log.read_text() != "hello\n":
        time.sleep(0.02)
    assert process.running
    assert not gone(process.pid, within=0)
    process.stop()
    assert not process.running
    assert gone(process.pid)
    process.stop()


def test_what_ignores_the_request_is_killed(tmp_path):
    process = GuardedProcess(["sh", "-c", STUBBORN], log_path=tmp_path / "log", grace=0.5)
    while "ready" not in (tmp_path / "log").read_text():
        time.sleep(0.02)
    process.stop()
    assert gone(process.pid)


def test_kill_does_not_ask(tmp_path):
    process = GuardedProcess(["sh", "-c", STUBBORN], log_path=tmp_path / "log", grace=60)
    started = time.monotonic()
    process.kill()
    assert gone(process.pid)
    assert time.monotonic() - started < 10


def test_it_outlives_the_thread_that_started_it(tmp_path):
    # Linux ties the death signal to the thread that forks.
    with ThreadPoolExecutor(max_workers=1) as pool:
        command = ["sleep", "600"]
        process = pool.submit(GuardedProcess, command, log_path=tmp_path / "log").result()
    assert not gone(process.pid, within=1)
    process.stop()
    assert gone(process.pid)


def test_one_that_ends_by_itself_is_noticed(tmp_path):
    process = GuardedProcess(["sh", "-c", "exit 3"], log_path=tmp_path / "log")
    end = time.monotonic() + 10
    while process.running and time.monotonic() < end:
        time.sleep(0.02)
    assert not process.running


PARENT = """
import multiprocessing, sys, time
from pathlib import Path
from pipeline.broker.process import GuardedProcess

process = GuardedProcess(["sleep", "600"], log_path=Path(sys.argv[1]), grace=1)
if sys.argv[2] == "forked":
    # A child that holds our end of every pipe must not keep the program alive.
    multiprocessing.get_context("fork").Process(target=time.sleep, args=(20,), daemon=True).start()
print(process.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("kind", ["alone", "forked"])
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_with_its_parent(tmp_path, kind, end):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path / "log"), kind],
        stdout=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True,
    )  # fmt: skip
    pid = int(parent.stdout.readline())
    assert not gone(pid, within=0)
    parent.send_signal(end)
    parent.wait()
    assert gone(pid)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(parent.pid, signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="the death signal is Linux's own")
def test_it_ends_with_its_guard(tmp_path):
    process = GuardedProcess(["sleep", "600"], log_path=tmp_path / "log")
    process._guard.kill()
    assert gone(process.pid)
    process.stop()
