"""Values of a text: dates, times, money, percentages, quantities, securities."""

from __future__ import annotations

from datetime import datetime

from pipeline.entities.resources import Lexicon
from pipeline.entities.values.amounts import Amounts
from pipeline.entities.values.purses import Purses
from pipeline.entities.values.securities import Securities
from pipeline.text.folding import READING
from pipeline.text.times.find import find_times
from pipeline.text.times.narrative import Narrative
from pipeline.text.times.words import part_of_day
from pipeline.types.articles import Value, ValueType

_RECOGNIZERS: dict[ValueType, str] = {
    "security": "securities",
    "date": "times",
    "time": "times",
    "money": "amounts",
    "percent": "amounts",
    "quantity": "amounts",
}
# Where two readings overlap: a code is no quantity, a date is no quantity, 元 is no counter.
_RANK: dict[ValueType, int] = {
    "security": 0,
    "money": 1,
    "percent": 1,
    "date": 2,
    "time": 2,
    "quantity": 3,
}


class Values:
    """Finds values; pure, linear in the text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._amounts = Amounts(lexicon)
        self._purses = Purses(lexicon)
        self._securities = Securities(lexicon)

    def find(self, text: str, reference: datetime | None = None) -> tuple[Value, ...]:
        """Return the values of `text` in order; no two overlap.

        Args:
            text: Any text; offsets are its code points.
            reference: The day the text speaks from: 昨天 and 2月14日 are read against it.
        """
        return self.find_folded(text, READING.fold(text), reference)

    def find_folded(
        self, text: str, folded: str, reference: datetime | None = None
    ) -> tuple[Value, ...]:
        """Return the values of `text`, whose folded copy is at hand."""
        found = [*self._amounts_of(text, folded), *_times(text, folded, reference)]
        found.sort(key=lambda v: (v.start, _RANK[v.type]))
        return _disjoint(found)

    def _amounts_of(self, text: str, folded: str) -> list[Value]:
        found = [
            _value(text, a.type, a.start, a.end, a.value, unit=a.unit)
            for a in self._purses.told(text, folded, [*self._amounts.find(folded)])
        ]
        found += [
            _value(text, "security", s.start, s.end, s.ticker, unit=s.mic, precision=s.among)
            for s in self._securities.find(folded)
        ]
        return found


def _times(text: str, folded: str, reference: datetime | None) -> list[Value]:
    found = []
    spans = find_times(folded)
    for span, meaning in zip(spans, Narrative(folded, reference).read(spans), strict=True):
        value = meaning.value if meaning else folded[span.start : span.end]
        precision: str | None = meaning.precision if meaning else None
        part = None
        if meaning and precision == "half-day":
            # An evening is no noon: the day, and which part of it.
            value, precision = value.partition("T")[0], "part-of-day"
            part = part_of_day(folded[span.start : span.end])
        found.append(
            _value(text, span.kind, span.start, span.end, value, unit=part, precision=precision)
        )
    return found


def _value(  # noqa: PLR0913 - a value has that many parts
    text: str,
    kind: ValueType,
    start: int,
    end: int,
    value: str,
    *,
    unit: str | None = None,
    precision: str | None = None,
) -> Value:
    return Value(
        type=kind,
        start=start,
        end=end,
        surface=text[start:end],
        value=value,
        recognizer=_RECOGNIZERS[kind],
        unit=unit,
        precision=precision,
    )


def _disjoint(found: list[Value]) -> tuple[Value, ...]:
    """Return `found` without those that a better reading of the same place pushes out."""
    kept: list[Value] = []
    for value in found:
        if kept and value.start < kept[-1].end:
            # Readings of one rank come out of one pass and never overlap.
            if _RANK[value.type] > _RANK[kept[-1].type]:
                continue
            kept.pop()
        kept.append(value)
    return tuple(kept)
