"""The faults that CI runs: five of them and none, in five minutes."""

from __future__ import annotations

from functools import partial

from tools.chaos import faults
from tools.chaos.faults import Named
from tools.chaos.runs import Plan, Run


def freeze(run: Run) -> None:
    """A worker stands still for longer than its session, with a backlog, and goes on."""
    run.wait_out(0.05)
    victim = run.draw.choice(run.workers)
    run.show(f"{victim.name} is frozen")
    victim.freeze()
    run.hit()
    run.sleep(15, 18)
    victim.go_on()
    run.show(f"{victim.name} goes on")


_SMALL = Plan(count=600, rate=30.0)
_BACKLOG = Plan(count=600, rate=400.0)

QUICK: dict[str, Named] = {
    "none": Named(do=faults.none, plan=_BACKLOG),
    "freeze": Named(do=freeze, plan=_BACKLOG),
    "kill": Named(do=partial(faults.kill, times=2), plan=_SMALL),
    "all-killed": Named(do=faults.all_killed, plan=_SMALL),
    "storm": Named(do=partial(faults.storm, times=4), plan=_SMALL),
    "lz4": Named(do=faults.codecs, plan=Plan(count=600, rate=400.0, codecs=("lz4",))),
}
