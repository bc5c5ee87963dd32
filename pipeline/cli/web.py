"""`news web`: the live page, for a browser."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.brokers import broker_settings
from pipeline.cli.console import note, warn
from pipeline.errors import UsageError
from pipeline.settings import load_settings

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_NEEDS = ("starlette", "uvicorn", "jinja2")
PORT = 8080


@app.command(
    epilog="Example: news web --port 8080. Exit codes: 0 ended, 2 usage (a port that is in use, a "
    "file that cannot be written), 3 no broker is named, 130 stopped by Ctrl-C."
)
def web(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for a free one.")] = PORT,
    db: Annotated[
        Path | None, typer.Option(help="File of the page. [default: web.sqlite in NEWS_DATA_DIR]")
    ] = None,
    broker: Annotated[
        str | None, typer.Option(help="host:port list, instead of NEWS_BROKER.")
    ] = None,
    days: Annotated[int, typer.Option(min=1, help="Keep articles of so many days.")] = 30,
    articles: Annotated[int, typer.Option(min=1, help="Keep so many articles at most.")] = 100_000,
) -> int:
    """Serve a page of the news: articles, entities over time, stories, links, the pipeline.

    It reads the topics into a file of its own and goes on there when it is started again. It has
    no password: on another address than this machine's loopback, everybody there may read it.
    """
    require_web()
    # Imported here: only with the extra they can be.
    from pipeline.web.guard import is_loopback  # noqa: PLC0415
    from pipeline.web.server import Served, Site  # noqa: PLC0415
    from pipeline.web.store.database import Keep  # noqa: PLC0415

    settings = load_settings(broker=broker) if broker else broker_settings()
    path = db or settings.data_path() / "web.sqlite"
    served = Served(host=host, port=port, path=path, keep=Keep(days=days, articles=articles))
    site = Site(settings, served)
    if not is_loopback(host):
        warn(f"everybody who reaches {host} may read the page: it has no password")
    note(f"the page is on {site.address} (Ctrl-C ends it)")
    site.run()
    return 0


def require_web() -> None:
    """Do nothing where the page can be served.

    Raises:
        UsageError: The extra that it needs is not installed.
    """
    if missing := has_not():
        raise UsageError(
            f"the page needs {missing}, which the extra [web] brings",
            mend="Install it: pip install 'news-pipeline[web]'",
        )


def has_not() -> str:
    """Return a package that the page needs and that is not installed; empty where all are."""
    return next((name for name in _NEEDS if find_spec(name) is None), "")
