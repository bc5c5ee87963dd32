"""The agents of one group of stages, put together: the same for Kafka and for a test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from pipeline.dedup.links.known_links import NO_LINKS, LinkCounts
from pipeline.stages.run_many import Stage
from pipeline.stream.agents import Agent
from pipeline.stream.delivery import Leave, Port
from pipeline.stream.handlers.clean import CleanHandler
from pipeline.stream.handlers.decide import DecideHandler, Decider
from pipeline.stream.handlers.dedup import DedupHandler, Opener
from pipeline.stream.handlers.extract import ExtractHandler
from pipeline.stream.handlers.flow import Next, publish_clean, publish_unique, skip
from pipeline.stream.handlers.links import LinkOwner, LinksHandler
from pipeline.stream.handlers.match import Index, MatchHandler
from pipeline.stream.messages import Handler
from pipeline.stream.metrics import Stats
from pipeline.stream.tables import Backend, Table
from pipeline.stream.topics import readers_of
from pipeline.topology import CLEAN, UNIQUE, agents_of
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
    """What connects agents with the world: out, tables by name, the way to leave, counts.

    `known_links` is what the whole stream knows of links; it fills while the agents work.
    """

    port: Port
    backend: Callable[[str], Backend]
    leave: Leave
    stats: Stats
    known_links: LinkCounts = NO_LINKS


@dataclass(frozen=True, kw_only=True)
class Wired:
    """The agents of a group, and what to do when its partitions are taken away."""

    agents: tuple[Agent, ...]
    forget: Callable[[], None]


def build_agents(
    stages: StageSet, group: tuple[StageName, ...], ways: Ways, *, partitions: int
) -> Wired:
    """Return the agents that a process running `group` starts.

    Args:
        stages: The stages.
        group: Which of them share this process, in the order of the pipeline.
        ways: The world.
        partitions: Of every topic.
    """
    tables = {
        name: Table(name, ways.backend(name)) for spec in agents_of(group) for name in spec.tables
    }
    handlers: dict[str, Handler] = {}
    to_extract: Next[UniqueArticle] = publish_unique
    if "extract" in group:
        extract = ExtractHandler(stages.extract)
        handlers["extract"] = extract
        if "dedup" in group:
            to_extract = skip(UNIQUE, "dedup", extract.enrich)
    to_dedup: Next[CleanArticle] = publish_clean
    forget: Callable[[], None] = _nothing
    if "dedup" in group:
        dedup = DedupHandler(
            stages.dedup,
            tables["line-memory"],
            partitions=partitions,
            known_links=ways.known_links,
            forgot=ways.stats.forgot,
        )
        match = MatchHandler(_opener(stages.dedup), tables["story-index"], forgot=ways.stats.forgot)
        handlers["dedup"] = dedup
        handlers["match"] = match
        decide = DecideHandler(stages.dedup, tables["story-decisions"], to_extract)
        handlers["decide"] = decide
        handlers["links"] = LinksHandler(stages.dedup, tables["links"])

        def forget() -> None:
            match.forget()
            decide.forget()

        if "clean" in group:
            to_dedup = skip(CLEAN, "clean", dedup.open)
    if "clean" in group:
        keyed = partitions if "dedup" in group else None
        handlers["clean"] = CleanHandler(stages.clean, to_dedup, keyed_partitions=keyed)
    agents = []
    for spec in readers_of(group):
        # Composed with dedup, the clean agent is the one that writes the line memory.
        names = spec.tables
        if spec.name == "clean" and "dedup" in group:
            names = ("line-memory",)
        agents.append(
            Agent(
                spec=spec,
                handler=handlers[spec.name],
                tables=[tables[name] for name in names],
                port=ways.port,
                leave=ways.leave,
                stats=ways.stats,
            )
        )
    return Wired(agents=tuple(agents), forget=forget)


def _opener(stage: DedupStage) -> Callable[..., Index]:
    return lambda rows, shard: stage.index(cast("Table", rows), shard)


def _nothing() -> None:
    return None
