"""The table of docs/reliability.md takes a row, behind the last one."""

import pytest

from tests.conftest import ROOT
from tools.chaos.registry import FAULTS
from tools.chaos.table import HEAD, append

PAGE = ROOT / "docs" / "reliability.md"


def test_a_row_comes_behind_the_last_one(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"text\n\n{HEAD}\n| --- |\n| one |\n\nmore\n")
    append(page, "| two |")
    assert page.read_text() == f"text\n\n{HEAD}\n| --- |\n| one |\n| two |\n\nmore\n"
    page.write_text("text\n")
    with pytest.raises(ValueError, match="not in list"):
        append(page, "| two |")


def test_the_page_has_the_table_and_names_every_fault():
    text = PAGE.read_text("utf-8")
    assert HEAD in text.splitlines()
    assert [name for name in FAULTS if f"`{name}`" not in text] == []
