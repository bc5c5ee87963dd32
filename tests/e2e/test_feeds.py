"""`news feed` on a real broker, against a server that misbehaves: nothing lost, nothing twice."""

import json
import os
import subprocess
import sys
import time
from collections import Counter

import pytest

from pipeline.cli.main import main
from pipeline.topology import RAW
from tests.e2e.running import read_topic
from tests.made_feeds import item, rss, text_of
from tests.misbehaving import (
    dripping,
    endless,
    plain,
    redirect,
    truncated,
    validated,
    web_server,
)

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(900)]

# CI takes 100,000: NEWS_TEST_ITEMS=100000, two to five minutes.
ITEMS = int(os.environ.get("NEWS_TEST_ITEMS", "20000"))
A_FEED = 100
OPTIONS = ("--once", "--json", "--pause", "0", "--allow-private", "127.0.0.0/8")


@pytest.fixture
def broker(quiet_broker, tmp_path, monkeypatch):
    monkeypatch.setenv("NEWS_BROKER", quiet_broker.bootstrap)
    monkeypatch.setenv("NEWS_DATA_DIR", str(tmp_path / "data"))
    assert main(["topics", "create"]) == 0
    return quiet_broker.bootstrap


@pytest.fixture
def server():
    with web_server() as running:
        yield running


def ask(capsysbinary, *urls, more=()):
    """Return the exit code, the receipts and the lines of one `news feed --once`."""
    capsysbinary.readouterr()
    code = main(["feed", *urls, *OPTIONS, *more])
    out, err = capsysbinary.readouterr()
    return code, [json.loads(line) for line in out.splitlines()], err.decode()


def raw(broker, site):
    """Return the raw articles of a site."""
    found = [json.loads(value) for _, _, value in read_topic(broker, RAW.name)]
    return [each for each in found if site in (each.get("url") or each.get("site"))]


def test_an_item_is_sent_once_and_as_a_new_version_where_it_changed(broker, server, capsysbinary):
    site = "https://once.example"
    items = [item(n, site=site) for n in range(5)]
    url = f"{server.url}/rss"
    server.answers["/rss"] = validated(rss(items).encode(), etag='"1"')
    code, receipts, err = ask(capsysbinary, url)
    assert (code, len(receipts)) == (0, 5)
    assert "5 items sent; 1 of 1 feeds read" in err
    assert receipts[0]["source_id"] == f"{site}/a/4.html"  # the newest stands first, and goes last

    # 304; then a body that differs, without validators; then the very same body.
    assert ask(capsysbinary, url)[1] == []
    assert server.asked[-1][1]["if-none-match"] == '"1"'
    server.answers["/rss"] = plain(rss([*items, item(5, site=site)]).encode())
    assert [r["source_id"] for r in ask(capsysbinary, url)[1]] == [f"{site}/a/5.html"]
    assert ask(capsysbinary, url)[1] == []

    changed = items[2].replace("清早", "傍晚")
    server.answers["/rss"] = plain(rss([items[0], changed]).encode())
    assert [r["source_id"] for r in ask(capsysbinary, url)[1]] == [f"{site}/a/2.html"]
    # Back to what it was: that version was sent.
    server.answers["/rss"] = plain(rss(items).encode())
    assert ask(capsysbinary, url)[1] == []

    # Another feed has the same items.
    server.answers["/other"] = plain(rss(items, title="别的渡口").encode())
    assert ask(capsysbinary, f"{server.url}/other")[1] == []

    found = raw(broker, "once.example")
    assert len(found) == 7
    first = next(each for each in found if each["url"].endswith("/0.html"))
    assert first["text"] == text_of(0)
    assert first["title"] == "第0号渡船开航"
    assert first["feed"] == "每日渡口"
    assert first["id"] == "ferry-0"
    assert first["published_at"] == "2024-05-20T09:30:00+08:00"


def test_each_fault_is_one_line_and_stops_no_other_feed(broker, server, capsysbinary):
    good = rss([item(n, site="https://fault.example") for n in range(3)])
    half = rss([item(n, site="https://half.example") for n in range(3)]).encode()[:-300]
    server.answers |= {
        "/good": plain(good.encode()),
        "/busy": plain(b"", status=429, retry_after="3600"),
        "/broken": plain(b"", status=500),
        "/cut": truncated(half, said=len(half) + 300),
        "/half": plain(half),
        "/loop": redirect("/loop"),
        "/endless": endless(),
        "/drip": dripping(),
        "/page": plain(b"<html><body>login</body></html>"),
        "/gone": plain(b"", status=410),
    }
    urls = [f"{server.url}{path}" for path in server.answers]
    code, receipts, err = ask(capsysbinary, *urls, more=["--timeout", "2"])
    assert code == 1
    assert len(receipts) == 3
    lines = err.splitlines()
    for url in urls[1:]:
        assert sum(url in line for line in lines) == 1, (url, err)
    assert len(lines) == len(urls)
    assert "3 items sent; 1 of 10 feeds read" in lines[-1]

    # What the server said holds in the next run too, and what is gone is not asked for.
    server.asked.clear()
    again = [url for url in urls if url.endswith(("/busy", "/gone", "/half"))]
    server.answers["/half"] = plain(rss([item(9, site="https://half.example")]).encode())
    code, receipts, err = ask(capsysbinary, *again)
    assert (code, len(receipts)) == (1, 1)
    assert "s more without a request" in err
    assert server.paths() == ["/half"]


