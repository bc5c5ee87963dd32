"""The day after, on a real Kafka with tiny stages: rejections, traces, lag, copies of topics."""

from __future__ import annotations

import asyncio
import json
import time

import confluent_kafka
import msgspec
import pytest

from pipeline.broker.admin import Admin
from pipeline.broker.embedded import EmbeddedBroker
from pipeline.cli.main import main
from pipeline.settings import load_settings
from pipeline.topology import ENRICHED, GROUPINGS, RAW, REJECTED
from tests.e2e.running import read_topic, supervised
from tests.stream.tiny import build

pytestmark = pytest.mark.kafka

SECONDS = 120
GBK = "河口镇的石拱桥昨天通车,孩子们排着队走过。".encode("gbk")


@pytest.fixture(scope="module", params=["split", "all"])
def workers(request, tmp_path_factory):
    """A broker and workers of one grouping, with tiny stages."""
    directory = tmp_path_factory.mktemp("kafka")
    with EmbeddedBroker(directory, load_settings().cache_path()) as broker:
        settings = load_settings(
            broker=broker.bootstrap,
            data_dir=tmp_path_factory.mktemp("data"),
            partitions=2,
            grouping=request.param,
            log_level="warning",
        )
        with supervised(settings, build, seconds=SECONDS):
            yield settings


class Desk:
    """Runs `news`, and publishes with a client that is not ours."""

    def __init__(self, settings, capture):
        self.broker = settings.broker
        self.capture = capture
        self.err = ""

    def news(self, *arguments, code=0):
        self.capture.readouterr()
        assert main([*map(str, arguments)]) == code, self.capture.readouterr().err
        out, self.err = self.capture.readouterr()
        self.err = self.err.decode()
        return [json.loads(line) for line in out.splitlines() if line.startswith(b"{")]

    def publish(self, *records):
        """Publish (key, headers, value); return the place of each."""
        producer = confluent_kafka.Producer(
            {"bootstrap.servers": self.broker, "partitioner": "murmur2_random"}
        )
        places = []
        for key, headers, value in records:
            producer.produce(
                RAW.name, value, key, headers=headers,
                on_delivery=lambda _, m: places.append((m.partition(), m.offset())),
            )  # fmt: skip
            producer.flush(20)
        return places

    def until(self, wanted, *arguments):
        """Run `news ... --json` until what it prints is as it is wanted."""
        end = time.monotonic() + SECONDS
        while not wanted(found := self.news(*arguments, "--json")):
            assert time.monotonic() < end, found
            time.sleep(0.5)
        return found

    def rejected(self, site, count):
        """Return what was rejected under the key `site`, once that is so many records."""

        def mine(found):
            return [each for each in found if each["key"] == site]

        return mine(self.until(lambda found: len(mine(found)) == count, "rejected", "list"))

    def raw(self, key):
        return [each for each in read_topic(self.broker, RAW.name) if each[0] == key]


@pytest.fixture
def desk(workers, monkeypatch, capsysbinary, tmp_path):
    monkeypatch.setenv("NEWS_BROKER", workers.broker)
    monkeypatch.setenv("NEWS_GROUPING", workers.grouping)
    monkeypatch.setenv("NEWS_PARTITIONS", "2")
    monkeypatch.setenv("NEWS_DATA_DIR", str(tmp_path / "own"))
    return Desk(workers, capsysbinary)


def article(text, **fields):
    return json.dumps({"text": text} | fields).encode()


def test_what_was_rejected_is_found_by_reason_stage_time_place_and_id(desk):
    desk.publish(
        ("list.example", [], b"{no json"),
        ("list.example", [], article("REFUSE", id="gate-7", site="list.example")),
    )
    both = desk.rejected("list.example", 2)
    assert {each["reason"] for each in both} == {"bad-json", "no-article"}
    (refused,) = [each for each in both if each["reason"] == "no-article"]

    def at(*asked):
        found = desk.news("rejected", "list", "--json", *asked)
        return [each["at"] for each in found if each["key"] == "list.example"]

    assert at("--reason", "no-article") == [refused["at"]]
    assert at("--id", "gate-7") == [refused["at"]]
    assert at("--at", refused["at"]) == [refused["at"]]
    assert len(at("--stage", "clean", "--since", "1h")) == 2
    assert at("--stage", "extract") == at("--until", "1h") == at("--id", "gate") == []
    (shown,) = desk.news("rejected", "show", refused["at"], "--json")
    assert json.loads(shown["record"]["value_text"])["id"] == "gate-7"
    assert shown["facts"]["standing"] == "open"
    desk.news("rejected", "show", "1/99999", code=1)


