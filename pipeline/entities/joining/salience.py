"""How prominent an entity is in its article: headline, first place, number of mentions."""

from __future__ import annotations

import math

# In news the headline names whom the article is about, the first paragraph the others. Weights are
# chosen, not measured: no set that we have says who matters.
_HEADLINE, _PLACE, _COUNT = 0.45, 0.25, 0.3
# From so many mentions on, more of them say no more.
_MANY = 8
_OFTEN = [math.log1p(count) / math.log1p(_MANY) for count in range(_MANY + 1)]


def prominence(*, in_headline: bool, first: int, length: int, count: int) -> float:
    """Return 0..1.

    Args:
        in_headline: Whether a head line names it.
        first: Where the body names it first (code points); `length` when only a head line does.
        length: Code points of the body.
        count: Its mentions.
    """
    early = 1.0 - min(first, length) / length if length else 0.0
    often = _OFTEN[min(count, _MANY)]
    return round(_HEADLINE * in_headline + _PLACE * early + _COUNT * often, 3)
