"""When a process of ours looks for garbage, and where: seldom, and not in what stays for good."""

from __future__ import annotations

import gc

# Python looks each time that 700 containers more were made than freed: thrice an article, which
# cost 5 % of `news enrich`. Nothing in the stages refers to itself, so nearly all is freed without.
_CONTAINERS = 20_000


def look_seldom() -> None:
    """Let Python look for garbage once in some ninety articles; for processes of our own alone."""
    gc.set_threshold(_CONTAINERS)


def settle() -> None:
    """Look no more at what is there by now: models and words, a tenth of a second each time."""
    gc.collect()
    gc.freeze()
