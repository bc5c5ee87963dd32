"""`news demo`: the whole pipeline on samples, before and after, from one command."""

from __future__ import annotations

import asyncio
import signal
import time
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from pipeline import demo as play
from pipeline.cli.console import note, screen
from pipeline.cli.explain import line_of, print_facts
from pipeline.cli.view import rows
from pipeline.errors import PipelineError
from pipeline.samples import Sample, load_samples, story_faults
from pipeline.settings import Settings, load_settings

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_SAMPLES = Path(__file__).resolve().parents[2] / "examples"


@app.command(
    epilog="Example: news demo --once. Exit codes: 0 every sample ended where examples/manifest "
    "says, 1 one did not, 2 usage, 3 broker, 130 stopped by Ctrl-C."
)
def demo(
    *,
    once: Annotated[bool, typer.Option("--once", help="End when all samples are through.")] = False,
    examples: Annotated[Path, typer.Option(help="Folder of samples.")] = _SAMPLES,
) -> int:
    """Start a broker and the pipeline, publish the samples, show what came out.

    Without --once the pipeline then keeps running, until Ctrl-C, for articles of your own.
    """
    signal.signal(signal.SIGTERM, _interrupt)
    started = time.monotonic()
    samples = load_samples(examples)
    settings = _for_show(load_settings())
    out = screen()
    with play.running(settings, note) as (reached, supervisor):
        note(f"ready for articles after {time.monotonic() - started:.1f} s on {reached.broker}")
        faults = asyncio.run(_show(out, reached, samples, examples))
        for fault in faults:
            note(f"news: {fault}")
        if not faults:
            note(f"all {len(samples)} samples ended where {examples / 'manifest'} says")
        if not once:
            note(_more(reached.broker))
            supervisor.run()
    return 1 if faults else 0


def _for_show(settings: Settings) -> Settings:
    """Return `settings` with what a demonstration needs, where the environment says nothing.

    One process for all stages: it is ready in half the time of two on a machine of two cores.
    """
    quiet = {"log_level": "error", "grouping": "all"}
    chosen = {name: value for name, value in quiet.items() if name not in settings.model_fields_set}
    return settings.model_copy(update=chosen)


async def _show(
    out: Console, settings: Settings, samples: tuple[Sample, ...], folder: Path
) -> list[str]:
    """Print every sample as it ends, then the stories; return what is not as it should be."""
    ended: list[play.Ended] = []
    faults: list[str] = []
    try:
        async for each in play.follow_samples(settings, samples, folder):
            ended.append(each)
            _print(out, each)
    except PipelineError as error:
        faults.append(str(error))
    _print_stories(out, ended)
    faults += [fault for each in ended if (fault := each.fault())]
    told = [
        (each.sample, each.document.enrichment.duplicate.story)
        for each in ended
        if each.document is not None and each.document.enrichment is not None
    ]
    return faults + story_faults(told)


def _print(out: Console, ended: play.Ended) -> None:
    out.rule(Text(f"{ended.sample.name}  ({ended.seconds:.1f} s)", style="bold"), align="left")
    if ended.document is None:
        out.print(Text(f"rejected: {ended.reason}: {ended.detail}", style="red"))
        return
    for number, row in enumerate(rows(ended.document), 1):
        out.print(line_of(row, number))
    print_facts(out, ended.document)


def _print_stories(out: Console, ended: list[play.Ended]) -> None:
    """Print the stories that more than one sample tells."""
    stories: dict[str, list[str]] = {}
    for each in ended:
        if each.document is not None and each.document.enrichment is not None:
            facts = each.document.enrichment
            line = f"{facts.duplicate.status:<9} {facts.site or '-':<24} {_headline(each)}"
            stories.setdefault(facts.duplicate.story, []).append(line)
    for story, tellers in stories.items():
        if len(tellers) > 1:
            out.rule(Text(f"one story from {len(tellers)} sites: {story}", style="bold"))
            for line in sorted(tellers, reverse=True):
                out.print(line, markup=False)


def _headline(ended: play.Ended) -> str:
    assert ended.document is not None
    roles = {headline.role: headline.value for headline in ended.document.headlines}
    return roles.get("main") or roles.get("original") or "-"


def _more(broker: str) -> str:
    return f"""
The pipeline keeps running. In another terminal:

  export NEWS_BROKER={broker}
  news publish examples/texts/harbour-web.txt --site my.example
  news consume --follow --since 1m

Ctrl-C ends it."""


def _interrupt(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt
