"""`news web`: the live page, for a browser."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.brokers import broker_settings
from pipeline.cli.console import note, warn
from pipeline.errors import SettingsError, require_extra
from pipeline.settings import Settings, load_settings

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_NEEDS = ("starlette", "uvicorn", "jinja2")
PORT = 8080


@app.command(
    epilog="Example: news web --port 8080. Exit codes: 0 ended, 2 usage (a port that is in use, a "
    "file that cannot be written), 3 no broker is named, 130 stopped by Ctrl-C."
)
def web(  # noqa: PLR0913 - one for each option
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
    allow_writes: Annotated[
        bool,
        typer.Option(
            "--allow-writes",
            help="Let who has the token (NEWS_WEB_TOKEN, or a new one) write.",
        ),
    ] = False,
) -> int:
    """Serve a page of the news: articles, entities over time, stories, links, the pipeline.

    It reads the topics into a file of its own and goes on there when it is started again. It has
    no password: on another address than this machine's loopback, everybody there may read it. With
    --allow-writes it also allows and blocks links and sends rejected records again, for whoever
    signs in with the token.
    """
    require_web()
    # Imported here: only with the extra they can be.
    from pipeline.web.guard import is_loopback  # noqa: PLC0415
    from pipeline.web.server import Served, Site  # noqa: PLC0415
    from pipeline.web.store.database import Keep  # noqa: PLC0415

    settings = load_settings(broker=broker) if broker else broker_settings()
    path = db or settings.data_path() / "web.sqlite"
    keep = Keep(days=days, articles=articles)
    token = _token(settings) if allow_writes else ""
    served = Served(host=host, port=port, path=path, keep=keep, token=token)
    site = Site(settings, served)
    if not is_loopback(host):
        warn(f"everybody who reaches {host} may read the page: it has no password")
    if allow_writes and not settings.web_token.get_secret_value():
        note(f"who writes signs in with this token: {token} (NEWS_WEB_TOKEN sets one that stays)")
    note(f"the page is on {site.address} (Ctrl-C ends it)")
    site.run()
    return 0


def _token(settings: Settings) -> str:
    """Return the token that is set, else one for this once.

    Raises:
        SettingsError: It is so short that it could be guessed.
    """
    from pipeline.web.sessions import SHORTEST  # noqa: PLC0415 - see above

    token = settings.web_token.get_secret_value()
    if token and len(token) < SHORTEST:
        raise SettingsError(
            f"a token of fewer than {SHORTEST} characters can be guessed",
            where="NEWS_WEB_TOKEN",
            mend="Set a longer one, or none: the page makes its own",
        )
    return token or secrets.token_urlsafe(24)


def require_web() -> None:
    """Do nothing where the page can be served.

    Raises:
        ExtraMissingError: The extra that it needs is not installed.
    """
    require_extra("the page needs", _NEEDS, extra="web")
