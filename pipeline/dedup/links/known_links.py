"""Links that the whole stream knows, in fixed memory: the oldest generation makes room."""

from __future__ import annotations

from array import array
from typing import Protocol

from pipeline.text.fingerprint import hash64
from pipeline.types.records import LinkRecord

# One site's repetition is judged by the site's own memory, which knows its pages better. What the
# stream adds is other sites: a headline that two of them link to. Three sightings, because a
# sentence that was taken for a link once in an article is taken for one in its copy too: two
# sites and two sightings. The third page is another one's list.
_FEWEST_SITES = 2
_FEWEST_PAGES = 3

# Linear probing stays short up to here.
_FULLEST = 0.7
# Counts are two bytes: they stay at their largest.
_MOST_PAGES = 0xFFFF


class LinkCounts(Protocol):
    """On how many pages of the stream a link was seen, as far as is known here; a dict will do."""

    def get(self, name: str, default: int, /) -> int:
        """Return the pages of link id `name`."""


class _Nothing:
    def get(self, name: str, default: int, /) -> int:
        del name
        return default


NO_LINKS: LinkCounts = _Nothing()


def is_enough(sites: int, pages: int) -> bool:
    """Return whether a line that reads like a link of so many sites and pages is one."""
    return sites >= _FEWEST_SITES and pages >= _FEWEST_PAGES


class _Generation:
    """A table of link ids and pages: ten bytes a slot, open addressing, exact."""

    def __init__(self, slots: int) -> None:
        self.live = 0
        self._slots = slots
        self._room = int(_FULLEST * slots)
        self._codes = array("Q", bytes(8 * slots))
        self._pages = array("H", bytes(2 * slots))

    @property
    def is_full(self) -> bool:
        return self._room <= 0

    def find(self, code: int) -> int:
        """Return the slot of `code`, or minus one less than that of its first free one."""
        at = code % self._slots
        while (found := self._codes[at]) != code:
            if not found:
                return -at - 1
            at = (at + 1) % self._slots
        return at

    def pages(self, code: int) -> int:
        at = self.find(code)
        return self._pages[at] if at >= 0 else 0

    def put(self, code: int, pages: int) -> None:
        at = self.find(code)
        if at < 0:
            at = -at - 1
            self._codes[at] = code
            self._room -= 1
        self.live += bool(pages) - bool(self._pages[at])
        self._pages[at] = pages


class KnownLinks:
    """Pages of the links that the stream knows. What was seen longest ago is forgotten first.

    Exact, not probable: a sentence must not be cut out because its hash met a stranger's. The
    defaults hold 1.1 to 1.5 million links in 20 MiB at most, taken a quarter at a time.

    Args:
        slots: Of one generation.
        generations: How many there are.
    """

    def __init__(self, *, slots: int = 1 << 19, generations: int = 4) -> None:
        self.forgotten = 0
        self._slots = slots
        self._most = generations
        self._generations = [_Generation(slots)]

    def __len__(self) -> int:
        """Return the number of links known now."""
        return sum(generation.live for generation in self._generations)

    def get(self, name: str, default: int, /) -> int:
        """Return on how many pages link id `name` was seen; `default` when it is not known."""
        code = _code(name)
        for generation in self._generations:
            if pages := generation.pages(code):
                return pages
        return default

    def see(self, record: LinkRecord) -> None:
        """Take a link's newest record; one whose articles were withdrawn is known no longer."""
        code = _code(record.id)
        known = is_enough(record.site_count, record.count)
        newest, *older = self._generations
        for generation in older:
            if generation.pages(code):
                generation.put(code, 0)
        if not known and not newest.pages(code):
            return
        if newest.is_full:
            newest = self._next()
        newest.put(code, min(record.count, _MOST_PAGES) if known else 0)

    def _next(self) -> _Generation:
        self._generations.insert(0, _Generation(self._slots))
        if len(self._generations) > self._most:
            self.forgotten += self._generations.pop().live
        return self._generations[0]


def _code(name: str) -> int:
    """Return the 64 bits that a link id is the hex of; any other name has bits of its own."""
    try:
        return int(name, 16) & 0xFFFFFFFFFFFFFFFF or 1
    except ValueError:
        return hash64(name) or 1
