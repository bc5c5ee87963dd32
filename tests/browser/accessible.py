"""What axe-core has against a page, by the rules of WCAG 2.2 AA and its own best practices."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def faults(page: Page) -> list[str]:
    """Return a line for each element that breaks a rule."""
    found = Axe().run(page).response
    # A script that did not run would find nothing either.
    assert found["testEngine"]["name"] == "axe-core"
    return [
        f"{broken['id']}: {node['target']} {node['failureSummary']}"
        for broken in found["violations"]
        for node in broken["nodes"]
    ]
