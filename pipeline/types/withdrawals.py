"""What the facts of an article say of its withdrawal."""

from __future__ import annotations

import msgspec

from pipeline.types.articles import Facts
from pipeline.types.flags import WITHDRAWN_BEFORE


def is_withdrawal(facts: Facts) -> bool:
    """Return whether it is a withdrawal, and no article whose withdrawal came before it."""
    return facts.pub_status == "canceled" and WITHDRAWN_BEFORE not in facts.flags


def as_withdrawn(facts: Facts) -> Facts:
    """Return the facts of an article whose withdrawal came before it."""
    # Those of an article that comes again have the flag already.
    flags = tuple(dict.fromkeys((*facts.flags, WITHDRAWN_BEFORE)))
    return msgspec.structs.replace(facts, pub_status="canceled", flags=flags)
