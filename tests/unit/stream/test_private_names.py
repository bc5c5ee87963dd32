"""The private names of Faust and aiokafka that we use: there, and all of them listed."""

import ast
import asyncio
import importlib
import inspect
import textwrap
import tomllib
from importlib.metadata import version
from pathlib import Path

import aiokafka
import faust
import pytest
from aiokafka.producer.transaction_manager import TransactionManager
from packaging.requirements import Requirement

from pipeline.stream.on_faust.private import UNDERSCORED, UNDOCUMENTED, Private

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "pipeline"
LIBRARIES = {"faust", "mode", "aiokafka"}
# What an attribute may belong to without being a library's: the object itself, `os._exit`.
OURS = {"self", "cls", "os"}


def made(owner: type) -> object:
    """Return an instance, for attributes that only one has; nothing is connected to."""
    if owner is TransactionManager:
        return owner("id", 1000)
    if owner.__module__.startswith("aiokafka"):
        return owner(bootstrap_servers="127.0.0.1:1")
    app = faust.App("names", broker="kafka://127.0.0.1:1", store="memory://", autodiscover=False)
    return {"App": app, "Recovery": app.tables.recovery}.get(owner.__name__) or faust.Worker(app)


def is_there(private: Private) -> bool:
    module, _, name = private.owner.partition(":")
    owner = importlib.import_module(module)
    if not name:
        return hasattr(owner, private.name)
    owner = getattr(owner, name)
    if hasattr(owner, private.name):
        return True

    async def look() -> bool:
        return hasattr(made(owner), private.name)

    return asyncio.run(look())


@pytest.mark.parametrize(
    "private", [*UNDERSCORED, *UNDOCUMENTED], ids=lambda p: f"{p.owner}.{p.name}"
)
def test_the_installed_package_has_it(private):
    found = {name: version(name) for name in ("faust-streaming", "aiokafka")}
    assert is_there(private), f"{private.owner}.{private.name} is gone ({found}): {private.why}"


def test_a_name_that_is_gone_is_missed():
    for owner in ("faust.streams", "faust.worker:Worker", "aiokafka:AIOKafkaConsumer"):
        assert not is_there(Private(owner, "_no_such_name", "", ""))


@pytest.mark.parametrize(
    "private", [*UNDERSCORED, *UNDOCUMENTED], ids=lambda p: f"{p.owner}.{p.name}"
)
def test_the_file_that_is_said_to_use_it_does(private):
    tree = ast.parse((PACKAGE / private.where).read_text("utf-8"))
    assert private.name in set(names_in(tree)), private


def names_in(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Assign):
            # Of a class: a value that takes the place of the library's.
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def reaches(path: Path) -> bool:
    """Say whether a module imports one of the libraries."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if LIBRARIES & {name.partition(".")[0] for name in names}:
            return True
    return False


def underscored(tree: ast.AST) -> set[str]:
    """Return the private names that a module takes from what is not its own `self` or `cls`."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in LIBRARIES:
            found |= {alias.name for alias in node.names if hidden(alias.name)}
        elif isinstance(node, ast.Attribute) and hidden(node.attr):
            if not (isinstance(node.value, ast.Name) and node.value.id in OURS):
                found.add(node.attr)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "").endswith("attr"):
            # getattr, hasattr, setattr
            names = [each.value for each in node.args[1:2] if isinstance(each, ast.Constant)]
            found |= {name for name in names if hidden(str(name))}
    return found


def hidden(name: str) -> bool:
    # `_abc_impl` is Python's own, in every abstract class.
    return name.startswith("_") and not name.startswith("__") and name != "_abc_impl"


def attributes(kind: type) -> set[str]:
    """Return the names of attributes that a class's source speaks of."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def inherited(module: str) -> set[str]:
    """Return the private names of a library's classes that a module's own classes use or replace."""
    loaded = importlib.import_module(module)
    tree = ast.parse(inspect.getsource(loaded))
    found = set()
    for node in tree.body:
        kind = getattr(loaded, node.name, None) if isinstance(node, ast.ClassDef) else None
        if kind is None:
            continue
        bases = [base for base in kind.__mro__ if base.__module__.split(".")[0] in LIBRARIES]
        theirs = set().union(*(vars(base) for base in bases), *map(attributes, bases))
        used = set(names_in(node)) | attributes(kind)
        found |= {name for name in used & theirs if hidden(name)}
    return found


def test_what_our_code_uses_is_listed():
    listed = {(private.where, private.name) for private in UNDERSCORED}
    used = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        where = str(path.relative_to(PACKAGE))
        if not reaches(path):
            continue
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        names = underscored(ast.parse(path.read_text("utf-8"))) | inherited(module)
        used |= {(where, name) for name in names}
    assert used == listed


def test_a_name_that_is_not_listed_is_found():
    tree = ast.parse("from faust.streams import _x\nstore._y(1)\ngetattr(app, '_z')\nself._own\n")
    assert underscored(tree) == {"_x", "_y", "_z"}
    assert inherited("pipeline.stream.on_faust.process") == {"_on_sigint", "_on_sigterm"}


def test_the_installed_versions_are_those_that_are_allowed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {r.name: r for r in map(Requirement, project["dependencies"])}
    assert aiokafka.__version__ == version("aiokafka")
    for name in ("faust-streaming", "aiokafka"):
        bounds = {each.operator for each in wanted[name].specifier}
        assert {">=", "<"} <= bounds
        assert wanted[name].specifier.contains(version(name))