def test_a_retry_sends_the_raw_bytes_once_and_is_told_from_a_first_try(desk):
    headers = [("Content-Type", b"text/plain; charset=gbk"), ("x-own", b"1"), ("desk", None)]
    refused = "REFUSE 这一篇".encode("gbk")
    desk.publish(("retry.example", headers, refused))
    (first,) = desk.rejected("retry.example", 1)
    asked = ("rejected", "retry", "--at", first["at"], "--json")
    assert desk.news(*asked, "--dry-run")[0]["outcome"] == "would-send"
    assert len(desk.raw("retry.example")) == 1
    (sent,) = desk.news(*asked)
    assert sent["outcome"] == "sent"
    assert desk.news(*asked)[0]["outcome"] == "retried"
    _, second = desk.rejected("retry.example", 2)
    assert second["attempts"] == 2
    assert (second["raw"], second["first_failed"]) == (sent["raw"], first["first_failed"])
    # What failed again is passed over, too; told to, it alone is sent: the first has had its try.
    every = ("rejected", "retry", "--reason", "no-article", "--since", "1h", "--json")
    outcomes = {each["at"]: each["outcome"] for each in desk.news(*every, "--dry-run")}
    assert (outcomes[first["at"]], outcomes[second["at"]]) == ("retried", "failed-again")
    outcomes = {each["at"]: each["outcome"] for each in desk.news(*every, "--dry-run", "--again")}
    assert (outcomes[first["at"]], outcomes[second["at"]]) == ("retried", "would-send")
    lines = desk.news("export", RAW.name)
    copies = [line for line in lines if line["key"] == "retry.example"]
    assert [line["value_base64"] for line in copies] == [copies[0]["value_base64"]] * 2
    named = dict(copies[1]["headers"])
    partition, offset = first["at"].split("/")
    assert named["Content-Type"] == "text/plain; charset=gbk"
    assert named["x-retry-of"] == f"{partition},{offset}"
    assert "x-own" not in named
    assert set(named) == {"Content-Type", "desk", "x-retry-of", "x-attempts", "x-first-failed-at"}


def test_what_a_later_stage_rejected_is_sent_again_from_its_raw_record(desk):
    text = "BREAK EXTRACT 一句"
    desk.publish(("late.example", [], article(text, url="https://late.example/1")))
    found = desk.until(
        lambda rows: any(row["what"] == "rejected" for row in rows), "trace", "https://late.example/1"
    )  # fmt: skip
    assert found[0]["what"] == "published"
    assert found[-1]["stage"] == "extract"
    place = f"{found[-1]['partition']}/{found[-1]['offset']}"
    (sent,) = desk.news("rejected", "retry", "--at", place, "--json")
    assert sent["outcome"] == "sent"
    (first, second) = desk.raw("late.example")
    assert first[2] == second[2] == article(text, url="https://late.example/1")
    again = desk.until(
        lambda rows: len([row for row in rows if row["what"] == "rejected"]) == 2,
        "trace", "https://late.example/1",
    )  # fmt: skip
    assert "retried" in [row["what"] for row in again]


def test_a_trace_shows_every_record_of_an_article_in_order(desk, workers):
    url = "https://trace.example/bridge"
    # Under a key that is not its site's: in one process it is published again.
    desk.publish(
        *((f"desk-{n}", [], article("石桥昨天通车。\n- 一条链接", url=f"{url}/{n}", id=f"own-{n}")) for n in range(4))
    )  # fmt: skip
    desk.until(lambda rows: any(row["what"] == "enriched" for row in rows), "trace", url + "/0")
    # Topics are read one after another: what came meanwhile is there the next time.
    found = desk.news("trace", url + "/0", "--json")
    happened = [row["what"] for row in found]
    assert happened[0] == "published"
    assert happened[-1] == "enriched"
    assert {"waits", "asked", "counted"} <= set(happened)
    assert ("cleaned" in happened) == ("decided" in happened) == (workers.grouping == "split")
    assert [row["ms"] for row in found] == sorted(row["ms"] for row in found)
    identifier = found[-1]["key"]
    assert found[-1]["ce_id"].startswith(identifier)
    assert desk.news("trace", identifier, "--json") == found
    assert desk.news("trace", f"urn:uuid:{identifier}", "--json") == found
    assert desk.news("trace", "own-0", "--json") == found
    desk.news("trace", "https://trace.example/none", code=1)


def test_lag_tells_who_is_behind_and_what_was_rejected(desk, workers):
    desk.publish(("lag.example", [], b"{no json"))
    desk.rejected("lag.example", 1)
    (facts,) = desk.until(
        lambda found: all(each["lag"] == 0 for each in found[0]["groups"]), "lag", "--since", "1h"
    )
    assert {each["group"] for each in facts["groups"]} == {
        f"news-{'-'.join(stages)}" for stages in GROUPINGS[workers.grouping]
    }
    assert all(each["started"] for each in facts["groups"] if each["topic"] == RAW.name)
    assert ("clean", "bad-json") in {(each["stage"], each["reason"]) for each in facts["rejected"]}
    desk.news("lag", "--max", "0", "--max-rejected", "100000")
    desk.news("lag", "--max-rejected", "0", code=1)
    assert "were rejected since 1h: over 0" in desk.err


