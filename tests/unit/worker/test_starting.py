"""What keeps workers from starting is told once, after two tries or two minutes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pipeline.errors import BrokerError, ResourceError
from pipeline.settings import Settings
from pipeline.worker import starting

SETTINGS = Settings(broker="kafka.example:9092")


class Workers:
    """Ready after so many looks of a second, with so many restarts on the way."""

    def __init__(self, monkeypatch, *, ready_after: int, restarts: int = 0) -> None:
        self.now, self.left, self.number = 0.0, ready_after, restarts
        monkeypatch.setattr(starting.time, "monotonic", lambda: self.now)

    def wait_ready(self, timeout: float) -> bool:
        if self.left == 0:
            return True
        self.left -= 1
        self.now += timeout
        return False

    def restarts(self) -> int:
        return self.number


def test_they_have_two_minutes(monkeypatch) -> None:
    starting.wait_until_ready(Workers(monkeypatch, ready_after=120), SETTINGS)
    with pytest.raises(BrokerError, match="not ready within 120 s") as raised:
        starting.wait_until_ready(Workers(monkeypatch, ready_after=121), SETTINGS)
    assert "kafka.example:9092" in str(raised.value)


def test_they_have_two_tries(monkeypatch) -> None:
    starting.wait_until_ready(Workers(monkeypatch, ready_after=3, restarts=1), SETTINGS)
    with pytest.raises(ResourceError, match="cannot start"):
        starting.wait_until_ready(Workers(monkeypatch, ready_after=3, restarts=2), SETTINGS)
    starting.wait_until_ready(Workers(monkeypatch, ready_after=0, restarts=2), SETTINGS)


def test_leaving_is_at_once_and_says_why() -> None:
    script = (
        "import atexit, logging; logging.basicConfig(); atexit.register(print, 'in order')\n"
        "from pipeline.worker.app import leave_process; leave_process('no broker')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (75, "")
    assert "leaving: no broker" in done.stderr
