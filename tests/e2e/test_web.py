"""The live page on a real Kafka: an article that is written is on it, one that is taken back goes."""

import asyncio
import json
import re
import time
import urllib.error
import urllib.request
from urllib.parse import quote

import confluent_kafka
import msgspec
import pytest

from pipeline.broker.admin import Admin
from pipeline.settings import load_settings
from pipeline.topology import CONTROL, ENRICHED, RAW, TOPICS
from pipeline.web.server import Served, Site, serving
from tests.e2e.running import read_topic
from tests.unit.web.conftest import TOKEN, Browser, sign_in
from tests.unit.web.events import ID, enriched, link, rejected, titled

pytestmark = pytest.mark.kafka


async def create(settings):
    async with Admin(settings, patience=30.0) as admin:
        await admin.create(TOPICS)


def write(settings, *documents):
    """Publish enriched events by a client that is not ours."""
    # A trace reads the one partition that Kafka's own clients write a key to.
    to = {"bootstrap.servers": settings.broker, "partitioner": "murmur2_random"}
    producer = confluent_kafka.Producer(to)
    for made in documents:
        record = enriched(made)
        producer.produce(ENRICHED.name, record.value, record.key, headers=list(record.headers))
    assert producer.flush(30) == 0


def seen(address, path, text, *, there=True, seconds=60):
    """Wait until a page has a text, or has it no longer."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address + path, timeout=30) as answer:
                page = answer.read().decode()
        except urllib.error.HTTPError as error:
            page = error.read().decode()
        if (text in page) == there:
            return page
        assert time.monotonic() < end, page
        time.sleep(0.2)


def test_what_is_written_is_shown_and_what_is_taken_back_goes(embedded_broker, tmp_path):
    settings = load_settings(broker=embedded_broker.bootstrap)
    asyncio.run(create(settings))
    served = Served(host="127.0.0.1", port=0, path=tmp_path / "page.sqlite")
    first, second = titled("江城大桥今天通车", number=1), titled("青岚河口起雾", number=2)
    site = Site(settings, served)
    with serving(site):
        seen(site.address, "", "No article has come yet")
        write(settings, first)
        seen(site.address, f"?q={quote('江城')}", "江城大桥今天通车")
        lags = seen(site.address, "pipeline", "news.raw.v1")
        assert "Not known" not in lags
    # It goes on where it stood, in the same file.
    write(settings, second, msgspec.structs.replace(first, pub_status="canceled"))
    site = Site(settings, served)
    with serving(site):
        seen(site.address, "", "青岚河口起雾")
        seen(site.address, "", "江城大桥今天通车", there=False)
        assert "Withdrawn" in seen(site.address, f"article/{ID}1", "Withdrawn")
        assert json.loads(seen(site.address, f"article/{ID}2/event.json", ID))["uri"].endswith("2")
        traced = seen(site.address, f"trace?of={ID}1", "<caption>2 records")
        assert traced.index("enriched</strong>") < traced.index("canceled</strong>")
        seen(site.address, f"trace?of={quote('https://nobody.example/1')}", "No record is of it")


def test_who_signed_in_blocks_a_link_and_sends_a_rejected_record_again(embedded_broker, tmp_path):
    settings = load_settings(broker=embedded_broker.bootstrap)
    asyncio.run(create(settings))
    producer = confluent_kafka.Producer({"bootstrap.servers": settings.broker})
    for record in (link(1, id="00000000000000aa"), rejected(b"{broken of the page")):
        producer.produce(
            record.topic, record.value, record.key, headers=list(record.headers), partition=0
        )
    assert producer.flush(30) == 0
    path = tmp_path / "page.sqlite"
    site = Site(settings, Served(host="127.0.0.1", port=0, path=path, token=TOKEN))
    with serving(site):
        seen(site.address, "link/00000000000000aa", "别处的新闻")
        me = sign_in(Browser(site.address, None))
        me.send("/link/00000000000000aa/overrule", action="block")
        # The topic has brought it back by the time that the page is shown.
        assert "An operator blocked this link" in me.text("/link/00000000000000aa")
        place = re.search(
            r"/rejected/0/[0-9]+", seen(site.address, "pipeline", "{broken of the page")
        )[0]
        # The sample's second attempt failed: it is sent where a person asks for it all the same.
        for again, told in (
            ({}, "It is itself what a retry came to"),
            ({"again": "yes"}, "It was sent again, as record"),
            ({}, "It was sent again before"),
        ):
            _, headers, _ = me.send(f"{place}/retry", **again)
            assert told in me.text(headers["location"])
    sent = [
        headers
        for _, headers, value in read_topic(settings.broker, RAW.name)
        if value == b"{broken of the page"
    ]
    assert [each["x-retry-of"] for each in sent] == [
        place.removeprefix("/rejected/").replace("/", ",")
    ]
    said = [key for key, _, _ in read_topic(settings.broker, CONTROL.name)]
    assert "link:00000000000000aa" in said
