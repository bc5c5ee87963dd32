"""What MkDocs is told beside mkdocs.yml: pages that lie outside docs/, and the decisions.

A hook of MkDocs, which `make docs` runs. Links stay as GitHub and `tools/check_docs.py` read them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = {
    "README.md": "index.md",
    "README.zh.md": "index.zh.md",
    "CONTRIBUTING.md": "CONTRIBUTING.md",
    "SECURITY.md": "SECURITY.md",
    "CHANGELOG.md": "CHANGELOG.md",
    **{
        f"pipeline/data/models/{name}.md": f"models/{name}.md"
        for name in ("cleaning", "links", "entities")
    },
}
"""Where a page of the repository stands in the site."""
_README = re.compile(r"\]\(README(\.zh)?\.md")
# From docs/ or a folder of it: the root is one step less away in the site.
_OUT = re.compile(r"\]\(((?:\.\./)+)(README|SECURITY|CONTRIBUTING|CHANGELOG)((?:\.zh)?\.md)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """List the decisions in the order of their numbers."""
    found = sorted(path.name for path in (ROOT / "docs" / "adr").glob("*.md"))
    nav: list[Any] = config.nav or []
    config.nav = [*nav, {"Decisions": [f"adr/{name}" for name in found]}]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Bring in the pages that lie outside docs/."""
    for path, name in OUTSIDE.items():
        text = (ROOT / path).read_text("utf-8")
        files.append(File.generated(config, name, content=moved(text)))
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Have links that lead out of docs/ lead to where those pages stand in the site."""
    if page.file.src_uri in OUTSIDE.values():
        return markdown
    return _OUT.sub(
        lambda found: f"]({found[1][3:]}{found[2].replace('README', 'index')}{found[3]}", markdown
    )


def moved(text: str) -> str:
    """Return a page of the root with its links as they are in the site, whose root is docs/."""
    return _README.sub(r"](index\1.md", text.replace("](docs/", "]("))
