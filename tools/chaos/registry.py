"""Every fault by its name, with what it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tools.chaos import faults, rarer
from tools.chaos.runs import Plan, Run


@dataclass(frozen=True, kw_only=True)
class Named:
    """A fault and what it needs."""

    do: Callable[[Run], None]
    plan: Plan = field(default_factory=Plan)


# All of it published before the workers are through the first tenth.
_BACKLOG = Plan(count=2000, rate=400.0)
# One worker, to which the fault adds one of its own.
_ONE = Plan(workers=1)

FAULTS: dict[str, Named] = {
    "none": Named(do=faults.none, plan=Plan(rate=400.0)),
    "freeze": Named(do=faults.freeze, plan=_BACKLOG),
    "kill": Named(do=faults.kill, plan=Plan(rate=100.0)),
    "all-killed": Named(do=faults.all_killed, plan=Plan(rate=60.0)),
    "storm": Named(do=faults.storm, plan=Plan(rate=100.0)),
    "broker-stopped": Named(do=faults.broker_stopped),
    "brokers-in-turn": Named(do=faults.brokers_in_turn, plan=Plan(rate=60.0)),
    "rolling-brokers": Named(do=faults.rolling_brokers, plan=Plan(rate=60.0)),
    "drain": Named(do=faults.drain, plan=Plan(rate=60.0)),
    "scale": Named(do=faults.scale, plan=Plan(rate=60.0, workers=1)),
    "rolling-workers": Named(do=faults.rolling_workers, plan=Plan(rate=60.0)),
    "codecs": Named(
        do=faults.codecs, plan=Plan(rate=400.0, codecs=("lz4", "zstd", "snappy", "gzip"))
    ),
    "transactions": Named(do=faults.transactions, plan=Plan(aborted=1000)),
    "network-cut": Named(do=rarer.network_cut, plan=_ONE),
    "network-slow": Named(do=rarer.network_slow, plan=_ONE),
    "half-open": Named(do=rarer.half_open, plan=_ONE),
    "loop-blocked": Named(do=rarer.loop_blocked, plan=_BACKLOG),
    "disk-full": Named(do=rarer.disk_full, plan=_ONE),
    "clock-jump": Named(do=rarer.clock_jump, plan=_ONE),
    "changelog-truncated": Named(do=rarer.changelog_truncated, plan=Plan(keeps_state=False)),
    "topic-deleted": Named(do=rarer.topic_deleted, plan=Plan(rate=400.0, held=True)),
    "previous-version": Named(do=rarer.previous_version, plan=_ONE),
    # The first half compressed with lz4.
    "quick": Named(do=faults.quick, plan=Plan(count=1000, rate=400.0, codecs=("lz4", "none"))),
}
