"""What is judged at once: short pages together, a long one in parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pipeline.cleaning.lines.features import Ints

# Lines judged at once: a page of the largest accepted size (200,000 lines) would else take 300 MB.
_CHUNK: Final = 4096
# Pages judged at once.
_TOGETHER: Final = 32


class PagePart(NamedTuple):
    """A page to be judged, or a part of one that is long.

    `lines` have their width folded and are stripped, none is blank; `gaps` counts the blank lines
    before each; `title` is what the article is known to be about, empty where the first line says
    it; `opening` tells whether the document begins here.
    """

    lines: Sequence[str]
    gaps: Ints
    title: str = ""
    opening: bool = True


def batches_of(pages: Sequence[PagePart]) -> Iterator[dict[int, PagePart]]:
    """Yield the parts of `pages` by page number, so many at once as are worth it.

    A batch holds one part of a page at most.
    """
    batch: dict[int, PagePart] = {}
    lines = 0
    for number, page in enumerate(pages):
        for start in range(0, len(page.lines), _CHUNK):
            part = page
            if len(page.lines) > _CHUNK:
                some = slice(start, start + _CHUNK)
                # The title tops the first part only: the others are told what it is.
                title = page.title or (page.lines[0][:400] if start else "")
                part = PagePart(page.lines[some], page.gaps[some], title, opening=start == 0)
            full = len(batch) == _TOGETHER or lines + len(part.lines) > _CHUNK
            if batch and (full or number in batch):
                yield batch
                batch, lines = {}, 0
            batch[number] = part
            lines += len(part.lines)
    if batch:
        yield batch
