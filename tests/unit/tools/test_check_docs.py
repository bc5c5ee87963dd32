"""What the docs name is there, and the check of it can say no."""

import pytest

from tests.conftest import ROOT
from tools.check_docs import pages, problems


@pytest.mark.parametrize("page", pages(ROOT), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_paths_names_and_targets_are_there(page):
    assert problems(page, ROOT) == []


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "there.md").write_text("# A heading, or two\n")
    (tmp_path / "pipeline" / "room").mkdir(parents=True)
    (tmp_path / "pipeline" / "room" / "door.py").write_text("def knock(): ...\n")
    (tmp_path / "Makefile").write_text("test: check ## All.\nbench-a bench-b: bench-%: x\n")
    return tmp_path


@pytest.mark.parametrize(
    "text",
    [
        "[a](there.md)",
        "[a](there.md#a-heading-or-two)",
        "[a](https://elsewhere.example/page)",
        "`pipeline/room/door.py` and pipeline/room/, pipeline/*/door.py.",
        "`pipeline.room.door`, `pipeline.room.door.knock`, pipeline.room",
        "`make test`, `make bench-b`",
    ],
)
def test_what_is_there_passes(checkout, text):
    page = checkout / "docs" / "page.md"
    page.write_text(text)
    assert problems(page, checkout) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[a](gone.md)", "link to gone.md"),
        ("[a](there.md#no-such)", "link to there.md#no-such"),
        ("in `pipeline/room/window.py`.", "path pipeline/room/window.py"),
        ("`pipeline/*/window.py`", "path pipeline/*/window.py"),
        ("`pipeline.room.window`", "name pipeline.room.window"),
        ("`pipeline.room.door.ring`", "name pipeline.room.door.ring"),
        ("`make tea`", "make tea"),
    ],
)
def test_what_is_gone_is_named(checkout, text, named):
    page = checkout / "docs" / "page.md"
    page.write_text(text)
    assert problems(page, checkout) == [f"docs/page.md: {named} leads nowhere"]
