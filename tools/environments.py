"""The wheel of this checkout, and empty environments to install it in."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PIN = re.compile(r"^[A-Za-z0-9._-]+==[^\\\n]+", re.MULTILINE)


def build(kind: str, into: Path, source: Path = ROOT) -> Path:
    """Build `source`'s "wheel" or "sdist" with the hatchling that is locked; return its path."""
    into.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(into)]
    subprocess.run(command, cwd=source, check=True, capture_output=True, text=True)
    ending = {"wheel": "*.whl", "sdist": "*.tar.gz"}[kind]
    return max(into.glob(ending), key=lambda path: path.stat().st_mtime)


def environment(python: str, folder: Path, wants: Sequence[str], *, locked: bool) -> Path:
    """Make an environment of that Python with `wants` in it; return its `bin`.

    Args:
        python: The interpreter.
        folder: Where; nothing is there yet.
        wants: What is installed.
        locked: Take the versions of `requirements.lock`, not the newest that are allowed.
    """
    subprocess.run([python, "-m", "venv", "--without-pip", str(folder)], check=True)
    inside = folder / "bin" / "python"
    if locked:
        # Without hashes: the wheel that was just built has none.
        pins = folder / "pins.txt"
        pins.write_text("\n".join(_PIN.findall((ROOT / "requirements.lock").read_text("utf-8"))))
        wants = ["-c", str(pins), *wants]
    # uv takes 4 to 12 s where pip takes 75; where only pip knows the index, pip does it.
    uv = [Path(sys.executable).parent / "uv", "pip", "install", "--quiet", "--python", inside]
    if subprocess.run([*uv, *wants], check=False).returncode != 0:
        pip = [sys.executable, "-m", "pip", "--python", inside, "install", "--quiet", "--no-input"]
        subprocess.run([*pip, "--disable-pip-version-check", "--no-compile", *wants], check=True)
    return inside.parent


def remove(inside: Path, packages: Sequence[str]) -> None:
    """Take `packages` out of the environment with that `bin`."""
    uv = Path(sys.executable).parent / "uv"
    command = [uv, "pip", "uninstall", "--quiet", "--python", inside / "python", *packages]
    subprocess.run(command, check=True)


def alone(home: Path, **settings: str) -> dict[str, str]:
    """Return the environment of somebody who has nothing but an empty home."""
    kept = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SSL_CERT_FILE")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "HOME": str(home),
        **settings,
    }
