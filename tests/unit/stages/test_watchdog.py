"""Work that takes too long is ended where it stands, and nothing else is."""

import contextlib
import random
import subprocess
import sys
import threading
import time
from functools import lru_cache, partial
from operator import call

import pytest

from pipeline.stages import watchdog
from pipeline.stages.watchdog import TooSlowError, within

SHORT = 0.05


def busy(seconds: float) -> str:
    """Work for so much processor time of this thread."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass
    return "done"


def for_ever() -> None:
    while True:
        pass


def test_what_ends_in_time_gives_what_it_gives() -> None:
    assert within(5.0, lambda: busy(0.01)) == "done"
    with pytest.raises(KeyError):
        within(5.0, lambda: {}["missing"])


def test_what_takes_too_long_is_ended() -> None:
    started = time.thread_time()
    with pytest.raises(TooSlowError, match=r"more than 0\.05 seconds of processor time"):
        within(SHORT, for_ever)
    assert SHORT <= time.thread_time() - started < 1.0


def test_what_ends_in_time_is_watched_no_longer() -> None:
    assert within(SHORT, lambda: "done") == "done"
    assert watchdog._WATCHDOG._works == set()
    assert busy(4 * SHORT) == "done"


def test_time_in_which_nothing_was_worked_is_not_counted() -> None:
    # As a process that was stopped and goes on.
    assert within(SHORT, lambda: time.sleep(6 * SHORT) or "done") == "done"


@pytest.mark.skipif(sys.platform != "linux", reason="a thread's own time is known on Linux alone")
def test_the_work_of_other_threads_is_not_counted() -> None:
    other = threading.Thread(target=busy, args=(6 * SHORT,))
    other.start()
    assert within(SHORT, lambda: other.join() or "done") == "done"


def test_no_stage_takes_it_for_a_fault_of_its_data() -> None:
    def forgiving() -> None:
        with contextlib.suppress(Exception):
            for_ever()

    with pytest.raises(TooSlowError):
        within(SHORT, forgiving)


def test_what_swallows_it_once_is_ended_a_second_later() -> None:
    swallowed = []

    def stubborn() -> None:
        try:
            for_ever()
        except BaseException as error:  # noqa: BLE001
            swallowed.append(error)
        for_ever()

    with pytest.raises(TooSlowError):
        within(SHORT, stubborn)
    assert len(swallowed) == 1


def test_work_within_work_has_its_own_time() -> None:
    def inner() -> str:
        with pytest.raises(TooSlowError):
            within(SHORT, for_ever)
        return busy(SHORT)

    assert within(20 * SHORT, inner) == "done"


def test_the_time_of_the_outer_work_counts_within_the_inner() -> None:
    caught = []

    def inner() -> None:
        try:
            within(100.0, for_ever)
        except BaseException as error:
            caught.append(type(error).__name__)
            raise

    with pytest.raises(TooSlowError):
        within(SHORT, inner)
    assert caught == ["_OverError"]


def test_only_the_thread_at_fault_is_ended() -> None:
    ended = []

    def slow() -> None:
        try:
            within(SHORT, for_ever)
        except TooSlowError:
            ended.append("slow")

    thread = threading.Thread(target=slow)
    thread.start()
    assert within(5.0, lambda: busy(4 * SHORT)) == "done"
    thread.join()
    assert ended == ["slow"]


def test_what_is_remembered_stays_right() -> None:
    @lru_cache(maxsize=64)
    def square(number: int) -> int:
        total = 0
        for _ in range(number):
            total += number
        return total

    def squares() -> None:
        while True:
            for number in range(200):
                square(number)

    for _ in range(10):
        with pytest.raises(TooSlowError):
            within(0.02, squares)
    assert [square(number) for number in range(200)] == [n * n for n in range(200)]


def test_it_is_raised_within_the_work_or_not_at_all() -> None:
    """Work that ends about when its time does: ended or done, and what follows is left alone."""
    generator, outcomes, took = random.Random(11), [], 0.02
    for _ in range(40):
        lasting = took + generator.uniform(-0.004, 0.016)
        try:
            outcomes.append(within(took, lambda lasting=lasting: busy(lasting)))
        except TooSlowError:
            outcomes.append("ended")
        # What came too late would be raised here.
        assert sum(range(100)) == 4950
    assert set(outcomes) == {"done", "ended"}


def test_what_comes_too_late_comes_before_the_end() -> None:
    work = watchdog._Work(100.0)
    work.raised = True
    raising = partial(watchdog._raise_in, work.thread, watchdog._OverError)
    with contextlib.suppress(watchdog._OverError):
        # One after the other with no bytecode between them; where a function begins it comes too.
        list(map(call, (raising, partial(watchdog._WATCHDOG.end, work))))
    assert busy(0.01) == "done"


def test_nothing_is_left_to_look_for_when_it_is_over() -> None:
    """Under a tracer CPython 3.11 stands still where its flag says so for ever."""
    program = (
        "import sys\n"
        "from pipeline.stages.watchdog import TooSlowError, within\n"
        "def for_ever():\n"
        "    while True:\n"
        "        pass\n"
        "def after():\n"
        "    return 'went on'\n"
        "try:\n"
        "    within(0.02, for_ever)\n"
        "except TooSlowError:\n"
        "    pass\n"
        "sys.settrace(lambda *_: None)\n"
        "print(after())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "went on\n"


def test_after_the_end_nothing_is_raised() -> None:
    work = watchdog._Work(100.0)
    watchdog._WATCHDOG._stop(work)
    assert not work.raised
    assert busy(0.01) == "done"
