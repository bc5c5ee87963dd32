"""The samples as `news demo` shows them: before and after, then the stories they tell."""

from __future__ import annotations

import asyncio
from pathlib import Path

from rich.console import Console
from rich.text import Text

from pipeline.cli.view import line_of, print_facts, rows
from pipeline.demo import following as play
from pipeline.demo.manifest import Sample, story_faults
from pipeline.errors import PipelineError
from pipeline.settings import Settings


async def show(
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
    told = [
        (each, each.document.enrichment.duplicate.story)
        for each in ended
        if each.document is not None and each.document.enrichment is not None
    ]
    stories, wrong = await _stories(settings, told)
    _print_stories(out, stories)
    return faults + [fault for each in ended if (fault := each.fault())] + wrong


async def _stories(
    settings: Settings, told: list[tuple[play.Ended, str]]
) -> tuple[dict[str, list[play.Ended]], list[str]]:
    """Return who tells each story, under the name that stands in the end, and what is wrong."""
    # An alias follows the articles that it joins by a moment.
    for pause in (0.0, 0.5, 1.0, 2.0):
        await asyncio.sleep(pause)
        names = await play.story_names(settings)
        named = [(each, play.name_of(story, names)) for each, story in told]
        if not (wrong := story_faults((each.sample, story) for each, story in named)):
            break
    stories: dict[str, list[play.Ended]] = {}
    for each, story in named:
        stories.setdefault(story, []).append(each)
    return stories, wrong


def _print(out: Console, ended: play.Ended) -> None:
    out.rule(Text(f"{ended.sample.name}  ({ended.seconds:.1f} s)", style="bold"), align="left")
    if ended.document is None:
        out.print(Text(f"rejected: {ended.reason}: {ended.detail}", style="red"))
        return
    for number, row in enumerate(rows(ended.document), 1):
        out.print(line_of(row, number))
    print_facts(out, ended.document)


def _print_stories(out: Console, stories: dict[str, list[play.Ended]]) -> None:
    """Print the stories that more than one sample tells, the original first."""
    for story, tellers in stories.items():
        if len(tellers) < 2:
            continue
        out.rule(Text(f"one story from {len(tellers)} sites: {story}", style="bold"))
        lines = []
        for each in tellers:
            assert each.document is not None
            facts = each.document.enrichment
            assert facts is not None
            lines.append(f"{facts.duplicate.status:<9} {facts.site or '-':<24} {_headline(each)}")
        for line in sorted(lines, reverse=True):
            out.print(line, markup=False)


def _headline(ended: play.Ended) -> str:
    assert ended.document is not None
    roles = {headline.role: headline.value for headline in ended.document.headlines}
    return roles.get("main") or roles.get("original") or "-"
