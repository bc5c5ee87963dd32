"""The code blocks of README and docs: found, told apart, and run page by page in a folder."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from markdown_it import MarkdownIt

from tests.conftest import ROOT
from tools.check_docs import pages

NOTES = Path(__file__).with_suffix(".toml")
RUN = ("sh", "python")
OUTPUT = "output"
"""`text output` behind a fence: what the block before prints. `…` stands for anything."""
# The verbs that ask no broker.
_OFFLINE = {"enrich", "explain", "recognize", "bench"}
_SECONDS = 240
_AGAINST_A_BROKER = re.compile(r"pipeline\.(?:client|kafka|broker)\b")


class Block(NamedTuple):
    """One code block: its page, the line of its fence, its language, the word after it, itself."""

    page: str
    at: int
    kind: str
    name: str
    text: str

    @property
    def place(self) -> str:
        return f"{self.page}:{self.at}"

    def commands(self) -> Iterator[tuple[int, str]]:
        """Yield number and text of every command; a backslash at an end goes on."""
        whole, first = "", 0
        for number, line in enumerate(self.text.splitlines(), self.at + 1):
            first = first or number
            whole += line.removesuffix("\\")
            if line.endswith("\\"):
                continue
            if command := re.split(r"(?:^|\s)#\s", whole)[0].strip():
                yield first, command
            whole, first = "", 0

    def needs_a_broker(self) -> bool:
        if self.kind == "python":
            return bool(_AGAINST_A_BROKER.search(self.text))
        named = re.findall(r"^(?:[A-Z_]+=\S+ )*(news|kcat)\b ?([\w-]*)", self.text, re.MULTILINE)
        return any(tool == "kcat" or verb not in _OFFLINE for tool, verb in named)


class Notes:
    """What `doc_blocks.toml` says; `used` are the entries that something was found for."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.said = said
        self.used: list[dict[str, str]] = []

    def is_run(self, block: Block) -> bool:
        """Say whether a block is to be run or read: it is not listed as one that is not."""
        return not self._find("not_run", block.page, block.text, key="block")

    def command(self, block: Block, line: str) -> str:
        """Return what to run for a command; nothing where it is not run."""
        if self._find("not_run", block.page, line):
            return ""
        if found := self._find("instead", block.page, line):
            return found["run"]
        if found := self._find("lasts", None, line):
            stopped = f"{shlex.quote(sys.executable)} -m tests.until_said"
            return f"{stopped} {shlex.quote(found['says'])} -- {line}"
        return line

    def of(self, page: str) -> dict[str, Any]:
        return self.said["page"].get(page, {})

    def _find(
        self, table: str, page: str | None, text: str, *, key: str = "line"
    ) -> dict[str, str]:
        for each in self.said[table]:
            named = page is None or each["page"] == page
            if named and key in each and text.startswith(each[key]):
                self.used.append(each)
                return each
        return {}


def notes() -> Notes:
    return Notes(tomllib.loads(NOTES.read_text("utf-8")))


@cache
def blocks() -> tuple[Block, ...]:
    """Return every code block of every page, in order."""
    found = []
    for path in pages(ROOT):
        page = str(path.relative_to(ROOT))
        if page == "README.zh.md":
            continue  # its blocks are README.md's: tests/unit/test_docs.py
        found += blocks_of(page, path.read_text("utf-8"))
    return tuple(found)


def blocks_of(page: str, text: str) -> Iterator[Block]:
    """Yield the code blocks of a page, indented ones too."""
    for token in MarkdownIt().parse(text):
        if token.type in ("fence", "code_block"):
            assert token.map is not None
            kind, _, name = token.info.strip().partition(" ")
            yield Block(page, token.map[0] + 1, kind, name, token.content)


def of_page(page: str, wanted: Sequence[Block]) -> list[Block]:
    """Return the blocks of a page among `wanted`, what they print, and files for its folder."""
    found, run = [], False
    for block in blocks():
        if block.page != page:
            continue
        if block.kind in RUN:
            run = block in wanted
        if run if block.kind in RUN or block.name == OUTPUT else block.name:
            found.append(block)
    return found


def script(block: Block, notes: Notes) -> str:
    """Return a shell block as a script that ends at the first command that fails, and names it."""
    lines = [
        "set -u -o pipefail",
        '_was() { [ "$1" = 0 ] || { echo "$2: exit code $1" >&2; exit 99; } }',
    ]
    for number, line in block.commands():
        if command := notes.command(block, line):
            lines += [command, f"_was $? {shlex.quote(f'{block.page}:{number}: {line}')}"]
    return "\n".join(lines) + "\n"


def lay_out(page: str, folder: Path, notes: Notes) -> None:
    """Lay what a page's commands name into its folder: samples, its files, its `.venv`."""
    folder.mkdir(exist_ok=True)
    (folder / ".venv").symlink_to(sys.prefix)
    shutil.copytree(ROOT / "examples", folder / "examples")
    for name, path in notes.of(page).get("files", {}).items():
        source = ROOT / path
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)


def environment(folder: Path, broker: str = "") -> dict[str, str]:
    """Return what the commands of a page run under: nothing of the tester's own settings."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("NEWS_")}
    ours = {k: v for k, v in os.environ.items() if k in ("NEWS_CACHE_DIR", "NEWS_JAVA_HOME")}
    path = f"{Path(sys.prefix) / 'bin'}{os.pathsep}{inherited['PATH']}"
    own = {"PATH": path, "PYTHONPATH": str(ROOT), "NEWS_DATA_DIR": str(folder / "data")}
    named = {"NEWS_BROKER": broker} if broker else {}
    return inherited | ours | own | named


def run_page(
    page: str, chosen: Sequence[Block], folder: Path, notes: Notes, broker: str = ""
) -> None:
    """Run the blocks of a page in order in `folder`; fail where one does or prints otherwise."""
    lay_out(page, folder, notes)
    env = environment(folder, broker)
    if broker and (before := notes.of(page).get("before")):
        _run(["bash", "-euo", "pipefail", "-c", before], folder, env, f"before {page}")
    said = ""
    for number, block in enumerate(chosen):
        if block.name == OUTPUT:
            missing = unsaid(block.text, said)
            assert not missing, f"{block.place}: not printed:\n{missing}\nbut:\n{said}"
        elif block.kind == "sh":
            said = _run(["bash", "-c", script(block, notes)], folder, env, block.place)
        elif block.kind == "python":
            path = folder / f"block_{number}.py"
            path.write_text(block.text, "utf-8")
            said = _run([sys.executable, str(path)], folder, env, block.place)
        elif block.name:
            (folder / block.name).write_text(block.text, "utf-8")


def unsaid(shown: str, said: str) -> str:
    """Return the first shown line that was not printed behind those before it, or nothing."""
    rest = iter([" ".join(line.split()) for line in said.splitlines()])
    for line in shown.splitlines():
        pattern = re.escape(" ".join(line.split())).replace("…", ".*")
        if pattern and not any(re.fullmatch(pattern, each) for each in rest):
            return line
    return ""


def _run(command: list[str], folder: Path, env: dict[str, str], place: str) -> str:
    """Return what a block printed on standard output."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    with subprocess.Popen(command, cwd=folder, env=env, start_new_session=True, **pipes) as process:
        try:
            out, err = process.communicate(timeout=_SECONDS)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    assert process.returncode == 0, f"{place}\n{out[-3000:]}\n{err[-3000:]}"
    return out
