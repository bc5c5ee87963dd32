"""The faults that a cluster and its workers meet, each a small function with a name."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from functools import partial

from tools.chaos.runs import Run


def none(run: Run) -> None:
    """Nothing happens."""
    del run


def freeze(run: Run, seconds: tuple[float, float] = (15, 40)) -> None:
    """A worker stands still for 15 to 40 s, with a deep backlog, and goes on."""
    run.wait_out(run.draw.uniform(0.02, 0.2))
    victim = run.draw.choice(run.workers)
    # Its youngest process alone, which does the most: what stands before it goes on, so that its
    # backlog grows meanwhile.
    children = victim.children() if run.draw.random() < 0.5 else []
    run.show(f"{'a process of ' if children else ''}{victim.name} is frozen")
    stop = partial(os.kill, children[-1]) if children else victim.signal
    stop(signal.SIGSTOP)
    run.hit()
    run.sleep(*seconds)
    with suppress(ProcessLookupError):
        stop(signal.SIGCONT)
    run.show(f"{victim.name} goes on")


def kill(run: Run, times: int = 5) -> None:
    """A worker is killed five times: one of its processes, or all of them."""
    run.wait_out(0.05)
    for _ in range(times):
        victim = run.draw.choice(run.workers)
        children = victim.children()
        if children and run.draw.random() < 0.6:
            run.show(f"a process of {victim.name} is killed")
            with suppress(ProcessLookupError):
                os.kill(run.draw.choice(children), signal.SIGKILL)
            run.hit()
        else:
            run.show(f"{victim.name} is killed")
            victim.kill()
            run.hit()
            run.sleep(0.5, 3)
            victim.start()
        run.sleep(3, 14)


def all_killed(run: Run) -> None:
    """Every worker is killed, and their local state is gone."""
    run.wait_out(run.draw.uniform(0.1, 0.5))
    run.show("all are killed")
    run.hit()
    for worker in run.workers:
        worker.kill()
    for worker in run.workers:
        worker.forget()
    run.sleep(0, 3)
    for worker in run.workers:
        worker.start()


def storm(run: Run, times: int = 8) -> None:
    """A third worker joins and leaves, eight times."""
    run.wait_out(0.05)
    third = run.worker()
    for _ in range(times):
        run.show("a third one joins")
        third.start()
        if run.draw.random() < 0.5:
            third.wait_ready()
        run.sleep(0, 4)
        run.show("the third one leaves")
        run.hit()
        if run.draw.random() < 0.5:
            run.drained.append(third.drain())
        else:
            third.kill()
        run.sleep(0, 2)


def broker_stopped(run: Run) -> None:
    """All brokers are stopped for 60 s."""
    run.wait_out(run.draw.uniform(0.1, 0.3))
    run.show("the brokers are stopped")
    with run.without_brokers():
        run.sleep(60)
        run.show("the brokers are back")


def brokers_in_turn(run: Run) -> None:
    """Each broker is killed, and started again 10 s later."""
    run.wait_out(0.1)
    order = list(run.cluster.brokers)
    run.draw.shuffle(order)
    for broker in order:
        run.show("a broker is killed")
        broker.kill()
        run.hit()
        run.sleep(10)
        broker.start()
        if not run.cluster.wait_whole():
            run.errors.append("the replicas do not catch up")


def rolling_brokers(run: Run) -> None:
    """Each broker is stopped in order, and started again."""
    run.wait_out(0.1)
    for broker in run.cluster.brokers:
        run.show("a broker is restarted")
        run.hit()
        broker.restart()
        if not run.cluster.wait_whole():
            run.errors.append("the replicas do not catch up")


def drain(run: Run) -> None:
    """A worker is told to end with work in hand, and is started again later."""
    run.wait_out(run.draw.uniform(0.1, 0.4))
    victim = run.draw.choice(run.workers)
    run.show(f"{victim.name} ends in order")
    run.hit()
    run.drained.append(victim.drain())
    run.sleep(5, 10)
    victim.start()


def scale(run: Run) -> None:
    """One worker becomes three, and one again."""
    run.wait_out(0.1)
    more = [run.worker(), run.worker()]
    for worker in more:
        run.show(f"{worker.name} joins")
        worker.start()
        worker.wait_ready()
        run.sleep(2, 6)
    for worker in more:
        run.show(f"{worker.name} leaves")
        run.hit()
        run.drained.append(worker.drain())
        run.sleep(2, 6)


def codecs(run: Run) -> None:
    """The publisher compresses: lz4, zstd, snappy, gzip."""
    del run


def transactions(run: Run) -> None:
    """The publisher writes in transactions, and a third of them are aborted."""
    while run.publisher.is_alive():
        run.sleep(0.5)


def rolling_workers(run: Run) -> None:
    """Each worker ends in order and is started again, and again."""
    run.wait_out(0.05)
    for worker in run.workers * 2:
        run.show(f"{worker.name} is restarted")
        run.hit()
        run.drained.append(worker.drain())
        worker.start()
        worker.wait_ready()
        run.sleep(1, 4)


def quick(run: Run) -> None:
    """A frozen worker, two kills, lost state, a storm: one after another, each with a backlog."""
    parts = (
        partial(freeze, seconds=(15, 18)),
        partial(kill, times=2),
        all_killed,
        partial(storm, times=3),
    )
    for number, part in enumerate(parts, start=1):
        run.publish_part(number, len(parts))
        part(run)
