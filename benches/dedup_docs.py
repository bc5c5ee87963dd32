"""Synthetic bodies for the dedup bench: invented two-character words, some bodies copied."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec.structs import replace

from pipeline.dedup.stories.decide import decide
from pipeline.dedup.stories.index import StoryIndex
from pipeline.dedup.stories.postings import postings
from pipeline.dedup.stories.sketch import sketch
from pipeline.dedup.tables.day_window import DayWindow
from pipeline.types.articles import Facts, Origin, Struct

# Words out of so many common characters; four of them make a shingle, so strangers share none.
_FIRST_CHARACTER, _CHARACTERS, _WORDS = 0x4E00, 3000, 4000
# Characters a sentence, the stop included; sentences a body.
_SENTENCE, _FEWEST, _MOST = 34, 8, 22
_COPIED = 0.3
# A copy repeats one of so many bodies before it.
_RECENT = 500
_START = 1_700_000_000.0
_DAY = 86400.0


class Document(Struct, frozen=True, kw_only=True):
    """A body; `copied` is the number of the document that it repeats, null when it is new."""

    facts: Facts
    body: str
    copied: int | None = None


def place_document(document: Document, number: int, index: StoryIndex, decided: DayWindow) -> bool:
    """Sketch, match and decide the `number`-th document with one shard; return if it is a copy."""
    facts = document.facts
    asked = postings(facts, sketch(document.body), shards=1, source=(0, number))
    answers = [index.match(posting) for posting in asked]
    decision, _ = decide(facts, [c for a in answers for c in a.candidates], decided)
    story, time = decision.duplicate.story, decision.story_time
    if story == facts.id:
        return False
    for posting in asked:
        # What `feedback` tells the shards of an article that waited.
        index.match(replace(posting, hashes=(), sketch=None, story=story, story_time=time))
    return True


def made_documents(count: int, *, days: float, seed: int = 5) -> Iterator[Document]:
    """Yield `count` documents whose event times run evenly over `days`.

    Three in ten repeat one of the last 500 originals, with a dateline and one sentence less.
    """
    rng = np.random.default_rng(seed)
    words = rng.integers(_FIRST_CHARACTER, _FIRST_CHARACTER + _CHARACTERS, (_WORDS, 2), np.uint32)
    recent: list[tuple[int, str]] = []
    for number in range(count):
        copied = None
        if recent and rng.random() < _COPIED:
            copied, body = recent[int(rng.integers(len(recent)))]
            body = _retold(body, int(rng.integers(_FEWEST)), number)
        else:
            body = _new_body(words, rng)
            if len(recent) < _RECENT:
                recent.append((number, body))
            else:
                recent[number % _RECENT] = (number, body)
        yield Document(
            facts=Facts(
                id=f"00000000-0000-5000-8000-{number:012d}",
                version="1",
                site=f"s{number % 97}.example",
                event_time=_START + days * _DAY * number / count,
                language="zh-Hans",
                origin=Origin(source_id=str(number)),
            ),
            body=body,
            copied=copied,
        )


def _new_body(words: np.ndarray, rng: np.random.Generator) -> str:
    sentences = int(rng.integers(_FEWEST, _MOST))
    picked = words[rng.integers(0, _WORDS, sentences * _SENTENCE // 2)].reshape(-1)
    text = picked.astype("<u4").tobytes().decode("utf-32-le")
    numbers = rng.integers(1, 10_000, sentences)
    return "".join(
        f"{text[at * _SENTENCE : (at + 1) * _SENTENCE]}{numbers[at]}次。" for at in range(sentences)
    )


def _retold(body: str, dropped: int, number: int) -> str:
    sentences = body.split("。")
    del sentences[dropped]
    return f"本报第{number}号稿:" + "。".join(sentences)
