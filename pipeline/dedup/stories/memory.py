"""All state of the dedup stage in one process, for running without a broker."""

from __future__ import annotations

from pipeline.dedup.stories.index import StoryIndex


class Memory:
    """Line memory, decisions and story index of one partition, in plain dicts and packed arrays.

    `offset` counts the articles: it stands for the offset of their clean records.

    Args:
        window_days: How long articles are remembered.
    """

    def __init__(self, *, window_days: int = 30) -> None:
        self.lines: dict[str, bytes] = {}
        self.decisions: dict[str, bytes] = {}
        self.index = StoryIndex(window_days=window_days)
        self.offset = 0
