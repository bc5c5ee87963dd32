"""Whether markup has a tag of so many attributes that building its tree would not end in time."""

from __future__ import annotations

from typing import Any

from lxml import etree

MOST_ATTRIBUTES = 1000
"""libxml2 hangs each attribute of a tag behind all those before it, in C, where no watchdog ends
it: 20,000 take .6 s, 40,000 take 5 s, and a page may have room for a million."""

# In less there is no room for more than what .4 s build.
_SMALL = 64 << 10


def has_huge_tag(data: bytes) -> bool:
    """Return whether a tag of `data`, UTF-8, has more attributes than anybody writes.

    The same parser is asked, without a tree: linear, 25 ms for half a megabyte of tags.
    """
    if len(data) < _SMALL:
        return False
    # The stubs of lxml ask for what it does without: an end, data.
    target: Any = _Tags()
    parser = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True)
    try:
        etree.HTML(data, parser=parser)
    except _HugeTagError:
        return True
    except (etree.LxmlError, ValueError, AssertionError):
        return False
    return False


class _HugeTagError(Exception):
    """Ends the reading at the first such tag."""


class _Tags:
    """What lxml tells of each tag."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        del tag
        if len(attributes) > MOST_ATTRIBUTES:
            raise _HugeTagError

    def close(self) -> None:
        return None
