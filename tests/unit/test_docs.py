"""What the documents name is there: settings, metrics, verbs, rooms, files."""

import ast
import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest
from markdown_it import MarkdownIt

from pipeline.cli.verbs import VERBS
from pipeline.settings import BrokerSettings, Settings
from pipeline.stream.metrics import Stats
from pipeline.types import flags
from pipeline.types.articles import Label, Reason
from pipeline.types.line_reasons import SEEN_IN, LineReason
from tools.docs_site import OUTSIDE, moved

ROOT = Path(__file__).resolve().parents[2]
# Decisions name the paths of their day (docs/adr/0014-rooms.md).
PAGES = [
    *(ROOT / name for name in ("README.md", "README.zh.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "how-to").glob("*.md")),
    *sorted((ROOT / "docs" / "reference").glob("*.md")),
    *sorted((ROOT / "pipeline").rglob("*.md")),
]
_INNER = re.compile(
    r"`((?:cleaning|dedup|entities|text|types|document|stages|intake|kafka|stream|worker)/[\w/]+\.py)`"
)
_MODULE = re.compile(r"python -m ((?:tools|benches|tests|pipeline)[\w.]*\w)")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_that_a_page_names_are_there(page: Path):
    # Links and whole paths: `python -m tools.check_docs`.
    text = page.read_text("utf-8")
    named = [f"pipeline/{path}" for path in _INNER.findall(text)]
    missing = [path for path in named if not (ROOT / path).exists()]
    for module in _MODULE.findall(text):
        path = ROOT / module.replace(".", "/")
        if not (path.is_dir() or path.with_suffix(".py").exists()):
            missing.append(module)
    assert not missing


def shape(name):
    """Return what two languages of a page have in common: blocks, headings, links, pictures, rows."""
    tokens = MarkdownIt().enable("table").parse((ROOT / name).read_text("utf-8"))
    spans = [span for token in tokens for span in token.children or ()]
    return {
        "blocks": [(t.info, t.content) for t in tokens if t.type == "fence"],
        "headings": [t.tag for t in tokens if t.type == "heading_open"],
        "rows": sum(t.type == "tr_open" for t in tokens),
        "links": sorted(s.attrs["href"] for s in spans if s.type == "link_open"),
        "pictures": [s.attrs["src"] for s in spans if s.type == "image"],
    }


def test_the_readme_is_the_same_in_chinese():
    # So whoever runs the one's commands (tests/unit/test_doc_blocks.py) runs the other's.
    english, chinese = shape("README.md"), shape("README.zh.md")
    english["links"].remove("README.zh.md")
    chinese["links"].remove("README.md")
    assert len(english["blocks"]) > 5
    assert chinese == english
    words = re.sub(r"```.*?```", "", (ROOT / "README.zh.md").read_text("utf-8"), flags=re.DOTALL)
    assert len(re.findall("[\u4e00-\u9fff]", words)) > 700


def test_pictures_are_there_and_small():
    shown = {p for name in ("README.md", "README.zh.md") for p in shape(name)["pictures"]}
    assert shown
    assert all((ROOT / path).stat().st_size < 300_000 for path in shown)
    assert all(path.stat().st_size < 300_000 for path in (ROOT / "docs" / "images").iterdir())


def test_the_site_s_menu_names_every_page():
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    named = re.findall(r"[\w/.-]+\.md", text.partition("\nnav:")[2])
    there = [str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs").rglob("*.md")]
    # The hook lists the decisions.
    there = [path for path in there if not path.startswith("adr/")] + list(OUTSIDE.values())
    assert sorted(named) == sorted(there)


def test_links_of_the_root_s_pages_lead_where_they_stand_in_the_site():
    assert moved("[a](docs/cli.md) [b](README.zh.md)") == "[a](cli.md) [b](index.zh.md)"


def test_every_setting_has_its_row():
    table = (ROOT / "docs" / "operations.md").read_text("utf-8")
    named = set(re.findall(r"`NEWS_([A-Z_]+)`", table))
    fields = {name.upper() for name in {**Settings.model_fields, **BrokerSettings.model_fields}}
    assert fields <= named
    # Read by the tests and by the eval, not by a process of the pipeline.
    assert named - fields <= {"SHARED"}


def test_every_metric_has_its_row_and_labels():
    table = (ROOT / "docs" / "operations.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(news_\w+)(?:\{([\w,]+)\})?` \|", table, re.MULTILINE))
    stats = Stats()
    stats.record("clean", "ok", 0.1)
    stats.batch("clean", 1)
    stats.dropped("dedup")
    stats.forgot("story-index", 1)
    stats.progress({("news.raw.v1", 0): 1}, alive=True)
    found = {}
    for metric in stats.registry.collect():
        name = metric.name + ("_total" if metric.type == "counter" else "")
        found[name] = ",".join(k for k in metric.samples[0].labels if k != "le")
    assert rows == found


def test_every_verb_has_its_row():
    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    assert set(re.findall(r"^\| `news (\w+)", page, re.MULTILINE)) == set(VERBS)


def test_the_table_of_rooms_is_the_one_that_imports_are_held_to():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = contracts["tool"]["importlinter"]["contracts"][0]["layers"]
    held = [room.strip() for layer in layers for room in layer.split("|")]
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8").partition("## Rooms")[2]
    firsts = re.findall(r"^\| (`[^|]+?) \|", page.partition("## Promises")[0], re.MULTILINE)
    shown = [name for cell in firsts for name in re.findall(r"`(\w+)(?:/|\.py)`", cell)]
    assert sorted(shown) == sorted(set(held) - {"__main__"})
    # From the top down, as the contract has them.
    floor = {room: at for at, layer in enumerate(layers) for room in layer.split(" | ")}
    assert [floor[room] for room in shown] == sorted(floor[room] for room in shown)


REASONS = "docs/reference/flags-and-reasons.md"


def rows(heading):
    """Return the first cells of the table under a heading, and the rest of each row."""
    page = (
        (ROOT / REASONS).read_text("utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    )
    found = re.findall(r"^\| `([^`]+)` \| (.*) \|$", page, re.MULTILINE)
    assert len(found) == len(dict(found))
    return dict(found)


def test_every_flag_has_its_row():
    known = {value for name, value in vars(flags).items() if name.isupper()}
    assert set(rows("Flags")) == {f"{k}NAME" if k.endswith(":") else k for k in known}


def test_flags_are_made_in_one_place_alone():
    # With it mypy holds that whoever raises a flag takes it from there.
    made = [
        p for p in (ROOT / "pipeline").rglob("*.py") if re.search(r"\bFlag\(", p.read_text("utf-8"))
    ]
    assert [path.name for path in made] == ["flags.py"]


def test_every_reason_of_a_rejection_has_its_row():
    assert set(rows("Reasons of rejection")) == set(get_args(Reason))


def test_every_reason_of_a_line_has_its_row():
    found = rows("Reasons of removal")
    assert set(found) == {*get_args(LineReason), f"{SEEN_IN}N"}
    labels = {
        name for rest in found.values() for name in re.findall(r"`(\w+)`", rest.partition("|")[0])
    }
    assert labels == set(get_args(Label))


def test_a_reason_that_is_written_is_a_known_one_and_a_known_one_is_written():
    written, constants = set(), set()
    for room in ("cleaning", "dedup", "text"):
        for path in (ROOT / "pipeline" / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    constants.add(node.value)
                if (
                    isinstance(node, ast.keyword)
                    and node.arg == "reason"
                    and isinstance(node.value, ast.Constant)
                ):
                    written.add(node.value.value)
    assert written
    assert written <= {*get_args(LineReason), *get_args(Reason)}
    assert set(get_args(LineReason)) <= constants
