"""Sentences of our own for the tagger: frames with slots, names drawn into them by chance.

`own/*.txt` hold the frames, a line each: `{P}` a person, `{L}` a place, `{OC}` a company and so
on (`_Names`), `[北京|L]` a name as it is. All else is no name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tools.entities.own_bodies import Bodies
from tools.entities.own_parts import FOLDER, Draw
from tools.entities.own_persons import Persons
from tools.entities.own_places import Places
from tools.entities.votes import ORGANISATION, PERSON, PLACE, Span

_SLOT = re.compile(r"\{([A-Z]+)(\d*)\}|\[([^\[\]|]+)\|([PLO])\]")
_TYPES = {"P": PERSON, "L": PLACE, "O": ORGANISATION}
_CHAIN = ("LP", "LC", "LD")
_LONGEST = 250

Labelled = tuple[list[str], list[list[Span]]]


def frames() -> list[str]:
    """Return the frames of all files, in order."""
    return [
        line
        for path in sorted(FOLDER.glob("*-*.txt"))
        for line in path.read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]


def own_text(lines: Iterable[str], times: int, seed: int = 17) -> Labelled:
    """Return each frame `times` times with other names, one without slots a quarter as often.

    Args:
        lines: The frames.
        times: How often a frame is drawn.
        seed: Of the names.
    """
    draw = Draw(seed)
    names = _Names(draw)
    sentences: list[str] = []
    labels: list[list[Span]] = []
    for line in lines:
        for _ in range(times if "{" in line else 1 + times // 4):
            text, spans = names.filled(line)
            if len(text) <= _LONGEST:
                sentences.append(text)
                labels.append(spans)
    order = list(range(len(sentences)))
    draw.random.shuffle(order)
    return [sentences[i] for i in order], [labels[i] for i in order]


class _Names:
    """Fills slots with names."""

    def __init__(self, draw: Draw) -> None:
        persons = Persons(draw)
        places = Places(draw, persons)
        bodies = Bodies(draw, persons, places)
        self._chain = places.chain
        self._slots = {
            "P": persons.any, "PF": persons.foreign, "PJ": persons.japanese, "PK": persons.korean,
            "L": places.any, "LX": places.small, "LF": places.abroad, "OC": bodies.company,
            "OG": bodies.office, "OS": bodies.school, "OA": bodies.association,
            "OT": bodies.club, "OM": bodies.medium,
        }  # fmt: skip

    def filled(self, line: str) -> tuple[str, list[Span]]:
        """Return the text of a frame with names, and where they stand."""
        text, spans, position = "", [], 0
        chosen: dict[str, str] = {}
        for match in _SLOT.finditer(line):
            text += line[position : match.start()]
            position = match.end()
            slot, number, name, kind = match.groups()
            if slot:
                kind = slot[0]
                name = self._drawn(slot, number, chosen)
            spans.append((len(text), len(text) + len(name), _TYPES[kind]))
            text += name
        return text + line[position:], spans

    def _drawn(self, slot: str, number: str, chosen: dict[str, str]) -> str:
        """Return the name of a slot, the same for the same slot of one sentence."""
        key = slot + number
        if key not in chosen:
            if slot in _CHAIN:
                chain: Sequence[str] = self._chain()
                chosen.update(zip((each + number for each in _CHAIN), chain, strict=True))
            else:
                chosen[key] = self._slots[slot]()
        return chosen[key]
