"""What the documents name is there: settings, metrics, verbs, rooms, files."""

import re
import tomllib
from pathlib import Path

import pytest

from pipeline.cli.verbs import VERBS
from pipeline.settings import BrokerSettings, Settings
from pipeline.stream.metrics import Stats

ROOT = Path(__file__).resolve().parents[2]
# Decisions name the paths of their day (docs/adr/0014-rooms.md).
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "how-to").glob("*.md")),
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
