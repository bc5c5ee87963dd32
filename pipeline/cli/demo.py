"""`news demo`: the whole pipeline on samples, before and after, from one command."""

from __future__ import annotations

import asyncio
import shlex
import signal
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer
from rich.console import Console

from pipeline.cli.console import note, screen
from pipeline.cli.web import PORT, require_web
from pipeline.demo.manifest import Sample, load_samples, samples_folder
from pipeline.demo.running import running
from pipeline.errors import ExtraMissingError
from pipeline.settings import Settings, load_settings

app = typer.Typer(add_completion=False, rich_markup_mode=None)

Show = Callable[[Console, Settings, tuple[Sample, ...], Path], Coroutine[Any, Any, list[str]]]
"""Shows each sample as it ends and returns what is not as it should be."""


@app.command(
    epilog="Example: news demo --once. Exit codes: 0 every sample ended where examples/manifest "
    "says, 1 one did not, 2 usage, 3 broker, 130 stopped by Ctrl-C."
)
def demo(
    *,
    once: Annotated[bool, typer.Option("--once", help="End when all samples are through.")] = False,
    examples: Annotated[
        Path | None, typer.Option(help="Folder of samples. [default: those that ship]")
    ] = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port of the page; a free one where it is in use.")
    ] = PORT,
) -> int:
    """Start a broker and the pipeline, publish the samples, show what came out.

    Without --once it serves the live page meanwhile, and then keeps running, until Ctrl-C, for
    articles of your own.
    """
    signal.signal(signal.SIGTERM, _interrupt)
    started = time.monotonic()
    folder = examples or samples_folder()
    samples = load_samples(folder)
    with running(_for_show(load_settings()), note, meanwhile=_load) as (reached, supervisor):
        note(f"ready for articles after {time.monotonic() - started:.1f} s on {reached.broker}")
        if once:
            return _show(reached, samples, folder)
        with _page(reached, port) as address:
            code = _show(reached, samples, folder)
            note(_more(reached.broker, folder, address))
            supervisor.run()
    return code


def _show(settings: Settings, samples: tuple[Sample, ...], folder: Path) -> int:
    """Send the samples through, show what comes out, and return the exit code."""
    faults = asyncio.run(_load()(screen(), settings, samples, folder))
    for fault in faults:
        note(f"news: {fault}")
    if not faults:
        note(f"all {len(samples)} samples ended where {folder / 'manifest'} says")
    return 1 if faults else 0


@contextmanager
def _page(settings: Settings, port: int) -> Iterator[str]:
    """Serve the live page for the length of the block; yield its address, empty where it cannot."""
    try:
        require_web()
    except ExtraMissingError as error:
        note(f"news: no page is served: {error}")
        yield ""
        return
    # Imported here: only with the extra they can be.
    from pipeline.web.server import Served, Site, serving  # noqa: PLC0415

    path = settings.data_path() / "demo-web.sqlite"
    # Another program may have the usual port; who is shown a demonstration does not care.
    site = Site(settings, Served(host="127.0.0.1", port=port, path=path), any_port=True)
    with serving(site):
        note(f"the live page is on {site.address}")
        yield site.address


def _load() -> Show:
    """Return what shows the samples; loaded while the broker and the workers start."""
    # It brings the Kafka client along.
    from pipeline.cli.demo_show import show  # noqa: PLC0415

    return show


def _for_show(settings: Settings) -> Settings:
    """Return `settings` with what a demonstration needs, where the environment says nothing.

    One process for all stages: it is ready in half the time of two on a machine of two cores.
    """
    quiet = {"log_level": "error", "grouping": "all"}
    chosen = {name: value for name, value in quiet.items() if name not in settings.model_fields_set}
    return settings.model_copy(update=chosen)


def _more(broker: str, folder: Path, address: str) -> str:
    if folder.is_relative_to(Path.cwd()):
        folder = folder.relative_to(Path.cwd())
    sample = shlex.quote(str(folder / "texts" / "harbour-web.txt"))
    looked = f"Look at it in a browser: {address}\n" if address else ""
    return f"""
The pipeline keeps running. {looked}In another terminal:

  export NEWS_BROKER={broker}
  news publish {sample} --site my.example
  news consume --follow --since 1m

Ctrl-C ends it."""


def _interrupt(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt
