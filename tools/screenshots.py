"""Pictures of the live page for README, made from a running demonstration: `make screenshots`."""

from __future__ import annotations

import base64
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "images"
LARGEST = 300_000
"""Bytes of a picture: a page of docs has several."""
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_SAMPLES = 18
# Pixels of a laptop's window.
_WIDE: ViewportSize = {"width": 1280, "height": 800}
# WebP of flat colours: the letters stay sharp, and a picture has some 60 KB.
_QUALITY = 82
_MOST_CUT = """
() => [...document.querySelectorAll("#news [data-row]")]
  .map((row) => [parseInt(row.querySelector(".cut").textContent.replace("−", "")) || 0, row])
  .sort((a, b) => b[0] - a[0])[0][1].querySelector("[data-main]").getAttribute("href")
"""


def main() -> int:
    """Make all pictures; return the exit code."""
    path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if path is None:
        print("there is no Chromium: apt-get install chromium fonts-noto-cjk", file=sys.stderr)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with demonstration() as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=arguments)
        pictures = take(browser, address)
        browser.close()
    for name, data in pictures.items():
        (FOLDER / f"{name}.webp").write_bytes(data)
        print(f"docs/images/{name}.webp  {len(data):,} bytes")
    return max((1 for data in pictures.values() if len(data) > LARGEST), default=0)


def take(browser: Browser, address: str) -> dict[str, bytes]:
    """Return the pictures by name."""
    page = browser.new_context(base_url=address, viewport=_WIDE, color_scheme="light").new_page()
    _open(page, "/")
    expect(page.locator("#news [data-row]")).to_have_count(_SAMPLES)
    found = {"news": _picture(page)}
    # Where most was taken out, some of it is to be seen.
    _open(page, f"{page.evaluate(_MOST_CUT)}?view=original")
    page.locator(".raw .gone").first.evaluate("line => line.scrollIntoView({block: 'center'})")
    found["original"] = _picture(page)
    # The story that most sites tell has a headline, people, and a list of links under it.
    page.goto("/stories")
    story = page.locator("[data-main]").first.get_attribute("href")
    page.goto(str(story))
    article = page.locator("td a[href^='/article/']").first.get_attribute("href")
    _open(page, str(article))
    found["article"] = _picture(page)
    person = page.locator(".facts .name.person").first.get_attribute("href")
    dark = browser.new_context(base_url=address, viewport=_WIDE, color_scheme="dark").new_page()
    _open(dark, str(person))
    found["entity-dark"] = _picture(dark)
    return found


@contextmanager
def demonstration() -> Iterator[str]:
    """Yield the address of the page of `news demo`, once all samples are through."""
    with tempfile.TemporaryDirectory() as folder:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("NEWS_")}
        cache = {k: v for k, v in os.environ.items() if k == "NEWS_CACHE_DIR"}
        started = subprocess.Popen(
            [sys.executable, "-m", "pipeline", "demo", "--port", "0"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=kept | cache | {"NEWS_DATA_DIR": folder, "NEWS_APP_ID": "screenshots"},
            start_new_session=True,
        )
        try:
            assert started.stderr is not None
            said = ""
            for line in started.stderr:
                said += line
                if "Ctrl-C ends it" in line:
                    break
            address = re.search(r"the live page is on (http://\S+)", said)
            if address is None:
                raise SystemExit(f"the demonstration did not start:\n{said}")
            yield address[1]
        finally:
            os.killpg(started.pid, signal.SIGINT)
            started.wait(60)


def _open(page: Page, path: str) -> None:
    page.goto(path)
    if page.locator("[data-live]").count():
        expect(page.locator("#live-state")).to_have_text("live")


def _picture(page: Page) -> bytes:
    # Playwright itself knows PNG and JPEG alone.
    page.evaluate("document.fonts.ready")
    shot = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot", {"format": "webp", "quality": _QUALITY}
    )
    return base64.b64decode(shot["data"])


if __name__ == "__main__":
    sys.exit(main())