def test_private_addresses_are_refused_without_the_option(broker, server, capsys):
    server.answers["/rss"] = plain(rss([item(1)]).encode())
    assert main(["feed", f"{server.url}/rss", "--once"]) == 1
    assert "127.0.0.1 is no public address" in capsys.readouterr().err
    assert server.asked == []


PAGE = (
    "<html><head><title>第{n}号渡船停航_每日渡口</title></head><body><article>"
    "<h1>第{n}号渡船停航</h1><p>{text}</p></article></body></html>"
)


def test_full_sends_the_page_and_the_feeds_own_text_where_there_is_none(
    broker, server, capsysbinary
):
    site = server.url
    server.answers["/rss"] = plain(rss([item(n, site=site) for n in range(4)]).encode())
    page = PAGE.format(n=0, text=text_of(100)).encode("gbk")
    server.answers["/a/0.html"] = plain(page, content_type="text/html; charset=gbk")
    server.answers["/a/1.html"] = plain(b"%PDF-1.7", content_type="application/pdf")
    server.answers["/a/2.html"] = plain(b"", status=503)
    # 3 is not there
    code, receipts, err = ask(capsysbinary, f"{site}/rss", more=["--full"])
    assert code == 0
    assert {r["source_id"] for r in receipts} == {f"{site}/a/{n}.html" for n in (0, 1, 3)}
    assert "HTTP 503. The next poll tries again" in err
    assert err.count("The feed's own text is sent") == 2
    server.answers["/a/2.html"] = plain(PAGE.format(n=2, text=text_of(102)).encode())
    server.asked.clear()
    _, receipts, _ = ask(capsysbinary, f"{site}/rss", more=["--full"])
    assert [r["source_id"] for r in receipts] == [f"{site}/a/2.html"]
    assert server.paths() == ["/rss", "/a/2.html"]
    found = {each["url"]: each for each in raw(broker, site)}
    assert "第100号渡船" in found[f"{site}/a/0.html"]["html"]
    assert found[f"{site}/a/1.html"]["text"] == text_of(1)


def test_a_title_alone_is_no_article(broker, server, capsysbinary):
    bare = "<item><title>停航</title><link>https://bare.example/1</link></item>"
    server.answers["/rss"] = plain(rss([bare]).encode())
    code, receipts, err = ask(capsysbinary, f"{server.url}/rss")
    assert (code, receipts) == (0, [])
    assert "--full fetches the pages" in err


def run_and_kill(command, seconds):
    """Run `news feed` for so long after its first receipt, and kill it; return whether it ended."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            if process.stdout.readline() and seconds is not None:
                time.sleep(seconds)
                process.kill()
            _, err = process.communicate(timeout=600)
        finally:
            process.kill()
    return process.returncode, err.decode()


def test_nothing_is_lost_and_nothing_comes_twice(broker, server, tmp_path, capsys):
    """Many feeds, killed in the middle again and again; every other one misbehaves at first."""
    feeds = ITEMS // A_FEED
    for feed in range(feeds):
        items = (
            item(n, site="https://all.example") for n in range(feed * A_FEED, (feed + 1) * A_FEED)
        )
        server.answers[f"/{feed}.xml"] = validated(
            rss(items).encode(), modified="Mon, 20 May 2024 01:00:00 GMT"
        )
    outlines = "".join(f'<outline xmlUrl="{server.url}/{n}.xml"/>' for n in range(feeds))
    opml = tmp_path / "feeds.opml"
    opml.write_text(f"<opml version='2.0'><body>{outlines}</body></opml>")
    command = [sys.executable, "-m", "pipeline", "feed", str(opml), *OPTIONS]
    whole = {n: server.answers[f"/{n}.xml"] for n in range(0, feeds, 3)}
    for n in whole:
        server.answers[f"/{n}.xml"] = (
            plain(b"", status=500) if n % 2 else truncated(b"<rss>", said=9)
        )
    started = time.monotonic()
    for seconds in (0.0, 0.3, 0.05, 1.0):
        code, err = run_and_kill(command, seconds)
        assert code == -9, err
    for n, answer in whole.items():
        server.answers[f"/{n}.xml"] = answer
    code, err = run_and_kill(command, None)
    assert code == 0, err[-2000:]
    took = time.monotonic() - started
    code, err = run_and_kill(command, None)
    assert code == 0, err[-2000:]
    assert "news: 0 items sent" in err
    found = Counter(each["url"] for each in raw(broker, "all.example"))
    assert len(found) == ITEMS
    assert set(found.values()) == {1}
    with capsys.disabled():
        print(f"\n{ITEMS:,} items of {feeds} feeds, 4 kills: {took:.0f} s")
