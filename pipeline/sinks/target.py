"""What `--to` names: a kind of sink, where it is, and how it is shown without its password."""

from __future__ import annotations

from urllib.parse import urlsplit

from pipeline.errors import UsageError
from pipeline.types.articles import Struct

FORMS = (
    "jsonl:FOLDER",
    "parquet:FOLDER",
    "duckdb:FILE",
    "postgresql://USER@HOST/DATABASE",
    "elasticsearch+https://HOST:9200/INDEX",
    "opensearch+https://HOST:9200/INDEX",
    "webhook+https://HOST/PATH",
)
_OF_PATHS = ("jsonl", "parquet", "duckdb")
_SQL = {"postgresql": "postgresql", "postgres": "postgresql"}
_OVER_HTTP = {"elasticsearch": "search", "opensearch": "search", "webhook": "webhook"}


class Target(Struct, frozen=True, kw_only=True):
    """One sink. `address` is a path or an address; `shown` is it for a line, without a password."""

    kind: str
    address: str
    shown: str


def target_of(uri: str) -> Target:
    """Return what a URI names.

    Raises:
        UsageError: It names no sink that we have.
    """
    scheme, _, rest = uri.partition(":")
    if scheme in _OF_PATHS and rest:
        path = rest.removeprefix("//")
        return Target(kind=scheme, address=path, shown=f"{scheme}:{path}")
    family, _, over = scheme.partition("+")
    kind = _SQL.get(scheme) or (_OVER_HTTP.get(family) if over in ("http", "https") else None)
    try:
        has_host = bool(urlsplit(uri).hostname)
    except ValueError:
        has_host = False
    # libpq knows a server by its environment or service file, too: postgresql:///news.
    if kind is None or not (has_host or (kind == "postgresql" and rest.startswith("//"))):
        raise _no_sink(uri)
    address = uri if kind == "postgresql" else f"{over}:{rest}"
    if kind == "search" and not _index_of(address):
        raise UsageError(f"{_shown(uri)} names no index", mend="Give HOST:9200/INDEX")
    return Target(kind=kind, address=address, shown=_shown(uri))


def _no_sink(uri: str) -> UsageError:
    return UsageError(f"--to {_shown(uri)} is no sink", mend=f"Give one of {', '.join(FORMS)}")


def _index_of(address: str) -> str:
    path = urlsplit(address).path.strip("/")
    return "" if "/" in path else path


def _shown(uri: str) -> str:
    """Return `uri` without its password, and without the query, which may hold a token."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return uri.partition(":")[0]
    where = parts.netloc
    if "@" in where:
        user, _, host = where.rpartition("@")
        where = f"{user.partition(':')[0]}@{host}"
    between = "://" if "://" in uri else ":" if parts.scheme else ""
    return f"{parts.scheme}{between}{where}{parts.path}"
