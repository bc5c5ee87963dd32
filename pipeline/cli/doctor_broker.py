"""What `news doctor` looks at in a broker: is it one, its clock, how its topics are laid out."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence

from pipeline.broker.admin import Admin
from pipeline.broker.clock import clock_ahead
from pipeline.broker.layout import Difference, lines
from pipeline.errors import BrokerError, PipelineError
from pipeline.kafka.faults import addresses, clear_errors
from pipeline.settings import Settings
from pipeline.topology import Topic
from pipeline.types.articles import Struct

# Seconds until a broker lets us in: one that is there does in a tenth of one. What listens on a
# port and is no Kafka may take a connection and say nothing for ever.
_PATIENCE = 4.0
# Seconds to find out whether anything at all listens there.
_KNOCK = 0.8
# Seconds by which clocks may differ: machines that are set by NTP differ by less than one.
_CLOCK = 60.0


class Check(Struct, frozen=True, kw_only=True):
    """What was looked at, whether it is well, what was seen, and how to mend it."""

    what: str
    ok: bool
    seen: str
    mend: str = ""


def problem(what: str, error: PipelineError) -> Check:
    """Return what an error says as a check that failed."""
    where = f"{error.where}: " if error.where else ""
    return Check(what=what, ok=False, seen=where + error.what, mend=error.mend)


def broker_checks(settings: Settings, topics: Sequence[Topic]) -> list[Check]:
    """Return what there is to say of the broker that is set; alone its fault where it has one.

    Args:
        settings: Where it is.
        topics: As they should be there.
    """
    try:
        return asyncio.run(_look(settings, topics))
    except PipelineError as error:
        return [problem("broker", error)]


async def _look(settings: Settings, topics: Sequence[Topic]) -> list[Check]:
    admin = Admin(settings, replication=settings.replication)
    try:
        await asyncio.wait_for(admin.__aenter__(), _PATIENCE)
    except (BrokerError, TimeoutError) as error:
        raise _no_kafka(settings, error) from error
    try:
        reached = ", ".join(addresses(settings))
        found = [Check(what="broker", ok=True, seen=f"{reached} answers")]
        async with clear_errors(settings):
            found.append(_clock(await clock_ahead(settings)))
        return found + _topics(admin, await admin.check(topics))
    finally:
        await admin.__aexit__(None, None, None)


def _no_kafka(settings: Settings, error: BrokerError | TimeoutError) -> BrokerError:
    """Return the line of a broker that did not let us in: is it none, or is nothing there."""
    if isinstance(error, BrokerError) and not error.what.startswith("no Kafka broker answers"):
        return error
    listening = [each for each in addresses(settings)[:1] if _listens(each)]
    if listening:
        return BrokerError(
            f"something listens there that does not answer as a Kafka broker ({_PATIENCE:.0f} s)",
            where=listening[0],
            mend="Correct the port in NEWS_BROKER, or NEWS_SECURITY_PROTOCOL",
        )
    if isinstance(error, BrokerError):
        return error
    return BrokerError(
        f"no Kafka broker answers within {_PATIENCE:.0f} s",
        where=settings.broker,
        mend="Start it, or correct NEWS_BROKER",
    )


def _listens(address: str) -> bool:
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), _KNOCK).close()
    except OSError:
        return False
    return True


def _clock(ahead: float | None) -> Check:
    if ahead is None:
        seen = (
            "not compared: the broker does not tell its time (Kafka 3.3, Describe on the cluster)"
        )
        return Check(what="clock", ok=True, seen=seen)
    way = "ahead of" if ahead > 0 else "behind"
    seen = f"this machine's is {abs(ahead):.1f} s {way} the broker's"
    if abs(ahead) <= _CLOCK:
        return Check(what="clock", ok=True, seen=seen)
    mend = "Set the one that is wrong by NTP: articles without a time of their own get that day"
    return Check(what="clock", ok=False, seen=seen, mend=mend)


def _topics(admin: Admin, differences: Sequence[Difference]) -> list[Check]:
    wrong = [each for each in differences if each.refuses]
    lower = [each for each in differences if each.weight == "lower"]
    notes = [each for each in differences if each.weight in {"better", "tuned"}]
    found = [
        Check(
            what="topics",
            ok=not wrong,
            seen="; ".join(lines(wrong)) or "as they must be",
            mend=admin.mend(wrong),
        )
    ]
    if lower:
        seen = "; ".join(lines(lower))
        found.append(Check(what="replication", ok=False, seen=seen, mend=admin.mend(lower)))
    if notes:
        seen = "; ".join(lines(notes))
        found.append(Check(what="topic settings", ok=True, seen=seen, mend=admin.mend(notes)))
    return found
