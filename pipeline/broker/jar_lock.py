"""Which jars the broker is made of: the pinned list, where each lies, whether it is the one."""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path

from pipeline.errors import ResourceError
from pipeline.types.articles import Struct


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


def path_of(repository: Path, jar: Jar) -> Path:
    """Return where `jar` lies in a local Maven repository."""
    name = f"{jar.artifact}-{jar.version}.jar"
    return repository.joinpath(*jar.group.split("."), jar.artifact, jar.version, name)


def matches(path: Path, jar: Jar) -> bool:
    """Return whether the file is there and is the jar that was pinned."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == jar.sha256
