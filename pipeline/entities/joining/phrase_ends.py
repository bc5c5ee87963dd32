"""Where the noun phrase of a name begins and ends: with its post, its brackets, 先生."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.entities.joining.marks import ASIDE
from pipeline.entities.recognizer import Finding


def phrase_start(masked: str, speaker: Finding, posts: Mapping[int, str]) -> int:
    """Return where the noun phrase of a name begins: with its post, when that is before it."""
    post = posts.get(speaker.start)
    if post:
        start = masked.rfind(post, max(0, speaker.start - len(post) - 3), speaker.start)
        if start >= 0:
            return start
    return speaker.start


def phrase_end(
    masked: str, speaker: Finding, posts: Mapping[int, str], address: re.Pattern[str]
) -> int:
    """Return where the noun phrase of a name ends: behind its post or its form of address."""
    end = speaker.end
    while masked[end : end + 1] == ASIDE:
        end += 1
    post = posts.get(speaker.start)
    if post and masked.startswith(post, end):
        return end + len(post)
    form = address.match(masked, end)
    return form.end() if form else end


def behind(masked: str, speaker: Finding, verb: int, posts: Mapping[int, str]) -> str:
    """Return what stands between a name and a verb, its own post and brackets left out."""
    gap = masked[speaker.end : verb].replace(ASIDE, "").strip(" ")
    post = posts.get(speaker.start)
    return gap.removeprefix(post) if post else gap
