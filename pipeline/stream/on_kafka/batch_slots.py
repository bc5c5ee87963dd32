"""How many partitions of a process have a batch in hand at once: the others gather meanwhile.

A process has one loop. While it is busy, a batch that waits is done no later and costs less: it
grows, and each batch is one transaction. While it is idle, nothing waits.
"""

from __future__ import annotations

import asyncio

# One works, one commits, and one is ready for when they have: fewer leave the loop idle while a
# broker answers, more are so many smaller batches.
MOST = 3


class BatchSlots:
    """The slots of one process.

    Args:
        most: How many may be taken at once.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._taken: set[object] = set()
        self._waiting: dict[object, asyncio.Future[None]] = {}

    async def take(self, who: object, within: float) -> bool:
        """Wait for a slot; return whether it had to be waited for.

        Who has waited `within` seconds takes one all the same: partitions whose broker does not
        answer hold up the others no longer than that.
        """
        waits = len(self._taken) >= self._most
        if waits:
            mine = self._waiting[who] = asyncio.get_running_loop().create_future()
            try:
                await asyncio.wait({mine}, timeout=within)
            finally:
                self._waiting.pop(who, None)
        self._taken.add(who)
        return waits

    def give_back(self, who: object) -> None:
        """Give a slot back, if it was taken; the one that has waited longest is next."""
        self._taken.discard(who)
        while self._waiting and len(self._taken) < self._most:
            following = next(iter(self._waiting))
            self._taken.add(following)
            self._waiting.pop(following).set_result(None)
