"""The agents of one group of stages, put together: the same for Kafka and for a test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast

from pipeline.dedup.links.known_links import NO_LINKS, LinkCounts
from pipeline.stages.large_records import LargeRecords
from pipeline.stages.run_many import Stage
from pipeline.stream.agents import Agent
from pipeline.stream.delivery import KnownTooLarge
from pipeline.stream.handlers.clean import CleanHandler
from pipeline.stream.handlers.decide import DecideHandler, Decider
from pipeline.stream.handlers.dedup import DedupHandler, Opener
from pipeline.stream.handlers.extract import ExtractHandler
from pipeline.stream.handlers.flow import Next, publish_clean, publish_unique, skip
from pipeline.stream.handlers.links import LinkOwner, LinksHandler
from pipeline.stream.handlers.match import Index, MatchHandler
from pipeline.stream.messages import Handler, RecordSpans
from pipeline.stream.metrics import Stats
from pipeline.stream.tables import Store, Table
from pipeline.stream.topics import readers_of
from pipeline.topology import CLEAN, UNIQUE, AgentSpec, agents_of
from pipeline.types.articles import (
    CleanArticle,
    EnrichedArticle,
    RawArticle,
    StageName,
    UniqueArticle,
)
from pipeline.types.records import Control


class DedupStage(Opener, Decider, LinkOwner, Protocol):
    """The dedup stage in its steps."""

    def index(self, rows: Table, shard: int) -> Index:
        """Read one shard of the story index back from its table."""


class StageSet(Protocol):
    """One of each stage that a group runs."""

    @property
    def clean(self) -> Stage[RawArticle, CleanArticle]:
        """The clean stage."""

    @property
    def dedup(self) -> DedupStage:
        """The dedup stage."""

    @property
    def extract(self) -> Stage[UniqueArticle, EnrichedArticle]:
        """The extract stage."""

    def obey(self, controls: Sequence[Control]) -> None:
        """Obey everything an operator said that still stands."""


@dataclass(frozen=True, kw_only=True)
class Ways:
    """What the agents of a process share.

    That is counts, spans, what the whole stream knows of links, and the turns of large records.

    `known_links` fills while the agents work.
    """

    stats: Stats
    known_links: LinkCounts = NO_LINKS
    spans: RecordSpans | None = None
    large: LargeRecords = field(default_factory=LargeRecords)


def build_agents(
    stages: StageSet,
    group: tuple[StageName, ...],
    ways: Ways,
    *,
    store: Store,
    partitions: int,
    too_large: KnownTooLarge = frozenset(),
) -> tuple[Agent, ...]:
    """Return the agents that work on one partition of `group`, in the order of the pipeline.

    Args:
        stages: The stages.
        group: Which of them share this process, in the order of the pipeline.
        ways: What the process shares.
        store: Where the partition's tables live.
        partitions: Of every topic.
        too_large: What a broker refused before.
    """
    tables = {name: Table(name, store) for spec in agents_of(group) for name in spec.tables}
    handlers: dict[str, Handler] = {}
    to_extract: Next[UniqueArticle] = publish_unique
    if "extract" in group:
        extract = ExtractHandler(stages.extract)
        handlers["extract"] = extract
        if "dedup" in group:
            to_extract = skip(UNIQUE, "dedup", extract.enrich)
    to_dedup: Next[CleanArticle] = publish_clean
    if "dedup" in group:
        forgot = ways.stats.forgot
        dedup = DedupHandler(
            stages.dedup,
            tables["line-memory"],
            partitions=partitions,
            known_links=ways.known_links,
            forgot=forgot,
        )
        handlers["dedup"] = dedup
        handlers["match"] = MatchHandler(
            _opener(stages.dedup), tables["story-index"], partitions=partitions, forgot=forgot
        )
        handlers["decide"] = DecideHandler(
            stages.dedup, tables["story-decisions"], to_extract, partitions=partitions
        )
        handlers["links"] = LinksHandler(stages.dedup, tables["links"])
        if "clean" in group:
            to_dedup = skip(CLEAN, "clean", dedup.open)
    if "clean" in group:
        keyed = partitions if "dedup" in group else None
        handlers["clean"] = CleanHandler(
            stages.clean, to_dedup, keyed_partitions=keyed, jumped=ways.stats.jumped
        )
    return tuple(
        Agent(
            spec=spec,
            handler=handlers[spec.name],
            tables=[tables[name] for name in tables_of(spec, group)],
            stats=ways.stats,
            too_large=too_large,
            spans=ways.spans,
            large=ways.large,
        )
        for spec in readers_of(group)
    )


def tables_of(spec: AgentSpec, group: tuple[StageName, ...]) -> tuple[str, ...]:
    """Return the tables that an agent writes in a process of `group`."""
    # Composed with dedup, the clean agent is the one that writes the line memory.
    if spec.name == "clean" and "dedup" in group:
        return ("line-memory",)
    return spec.tables


def _opener(stage: DedupStage) -> Callable[..., Index]:
    return lambda rows, shard: stage.index(cast("Table", rows), shard)
