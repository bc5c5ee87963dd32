"""What breaks a page that stays open all day: a file that goes, is held, is shared; huge articles."""

import asyncio
import sqlite3
import threading
import time
from types import SimpleNamespace

import msgspec
import pytest

from pipeline.settings import BrokerSettings
from pipeline.topology import ENRICHED
from pipeline.web import following as module
from pipeline.web.following import Following
from pipeline.web.store.database import Keep, NewsDatabase
from tests.unit.web.events import ID, NOW, enriched, event, titled


def test_a_file_that_is_deleted_while_it_is_served_is_made_anew(browser, site):
    database = site._database
    browser.apply([enriched(titled("江城大桥今天通车"))])
    assert not database.renew()
    assert "江城大桥今天通车" in browser.text("/")
    for name in ("", "-wal", "-shm"):
        database.path.with_name(database.path.name + name).unlink(missing_ok=True)
    status, _, text = browser.ask("/")
    assert (status, "In a moment" in text) == (503, True)
    assert not database.path.exists()
    assert database.renew()
    assert database.read_to(ENRICHED.name) == {}
    assert "No article has come yet" in browser.text("/")
    browser.apply([enriched(titled("江城大桥今天通车"))])
    assert "江城大桥今天通车" in browser.text("/")


async def test_the_topics_are_read_anew_where_the_file_was_deleted(monkeypatch, tmp_path):
    database = NewsDatabase(tmp_path / "page.sqlite", Keep(), lambda: NOW)
    record = enriched(event())
    starts, read = [], asyncio.Event()

    class Topic:
        def __init__(self, settings, topic, *, start=None, tell=None):
            self.topic, self.start = topic, start

        async def ends(self):
            return {0: 1}

        async def for_ever(self, take):
            if self.topic is ENRICHED:
                starts.append(dict(self.start))
                if not self.start:
                    await take([SimpleNamespace(
                        topic=record.topic, partition=0, offset=0, timestamp=int(NOW * 1000),
                        key=record.key, value=record.value, headers=list(record.headers),
                    )])  # fmt: skip
                    read.set()
            await asyncio.sleep(60)

    monkeypatch.setattr(module, "Follower", Topic)
    monkeypatch.setattr(module, "_LOOK", 0.01)
    running = asyncio.create_task(
        Following(BrokerSettings(broker="kafka.example:9092"), database, lambda: None).run()
    )
    for _ in range(2):
        await asyncio.wait_for(read.wait(), 30)
        read.clear()
        assert database.read_to(ENRICHED.name) == {0: 1}
        database.path.unlink()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert starts[:2] == [{}, {}]
    database.close()


def test_a_file_that_another_program_holds_is_read_all_the_same_and_written_later(browser, site):
    browser.apply([enriched(titled("江城大桥今天通车"))])
    held = sqlite3.connect(site._database.path, isolation_level=None, check_same_thread=False)
    held.execute("BEGIN IMMEDIATE")
    assert "江城大桥今天通车" in browser.text("/")
    free = threading.Timer(1.0, lambda: (held.execute("COMMIT"), held.close()))
    free.start()
    browser.apply([enriched(titled("青岚河口起雾", number=2), offset=1)])
    free.join()
    assert "青岚河口起雾" in browser.text("/")


def test_a_file_that_cannot_be_read_is_told_for_what_it_is(browser, site, monkeypatch):
    def rows(query, values=()):
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(site._server.desk.file, "rows", rows)
    status, headers, text = browser.ask("/stories")
    assert (status, "another program holds it" in text) == (503, True)
    assert "content-security-policy" in headers


def test_two_pages_on_one_file_have_each_article_once(tmp_path):
    path = tmp_path / "page.sqlite"
    pages = [NewsDatabase(path, Keep(), lambda: NOW) for _ in range(2)]
    records = [enriched(event(f"{n:02}"), offset=n, at=NOW + n) for n in range(40)]

    def read(page):
        for at in range(0, 40, 4):
            page.apply(records[at : at + 4])

    threads = [threading.Thread(target=read, args=(page,)) for page in pages]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    found = pages[0]._connection.execute("SELECT count(*), count(DISTINCT id) FROM articles")
    assert found.fetchone() == (40, 40)
    assert pages[1].read_to(ENRICHED.name) == {0: 40}
    (most,) = pages[0]._connection.execute("SELECT max(n) FROM named WHERE day = ''").fetchone()
    assert most == 40
    for page in pages:
        page.close()


def test_an_article_of_ten_thousand_entities_and_of_null_bytes_leaves_pages_small(browser):
    made = titled("零\0字节\x07响铃")
    facts = made.enrichment
    entity, value = facts.entities[0], facts.values[0]
    facts = msgspec.structs.replace(
        facts,
        site="s\0" * 500,
        entities=tuple(
            msgspec.structs.replace(
                entity,
                id=f"e{n}",
                name=f"名{n}\0" + "长" * 50,
                aliases=("又" * 300,),
                position="局" * 500,
            )
            for n in range(10_000)
        ),
        values=(msgspec.structs.replace(value, value="9" * 5_000, unit="元" * 500),) * 10_000,
    )
    made = msgspec.structs.replace(made, enrichment=facts, by="记" * 100_000)
    browser.apply([enriched(made)])
    for path, most in (
        ("/", 40_000), (f"/article/{ID}1", 1_500_000), (f"/article/{ID}1?view=original", 1_500_000),
        ("/entities?day=all", 200_000), ("/pipeline", 60_000), ("/stories", 20_000),
    ):  # fmt: skip
        began = time.process_time()
        text = browser.text(path)
        assert len(text) < most, (path, len(text))
        assert "\0" not in text, path
        assert time.process_time() - began < 5, path
    assert "⟨U+0000⟩" in browser.text("/")
