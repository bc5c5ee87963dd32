"""`news demo`: every sample ends where the manifest says, in time, and nothing is left running."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.kafka
DEMO = [sys.executable, "-m", "pipeline", "demo"]


def environment(folder):
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith("NEWS_") or k == "NEWS_CACHE_DIR"
    }
    return kept | {"NEWS_DATA_DIR": str(folder), "NEWS_APP_ID": f"demo-{folder.name}"}


def children_of(marker):
    """Return the processes that run with this marker in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if marker.encode() in (process / "environ").read_bytes():
                found.append(int(process.name))
        except OSError:
            continue
    return found


def test_demo_once_ends_by_itself_with_every_sample_in_its_place(tmp_path):
    answer = subprocess.run(
        [*DEMO, "--once"],
        capture_output=True,
        text=True,
        timeout=200,
        env=environment(tmp_path),
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert re.search(r"ready for articles after ([\d.]+) s", answer.stderr)
    assert "one story from 5 sites" in answer.stdout
    assert "rejected: bad-json" in answer.stdout
    assert re.search(r"- link .*今日热点:盐城湿地", answer.stdout)
    assert children_of(str(tmp_path)) == []


def test_demo_ends_on_ctrl_c_with_all_its_children(tmp_path):
    demo = subprocess.Popen(
        DEMO,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(tmp_path),
        start_new_session=True,
    )
    try:
        told = []
        for line in demo.stderr:
            told.append(line)
            if "Ctrl-C ends it" in line:
                break
        assert "export NEWS_BROKER=127.0.0.1:" in "".join(told)
        os.killpg(demo.pid, signal.SIGINT)
        assert demo.wait(60) == 130
    finally:
        if demo.poll() is None:
            os.killpg(demo.pid, signal.SIGKILL)
    deadline = time.monotonic() + 15
    while children_of(str(tmp_path)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert children_of(str(tmp_path)) == []
