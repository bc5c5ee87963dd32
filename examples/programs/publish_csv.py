"""The articles of a CSV file to `news.raw.v1`, many at once: python publish_csv.py FILE."""

from __future__ import annotations

import asyncio
import csv
import sys
from collections import deque
from collections.abc import Awaitable, Iterator
from pathlib import Path

from pipeline.client import Publisher, Receipt
from pipeline.errors import PipelineError
from pipeline.settings import load_settings
from pipeline.types.articles import Origin, RawArticle

UNDER_WAY = 200


def articles(path: Path) -> Iterator[RawArticle]:
    """Yield an article a row; the columns are called as a raw article's fields."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            yield RawArticle(
                origin=Origin(source_id=f"{path}:{number}"),  # for messages; it is not sent
                url=row["url"],
                title=row["title"] or None,
                text=row["text"],
                published_at=row["published_at"] or None,
            )


async def publish(path: Path) -> int:
    """Send every article; return how many the broker has."""
    waiting: deque[Awaitable[Receipt]] = deque()
    count = 0
    async with Publisher(load_settings(), patience=30) as publisher:
        for article in articles(path):
            waiting.append(await publisher.post(article))
            while len(waiting) >= UNDER_WAY:
                count += bool(await waiting.popleft())
        for receipt in waiting:
            count += bool(await receipt)
    return count


if __name__ == "__main__":
    try:
        print(asyncio.run(publish(Path(sys.argv[1]))), "published")
    except PipelineError as error:
        # Start it again: what is there already has the same id.
        sys.exit(str(error))
