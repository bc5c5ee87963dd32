"""From one stage to the next: over a topic, or directly where both share a process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from pipeline.codec import encode
from pipeline.stream.dead_letter import refuse_too_large
from pipeline.stream.messages import Emit, Message, Output, Shared
from pipeline.text.fingerprint import partition_of
from pipeline.topology import ALIASES, CLEAN, STORY_MATCHES, UNIQUE, Topic
from pipeline.types.articles import CleanArticle, Facts, StageName, UniqueArticle
from pipeline.types.records import Alias, StoryMatch, StoryWord

T = TypeVar("T", bound=CleanArticle | UniqueArticle)

Next = Callable[[T, Message], Iterable[Emit]]
"""What happens to a stage's article; the message is the record that is in hand."""

Forgot = Callable[[str, int], None]
"""Told how many entries of a bounded table made room for others."""

# Below so many bytes read, no article that is made of them reaches a topic's limit.
_SURELY_FITS = 2 << 20


def forget_it(table: str, entries: int) -> None:
    """Do nothing with what made room."""
    del table, entries


def site_key(facts: Facts) -> str:
    """Return the key under which an article's site is one partition's."""
    return facts.site or facts.id


def publish_clean(article: CleanArticle, message: Message) -> Iterator[Emit]:
    """Send a clean article to the dedup stage, by site."""
    yield Output(
        topic=CLEAN,
        key=site_key(article.facts).encode("utf-8", "surrogatepass"),
        value=article,
        headers=message.trace(),
        origin=article.facts.origin,
    )


def publish_unique(article: UniqueArticle, message: Message) -> Iterator[Emit]:
    """Send a decided article to the extract stage, by article id."""
    yield Output(
        topic=UNIQUE,
        key=article.facts.id.encode(),
        value=article,
        headers=message.trace(),
        origin=article.facts.origin,
        read=message,
    )


def alias_output(alias: Alias) -> Output:
    """Return the record of one alias."""
    return Output(topic=ALIASES, key=alias.old.encode(), value=alias)


def joined_word(alias: Alias, partitions: int) -> Shared:
    """Return word to the owner of a story that it turned out to be another."""
    return _word(alias.old, StoryWord(alias=alias), partitions)


def answer_word(match: StoryMatch, partitions: int) -> Shared:
    """Return a shard's answer, on its way to where the article waits."""
    return _word(match.article, StoryWord(match=match), partitions)


def _word(owner: str, word: StoryWord, partitions: int) -> Shared:
    place = partition_of(owner, partitions)
    return Shared(topic=STORY_MATCHES, partition=place, item=word)


def skip(topic: Topic, stage: StageName, following: Next[T]) -> Next[T]:
    """Return `following` without the topic before it, but with that topic's limit.

    So that an article too large for the topic is rejected by the same stage in every grouping.
    """

    def direct(article: T, message: Message) -> Iterable[Emit]:
        large = len(message.value or b"") > _SURELY_FITS
        if large and (size := len(encode(article))) > topic.max_message_bytes:
            origin = article.facts.origin
            return (refuse_too_large(stage, topic.name, f"{size} bytes", origin=origin),)
        return following(article, message)

    return direct
