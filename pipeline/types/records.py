"""The records of the topics between and beside the stages: links, stories, aliases, control."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from pipeline.types.articles import EntityType, Struct, UniqueArticle


class LinkSighting(Struct, frozen=True, kw_only=True):
    """One link line of one article. `(partition, offset)` name the article's clean record.

    `withdrawn` takes a sighting back: its article was withdrawn.
    """

    id: str
    headline: str
    surface: str
    decorations: tuple[str, ...]
    site: str
    event_time: float
    partition: int
    offset: int
    withdrawn: bool = False


class LinkSightings(Struct, frozen=True, kw_only=True):
    """Value of `news.link-seen.v1`: the sightings of one batch that go to one partition."""

    items: tuple[LinkSighting, ...]


class LinkRecord(Struct, frozen=True, kw_only=True):
    """Value of `news.links.v1`: one distinct boilerplate link. Times are Unix seconds.

    `sites` and `decorations` name the first 64 and 32; `site_count` counts on.

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
    """Value of `news.aliases.v1`: `old` turned out to be `new`.

    Of stories the smaller (event time, id) stays; the times are those of their first articles. Of
    links the headline stays that is whole and undecorated, and there are no times.
    """

    kind: Literal["link", "story"]
    old: str
    new: str
    old_time: float = 0.0
    new_time: float = 0.0


class Control(Struct, frozen=True, kw_only=True, gc=False):
    """Value of `news.control.v1`: an operator's word on a link, a decoration or a dictionary entry.

    `name` is the link id or headline, the decoration, or the surface; `action` what to do with it.
    """

    kind: Literal["link", "decoration", "entry"]
    name: Annotated[str, Meta(pattern=r"\S")]
    action: Literal["allow", "block", "add", "remove"]
    type: EntityType | None = None
    entity: str | None = None
    aliases: tuple[str, ...] = ()


class Sketch(Struct, frozen=True, kw_only=True):
    """What is remembered of a body to find its copies: a few shingle hashes and its numbers.

    `hashes` are the top 40 bits of 64-bit hashes, ascending; every one up to `limit` is among
    them. `numbers` are 16-bit hashes of number tokens, ascending. `body` is the 64-bit hash of
    the folded body: equal means `exact`. `length` counts its letters; `leads` its datelines.
    `names` are 16-bit hashes of whom it names, at most four, the one named most first. `slots` are
    those of what fills the frame of a short body, in order, at most sixteen.
    """

    hashes: tuple[int, ...]
    limit: int
    numbers: tuple[int, ...]
    body: int
    length: int
    leads: int = 0
    names: tuple[int, ...] = ()
    slots: tuple[int, ...] = ()


class Posting(Struct, frozen=True, kw_only=True):
    """One article's question to one shard of the story index, and its entry there.

    `hashes` are those anchors of the sketch that the shard owns. With `story` set (and no
    sketch) it is what was decided coming back: the shard then only notes the story and the event
    time of its first article. With `withdrawn` set the shard forgets the article.
    """

    article: str
    version: str
    event_time: float
    shard: int
    partition: int
    offset: int
    hashes: tuple[int, ...] = ()
    sketch: Sketch | None = None
    story: str | None = None
    story_time: float = 0.0
    withdrawn: bool = False


class Postings(Struct, frozen=True, kw_only=True):
    """Value of `news.story-postings.v1`: one batch's postings for one shard."""

    items: tuple[Posting, ...]


class Candidate(Struct, frozen=True, kw_only=True):
    """An earlier article that a shard found to tell the same story.

    `story` is null while nobody decided about it; `story_time` is the event time of the story's
    first article.
    """

    article: str
    version: str
    event_time: float
    similarity: float
    exact: bool
    story: str | None = None
    story_time: float = 0.0


class StoryMatch(Struct, frozen=True, kw_only=True):
    """One shard's answer about one article, the likest first. `aliases` mend what it lent out."""

    article: str
    version: str
    shard: int
    partition: int
    offset: int
    candidates: tuple[Candidate, ...] = ()
    aliases: tuple[Alias, ...] = ()


class Pending(Struct, frozen=True, kw_only=True):
    """An article that waits for the answers of `shards`. `draft.duplicate` is not decided yet.

    `partition` and `offset` name its clean record: an article sent twice waits once.
    """

    draft: UniqueArticle
    shards: tuple[int, ...]
    partition: int
    offset: int


class StoryWord(Struct, frozen=True, kw_only=True):
    """One shard's answer about an article.

    Or word to the owner of a story, the old id of `alias`, that it turned out to be another.
    """

    match: StoryMatch | None = None
    alias: Alias | None = None


class StoryMessage(Struct, frozen=True, kw_only=True):
    """Value of `news.story-matches.v1`: the article itself, or what a batch says to one partition.

    `match` and `alias` are a word alone, as 0.2.0 wrote each.
    """

    pending: Pending | None = None
    match: StoryMatch | None = None
    alias: Alias | None = None
    items: tuple[StoryWord, ...] | None = None
