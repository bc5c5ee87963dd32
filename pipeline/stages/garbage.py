"""What is free: when a process looks for garbage, and that its memory goes back to the machine."""

from __future__ import annotations

import ctypes
import gc

# Python looks each time that 700 containers more were made than freed: thrice an article, which
# cost 5 % of `news enrich`. Nothing in the stages refers to itself, so nearly all is freed without.
_CONTAINERS = 20_000
# Numbers of `mallopt(3)`. glibc raises the first two with the largest block that was freed, up to
# 32 MiB, and then keeps what articles, fetches and blocks of RocksDB leave in its heap: 290 of
# 870 MiB after 3,000 articles of an overload (`make soak`), and more with each hour.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8


def look_seldom() -> None:
    """Let Python look for garbage once in some ninety articles; for processes of our own alone."""
    gc.set_threshold(_CONTAINERS)


def settle() -> None:
    """Look no more at what is there by now: models and words, a tenth of a second each time."""
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Let large blocks go back to the machine when they are freed; where glibc is not, nothing."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, 128 << 10)
        mallopt(_TRIM_THRESHOLD, 1 << 20)
        mallopt(_ARENA_MAX, 2)
