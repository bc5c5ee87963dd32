"""A running `news demo` and the system's Chromium, for all tests of this folder."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NEWS = [sys.executable, "-m", "pipeline"]
_NAMES = ("chromium", "chromium-browser", "google-chrome")


class Demo(NamedTuple):
    """A running demonstration: where its page is, and the environment of a shell beside it."""

    address: str
    environment: dict[str, str]

    def news(self, *arguments: str) -> str:
        """Run a verb in that shell and return what it prints."""
        done = subprocess.run(
            [*NEWS, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        return done.stdout


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """`news demo` as a newcomer starts it, all samples through."""
    folder = tmp_path_factory.mktemp("demo")
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith("NEWS_") or k == "NEWS_CACHE_DIR"
    }
    own = kept | {"NEWS_DATA_DIR": str(folder), "NEWS_APP_ID": f"browser-{folder.name}"}
    started = subprocess.Popen(
        [*NEWS, "demo", "--port", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=own,
        start_new_session=True,
    )
    try:
        said = []
        for line in started.stderr:
            said.append(line)
            if "Ctrl-C ends it" in line:
                break
        told = "".join(said)
        address = re.search(r"the live page is on (http://\S+)", told)
        broker = re.search(r"export NEWS_BROKER=(\S+)", told)
        assert address, told
        assert broker, told
        yield Demo(address[1], own | {"NEWS_BROKER": broker[1]})
        os.killpg(started.pid, signal.SIGINT)
        assert started.wait(60) == 130
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The Chromium of this system."""
    path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    assert path, "there is no Chromium: apt-get install chromium"
    # A container's root has no sandbox; the pages are our own.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, demo: Demo) -> Iterator[Page]:
    """An open page; what the browser complains of fails the test."""
    context = chromium.new_context(base_url=demo.address, viewport={"width": 1440, "height": 900})
    made = context.new_page()
    complaints: list[str] = []
    made.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    made.on("pageerror", lambda error: complaints.append(str(error)))
    yield made
    context.close()
    assert complaints == []


@pytest.fixture
def own_file(tmp_path: Path) -> Path:
    """An article of a newcomer's own, of a person that no sample names."""
    path = tmp_path / "own.txt"
    path.write_text(
        "青岚河口新桥昨日合龙\n"
        "本报讯 (记者 林一) 青岚县交通运输局局长闻人疏雨昨天说,青岚河口新桥于3月1日合龙,总投资3.2亿元。\n"
        "闻人疏雨说:“这座桥让两岸的孩子少走六公里。”大桥计划在年底前通车。\n"
        "【编辑:何二】\n相关阅读\n- 环球播报:别处的新闻\n",
        encoding="utf-8",
    )
    return path
