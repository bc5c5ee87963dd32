"""How word lists become patterns, and how a list that is missing or no pattern is reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from pipeline.errors import ResourceError

Words = Mapping[str, Mapping[str, list[str]]]

Compiled = TypeVar("Compiled")


def compiled(build: Callable[[], Compiled], *, named: str, where: str) -> Compiled:
    """Return what `build` makes of word lists.

    Args:
        build: Compiles them.
        named: What the words are of, for the report.
        where: The file that holds them.

    Raises:
        ResourceError: A list is missing, or no pattern.
    """
    try:
        return build()
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise ResourceError(
            f"the words of {named} cannot be read ({error})", where=where
        ) from error
