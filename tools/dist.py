"""The sdist and the wheel in `dist/`, checked and tried: `python -m tools.dist`.

The wheel is built from the sdist, so that what the sdist lacks is missed. It is installed as a user
would, with the newest packages that are allowed, on each of the Pythons that can be had here.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline import __version__
from tools.environments import ROOT, alone, build, environment

VERSIONS = ("3.11", "3.12", "3.13")
_ASK = "import sys; print('%d.%d' % sys.version_info[:2])"


class DistError(Exception):
    """The distribution is not what it should be."""


def interpreter(version: str) -> str | None:
    """Return a Python of that version, this one or the search path's or pyenv's, or None."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    found = [sys.executable, shutil.which(f"python{version}")]
    found += [str(path / "bin" / "python") for path in sorted(pyenv.glob(f"{version}.*"))]
    return next((path for path in found if path and _version(path) == version), None)


def _version(python: str) -> str:
    try:
        # the shims of pyenv fail for a version that is not chosen
        answer = subprocess.run([python, "-c", _ASK], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return answer.stdout.strip()


def make(folder: Path) -> Path:
    """Build both into an empty `folder`, check them, and return the wheel."""
    shutil.rmtree(folder, ignore_errors=True)
    sdist = build("sdist", folder)
    with tempfile.TemporaryDirectory() as unpacked, tarfile.open(sdist) as archive:
        archive.extractall(unpacked, filter="data")
        (source,) = Path(unpacked).iterdir()
        wheel = build("wheel", folder, source)
    tools = Path(sys.executable).parent
    subprocess.run([tools / "twine", "--no-color", "check", "--strict", sdist, wheel], check=True)
    subprocess.run([tools / "check-wheel-contents", wheel], check=True)
    for path in (sdist, wheel):
        print(f"dist: {path.relative_to(ROOT)}, {path.stat().st_size / 1e6:.1f} MB")
    return wheel


def tried(wheel: Path, python: str) -> str:
    """Install the wheel in an empty environment of `python` and use it; return what was seen.

    Raises:
        DistError: It does not do what it should.
    """
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        home.mkdir()
        bin_ = environment(python, Path(scratch) / "env", [str(wheel)], locked=False)
        news = str(bin_ / "news")
        said = _run([news, "--version"], home).strip()
        if said != f"news {__version__}":
            raise DistError(f"{python}: `news --version` says {said!r}")
        sample = ROOT / "examples" / "texts" / "harbour-web.txt"
        (line,) = _run([news, "enrich", str(sample)], home).splitlines()
        document = json.loads(line)
        if not document.get("headlines") or not document.get("people"):
            raise DistError(f"{python}: `news enrich` finds no headline or no person")
        return f"{said}, {len(document['people'])} persons in {sample.name}"


def _run(command: list[str], home: Path) -> str:
    done = subprocess.run(
        command, cwd=home, env=alone(home), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise DistError(f"{command[0]}: exit code {done.returncode}: {done.stderr[-500:]}")
    return done.stdout


def trials(wheel: Path) -> Iterator[str]:
    """Try the wheel on each version; yield a line for each, also for those that are not here."""
    for version in VERSIONS:
        python = interpreter(version)
        if python is None:
            yield f"Python {version}: not tried, there is none on this machine"
        else:
            yield f"Python {version}: {tried(wheel, python)}"


def main() -> int:
    """Make, check and try; return the exit code."""
    try:
        for line in trials(make(ROOT / "dist")):
            print(f"dist: {line}", flush=True)
    except DistError as error:
        print(f"dist: {error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"dist: {' '.join(map(str, error.cmd))} failed", error.stderr or "", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
