"""The broker's jars: a pinned list, fetched from Maven Central once and kept per user."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from importlib import resources
from pathlib import Path

from jgo.config import GlobalSettings
from jgo.constants import MAVEN_CENTRAL_URL
from jgo.maven import MavenContext

from pipeline.errors import BrokerError, ResourceError
from pipeline.models import Struct

Progress = Callable[[int, int], None]
"""Called with (jars there, jars in all) as each one arrives."""

# Four at a time take a third of the time of one at a time; more did not help.
_DOWNLOADS = 4
# Seconds without an answer before a download counts as failed.
_PATIENCE = 30
_MEND = "Connect to a Maven repository and try again, or name a real broker in NEWS_BROKER"


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
    maven = _maven(repository)
    # Two that start at once on an empty cache would write the same files.
    with (repository / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _ensure_all(maven, jars, progress)


def _ensure_all(
    maven: MavenContext, jars: tuple[Jar, ...], progress: Progress | None
) -> tuple[Path, ...]:
    paths: dict[Jar, Path] = {}
    with ThreadPoolExecutor(max_workers=_DOWNLOADS, thread_name_prefix="jars") as pool:
        tasks = {pool.submit(_ensure, maven, jar): jar for jar in jars}
        try:
            for task in as_completed(tasks):
                paths[tasks[task]] = task.result()
                if progress is not None:
                    progress(len(paths), len(jars))
        except BaseException:  # Ctrl-C too ends what has not begun
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return tuple(paths[jar] for jar in jars)


def _maven(repository: Path) -> MavenContext:
    # The user's own repositories go first: behind a firewall Maven Central may not answer at all.
    repositories = {**GlobalSettings.load().repositories, "central": MAVEN_CENTRAL_URL}
    return MavenContext(repo_cache=repository, remote_repos=repositories, timeout=_PATIENCE)


def _ensure(maven: MavenContext, jar: Jar) -> Path:
    artifact = maven.project(jar.group, jar.artifact).at_version(jar.version).artifact()
    kept = artifact.cached_path
    assert kept is not None  # only a snapshot has no place of its own
    if _matches(kept, jar):
        return kept
    kept.unlink(missing_ok=True)
    try:
        path = artifact.resolve()
    except (RuntimeError, OSError) as error:  # requests' errors are OSErrors
        kept.unlink(missing_ok=True)
        raise BrokerError(
            f"the embedded broker's jar cannot be had ({type(error).__name__})",
            where=jar.coordinate,
            mend=_MEND,
        ) from error
    if not _matches(path, jar):
        path.unlink(missing_ok=True)
        raise BrokerError(
            "the jar that was fetched is not the one that was pinned (SHA-256 differs)",
            where=jar.coordinate,
            mend="Check the Maven repository in use, or name a real broker in NEWS_BROKER",
        )
    return path


def _matches(path: Path, jar: Jar) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == jar.sha256
