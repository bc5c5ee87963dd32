"""The pipeline on one page: stages and the topics between.

    news.raw.v1          RawArticle          key: site
      clean              judge every line, find byline, place, time
    news.clean.v1        CleanArticle        key: site, computed: its memory is one partition's
      dedup              links: one id a headline; stories: sketch, then
        news.link-seen.v1        sightings of a batch, by link id   -> links agent, sole owner
        news.story-postings.v1   questions of a batch, by shard     -> match agent
        news.story-matches.v1    the article and the answers        -> decide agent
    news.unique.v1       UniqueArticle       key: article id
      extract            entities, values, quotes
    news.enriched.v1     ninjs document      key: article id

Beside them: `news.links.v1` and `news.aliases.v1` (compacted), `news.control.v1` (an operator's
word), and `news.rejected.v1`, where every record that failed ends with its bytes.
"""

from __future__ import annotations

from typing import Literal

from pipeline.types.articles import StageName, Struct

DAY_MS = 86_400_000
# For what only workers of ours read: .14 to .40 of the bytes, where zstd has .13 to .33 and is not
# given to older clients (300 articles of benches/stream.py, batches of ten and of one record).
SMALLER = "lz4"
# For what others read: every client has it. An event takes .17 of its bytes (benches.stream).
FOR_ALL = "gzip"
MIB = 1 << 20
# Fixed for a cluster's life, so more than a small one has workers. Chosen; docs/scale.md counts.
PARTITIONS = 8

# What one record may cost: 8 MiB is over a thousand ordinary articles, and holds 200,000 lines of
# forty bytes. Chosen, not measured.
LARGEST_ARTICLE_BYTES = 8 * MIB
LARGEST_ARTICLE_LINES = 200_000

Operation = Literal["Read", "Write", "Create", "Delete", "Describe", "DescribeConfigs"]
AgentName = Literal["clean", "dedup", "match", "decide", "links", "extract"]

# The newest segment is never compacted, and by Kafka's own settings it lasts for 1 GiB or 7 days a
# partition, and half of a log may be outdated. What a worker reads when it starts is the whole
# log. A null value is kept for three days: a store or a reader that was away for longer than
# that may have missed it, and must begin anew.
_COMPACTION: dict[str, str] = {
    "segment.ms": str(3_600_000),
    "min.cleanable.dirty.ratio": "0.2",
    "delete.retention.ms": str(3 * DAY_MS),
}


class Topic(Struct, frozen=True, kw_only=True):
    """One topic: its key and value, how long it is kept, and its largest record in bytes."""

    name: str
    key: str
    value: str
    doc: str
    cleanup: str = "delete"
    retention_ms: int = 7 * DAY_MS
    max_message_bytes: int = 24 * MIB
    partitions: int = PARTITIONS
    segment_bytes: int = 64 * MIB
    """Where it is compacted: the newest so many bytes are not."""
    compression: str = "producer"
    """What the broker keeps it in: for topics that others read, what its publisher chose."""

    def config(self) -> dict[str, str]:
        """Return the broker's settings of this topic."""
        own = {
            "cleanup.policy": self.cleanup,
            "retention.ms": str(self.retention_ms),
            "max.message.bytes": str(self.max_message_bytes),
            "compression.type": self.compression,
        }
        if "compact" not in self.cleanup.split(","):
            return own
        return own | {"segment.bytes": str(self.segment_bytes)} | _COMPACTION


class Right(Struct, frozen=True, kw_only=True):
    """One thing that a user may do on a cluster that asks: an ACL. Prefixed: all that begin so."""

    operation: Operation
    resource: Literal["topic", "group", "transactional id"]
    name: str
    prefixed: bool = False

    def line(self) -> str:
        """Return it as a person reads it."""
        return f"{self.operation} on {self.resource} {self.name}{'*' if self.prefixed else ''}"


