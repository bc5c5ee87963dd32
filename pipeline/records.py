"""The records of the topics between and beside the stages: links, stories, aliases, control."""

from __future__ import annotations

from typing import Literal

from pipeline.models import Struct, UniqueArticle


class LinkSighting(Struct, frozen=True, kw_only=True):
    """One link line of one article. `(partition, offset)` name the article's clean record."""

    id: str
    headline: str
    surface: str
    decorations: tuple[str, ...]
    site: str
    event_time: float
    partition: int
    offset: int


class LinkSightings(Struct, frozen=True, kw_only=True):
    """Value of `news.link-seen.v1`: the sightings of one batch that go to one partition."""

    items: tuple[LinkSighting, ...]


class LinkRecord(Struct, frozen=True, kw_only=True):
    """Value of `news.links.v1`: one distinct boilerplate link. Times are Unix seconds.

    `applied` is the highest clean offset counted, by clean partition: a sighting that comes
    again changes nothing.
    """

    id: str
    headline: str
    decorations: tuple[str, ...]
    sites: tuple[str, ...]
    site_count: int
    first_seen: float
    last_seen: float
    count: int
    applied: dict[int, int] = {}


class Alias(Struct, frozen=True, kw_only=True):
    """Value of `news.aliases.v1`: `old` turned out to be `new`. Smaller (event time, id) stays."""

    kind: Literal["link", "story"]
    old: str
    new: str


class Control(Struct, frozen=True, kw_only=True):
    """Value of `news.control.v1`: an operator's word on a link, a decoration or a dictionary entry.

    `name` is the link id or headline, the decoration, or the surface; `action` what to do with it.
    """

    kind: Literal["link", "decoration", "entry"]
    name: str
    action: Literal["allow", "block", "add", "remove"]
    type: str | None = None
    entity: str | None = None
    aliases: tuple[str, ...] = ()


class Sketch(Struct, frozen=True, kw_only=True):
    """What is remembered of a body to find its copies: a few 64-bit shingle hashes and its numbers.

    `hashes` are ascending; every shingle hash up to `limit` is among them. `numbers` are hashes
    of the number tokens. `body` is the 64-bit hash of the folded body: equal means `exact`.
    """

    hashes: tuple[int, ...]
    limit: int
    numbers: tuple[int, ...]
    body: int
    length: int


class Posting(Struct, frozen=True, kw_only=True):
    """One article's question to one shard of the story index, and its entry there.

    `hashes` are those of the sketch that the shard owns. With `story` set it is the answer coming
    back after the decision: the shard then only notes the story.
    """

    article: str
    version: str
    site: str
    event_time: float
    hashes: tuple[int, ...]
    sketch: Sketch
    shard: int
    shards: tuple[int, ...]
    partition: int
    offset: int
    story: str | None = None


class Postings(Struct, frozen=True, kw_only=True):
    """Value of `news.story-postings.v1`: one batch's postings for one shard."""

    items: tuple[Posting, ...]


class Candidate(Struct, frozen=True, kw_only=True):
    """An earlier article that shares hashes with the one asked about."""

    article: str
    event_time: float
    sketch: Sketch
    shared: tuple[int, ...]
    story: str | None = None


class StoryMatch(Struct, frozen=True, kw_only=True):
    """One shard's answer about one article."""

    article: str
    version: str
    shard: int
    partition: int
    offset: int
    candidates: tuple[Candidate, ...]


class Pending(Struct, frozen=True, kw_only=True):
    """An article that waits for the answers of `shards`. `draft.duplicate` is not decided yet.

    `partition` and `offset` name its clean record: an article sent twice waits once.
    """

    draft: UniqueArticle
    sketch: Sketch
    shards: tuple[int, ...]
    partition: int
    offset: int


class StoryMessage(Struct, frozen=True, kw_only=True):
    """Value of `news.story-matches.v1`: the article itself, or one shard's answer about it."""

    pending: Pending | None = None
    match: StoryMatch | None = None
