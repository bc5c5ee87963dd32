"""Texts in which persons and bodies of a test's own speak, read with the words of speech that ship."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.entities.joining.quotes import Quotes
from pipeline.entities.recognizer import Finding
from pipeline.types.articles import EntityType
from tests.unit.entities.lists import lexicon

DATA = Path(__file__).parents[3] / "pipeline/data/entities"


def quotes_with(posts: Sequence[str]) -> Quotes:
    """Return what reads quotations, by our words of speech and these posts."""
    return Quotes(
        lexicon(
            speech_verbs=(DATA / "speech_verbs.txt").read_text(encoding="utf-8"),
            speech=(DATA / "speech.txt").read_text(encoding="utf-8"),
            posts=" ".join(posts),
        )
    )


def named(text: str, names: Mapping[str, EntityType]) -> list[Finding]:
    """Return where `names` stand in `text`, in order."""
    found = [
        Finding(type=kind, start=at, end=at + len(name), recognizer="t", confidence=0.9)
        for name, kind in names.items()
        for at in range(len(text))
        if text.startswith(name, at)
    ]
    return sorted(found, key=lambda f: f.start)


def posts_before(text: str, found: Sequence[Finding], posts: Sequence[str]) -> dict[int, str]:
    """Return the post that stands right before each of `found`, by where that begins."""
    return {f.start: p for f in found for p in posts if text.endswith(p, 0, f.start)}


def told_in_marks(
    text: str, quotes: Quotes, names: Mapping[str, EntityType], posts: Sequence[str]
) -> list[tuple[str, str]]:
    """Return of each quotation in marks its speaker and its words; `text` is folded."""
    found = named(text, names)
    said = quotes.find(text, found, posts_before(text, found, posts))
    words = [(text[q.speaker_start : q.speaker_end], text[q.start : q.end]) for q in said]
    return [(who, quoted) for who, quoted in words if quoted.startswith("“")]
