"""Leave a group in the name of a killed member, so that nobody waits until it is missed."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer
from aiokafka.client import CoordinationType
from aiokafka.protocol.group import LeaveGroupRequest

from pipeline.settings import BrokerSettings

log = logging.getLogger(__name__)

_NAME = "member-id"
# Seconds: what takes longer than a session is of no use.
_PATIENCE = 5.0


def note_member(folder: Path, member: str) -> None:
    """Write down, beside a worker's tables, what its group calls it."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _NAME).write_text(member, encoding="utf-8")


async def leave_for(settings: BrokerSettings, group: str, folder: Path) -> None:
    """Leave `group` for the worker that had `folder`, which is gone."""
    try:
        member = (folder / _NAME).read_text(encoding="utf-8")
        (folder / _NAME).unlink()
    except OSError:
        return
    try:
        await asyncio.wait_for(_leave(settings, group, member), _PATIENCE)
    except Exception as error:  # noqa: BLE001 - then it is missed, a few seconds later
        log.debug("group %s cannot be left for %s: %r", group, member, error)


async def _leave(settings: BrokerSettings, group: str, member: str) -> None:
    # Started for its connection alone: no admin client of aiokafka removes members.
    async with AIOKafkaConsumer(**settings.aiokafka_kwargs()) as consumer:
        client: Any = consumer._client  # noqa: SLF001 - see `private`
        node = await client.coordinator_lookup(CoordinationType.GROUP, group)
        await client.send(node, LeaveGroupRequest(group, member))
