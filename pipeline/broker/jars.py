"""The broker's jars, fetched from Maven Central once and kept per user."""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from pathlib import Path

from pipeline.broker.jar_lock import Jar, matches, path_of
from pipeline.broker.maven import fetch_jars
from pipeline.errors import BrokerError, require_demo

Progress = Callable[[int, int], None]
"""Called with (jars there, jars in all) as each one arrives."""


def ensure_jars(
    cache_dir: Path, jars: tuple[Jar, ...], progress: Progress | None = None
) -> tuple[Path, ...]:
    """Return the paths of `jars` in the user's cache, fetching what is not there yet.

    Every jar is checked against its SHA-256 each time: a download that was cut off is fetched
    again. A repository to ask before Maven Central is named in jgo's own configuration.

    Args:
        cache_dir: The user's cache; jars lie under `maven/` in Maven's own layout.
        jars: What to fetch.
        progress: Told of every jar that is there.

    Raises:
        BrokerError: A jar cannot be had, or is not the one that was pinned.
        ExtraMissingError: One must be fetched, and jgo is not installed.
    """
    repository = cache_dir / "maven"
    repository.mkdir(parents=True, exist_ok=True)
    # Two that start at once on an empty cache would write the same files.
    with (repository / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        missing = [jar for jar in jars if not matches(path_of(repository, jar), jar)]
        if missing:
            there = len(jars) - len(missing)
            for done, jar in enumerate(fetch_jars(repository, missing), start=there + 1):
                _require_match(path_of(repository, jar), jar)
                if progress is not None:
                    progress(done, len(jars))
        elif progress is not None:
            progress(len(jars), len(jars))
    return tuple(path_of(repository, jar) for jar in jars)


def require_fetcher(cache_dir: Path, jars: tuple[Jar, ...]) -> None:
    """Do nothing where `jars` are there, or what fetches them is installed.

    Raises:
        ExtraMissingError: Neither.
    """
    if not all(path_of(cache_dir / "maven", jar).is_file() for jar in jars):
        require_demo("jgo")


def _require_match(path: Path, jar: Jar) -> None:
    if not matches(path, jar):
        path.unlink(missing_ok=True)
        raise BrokerError(
            "the jar that was fetched is not the one that was pinned (SHA-256 differs)",
            where=jar.coordinate,
            mend="Check the Maven repository in use, or name a real broker in NEWS_BROKER",
        )
