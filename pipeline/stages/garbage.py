"""How often a process of ours looks for garbage: seldom, its articles make none that counts."""

from __future__ import annotations

import gc

# Python looks each time that 700 containers more were made than freed: thrice an article, which
# cost 5 % of `news enrich`. Nothing in the stages refers to itself, so nearly all is freed without.
_CONTAINERS = 20_000


def look_seldom() -> None:
    """Let Python look for garbage once in some ninety articles; for processes of our own alone."""
    gc.set_threshold(_CONTAINERS)
