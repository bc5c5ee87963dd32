"""A sum, share or quantity as it stands in a text."""

from __future__ import annotations

from pipeline.types.articles import Struct, ValueType


class Amount(Struct, frozen=True, kw_only=True):
    """A money sum, percentage or quantity; half-open code points of the folded text.

    `value` is in plain decimal digits, a range is `low..high`, a fraction `2/3`; `unit` is an ISO
    4217 code, a symbol of measure, or the counter; None for a fraction, and for a sum whose
    currency is not told.
    """

    type: ValueType
    start: int
    end: int
    value: str
    unit: str | None


def amount_of(kind: ValueType, start: int, end: int, value: str, unit: str | None) -> Amount:
    """Return the amount that stands there."""
    return Amount(type=kind, start=start, end=end, value=value, unit=unit)
