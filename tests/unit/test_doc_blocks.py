"""Code blocks of README and docs: each is run, read or listed; these are those without a broker."""

import configparser
import itertools
import json
import re
import tomllib

import duckdb
import jsonschema
import pytest
import typer
from markdown_it import MarkdownIt
from mypy import api as mypy

from pipeline.cleaning.page.site_rules import site_rule
from pipeline.cli.verbs import app_of
from pipeline.codec import decode_raw
from pipeline.document.schemas import schema_of
from pipeline.entities.recognizers.dictionary import parse_dictionary
from pipeline.sinks.sql import Dialect, created
from pipeline.topology import RAW
from pipeline.types.articles import Origin
from tests.conftest import ROOT
from tests.doc_blocks import (
    OUTPUT,
    RUN,
    blocks,
    blocks_of,
    notes,
    of_page,
    run_page,
    script,
    unsaid,
)
from tests.schemas import faults
from tools.check_docs import pages

OFFLINE = [b for b in blocks() if b.kind in RUN and not b.needs_a_broker() and notes().is_run(b)]
DATA = [b for b in blocks() if b.kind not in (*RUN, "text") and notes().is_run(b)]
SHELL = [b for b in blocks() if b.kind == "sh"]


@pytest.mark.parametrize("page", dict.fromkeys(block.page for block in OFFLINE))
def test_blocks_that_need_no_broker_run(page, tmp_path):
    run_page(page, of_page(page, OFFLINE), tmp_path, notes())


def test_what_is_printed_goes_with_the_block_before_it():
    python, printed = (b for b in of_page("README.md", OFFLINE) if b.kind in ("python", "text"))
    assert printed.at > python.at
    online = [b for b in blocks() if b.page == "README.md" and b.needs_a_broker()]
    assert not [b for b in of_page("README.md", online) if b.kind in ("python", "text")]


@pytest.mark.parametrize("block", DATA, ids=lambda b: b.place)
def test_blocks_of_data_hold(block):
    match block.kind:
        case "json":
            _holds(block, json.loads(block.text))
        case "jsonl":
            for line in block.text.splitlines():
                _holds(block, json.loads(line))
        case "toml":
            rule = site_rule("page", tomllib.loads(block.text), where=block.place)
            assert rule.body
        case "tsv":
            assert parse_dictionary(block.text).surfaces.phrases
        case "sql":
            _runs(block.text)
        case "ini":
            found = configparser.ConfigParser()
            found.read_string(block.text)
            assert found["repositories"]
        case _:
            pytest.fail(f"{block.place}: nobody reads or runs a block of {block.kind or 'no'} kind")


def _runs(statements):
    """Run SQL on our tables in DuckDB; what reads files of the reader's is parsed alone."""
    with duckdb.connect() as database:
        for statement in created(Dialect(mark="?")):
            database.execute(statement)
        for statement in database.extract_statements(statements):
            if "'lake/" not in statement.query:
                database.execute(statement)


def _holds(block, value):
    if "bodies" in value:
        assert faults(value) == []
    elif block.name.endswith(".json"):
        pair = json.loads((ROOT / "tests/golden/pages/people.json").read_text("utf-8"))
        assert set(value) == set(pair)
        assert value["rule"] == block.name.removesuffix(".json")
    else:
        jsonschema.validate(value, schema_of(RAW))
        assert not decode_raw(json.dumps(value).encode(), Origin(source_id="")).unknown_fields


def test_text_is_what_a_command_prints_or_listed():
    for block in blocks():
        assert block.kind != "text" or block.name == OUTPUT or not notes().is_run(block), (
            block.place
        )


def test_all_that_is_listed_is_there():
    listed = notes()
    for block in blocks():
        if listed.is_run(block) and block.kind == "sh":
            assert script(block, listed)
    for table in ("not_run", "instead", "lasts"):
        assert [each for each in listed.said[table] if each not in listed.used] == []
    assert all(each["why"] for table in ("not_run", "instead") for each in listed.said[table])
    assert set(listed.said["page"]) <= {block.page for block in blocks()}


def test_a_command_that_fails_and_a_line_that_is_not_printed_are_found(tmp_path):
    (failing,) = blocks_of("README.md", "```sh\ntrue\nfalse | cat\ntrue\n```\n")
    with pytest.raises(AssertionError, match=r"README.md:3: false \| cat: exit code 1"):
        run_page("README.md", [failing], tmp_path / "a", notes())
    text = "```sh\necho 7 articles\necho done\n```\n```text output\n… articles\ngone\n```\n"
    with pytest.raises(AssertionError, match="not printed:\ngone\n"):
        run_page("README.md", list(blocks_of("README.md", text)), tmp_path / "b", notes())
    assert unsaid("… articles\n done", "7 articles\nmore\ndone\n") == ""
    assert unsaid("done\n7 articles", "7 articles\ndone\n") == "7 articles"


@pytest.fixture(scope="module")
def python_blocks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("blocks")
    for number, block in enumerate(b for b in blocks() if b.kind == "python"):
        (folder / f"block_{number}.py").write_text(f"# {block.place}\n{block.text}", "utf-8")
    return folder


def test_python_blocks_are_typed(python_blocks):
    """With the settings and the cache of `make types`."""
    files = [str(path) for path in sorted(python_blocks.glob("*.py"))]
    assert files
    out, err, code = mypy.run(["--config-file", str(ROOT / "pyproject.toml"), *files])
    assert code == 0, out + err


INLINE = [
    (str(path.relative_to(ROOT)), span.content.replace("\\|", "|"))
    for path in pages(ROOT)
    if path.parent.name != "adr"  # what was decided, not what is there
    for token in MarkdownIt().parse(path.read_text("utf-8"))
    for span in token.children or ()
    if span.type == "code_inline" and re.match(r"(?:[A-Z_]+=\S+ )*news [a-z]", span.content)
]


@pytest.mark.parametrize(("page", "line"), INLINE, ids=itertools.count())
def test_commands_in_the_text_name_verbs_and_options_that_are_there(page, line):
    line = line.partition("news ")[2]
    for options in _options(line):
        assert set(re.findall(r"--[a-z][\w-]*", line)) <= options | {"--help", "--debug"}


def _options(line):
    """Yield the options of the verb that `line` begins with: of each where it names several."""
    verb, *rest = line.split()
    command = typer.main.get_command(app_of(verb))
    named = rest[0].split("|") if rest and hasattr(command, "commands") else []
    for each in [command.commands[name] for name in named] or [command]:
        yield {name for option in each.params for name in (*option.opts, *option.secondary_opts)}


def test_the_table_of_verbs_has_every_option():
    rows = re.findall(
        r"^\| `news ([^`]+)` \|([^\n]*)",
        (ROOT / "docs" / "cli.md").read_text("utf-8"),
        re.MULTILINE,
    )
    for signature, said in rows:
        for options in _options(signature.replace("\\|", "|")):
            shown = set(re.findall(r"--[a-z][\w-]*", signature + said))
            named = {o for o in options if o.startswith("--")} - {"--help"}
            if "[filters]" in signature:
                named -= {"--reason", "--stage", "--since", "--until", "--id", "--at"}
            assert named <= shown, signature
