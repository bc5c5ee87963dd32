"""Check that the lock files fit pyproject.toml, carry hashes and name no index."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def problems(lock: str, wanted: list[str]) -> list[str]:
    """Return what is wrong with the text of a lock file that must satisfy `wanted`."""
    found = []
    if "://" in lock:
        found.append("names an address")
    pins = {canonicalize_name(name): version for name, version in _PIN.findall(lock)}
    if lock.count("--hash=sha256:") < len(pins):
        found.append("has a package without a hash")
    for line in wanted:
        requirement = Requirement(line)
        version = pins.get(canonicalize_name(requirement.name))
        if version is None:
            found.append(f"lacks {requirement.name}")
        elif not requirement.specifier.contains(version, prereleases=True):
            found.append(f"pins {requirement.name}=={version}, not {requirement.specifier}")
    return found


def main() -> int:
    """Print every problem, one a line; return the exit code."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    extras = project["project"]["optional-dependencies"]
    runtime = [*project["project"]["dependencies"], *extras["demo"], *groups["build"]]
    sinks = [each for name in extras if name.startswith("sinks-") for each in extras[name]]
    wanted = {
        "requirements.lock": runtime,
        "requirements-dev.lock": [
            *runtime,
            *extras["feeds"],
            *extras["otel"],
            *sinks,
            *groups["dev"],
            *groups["train"],
        ],
        "requirements-fuzz.lock": groups["fuzz"],
        "requirements-quix.lock": [*project["project"]["dependencies"], *groups["quix"]],
    }
    found = [
        f"{name}: {problem}. Run `make lock`"
        for name, needs in wanted.items()
        for problem in problems((ROOT / name).read_text("utf-8"), needs)
    ]
    print("\n".join(found) or "locks: fit pyproject.toml")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
