"""More sentences out of those there are: other names in the same words, and half-width marks."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tools.entities.other_names import Others
from tools.entities.votes import PERSON, Span

_LONGEST = 250
# Of the sentences that name somebody or something but no Chinese person, so many are copied.
_NO_PERSON = 0.35
# Of the places and bodies in a copy, so many are others.
_OTHER = 0.6
# Sentences that stand together in an article are written in one way.
_TOGETHER = 25

Labelled = tuple[list[str], list[list[Span]]]


def narrowed(sentences: Sequence[str]) -> list[str]:
    """Return the sentences, every second page of them with half-width stops, as feeds have them.

    Other marks are folded before anything is learnt; 。 and 、 have no narrow twin.
    """
    generator = random.Random(11)
    found: list[str] = []
    for start in range(0, len(sentences), _TOGETHER):
        page = list(sentences[start : start + _TOGETHER])
        chance = generator.random()
        if chance < 0.5:
            page = [s.replace("。", ".") for s in page]
        if chance < 0.25:
            page = [s.replace("、", ",") for s in page]
        found.extend(page)
    return found


def with_other_names(sentences: Sequence[str], names: Sequence[Sequence[Span]]) -> Labelled:
    """Return copies of sentences with other persons, places and bodies in the places of theirs.

    The words around a name are learnt, not the name. Each sentence that names a Chinese person is
    copied, and a third of the others that name something.
    """
    others = Others(
        s[a:b] for s, row in zip(sentences, names, strict=True) for a, b, k in row if k == PERSON
    )
    copies: list[str] = []
    labels: list[list[Span]] = []
    for sentence, row in zip(sentences, names, strict=True):
        named = any(k == PERSON and others.knows(sentence[a:b]) for a, b, k in row)
        if not named and not (row and others.chance(_NO_PERSON)):
            continue
        copy, spans = _copied(sentence, row, others)
        if copy != sentence and len(copy) <= _LONGEST:
            copies.append(copy)
            labels.append(spans)
    return copies, labels


def _copied(sentence: str, row: Sequence[Span], others: Others) -> tuple[str, list[Span]]:
    """Return the sentence with other names, one that comes twice with the same one."""
    text, spans, position = "", [], 0
    chosen: dict[tuple[str, int], str] = {}
    for start, end, kind in row:
        text += sentence[position:start]
        name = sentence[start:end]
        if kind == PERSON or others.chance(_OTHER):
            if (name, kind) not in chosen:
                make = (others.person, others.place, others.body)[kind]
                chosen[name, kind] = make(name)
            name = chosen[name, kind]
        spans.append((len(text), len(text) + len(name), kind))
        text += name
        position = end
    return text + sentence[position:], spans
