"""Code blocks of README and docs that need a broker: run on a real one, with README's own workers.

What is run, listed or replaced: `tests/doc_blocks.toml`. Those without a broker, and all that is
data: `tests/unit/test_doc_blocks.py`.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator

import pytest

from pipeline.broker.embedded import EmbeddedBroker
from tests.doc_blocks import RUN, blocks, environment, notes, of_page, run_page

pytestmark = pytest.mark.kafka

NOTES = notes()
ONLINE = [b for b in blocks() if b.kind in RUN and b.needs_a_broker() and NOTES.is_run(b)]
WORKERS = "news run --workers 2"
_SECONDS = 120


@pytest.fixture(scope="module")
def broker(
    embedded_broker: EmbeddedBroker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A broker with the workers that README starts, until Ctrl-C."""
    commands = [c for b in ONLINE if b.page == "README.md" for _, c in b.commands()]
    assert WORKERS in commands
    folder = tmp_path_factory.mktemp("workers")
    env = environment(folder, embedded_broker.bootstrap)
    subprocess.run(["news", "topics", "create"], env=env, check=True, capture_output=True)
    process = subprocess.Popen(
        shlex.split(WORKERS), cwd=folder, env=env, stderr=subprocess.PIPE, encoding="utf-8"
    )
    said, ready = [], threading.Event()

    def listen() -> None:
        for line in process.stderr:
            said.append(line)
            if "ready on" in line:
                ready.set()

    threading.Thread(target=listen, daemon=True).start()
    try:
        assert ready.wait(_SECONDS), "".join(said)
        yield embedded_broker.bootstrap
        process.send_signal(signal.SIGINT)
        assert process.wait(_SECONDS) in (0, 130), "".join(said)
    finally:
        process.kill()


@pytest.mark.parametrize("page", dict.fromkeys(block.page for block in ONLINE))
def test_blocks_that_need_a_broker_run(page, broker, tmp_path):
    chosen = of_page(page, ONLINE)
    before = NOTES.of(page).get("before", "")
    for tool in ("kcat", "jq"):
        used = any(tool in block.text for block in chosen if block.kind == "sh") or tool in before
        if used and shutil.which(tool) is None and not os.environ.get("NEWS_REQUIRE_KCAT"):
            pytest.skip(f"{tool} is not installed: apt-get install {tool}")
    run_page(page, chosen, tmp_path, NOTES, broker)
