"""A whole run of `news feed`: real sockets on one side, a topic in memory on the other."""

from __future__ import annotations

import asyncio
import json
import time

import pytest
from aiokafka.errors import KafkaConnectionError, MessageSizeTooLargeError

from pipeline.errors import BrokerError, UnreadableInputError
from pipeline.feeds import new_items, polling
from pipeline.feeds.addresses import networks
from pipeline.feeds.requesting import Limits
from pipeline.feeds.running import FeedRun, feeds_named
from pipeline.feeds.state import FeedMemory
from pipeline.settings import BrokerSettings
from pipeline.topology import RAW
from tests.made_feeds import item, rss, text_of
from tests.misbehaving import plain, validated, web_server
from tests.topics_in_memory import Topics

SETTINGS = BrokerSettings(broker="kafka.example:9092")
LOOPBACK = networks(["127.0.0.0/8"])
PAGE = "<html><body><article><h1>停航</h1><p>{text}</p></article></body></html>"


class Run:
    """Runs over one file of what was read."""

    def __init__(self, server, topics, path) -> None:
        self.server, self.topics, self.path = server, topics, path
        self.told: list[str] = []
        self.shown: list = []
        self.done = 0

    def of(self, *, full=False, every=600.0):
        return FeedRun(
            SETTINGS, path=self.path, limits=Limits(seconds=5.0, pause=0.0), allowed=LOOPBACK,
            full=full, every=every, show=lambda *pair: self.shown.append(pair),
            warn=self.told.append,
        )  # fmt: skip

    def once(self, *paths, **how):
        """Ask each feed once; return how many items were sent, and how many feeds are at fault."""
        self.told.clear()
        self.server.asked.clear()
        urls = [f"{self.server.url}{path}" for path in paths]
        return asyncio.run(self.of(**how).ask(urls, once=True, done=self._count))

    def _count(self) -> None:
        self.done += 1

    def raw(self):
        return [json.loads(each.value) for each in self.topics.read(RAW.name)]


@pytest.fixture
def run(monkeypatch, tmp_path):
    topics = Topics(partitions=1).install(monkeypatch)
    with web_server() as server:
        yield Run(server, topics, tmp_path / "feeds.sqlite")
    assert topics.open_clients == 0


def test_an_item_goes_once_and_again_where_it_changed(run):
    items = [item(n) for n in range(5)]
    run.server.answers["/rss"] = validated(rss(items).encode(), etag='"1"')
    assert run.once("/rss") == (5, 0)
    assert run.done == 1
    # The newest stands first, and goes last.
    assert [each["id"] for each in run.raw()] == [f"ferry-{n}" for n in (4, 3, 2, 1, 0)]
    assert run.raw()[-1]["text"] == text_of(0)
    record, receipt = run.shown[0]
    assert (record.where, receipt.offset) == ("https://ferry.example/a/4.html", 0)

    assert run.once("/rss") == (0, 0)
    assert run.server.asked[-1][1]["if-none-match"] == '"1"'
    run.server.answers["/rss"] = plain(rss([*items, item(5)]).encode())
    assert run.once("/rss") == (1, 0)
    assert run.once("/rss") == (0, 0)
    changed = items[2].replace("清早", "傍晚")
    run.server.answers["/rss"] = plain(rss([items[0], changed]).encode())
    assert run.once("/rss") == (1, 0)
    # Back to what it was: that version was sent. And another feed has the same items.
    run.server.answers["/rss"] = plain(rss(items).encode())
    run.server.answers["/other"] = plain(rss(items, title="别的渡口").encode())
    assert run.once("/rss", "/other") == (0, 0)
    assert len(run.raw()) == 7


def test_a_server_is_asked_with_the_time_it_said(run):
    run.server.answers["/rss"] = validated(
        rss([item(1)]).encode(), modified="Mon, 20 May 2024 09:30:00 GMT"
    )
    assert run.once("/rss") == (1, 0)
    assert run.once("/rss") == (0, 0)
    assert run.server.asked[-1][1]["if-modified-since"] == "Mon, 20 May 2024 09:30:00 GMT"
    assert "if-none-match" not in run.server.asked[-1][1]


def test_each_fault_is_one_line_and_stops_no_other_feed(run):
    url = run.server.url
    run.server.answers |= {
        "/good": plain(rss([item(1)]).encode()),
        "/busy": plain(b"", status=429, retry_after="3600"),
        "/broken": plain(b"", status=500),
        "/gone": plain(b"", status=410),
        "/page": plain(b"<html><body>login</body></html>"),
    }
    assert run.once("/busy", "/broken", "/good", "/gone", "/page") == (1, 4)
    assert sorted(line.partition(": ")[0] for line in run.told) == sorted(
        f"{url}/{name}" for name in ("busy", "broken", "gone", "page")
    )
    # What the server said holds in the next run too, and what is gone is not asked for.
    assert run.once("/busy", "/gone", "/broken") == (0, 3)
    assert run.server.paths() == ["/broken"]
    assert f"{url}/gone: it is gone (HTTP 410), and not asked any more" in run.told
    (waits,) = [line for line in run.told if "/busy" in line]
    assert "its server asks for 3600 s more without a request" in waits or "for 359" in waits


