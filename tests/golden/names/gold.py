"""Reads the sentences labelled with names, and scores what the extract stage finds in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from pipeline.entities.extractor import Extractor
from tools.made_articles import unique

TYPES = ("person", "place", "organisation")
_LABEL = re.compile(r"\[([^\[\]|]+)\|([a-z]+)(?:\|([^\[\]|]*))?\]")


class Name(NamedTuple):
    """One name: where it stands and what it is."""

    start: int
    end: int
    type: str


class Sentence(NamedTuple):
    """A text, its names in order, and the posts by where the persons begin."""

    text: str
    names: list[Name]
    posts: dict[int, str]


def read_sentences() -> list[Sentence]:
    """Return each sentence with its names."""
    lines = Path(__file__).with_name("sentences.txt").read_text("utf-8").splitlines()
    return [_read(line) for line in lines if line and not line.startswith("#")]


def _read(line: str) -> Sentence:
    text, names, posts, position = "", [], {}, 0
    for match in _LABEL.finditer(line):
        text += line[position : match.start()]
        surface, kind, post = match.groups()
        names.append(Name(len(text), len(text) + len(surface), kind))
        if post:
            posts[len(text)] = post
        text += surface
        position = match.end()
    return Sentence(text + line[position:], names, posts)


def found_in(extractor: Extractor, text: str) -> list[Name]:
    """Return the names that the extractor finds in `text`."""
    mentions, _ = extractor.recognize(text)
    return [Name(m.start, m.end, m.type) for m in mentions if m.type in TYPES]


def score_names(extractor: Extractor) -> dict[str, float]:
    """Return F1 of strict spans, of all and of each type, and the share of posts exactly right."""
    right = dict.fromkeys(TYPES, 0)
    both = dict.fromkeys(TYPES, 0)
    posts = held = 0
    for sentence in read_sentences():
        found = set(found_in(extractor, sentence.text))
        wanted = set(sentence.names)
        for kind in TYPES:
            right[kind] += sum(name.type == kind for name in found & wanted)
            both[kind] += sum(name.type == kind for name in [*found, *wanted])
        given = posts_in(extractor, sentence.text)
        held += len(sentence.posts)
        posts += sum(post in given.get(start, ()) for start, post in sentence.posts.items())
    return {
        "micro": 2 * sum(right.values()) / sum(both.values()),
        **{kind: 2 * right[kind] / both[kind] for kind in TYPES},
        "posts": posts / held,
    }


def posts_in(extractor: Extractor, text: str) -> dict[int, tuple[str, ...]]:
    """Return the posts of the persons of an article of this body, by where each mention begins."""
    done = extractor(unique(text))
    extraction = done.extraction
    posts = {e.id: e.positions for e in extraction.entities if e.type == "person"}
    return {
        m.start: posts[m.entity]
        for m in extraction.mentions
        if m.type == "person" and m.entity in posts
    }
