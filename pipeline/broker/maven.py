"""Fetch pinned jars from a Maven repository with jgo, which the extra `[demo]` brings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from pipeline.broker.jar_lock import Jar, path_of
from pipeline.errors import BrokerError, require_demo

# Four at a time take a third of the time of one at a time; more did not help.
_DOWNLOADS = 4
# Seconds without an answer before a download counts as failed.
_PATIENCE = 30
_MEND = "Connect to a Maven repository and try again, or name a real broker in NEWS_BROKER"


def fetch_jars(repository: Path, jars: Sequence[Jar]) -> Iterator[Jar]:
    """Fetch `jars` into the local `repository`; yield each as it arrives.

    Raises:
        BrokerError: A jar cannot be had.
        ExtraMissingError: jgo is not installed.
    """
    require_demo("jgo")
    # It takes a second to import: a start with a warm cache does without.
    from jgo.config import GlobalSettings  # noqa: PLC0415
    from jgo.constants import MAVEN_CENTRAL_URL  # noqa: PLC0415
    from jgo.maven import MavenContext  # noqa: PLC0415

    # The user's own repositories go first: behind a firewall Maven Central may not answer at all.
    repositories = {**GlobalSettings.load().repositories, "central": MAVEN_CENTRAL_URL}
    maven = MavenContext(repo_cache=repository, remote_repos=repositories, timeout=_PATIENCE)
    with ThreadPoolExecutor(max_workers=_DOWNLOADS, thread_name_prefix="jars") as pool:
        tasks = {pool.submit(_fetch, maven, repository, jar): jar for jar in jars}
        try:
            for task in as_completed(tasks):
                task.result()
                yield tasks[task]
        except BaseException:  # Ctrl-C too ends what has not begun
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _fetch(maven: Any, repository: Path, jar: Jar) -> None:  # noqa: ANN401 - jgo is untyped
    kept = path_of(repository, jar)
    kept.unlink(missing_ok=True)
    artifact = maven.project(jar.group, jar.artifact).at_version(jar.version).artifact()
    try:
        artifact.resolve()
    except (RuntimeError, OSError) as error:  # requests' errors are OSErrors
        kept.unlink(missing_ok=True)
        raise BrokerError(
            f"the embedded broker's jar cannot be had ({type(error).__name__})",
            where=jar.coordinate,
            mend=_MEND,
        ) from error