RAW = Topic(
    name="news.raw.v1",
    key="site (host), else source name, else article id",
    value="RawArticle",
    doc="What publishers send: a JSON envelope, or text or HTML named by content-type.",
    max_message_bytes=32 * MIB,
)
CLEAN = Topic(
    name="news.clean.v1",
    key="site",
    value="CleanArticle",
    doc="The raw text once, its lines as columns, spans and metadata.",
    compression=SMALLER,
)
UNIQUE = Topic(
    name="news.unique.v1",
    key="article id",
    value="UniqueArticle",
    doc="Body, removed pieces with reasons, story decision.",
    compression=SMALLER,
)
ENRICHED = Topic(
    name="news.enriched.v1",
    key="article id",
    value="EnrichedDocument",
    doc="The enriched article: a ninjs 3.1 document with one property more, `enrichment`.",
    cleanup="compact,delete",
    retention_ms=30 * DAY_MS,
    segment_bytes=256 * MIB,  # a month of it is large, and every segment takes open files
    compression=FOR_ALL,
)
LINK_SEEN = Topic(
    name="news.link-seen.v1",
    key="partition number",
    value="LinkSightings",
    doc="The link sightings of one batch whose ids hash to that partition.",
    compression=SMALLER,
)
STORY_POSTINGS = Topic(
    name="news.story-postings.v1",
    key="shard number",
    value="Postings",
    doc="The questions of one batch to one shard of the story index.",
    compression=SMALLER,
)
STORY_MATCHES = Topic(
    name="news.story-matches.v1",
    key="article id, or partition number",
    value="StoryMessage",
    doc="The article that waits for its decision, the shards' answers, stories that are one.",
    compression=SMALLER,
)
LINKS = Topic(
    name="news.links.v1",
    key="link id",
    value="LinkRecord",
    doc="One distinct boilerplate link, written by its one owner.",
    cleanup="compact",
    retention_ms=-1,
    compression=FOR_ALL,
)
ALIASES = Topic(
    name="news.aliases.v1",
    key="old id",
    value="Alias",
    doc="A link or story id that turned out to be another.",
    cleanup="compact",
    retention_ms=-1,
)
CONTROL = Topic(
    name="news.control.v1",
    key="kind and name",
    value="Control",
    doc="An operator's word on links, decorations and dictionary entries.",
    cleanup="compact",
    retention_ms=-1,
)
REJECTED = Topic(
    name="news.rejected.v1",
    key="key of the failed record",
    value="bytes",
    doc="The bytes that the failing group of stages read, untouched; why, in the headers.",
    retention_ms=30 * DAY_MS,
    max_message_bytes=33 * MIB,
)

TOPICS: tuple[Topic, ...] = (
    RAW,
    CLEAN,
    UNIQUE,
    ENRICHED,
    LINK_SEEN,
    STORY_POSTINGS,
    STORY_MATCHES,
    LINKS,
    ALIASES,
    CONTROL,
    REJECTED,
)


class AgentSpec(Struct, frozen=True, kw_only=True):
    """One agent: the stage it belongs to, the topic it reads, those it writes, its tables.

    `writes` is what it writes on its own. Where a group spares a topic, the agent before it writes
    in its place what the agent behind it would: in `all`, `clean` writes what `dedup` does, and
    raw records again under their site; with dedup and extract together, `decide` writes ENRICHED.
    """

    name: AgentName
    stage: StageName
    reads: Topic
    writes: tuple[Topic, ...]
    tables: tuple[str, ...] = ()


AGENTS: tuple[AgentSpec, ...] = (
    AgentSpec(name="clean", stage="clean", reads=RAW, writes=(CLEAN, REJECTED)),
    AgentSpec(
        name="dedup",
        stage="dedup",
        reads=CLEAN,
        writes=(STORY_MATCHES, STORY_POSTINGS, LINK_SEEN, ALIASES, REJECTED),
        tables=("line-memory",),
    ),
    AgentSpec(
        name="match",
        stage="dedup",
        reads=STORY_POSTINGS,
        writes=(STORY_MATCHES, REJECTED),
        tables=("story-index",),
    ),
    AgentSpec(
        name="decide",
        stage="dedup",
        reads=STORY_MATCHES,
        writes=(UNIQUE, STORY_MATCHES, ALIASES, STORY_POSTINGS, REJECTED),
        tables=("story-decisions",),
    ),
    AgentSpec(
        name="links",
        stage="dedup",
        reads=LINK_SEEN,
        writes=(LINKS, ALIASES, REJECTED),
        tables=("links",),
    ),
    AgentSpec(name="extract", stage="extract", reads=UNIQUE, writes=(ENRICHED, REJECTED)),
)

Grouping = tuple[tuple[StageName, ...], ...]

GROUPINGS: dict[str, Grouping] = {
    "split": (("clean",), ("dedup",), ("extract",)),
    "dedup+extract": (("clean",), ("dedup", "extract")),
    "all": (("clean", "dedup", "extract"),),
}
"""Which stages share a process. In a group, the record between two stages skips its topic."""


def agents_of(stages: tuple[StageName, ...]) -> tuple[AgentSpec, ...]:
    """Return the agents that a process running `stages` starts, in the order of the pipeline.

    A stage whose input is made in the same group has no reader of its own for that topic: the
    agent before it calls it directly.
    """
    return tuple(agent for agent in AGENTS if agent.stage in stages)
