"""Workers as the image runs them: a user without rights, over an installation that cannot be written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pipeline.topology import ENRICHED
from tests.e2e.running import read_topic

NOBODY = 65534
ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.kafka,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root may become another user"),
    pytest.mark.skipif(shutil.which("unshare") is None, reason="unshare is not installed"),
    pytest.mark.skipif(shutil.which("setpriv") is None, reason="setpriv is not installed"),
]
PAGE = """渡口镇的新图书馆昨天开门，第一天来了三百多个孩子。
馆长蓝远山说，书架上的一万两千册书都是镇里人一本一本捐来的。
"""
# What `docker run --read-only --user 65534` makes of a machine: everything read-only but the data
# directory and the kernel's own. All of it in a mount namespace: nothing is changed outside.
_READ_ONLY = """
set -e
mount --make-rprivate /
data="$1"; closed="$2"; python="$3"; shift 3
if [ -n "$closed" ]; then
  # A Python in a home that only its owner may enter.
  mount --bind "$python" "$data"
  mount -t tmpfs -o mode=755 tmpfs "$closed"
  mkdir -p "$python"
  mount --move "$data" "$python"
fi
mount --bind "$data" "$data"
for place in $(findmnt -rno TARGET | grep -v -e '^/proc' -e '^/sys' -e '^/dev' | sort -u); do
  [ "$place" = "$data" ] || mount -o remount,bind,ro "$place" 2>/dev/null || true
done
exec setpriv --reuid 65534 --regid 65534 --clear-groups --no-new-privs --inh-caps=-all "$@"
"""


def as_nobody(data: Path, *command: str) -> list[str]:
    """Return the command that runs `command` as nobody, with `data` alone to write in."""
    closed = [p for p in Path(sys.base_prefix).parents if not p.stat().st_mode & 0o001]
    outermost = str(closed[-1]) if closed else ""
    return ["unshare", "--mount", "sh", "-c", _READ_ONLY, "sh", str(data), outermost,
            sys.base_prefix, *command]  # fmt: skip


@pytest.fixture
def data():
    """The one directory that nobody may write."""
    with TemporaryDirectory(prefix="news-unprivileged-") as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        data.mkdir()
        os.chown(data, NOBODY, NOBODY)
        yield data


@pytest.fixture
def news(data, embedded_broker):
    """Return what starts `news` as nobody over read-only files."""
    environment = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "NEWS_BROKER": embedded_broker.bootstrap,
        "NEWS_DATA_DIR": str(data),
        "NEWS_CACHE_DIR": str(data / "cache"),
        "NEWS_APP_ID": "unprivileged",
        "NEWS_LOG_LEVEL": "warning",
    }

    def start(*arguments: str, **changes: str) -> subprocess.Popen:
        # Without HOME: nobody has none.
        return subprocess.Popen(
            as_nobody(data, sys.executable, "-m", "pipeline", *arguments),
            env={**environment, **changes},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=data,
        )  # fmt: skip

    return start


def test_nothing_but_the_data_directory_can_be_written(data):
    places = [str(ROOT), "/tmp", "/var/tmp", sys.prefix, str(data)]
    code = (
        "import os, sys\n"
        "print(os.geteuid())\n"
        "print(*[p for p in sys.argv[1:] if os.access(p, os.W_OK)])\n"
    )
    answer = subprocess.run(
        as_nobody(data, sys.executable, "-c", code, *places),
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert answer.stdout.splitlines() == [str(NOBODY), str(data)], answer.stderr


@pytest.mark.timeout(600)
def test_workers_run_and_write_nothing_elsewhere(news, data, embedded_broker):
    page = data / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    run = news("run", NEWS_GROUPING="all")
    try:
        wait_for_ready(run)
        publish = news("publish", str(page), "--site", "nobody.example", "--json")
        out, _ = publish.communicate(timeout=120)
        assert publish.returncode == 0, out
        uri = f"urn:uuid:{json.loads(out.splitlines()[-1])['id']}"
        end = time.monotonic() + 60
        while not any(uri in value.decode() for _, _, value in enriched(embedded_broker)):
            assert time.monotonic() < end
            time.sleep(0.5)
    finally:
        run.terminate()
        rest, _ = run.communicate(timeout=60)
    assert run.returncode == 0, rest
    assert "ermission denied" not in rest
    assert "ead-only file system" not in rest
    assert {path.name for path in data.iterdir()} <= {"page.txt", "partitions", "publish", "cache"}


def enriched(broker):
    return read_topic(broker.bootstrap, ENRICHED.name)


def wait_for_ready(run: subprocess.Popen) -> None:
    told = []
    for line in run.stdout:
        told.append(line)
        if "workers are ready" in line:
            return
    raise AssertionError("".join(told))


def test_files_are_enriched_too(news, data):
    page = data / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    enrich = news("enrich", str(page))
    out, _ = enrich.communicate(timeout=120)
    assert enrich.returncode == 0, out
    assert "蓝远山" in out.splitlines()[-1]
    assert len(out.splitlines()) == 1, out
    doctor = news("doctor")
    out, _ = doctor.communicate(timeout=120)
    assert "ok      disk" in out
    assert "Traceback" not in out