def test_faults_in_a_row_are_counted_until_an_answer_comes(run):
    url = f"{run.server.url}/rss"

    def known():
        memory = FeedMemory(run.path)
        try:
            return memory.feed(url)
        finally:
            memory.close()

    run.server.answers["/rss"] = plain(b"", status=500)
    run.once("/rss")
    run.once("/rss")
    assert (known().failures, known().not_before, known().gone) == (2, 0.0, False)
    run.server.answers["/rss"] = plain(b"", status=503, retry_after="7")
    run.once("/rss")
    assert known().failures == 3
    assert 0 < known().not_before - time.time() <= 7
    memory = FeedMemory(run.path)
    memory.note(type(known_feed := memory.feed(url))(url=url, failures=known_feed.failures))
    memory.close()
    run.server.answers["/rss"] = plain(rss([item(1)]).encode())
    assert run.once("/rss") == (1, 0)
    assert (known().failures, known().not_before) == (0, 0.0)


def test_a_title_alone_is_no_article(run):
    bare = "<item><title>停航</title><link>https://bare.example/{}</link></item>"
    items = [bare.format(1), bare.format(2), item(3)]
    run.server.answers["/rss"] = plain(rss(items).encode())
    assert run.once("/rss") == (1, 0)
    (line,) = run.told
    assert line.startswith(f"{run.server.url}/rss: 2 items have no text and are not sent")


def test_with_its_page_where_that_is_to_be_had(run):
    site = run.server.url
    run.server.answers |= {
        "/rss": plain(rss([item(n, site=site) for n in range(4)]).encode()),
        "/a/0.html": plain(
            PAGE.format(text=text_of(100)).encode("gbk"), content_type="text/html; charset=gbk"
        ),
        "/a/1.html": plain(b"%PDF-1.7", content_type="application/pdf"),
        "/a/2.html": plain(b"", status=503),
    }  # and there is no 3
    assert run.once("/rss", full=True) == (3, 0)
    said = {line.partition(": ")[0].removeprefix(site): line for line in run.told}
    assert said["/a/1.html"].endswith("no page but application/pdf. The feed's own text is sent")
    assert said["/a/2.html"].endswith("HTTP 503. The next poll tries again")
    assert said["/a/3.html"].endswith("HTTP 404. The feed's own text is sent")
    found = {each["url"].removeprefix(site): each for each in run.raw()}
    assert text_of(100).splitlines()[0] in found["/a/0.html"]["html"]
    assert "text" not in found["/a/0.html"]
    assert found["/a/1.html"]["text"] == text_of(1)
    run.server.answers["/a/2.html"] = plain(PAGE.format(text=text_of(102)).encode())
    assert run.once("/rss", full=True) == (1, 0)
    assert run.server.paths() == ["/rss", "/a/2.html"]
    # All are settled: the body is as it was, and no item of it is looked at.
    assert run.once("/rss", full=True) == (0, 0)
    assert run.server.paths() == ["/rss"]


def test_a_content_type_that_goes_on_is_cut_in_its_line(run):
    site = run.server.url
    run.server.answers["/rss"] = plain(rss([item(1, site=site)]).encode())
    run.server.answers["/a/1.html"] = plain(b"x", content_type="video/" + "x" * 90)
    assert run.once("/rss", full=True) == (1, 0)
    (line,) = run.told
    assert f"no page but video/{'x' * 54}. The feed's own text" in line


def test_a_page_that_stays_away_is_given_up_at_the_third_time(run):
    site = run.server.url
    run.server.answers["/rss"] = plain(rss([item(1, site=site)]).encode())
    run.server.answers["/a/1.html"] = plain(b"", status=503)
    assert [run.once("/rss", full=True)[0] for _ in range(3)] == [0, 0, 1]
    assert run.raw()[0]["text"] == text_of(1)
    bare = f"<item><title>停航</title><link>{site}/a/9.html</link></item>"
    run.server.answers["/bare"] = plain(rss([bare]).encode())
    assert run.once("/bare", full=True) == (0, 0)
    assert run.told == [f"{site}/a/9.html: HTTP 404. Without a text it is not sent"]
    run.server.answers["/bare"] = plain(rss([bare], more="<ttl>9</ttl>").encode())
    run.once("/bare", full=True)
    assert run.server.paths() == ["/bare"]


def test_a_page_that_is_as_it_was_does_not_go_again(run):
    site = run.server.url
    one = item(1, site=site)
    run.server.answers["/a/1.html"] = plain(PAGE.format(text=text_of(1)).encode())
    run.server.answers["/rss"] = plain(rss([one]).encode())
    assert run.once("/rss", full=True) == (1, 0)
    run.server.answers["/rss"] = plain(rss([one.replace("清早", "傍晚")]).encode())
    assert run.once("/rss", full=True) == (0, 0)
    assert run.server.paths() == ["/rss", "/a/1.html"]
    run.server.answers["/rss"] = plain(
        rss([one.replace("清早", "傍晚")], more="<ttl>9</ttl>").encode()
    )
    run.once("/rss", full=True)
    assert run.server.paths() == ["/rss"]


