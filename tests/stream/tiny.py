"""Stages of a few lines each, for tests of the stream: real types, no models."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, MutableMapping

import msgspec

from pipeline.dedup.links.link_records import counted
from pipeline.text.fingerprint import article_id, article_version, hash64, site_of_url
from pipeline.types.articles import (
    CleanArticle,
    Duplicate,
    EnrichedArticle,
    Extraction,
    Facts,
    LineColumns,
    Rejection,
    UniqueArticle,
)
from pipeline.types.records import (
    Candidate,
    LinkRecord,
    LinkSighting,
    Pending,
    Posting,
    Sketch,
    StoryMatch,
)


class TinyCleaner:
    """Every line but one that begins with "- " is body. Some words make it misbehave.

    `together` counts the articles of each call.
    """

    def __init__(self):
        self.together = []

    def many(self, raws):
        self.together.append(len(raws))
        return [self(raw) for raw in raws]

    def __call__(self, raw):
        text = raw.text or raw.html or ""
        if "REFUSE" in text:
            return Rejection(stage="clean", reason="no-article", detail="nothing to read")
        if "BREAK CLEAN" in text:
            raise ValueError("broken on purpose\nin two lines")
        site = raw.site or site_of_url(raw.url or "")
        lines = text.split("\n")
        return CleanArticle(
            facts=Facts(
                id=article_id(
                    url=raw.url, site=site, own=raw.id, title=raw.title or "", content=text
                ),
                version=article_version(title=raw.title or "", content=text),
                site=site,
                event_time=raw.origin.timestamp or 0.0,
                language="zh-Hans",
                origin=raw.origin,
                url=raw.url,
                flags=raw.flags,
            ),
            text=text,
            lines=LineColumns(
                lengths=tuple(len(line) for line in lines),
                labels=tuple("link" if line.startswith("- ") else "body" for line in lines),
                scores=(1.0,) * len(lines),
                reasons=(0,) * len(lines),
                reason_names=("tiny",),
            ),
        )


@dataclasses.dataclass
class TinyOpened:
    pending: Pending
    postings: tuple
    sightings: tuple
    aliases: tuple = ()
    forgotten: dict = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class TinyDecided:
    article: UniqueArticle
    aliases: tuple = ()
    postings: tuple = ()


class TinyIndex:
    """Who had this body first."""

    forgotten = 0

    def __init__(self, rows, shard):
        self.rows, self.shard = rows, shard

    def match(self, posting, **_):
        key = f"{self.shard}|{posting.sketch.body if posting.sketch else posting.article}"
        first = self.rows.get(key)
        if first is None and posting.sketch is not None:
            self.rows[key] = posting.article.encode()
        candidates = ()
        if first is not None and first.decode() != posting.article:
            candidates = (
                Candidate(
                    article=first.decode(),
                    version="",
                    event_time=0.0,
                    similarity=1.0,
                    exact=True,
                    story=first.decode(),
                ),
            )
        return StoryMatch(
            article=posting.article,
            version=posting.version,
            shard=self.shard,
            partition=posting.partition,
            offset=posting.offset,
            candidates=candidates,
        )


class TinyDedup:
    """Equal bodies are one story; a link is its line."""

    def open(self, article, memory: MutableMapping, *, partition, offset, shards, known_links, **_):
        key = f"{article.facts.site}|pages"
        pages = int(memory.get(key, b"0")) + 1
        memory[key] = str(pages).encode()
        if "BREAK DEDUP" in article.text:
            raise KeyError("dedup")
        lines = article.text.split("\n")
        body = "\n".join(line for line in lines if not line.startswith("- "))
        if "GROW" in body:
            body *= 1000
        draft = UniqueArticle(
            facts=article.facts,
            body=body,
            map=((0, 0, len(body)),),
            head=(),
            removed=(),
            silent=(),
            lines=article.lines,
            links=(),
            duplicate=Duplicate(status="original", story=article.facts.id),
        )
        asked = self._asked(draft, (partition, offset), shards)
        sightings = tuple(
            LinkSighting(
                id=f"{hash64(line):016x}",
                headline=line[2:],
                surface=line,
                decorations=(),
                site=article.facts.site,
                event_time=article.facts.event_time,
                partition=partition,
                offset=offset,
            )
            for line in lines
            if line.startswith("- ")
        )
        pending = Pending(draft=draft, shards=(asked.shard,), partition=partition, offset=offset)
        return TinyOpened(pending, (asked,), sightings)

    def questions(self, pending, *, shards):
        return (self._asked(pending.draft, (pending.partition, pending.offset), shards),)

    def _asked(self, draft, source, shards):
        whole = hash64(draft.body)
        return Posting(
            article=draft.facts.id,
            version=draft.facts.version,
            event_time=draft.facts.event_time,
            shard=whole % shards,
            partition=source[0],
            offset=source[1],
            hashes=(whole,),
            sketch=Sketch(
                hashes=(whole,), limit=whole, numbers=(), body=whole, length=len(draft.body)
            ),
        )

    def index(self, rows, shard):
        return TinyIndex(rows, shard)

    def is_decided(self, decisions, article, version, *, partition):
        return f"{partition}|{article}|{version}" in decisions

    def decide(self, pending, matches: Iterable, decisions, *, partition, now):
        facts = pending.draft.facts
        key = f"{partition}|{facts.id}|{facts.version}"
        stored = decisions.get(key)
        if stored is None:
            of = next((c.article for match in matches for c in match.candidates), None)
            duplicate = Duplicate(
                status="exact" if of else "original", story=of or facts.id, of=of, similarity=1.0
            )
            decisions[key] = msgspec.json.encode(duplicate)
        else:
            duplicate = msgspec.json.decode(stored, type=Duplicate)
        article = msgspec.structs.replace(pending.draft, duplicate=duplicate)
        return TinyDecided(article)

    def apply_sighting(self, sighting, links, *, partition, now):
        key = f"{partition}|{sighting.id}"
        data = links.get(key)
        record = counted(msgspec.json.decode(data, type=LinkRecord) if data else None, sighting)
        value = msgspec.json.encode(record)
        if value == data:
            return None, ()
        links[key] = value
        return record, ()


class TinyExtractor:
    """Finds nothing, and breaks when it is told to."""

    def many(self, articles):
        return [self(article) for article in articles]

    def __call__(self, article):
        if "BREAK EXTRACT" in article.body:
            raise RuntimeError("extract")
        return EnrichedArticle(article=article, extraction=Extraction(), config="tiny", stages=())


@dataclasses.dataclass
class TinyStages:
    clean: object = dataclasses.field(default_factory=TinyCleaner)
    dedup: object = dataclasses.field(default_factory=TinyDedup)
    extract: object = dataclasses.field(default_factory=TinyExtractor)

    def obey(self, controls):
        self.obeyed = tuple(controls)


def build(settings, group):
    """Build the tiny stages in a worker process."""
    return TinyStages()
