"""How often Python looks for garbage in a process of ours."""

from __future__ import annotations

import gc

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
