"""Topics and groups deleted for good: what a replay has left."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection

from aiokafka import errors
from aiokafka.client import AIOKafkaClient, CoordinationType
from aiokafka.protocol.admin import DeleteGroupsRequest

from pipeline.broker.topic_requests import SETTLE, open_admin
from pipeline.errors import BrokerError
from pipeline.kafka.faults import clear_errors, keep_trying
from pipeline.settings import BrokerSettings
from pipeline.topology import Right

_PAUSE = 0.1


async def there(settings: BrokerSettings, names: Collection[str]) -> tuple[str, ...]:
    """Return those of the topics `names` that the broker has, as far as we may see them.

    Raises:
        BrokerError: No broker answers.
    """
    async with clear_errors(settings):
        client = await open_admin(settings)
        try:
            listed = set(await client.list_topics())
        finally:
            await client.close()
    return tuple(name for name in names if name in listed)


async def delete_topics(settings: BrokerSettings, names: Collection[str]) -> None:
    """Delete those of the topics `names` that are there; return when they are no more.

    Raises:
        BrokerError: It does not allow it, or no broker answers.
    """
    found = await there(settings, names)
    if not found:
        return
    async with clear_errors(settings, Right(operation="Delete", resource="topic", name="*")):
        client = await open_admin(settings)
        try:
            answer = await client.delete_topics(list(found))
        finally:
            await client.close()
        refusal = errors.TopicAuthorizationFailedError
        if refused := {name for name, code in answer.topic_error_codes if code == refusal.errno}:
            raise refusal(refused)
    end = time.monotonic() + SETTLE
    while left := await there(settings, found):
        if time.monotonic() > end:
            raise BrokerError(f"still there {SETTLE:.0f} s after it was deleted", where=left[0])
        await asyncio.sleep(_PAUSE)


async def delete_group(settings: BrokerSettings, group: str) -> None:
    """Delete a group without members, and where it stood; one that is not there is no fault.

    Raises:
        BrokerError: It keeps its members, does not allow it, or no broker answers.
    """
    needs = Right(operation="Delete", resource="group", name=group)
    async with clear_errors(settings, needs):
        # The first group that a broker is asked about waits for its coordinator.
        await keep_trying(lambda: _delete_group(settings, group), SETTLE)


async def _delete_group(settings: BrokerSettings, group: str) -> None:
    # The admin client has no call for it.
    client = AIOKafkaClient(**settings.aiokafka_kwargs())
    try:
        await client.bootstrap()
        node = await client.coordinator_lookup(CoordinationType.GROUP, group)
        await client.ready(node)
        end = time.monotonic() + SETTLE
        while True:
            answer = await client.send(node, DeleteGroupsRequest([group]))
            ((_, code),) = answer.results
            if code in (0, errors.GroupIdNotFound.errno):
                return
            # A member that has just left is counted for a moment.
            if code != errors.NonEmptyGroup.errno or time.monotonic() > end:
                raise errors.for_code(code)(group)
            await asyncio.sleep(_PAUSE)
    finally:
        await client.close()
