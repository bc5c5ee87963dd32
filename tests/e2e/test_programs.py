"""The programs of examples/ on a real broker: Scrapy's own crawler on local pages, a CSV file."""

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.e2e.running import read_topic
from tests.made_feeds import text_of
from tests.misbehaving import plain, web_server

pytestmark = pytest.mark.kafka

PROGRAMS = ROOT / "examples" / "programs"
TOPIC = "news.raw.v1"


@pytest.fixture
def env(quiet_broker, tmp_path):
    own = {"NEWS_BROKER": quiet_broker.bootstrap, "NEWS_DATA_DIR": str(tmp_path)}
    env = os.environ | own | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", "pipeline", "topics", "create"], env=env, check=True)
    return env


def run(env, program, argument):
    command = [sys.executable, str(PROGRAMS / program), argument]
    return subprocess.run(
        command, env=env, capture_output=True, text=True, timeout=120, check=False
    )


def articles(env, site):
    found = [json.loads(value) for _, _, value in read_topic(env["NEWS_BROKER"], TOPIC)]
    return {each["url"]: each for each in found if site in (each.get("url") or "")}


def test_scrapy_crawls_local_pages(env):
    with web_server() as server:
        links = "".join(f'<a href="/a/{n}.html">{n}</a>' for n in range(5))
        away = '<a href="http://elsewhere.example/b.html">b</a>'
        server.answers["/"] = plain(
            f"<html><body>{links}{away}</body></html>".encode(), content_type="text/html"
        )
        for n in range(4):
            page = f'<html><head><meta charset="gbk"></head><body><p>{text_of(n)}</p></body></html>'
            server.answers[f"/a/{n}.html"] = plain(page.encode("gbk"), content_type="text/html")
        server.answers["/a/3.html"] = plain(b"", status=500)
        server.answers["/robots.txt"] = plain(b"User-agent: *\nDisallow: /a/2.html\n")
        done = run(env, "scrapy_news.py", f"{server.url}/")
        assert done.returncode == 0, done.stderr
        found = articles(env, server.url)
        assert set(found) == {f"{server.url}/a/{n}.html" for n in (0, 1)}
        assert text_of(1).splitlines()[0] in found[f"{server.url}/a/1.html"]["html"]
        printed = [line.split() for line in done.stdout.splitlines()]
        assert sorted(line[3] for line in printed) == sorted(found)


def test_scrapy_stops_where_there_is_no_broker(env):
    with web_server() as server:
        server.answers["/"] = plain(b'<a href="/a.html">a</a>', content_type="text/html")
        server.answers["/a.html"] = plain(b"<p>a</p>", content_type="text/html")
        done = run(env | {"NEWS_BROKER": ""}, "scrapy_news.py", f"{server.url}/")
    assert done.returncode != 0
    assert "no broker is named" in done.stderr


def test_a_csv_file_is_published(env):
    done = run(env, "publish_csv.py", str(PROGRAMS / "articles.csv"))
    assert (done.returncode, done.stdout) == (0, "3 published\n"), done.stderr
    found = articles(env, "ferry.example/2024/052")
    assert len(found) == 3
    assert all(each["text"] and each["published_at"] for each in found.values())


def test_without_a_broker_it_says_so_in_a_line(env):
    done = run(env | {"NEWS_BROKER": ""}, "publish_csv.py", str(PROGRAMS / "articles.csv"))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
