"""The broker's jars: a pinned list, fetched from Maven Central once and kept per user."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from pipeline.errors import BrokerError, ResourceError
from pipeline.models import Struct

Progress = Callable[[int, int], None]
"""Called with (jars there, jars in all) as each one arrives."""


class Jar(Struct, frozen=True, kw_only=True):
    """One pinned jar: its Maven coordinate and the SHA-256 of its bytes in hex."""

    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def coordinate(self) -> str:
        """Return `group:artifact:version`."""
        return f"{self.group}:{self.artifact}:{self.version}"


def parse_lock(text: str) -> tuple[Jar, ...]:
    """Return the jars of a lock file: `group:artifact:version sha256` a line, `#` comments.

    Raises:
        ResourceError: A line is not of that form.
    """
    jars: list[Jar] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        coordinate, _, digest = line.partition(" ")
        parts = coordinate.split(":")
        if len(parts) != 3 or len(digest) != 64:
            raise ResourceError(
                "not `group:artifact:version sha256`", where=f"kafka-jars.lock:{number}"
            )
        group, artifact, version = parts
        jars.append(Jar(group=group, artifact=artifact, version=version, sha256=digest))
    return tuple(jars)


def locked_jars() -> tuple[Jar, ...]:
    """Return the jars that this package pins."""
    lock = resources.files("pipeline") / "data" / "broker" / "kafka-jars.lock"
    return parse_lock(lock.read_text(encoding="utf-8"))


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
    """
    repository = cache_dir / "maven"
    repository.mkdir(parents=True, exist_ok=True)
    # Two that start at once on an empty cache would write the same files.
    with (repository / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        missing = [jar for jar in jars if not matches(path_of(repository, jar), jar)]
        if missing:
            # The resolver alone takes a second to import: a start with a warm cache does without.
            from pipeline.broker.maven import fetch_jars  # noqa: PLC0415

            there = len(jars) - len(missing)
            for done, jar in enumerate(fetch_jars(repository, missing), start=there + 1):
                _require_match(path_of(repository, jar), jar)
                if progress is not None:
                    progress(done, len(jars))
        elif progress is not None:
            progress(len(jars), len(jars))
    return tuple(path_of(repository, jar) for jar in jars)


def path_of(repository: Path, jar: Jar) -> Path:
    """Return where `jar` lies in a local Maven repository."""
    name = f"{jar.artifact}-{jar.version}.jar"
    return repository.joinpath(*jar.group.split("."), jar.artifact, jar.version, name)


def _require_match(path: Path, jar: Jar) -> None:
    if not matches(path, jar):
        path.unlink(missing_ok=True)
        raise BrokerError(
            "the jar that was fetched is not the one that was pinned (SHA-256 differs)",
            where=jar.coordinate,
            mend="Check the Maven repository in use, or name a real broker in NEWS_BROKER",
        )


def matches(path: Path, jar: Jar) -> bool:
    """Return whether the file is there and is the jar that was pinned."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == jar.sha256
