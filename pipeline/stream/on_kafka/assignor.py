"""Which worker gets which partitions: as many each, and as few moved as can be."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from aiokafka.coordinator.assignors.abstract import AbstractPartitionAssignor
from aiokafka.coordinator.protocol import (
    ConsumerProtocolMemberAssignment,
    ConsumerProtocolMemberMetadata,
)

NAME = "news-segments"
"""Of the protocol that the members of a group agree on. Kafka does not let two into one group, so a
worker of this version waits until the last one has left of those before it: 0.2.0 had Faust's, and
after that came `news-sticky`, whose workers do not read changelogs of segments."""


class StickyAssignor(AbstractPartitionAssignor):  # type: ignore[misc] # aiokafka is untyped
    """Each member says what it holds and what it has on its disk, and keeps that where it can."""

    def __init__(self) -> None:
        self.held: frozenset[int] = frozenset()
        """The partitions that this member holds now."""
        self.stored: frozenset[int] = frozenset()
        """Those whose tables it has on its disk."""

    @property
    def name(self) -> str:
        """Return the protocol's name."""
        return NAME

    def metadata(self, topics: Iterable[str]) -> ConsumerProtocolMemberMetadata:
        """Return what the leader is told of this member."""
        said = {"held": sorted(self.held), "stored": sorted(self.stored)}
        return ConsumerProtocolMemberMetadata(0, list(topics), json.dumps(said).encode())

    def assign(
        self,
        cluster: Any,  # noqa: ANN401 - untyped
        members: Mapping[str, ConsumerProtocolMemberMetadata],
    ) -> dict[str, ConsumerProtocolMemberAssignment]:
        """Return what each member gets, as the leader."""
        topics = sorted({topic for each in members.values() for topic in each.subscription})
        # A topic that was made again with fewer has none of the higher numbers; the others do.
        partitions = set().union(*(cluster.partitions_for_topic(topic) or () for topic in topics))
        said = {member: _said(each.user_data) for member, each in members.items()}
        shared = share(
            sorted(partitions),
            held={member: words["held"] for member, words in said.items()},
            stored={member: words["stored"] for member, words in said.items()},
        )
        return {
            member: ConsumerProtocolMemberAssignment(0, [(topic, mine) for topic in topics], b"")
            for member, mine in shared.items()
        }

    def on_assignment(self, assignment: ConsumerProtocolMemberAssignment) -> None:
        """Do nothing: the member says itself what it holds."""


def share(
    partitions: Iterable[int],
    *,
    held: Mapping[str, Iterable[int]],
    stored: Mapping[str, Iterable[int]],
) -> dict[str, list[int]]:
    """Return the partitions of each member: none has two more than another.

    A partition stays with who holds it, else goes to who has its tables, else to who has least.
    """
    members = sorted(held)
    left = list(partitions)
    least, more = divmod(len(left), len(members))
    found: dict[str, list[int]] = {member: [] for member in members}
    for wanted in (held, stored):
        for member in members:
            for partition in sorted(set(wanted[member]) & set(left)):
                full = len(found[member])
                one_more = sum(len(mine) > least for mine in found.values()) < more
                if full < least or (full == least and one_more):
                    found[member].append(partition)
                    left.remove(partition)
    for partition in left:
        member = min(members, key=lambda each: (len(found[each]), each))
        found[member].append(partition)
    return {member: sorted(mine) for member, mine in found.items()}


def _said(data: bytes) -> dict[str, list[int]]:
    try:
        words = json.loads(data)
        return {name: [int(number) for number in words[name]] for name in ("held", "stored")}
    except (ValueError, TypeError, KeyError):
        return {"held": [], "stored": []}
