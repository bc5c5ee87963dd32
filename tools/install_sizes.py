"""What an installation weighs: `python -m tools.install_sizes`.

The files of the packages that are installed here, compiled ones left out: without an extra, with
`[demo]`, and of those alone that a program loads which publishes or reads events.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
OURS = "news-pipeline"
CONSUMER = ("pipeline.client", "pipeline.types.articles", "pipeline.document.fields")
"""What a program imports that publishes and reads: the clients, the types, an event's fields."""


def needed(extra: str = "") -> set[str]:
    """Return every package that ours needs, itself left out."""
    found: set[str] = set()
    waiting = [(OURS, extra)]
    while waiting:
        name, wanted = waiting.pop()
        for line in distribution(name).requires or ():
            requirement = Requirement(line)
            marker = requirement.marker
            if marker is not None and not any(marker.evaluate({"extra": e}) for e in ("", wanted)):
                continue
            package = canonicalize_name(requirement.name)
            for each in requirement.extras or {""}:
                if package not in found or each:
                    found.add(package)
                    waiting.append((package, each))
    return found


def loaded(modules: tuple[str, ...] = CONSUMER) -> set[str]:
    """Return the packages of others that a fresh process loads with `modules`."""
    script = (
        f"import json, sys\nimport {', '.join(modules)}\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=ROOT
    )
    owners = packages_distributions()
    tops = json.loads(done.stdout.splitlines()[-1])
    found = {canonicalize_name(name) for top in tops for name in owners.get(top, ())}
    # setuptools puts a hook of its own into every process.
    return found - {OURS, "setuptools"}


def megabytes(packages: set[str]) -> float:
    """Return what `packages` and ours weigh, in 10⁶ bytes."""
    return (sum(map(_bytes, packages)) + _own_bytes()) / 1e6


def _bytes(package: str) -> int:
    try:
        files = distribution(package).files or []
    except PackageNotFoundError:  # for another system or Python
        return 0
    paths = [Path(str(each.locate())) for each in files if each.suffix != ".pyc"]
    return sum(path.stat().st_size for path in paths if path.is_file())


def _own_bytes() -> int:
    folders = (ROOT / "pipeline", ROOT / "examples")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return sum(path.stat().st_size for path in files if path.suffix != ".pyc")


def main() -> None:
    """Print the sizes, and what a consumer loads."""
    consumer = loaded()
    rows = (
        ("bare", needed()),
        ("[demo]", needed("demo")),
        ("what a consumer loads", consumer),
    )
    for name, packages in rows:
        print(f"{name:24} {megabytes(packages):6.0f} MB {len(packages):4} packages")
    print(f"of them ours {_own_bytes() / 1e6:.0f} MB")
    print(f"a consumer loads: {', '.join(sorted(consumer))}")


if __name__ == "__main__":
    main()
