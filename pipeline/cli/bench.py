"""`news bench`: how fast the stages are here, and what `--accurate` costs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from typing import Annotated, Any

import typer

from pipeline.cli.bench_text import article_text
from pipeline.cli.console import screen, write_json
from pipeline.entities.extractor import Extractor
from pipeline.errors import ResourceError
from pipeline.offline.dedup import OfflineDedup
from pipeline.stages import shipped
from pipeline.stages.built import Stages
from pipeline.stages.run_many import TOGETHER
from pipeline.types.articles import CleanArticle, Origin, RawArticle, Struct, UniqueArticle

app = typer.Typer(add_completion=False, rich_markup_mode=None)

# Distinct articles, gone through again and again: chosen, not measured.
_ARTICLES = 64


class Speed(Struct, frozen=True, kw_only=True):
    """What was run, and how much text it read a second; `note` says why nothing was measured."""

    what: str
    mb_per_second: float | None = None
    note: str = ""


@app.command(
    epilog="Example: news bench --seconds 5. One process on one core, on text of our own; the "
    "ratios say more than the figures. Exit codes: 0 measured, 2 usage."
)
def bench(
    *,
    seconds: Annotated[float, typer.Option(min=0.1, help="Seconds for each stage.")] = 2.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the facts as JSON.")] = False,
) -> int:
    """Measure clean, dedup and extract here, and the extract stage with `--accurate`."""
    out = screen()
    for speed in measured(seconds):
        if as_json:
            write_json({"what": speed.what, "mb_per_s": speed.mb_per_second, "note": speed.note})
        elif speed.mb_per_second is None:
            out.print(f"{speed.what:<20} {speed.note}", markup=False)
        else:
            out.print(f"{speed.what:<20} {speed.mb_per_second:8.2f} MB/s", markup=False)
    return 0


def measured(seconds: float) -> Iterator[Speed]:
    """Yield the speed of each stage, each measured for about `seconds`."""
    raws = [_raw(number) for number in range(_ARTICLES)]
    cleaner, dedup = Stages(("clean",)).clean, OfflineDedup()
    extractor = Extractor(shipped.entities())
    clean = [article for article in cleaner.many(raws) if isinstance(article, CleanArticle)]
    unique = [found for found in map(dedup, clean) if isinstance(found, UniqueArticle)]
    batches = [raws[i : i + TOGETHER] for i in range(0, len(raws), TOGETHER)]
    sizes = [sum(_size(raw.text or "") for raw in batch) for batch in batches]
    yield _speed("clean", cleaner.many, batches, sizes, seconds)
    fresh = OfflineDedup()
    yield _speed("dedup", fresh, clean, [_size(article.text) for article in clean], seconds)
    sizes = [_size(article.body) for article in unique]
    yield _speed("extract", extractor, unique, sizes, seconds)
    try:
        accurate = Extractor(shipped.entities(), accurate=True)
    except ResourceError as error:
        yield Speed(what="extract --accurate", note=error.mend)
    else:
        yield _speed("extract --accurate", accurate, unique, sizes, seconds)


def _speed(
    what: str,
    work: Callable[[Any], object],
    items: Sequence[Sequence[RawArticle] | CleanArticle | UniqueArticle],
    sizes: Sequence[int],
    seconds: float,
) -> Speed:
    # Once around first: tables are made on the first call.
    work(items[0])
    done, started = 0, time.perf_counter()
    for item, size in islice(cycle(zip(items, sizes, strict=True)), 1_000_000):
        work(item)
        done += size
        spent = time.perf_counter() - started
        if spent > seconds:
            break
    return Speed(what=what, mb_per_second=round(done / spent / 1e6, 3))


def _raw(number: int) -> RawArticle:
    origin = Origin(source_id=f"bench:{number}", timestamp=1.7e9 + 60 * number)
    return RawArticle(origin=origin, site=f"site{number % 8}.example", text=article_text(number))


def _size(text: str) -> int:
    return len(text.encode())