def test_an_exported_topic_comes_back_byte_for_byte(desk, workers, tmp_path):
    name = f"copies.{workers.grouping}"
    sent = [
        (
            "k",
            [("h", b"1"), ("none", None), ("h", b""), ("bytes", b"\xff\xd6")],
            article("一句话。"),
        ),
        ("k", [], b'{"a": 1}'),
        ("k", [], b'{"a":1.0,"b":[null,1e3,12345678901234567890123]}'),
        (b"\xff\x00", [], GBK),
        (None, [], b""),
        ("k", [], None),
        ("k", [], b"null"),
        ("k", [], ("[" * 300 + "]" * 300).encode()),
    ]
    asyncio.run(lay_out(workers, f"{name}.from", f"{name}.to"))
    producer = confluent_kafka.Producer({"bootstrap.servers": desk.broker})
    for number, (key, headers, value) in enumerate(sent):
        producer.produce(
            f"{name}.from",
            value,
            key,
            number % 2,
            headers=headers,
            timestamp=1700000000000 + number,
        )
    producer.flush(20)
    lines = desk.news("export", f"{name}.from")
    assert len(lines) == len(sent)
    path = tmp_path / "topic.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines) + "\n{broken\n")
    desk.news("import", f"{name}.to", path, "--rate", "1000", code=1)
    assert "8 records were written, 1 lines were none" in desk.err
    assert records(desk.broker, f"{name}.to") == records(desk.broker, f"{name}.from")
    for line in lines:
        assert line.pop("topic") == f"{name}.from"
    copied = desk.news("export", f"{name}.to")
    for line in copied:
        del line["topic"]
    # Partitions are read as they come.
    assert sorted(copied, key=place_of) == sorted(lines, key=place_of)


def place_of(line):
    return line["partition"], line["offset"]


async def lay_out(settings, *names):
    async with Admin(settings) as admin:
        # The records are of 2023: with a retention the broker deletes them within five minutes.
        how = {"partitions": 2, "retention_ms": -1}
        topics = [msgspec.structs.replace(RAW, name=name, **how) for name in names]
        await admin.create(topics)


def records(broker, topic):
    """Return all that a record has, but its offset, by a client that is not ours."""
    reader = confluent_kafka.Consumer(
        {"bootstrap.servers": broker, "group.id": "copies", "enable.partition.eof": True}
    )
    found, ended = {}, set()
    try:
        reader.assign([confluent_kafka.TopicPartition(topic, p, 0) for p in range(2)])
        while len(ended) < 2:
            record = reader.poll(20)
            assert record is not None
            if record.error():
                ended.add(record.partition())
                continue
            found.setdefault(record.partition(), []).append(
                (record.key(), record.headers(), record.value(), record.timestamp())
            )
    finally:
        reader.close()
    return found


def test_consume_takes_one_article_few_fields_and_ends_at_a_limit(desk):
    url = "https://consume.example/a"
    desk.publish(
        *(("consume.example", [], article(f"第{n}篇写桥。", url=f"{url}{n}")) for n in range(3))
    )
    end = time.monotonic() + SECONDS
    while len(desk.news("consume", "--site", "consume.example")) < 3:
        assert time.monotonic() < end
    (one,) = desk.news("consume", "--id", f"{url}1", "--fields", "uri,enrichment.site,none.at.all")
    assert one == {"uri": one["uri"], "enrichment.site": "consume.example", "none.at.all": None}
    (same,) = desk.news("consume", "--id", one["uri"], "--limit", "5")
    assert same["uri"] == one["uri"]
    assert len(desk.news("consume", "--site", "consume.example", "--limit", "2")) == 2


def test_drop_deletes_the_oldest_and_only_when_told(desk):
    desk.publish(("drop.example", [], b"{no json"))
    desk.rejected("drop.example", 1)
    before = len(read_topic(desk.broker, REJECTED.name))
    assert desk.news("rejected", "drop", "--before", "1h") == []
    cuts = desk.news("rejected", "drop", "--before", "0s", "--json", code=1)
    assert sum(cut["records"] for cut in cuts) == before
    assert len(read_topic(desk.broker, REJECTED.name)) == before
    assert "nothing was deleted" in desk.err
    desk.news("rejected", "drop", "--before", "0s", "--yes", "--json")
    assert read_topic(desk.broker, REJECTED.name) == []
    assert desk.news("rejected", "list", "--json") == []
    assert len(read_topic(desk.broker, ENRICHED.name)) > 0
