"""Check that what README, CONTRIBUTING and docs name is there: `python -m tools.check_docs`.

Relative links and their anchors, paths of this repository, modules and names of the package,
targets of the Makefile.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = "pipeline|tests|tools|benches|docs|deploy|examples"
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_PATH = re.compile(rf"(?<![\w./~<-])(?:{FOLDERS})/[\w./*-]*[\w*/]")
_DOTTED = re.compile(r"(?<![\w./-])(?:pipeline|tools|benches|tests)(?:\.[A-Za-z_]\w*)+")
_MAKE = re.compile(r"`make ([a-z][a-z0-9-]*)")
_RULE = re.compile(r"^([a-z][a-z0-9 -]*):(?!=)", re.MULTILINE)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def pages(root: Path) -> list[Path]:
    """Return the pages that a reader is sent to; the changelog names what was once there."""
    names = ("README.md", "README.zh.md", "CONTRIBUTING.md", "SECURITY.md")
    return [*(root / name for name in names), *sorted((root / "docs").rglob("*.md"))]


def problems(page: Path, root: Path) -> list[str]:
    """Return what `page` names and `root` does not have, one line each."""
    text = page.read_text("utf-8")
    targets = _targets(root)
    found = [f"link to {link}" for link in _LINK.findall(text) if not _leads(page, link)]
    found += [f"path {path}" for path in _PATH.findall(text) if not _is_there(root, path)]
    found += [f"name {name}" for name in _DOTTED.findall(text) if not _is_a_name(root, name)]
    found += [f"make {target}" for target in _MAKE.findall(text) if target not in targets]
    return [f"{page.relative_to(root)}: {each} leads nowhere" for each in dict.fromkeys(found)]


def _leads(page: Path, link: str) -> bool:
    if re.match(r"[a-z]+:", link):  # another site is not asked
        return True
    path, _, anchor = link.partition("#")
    target = (page.parent / path) if path else page
    if not target.exists():
        return False
    return not anchor or anchor in _anchors(target)


def _anchors(page: Path) -> set[str]:
    if not page.is_file():
        return set()
    headings = _HEADING.findall(page.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def _is_there(root: Path, path: str) -> bool:
    path = re.sub(r"\b(?:NAME|NNNN)\b", "*", path)
    if "*" in path:
        return any(root.glob(path.rstrip("/")))
    return (root / path).exists()


def _is_a_name(root: Path, dotted: str) -> bool:
    """Say whether it is a module, a folder, or what one of them holds."""
    parts = dotted.split(".")
    for end in range(len(parts), 0, -1):
        path = root.joinpath(*parts[:end])
        module = path.with_suffix(".py")
        if path.is_dir() and not module.exists():
            module = path / "__init__.py"
        if module.is_file():
            rest = parts[end:]
            source = module.read_text("utf-8")
            return not rest or (
                len(rest) <= 2 and all(re.search(rf"\b{name}\b", source) for name in rest)
            )
        if path.is_dir():
            return end == len(parts)
    return False


def _targets(root: Path) -> set[str]:
    text = (root / "Makefile").read_text("utf-8")
    return {name for rule in _RULE.findall(text) for name in rule.split()}


def main() -> int:
    """Print every problem, one a line; return the exit code."""
    found = [line for page in pages(ROOT) for line in problems(page, ROOT)]
    print("\n".join(found) or f"docs: all that {len(pages(ROOT))} pages name is there")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
