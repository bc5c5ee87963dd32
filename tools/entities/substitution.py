"""More sentences out of those there are: other names in the same words, and half-width marks."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate

from pipeline.stages import shipped
from tools.entities.votes import PERSON, Span

# Frequent characters are taken less often than they occur: the others are learnt too seldom.
_FLATTER = 0.75
_LONGEST = 250
_CHINESE = re.compile("[\u4e00-\u9fff]{2,3}")
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
    """Return a copy of each sentence that names persons, with other persons in their places.

    Chinese names only, put together of the characters that those of the same texts have: the words
    around a name are learnt, not the name. One copy: persons .742 -> .748, mean of the sets that
    `votes` names; two copies, or foreign names too, cost precision (.747, .745).
    """
    namer = _Namer(
        s[a:b] for s, row in zip(sentences, names, strict=True) for a, b, k in row if k == PERSON
    )
    copies: list[str] = []
    labels: list[list[Span]] = []
    for sentence, row in zip(sentences, names, strict=True):
        if not any(k == PERSON and namer.knows(sentence[a:b]) for a, b, k in row):
            continue
        text, spans, position = "", [], 0
        chosen: dict[str, str] = {}
        for start, end, kind in row:
            text += sentence[position:start]
            name = sentence[start:end]
            if kind == PERSON and namer.knows(name):
                if name not in chosen:
                    chosen[name] = namer.another()
                name = chosen[name]
            spans.append((len(text), len(text) + len(name), kind))
            text += name
            position = end
        text += sentence[position:]
        if len(text) <= _LONGEST:
            copies.append(text)
            labels.append(spans)
    return copies, labels


class _Namer:
    """Makes names of the parts of others."""

    def __init__(self, names: Iterable[str]) -> None:
        self._random = random.Random(7)
        self._surnames = frozenset(s for s in shipped.family_names().by_place if len(s) == 1)
        first, only, second, third = (Counter[str]() for _ in range(4))
        for name in names:
            if self.knows(name):
                first[name[0]] += 1
                if len(name) == 2:
                    only[name[1]] += 1
                else:
                    second[name[1]] += 1
                    third[name[2]] += 1
        self._short = only.total() / max(first.total(), 1)
        self._first, self._only, self._second, self._third = map(_urn, (first, only, second, third))

    def knows(self, name: str) -> bool:
        """Return whether `name` is a Chinese name of the common shape."""
        return name[0] in self._surnames and _CHINESE.fullmatch(name) is not None

    def another(self) -> str:
        """Return another name."""
        if self._random.random() < self._short:
            return self._draw(self._first) + self._draw(self._only)
        return self._draw(self._first) + self._draw(self._second) + self._draw(self._third)

    def _draw(self, urn: tuple[list[str], list[float]]) -> str:
        return self._random.choices(urn[0], cum_weights=urn[1])[0]


def _urn(counts: Counter[str]) -> tuple[list[str], list[float]]:
    keys = sorted(counts)
    return keys, list(accumulate(counts[key] ** _FLATTER for key in keys))
