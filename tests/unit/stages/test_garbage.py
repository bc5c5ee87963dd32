"""How often Python looks for garbage in a process of ours, and what it keeps of what it freed."""

from __future__ import annotations

import gc
import platform
import subprocess
import sys

import pytest

from pipeline.stages.garbage import look_seldom, settle


def test_garbage_is_looked_for_seldom_and_found_all_the_same() -> None:
    before = gc.get_threshold()
    try:
        look_seldom()
        assert gc.get_threshold() == (20_000, *before[1:])
        assert gc.isenabled()
    finally:
        gc.set_threshold(*before)


def test_what_is_there_for_good_is_looked_at_no_more() -> None:
    try:
        settle()
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()


_LARGE_AND_SMALL = """
from pathlib import Path
from pipeline.stages.garbage import give_back
{}
kept = []
for _ in range(2):
    large = []
    for _ in range(100):
        large.append(bytearray(b"x") * 700_000)
        kept.append(bytes(1000))
    del large
print(int(Path("/proc/self/statm").read_text().split()[1]) * 4096 >> 20)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps it")
def test_large_blocks_go_back_when_they_are_freed() -> None:
    def left(first: str) -> int:
        program = [sys.executable, "-c", _LARGE_AND_SMALL.format(first)]
        return int(subprocess.run(program, capture_output=True, check=True).stdout)

    assert left("give_back()") + 40 < left("")
