"""`news serve`: articles taken over HTTP to `news.raw.v1`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.brokers import broker_settings
from pipeline.cli.console import note
from pipeline.errors import UnreadableInputError, UsageError, require_extra
from pipeline.settings import Settings

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_NEEDS = ("starlette", "uvicorn")
# A token that is guessed in a day is none.
_SHORTEST = 16


@app.command(
    epilog="Example: NEWS_SERVE_TOKEN=$(openssl rand -hex 32) news serve --port 8088. Exit codes: "
    "0 ended, 2 usage (no token, a port that is in use), 3 broker, 130 stopped by Ctrl-C."
)
def serve(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for a free one.")] = 8088,
    token_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where the token lies, instead of NEWS_SERVE_TOKEN."),
    ] = None,
    max_body: Annotated[int, typer.Option(min=1, metavar="MIB", help="The largest body.")] = 16,
    pending: Annotated[
        int, typer.Option(min=1, help="Requests under way at most; more are told to come again.")
    ] = 256,
) -> int:
    """Take articles over HTTP: POST /articles, with a token, as JSON, JSON Lines, HTML or text.

    202 says id, partition and offset of each article, once the broker has all of them. /healthz
    says whether the broker answers.
    """
    require_extra("taking articles over HTTP needs", _NEEDS, extra="serve")
    # Imported here: only with the extra they can be.
    from pipeline.http_intake.application import Terms  # noqa: PLC0415
    from pipeline.http_intake.server import IntakeServer  # noqa: PLC0415

    settings = broker_settings()
    terms = Terms(token=_token(settings, token_file), most_bytes=max_body * 2**20, requests=pending)
    server = IntakeServer(host, port)
    note(f"news: taking articles on {server.address}/articles (Ctrl-C ends it)")
    asyncio.run(server.run(settings, terms))
    return 0


def _token(settings: Settings, path: Path | None) -> str:
    token = settings.serve_token.get_secret_value()
    if path is not None:
        try:
            token = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is no text"
            raise UnreadableInputError(why, where=str(path), mend="Check --token-file") from error
    token = token.strip()
    if len(token) < _SHORTEST:
        raise UsageError(
            "there is no token" if not token else f"the token has less than {_SHORTEST} characters",
            where=str(path) if path else "NEWS_SERVE_TOKEN",
            mend="Make one: openssl rand -hex 32",
        )
    return token