def test_with_pages_a_feed_is_read_anew(run):
    """Read without pages, an answer of 304 would hide what has to be fetched now."""
    site = run.server.url
    run.server.answers["/rss"] = validated(rss([item(1, site=site)]).encode(), etag='"1"')
    run.server.answers["/a/1.html"] = plain(PAGE.format(text=text_of(9)).encode())
    run.once("/rss")
    assert run.once("/rss", full=True) == (0, 0)
    assert "if-none-match" not in next(h for path, h in run.server.asked if path == "/rss")


def test_items_of_a_long_feed_go_in_batches(run, monkeypatch):
    monkeypatch.setattr(new_items, "_TOGETHER", 2)
    run.server.answers["/rss"] = plain(rss([item(n) for n in range(5)]).encode())
    assert run.once("/rss") == (5, 0)


def test_an_item_that_is_too_large_is_said_once(run):
    huge = item(1).replace("船长说", "雾\n" * 200_001)
    run.server.answers["/rss"] = plain(rss([huge, item(2)]).encode())
    assert run.once("/rss") == (1, 0)
    (line,) = run.told
    assert "not published" in line
    run.server.answers["/rss"] = plain(rss([huge, item(2)], more="<ttl>9</ttl>").encode())
    run.once("/rss")
    assert run.told == []


def test_what_was_not_acknowledged_is_sent_by_the_next_run(run):
    run.server.answers["/rss"] = plain(rss([item(1), item(2)]).encode())
    run.topics.holds = KafkaConnectionError("gone")
    with pytest.raises(BrokerError):
        run.once("/rss")
    run.topics.holds = None
    run.server.answers["/rss"] = plain(rss([]).encode())
    assert run.once("/rss") == (0, 0)
    assert sorted(each["id"] for each in run.raw()) == ["ferry-1", "ferry-2"]
    assert len(run.shown) == 2
    run.once("/rss")
    assert len(run.raw()) == 2


def test_what_stands_on_the_topic_already_is_not_sent_again(run):
    """A run is killed between the broker's acknowledgement and its own note of it."""
    run.server.answers["/rss"] = plain(rss([item(1), item(2)]).encode())
    run.topics.holds = KafkaConnectionError("gone")
    with pytest.raises(BrokerError):
        run.once("/rss")
    run.topics.holds = None
    memory = FeedMemory(run.path)
    (one, _), _, _ = memory.left()
    memory.close()
    run.topics.add(RAW.name, one.value, key=one.key.encode(), timestamp=time.time())
    run.topics.add(RAW.name, b"{}", timestamp=time.time())
    assert run.once("/rss") == (0, 0)
    values = [each.value for each in run.topics.read(RAW.name)]
    assert len(values) == 3
    assert values.count(one.value) == 1


def test_a_record_that_the_topic_does_not_take_ends_the_run(run):
    run.server.answers["/rss"] = plain(rss([item(1)]).encode())
    run.topics.refuses = MessageSizeTooLargeError()
    with pytest.raises(Exception, match="not published"):
        run.once("/rss")


async def test_feeds_are_asked_again_in_their_turn_until_all_are_gone(run, monkeypatch):
    slept: list[float] = []
    now = 1_700_000_000.0

    class Clock:
        @staticmethod
        def time():
            return now

    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        nonlocal now
        if seconds > 1:
            slept.append(seconds)
            now += seconds
            answer = plain(b"", status=410) if len(slept) == 2 else plain(b"", status=500)
            run.server.answers["/rss"] = answer
        await real(0)

    monkeypatch.setattr(polling, "time", Clock)
    monkeypatch.setattr(polling.asyncio, "sleep", sleep)
    run.server.answers["/rss"] = plain(rss([item(1)]).encode())
    found = await run.of(every=600.0).ask([f"{run.server.url}/rss"], once=False, done=run._count)
    # Nobody who asks for ever counts feeds at fault.
    assert found == (1, 0)
    # Its turn; then twice that, after a fault.
    assert [600 <= slept[0] <= 660, 1200 <= slept[1] <= 1260, len(slept)] == [True, True, 2]


def test_feeds_are_named_by_address_or_file_each_once(tmp_path):
    path = tmp_path / "feeds.opml"
    path.write_text(
        '<opml version="2.0"><body><outline type="rss" xmlUrl="https://a.example/rss"/>'
        '<outline type="rss" xmlUrl="https://b.example/rss"/></body></opml>'
    )
    found = feeds_named(["HTTPS://c.example/rss", "https://b.example/rss", str(path)])
    assert found == ["HTTPS://c.example/rss", "https://b.example/rss", "https://a.example/rss"]
    with pytest.raises(UnreadableInputError, match="No such file"):
        feeds_named([str(tmp_path / "none.opml")])
