"""The verbs that talk to a broker, on a real one with the whole pipeline behind it."""

import asyncio
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from pipeline.cli.main import main
from pipeline.kafka.publisher import Publisher
from pipeline.settings import load_settings
from pipeline.topology import ENRICHED, RAW, REJECTED
from tests.e2e.running import read_topic, read_until, running

pytestmark = pytest.mark.kafka

TEXT = """河口镇的石拱桥昨天通车,镇里的孩子们排着队第一次从桥上走到对岸的学校去上课。
修桥的钱一半来自镇里,一半由对岸的五个村按户凑齐,账目每个月都贴在村口的布告栏上。
镇长蓝远山说,桥上的每一块石头都编了号,哪一块松了,按着号就能找到当年是谁砌的。"""


@pytest.fixture(scope="module")
def pipeline_on(tmp_path_factory):
    with running(tmp_path_factory.mktemp("cli")) as settings:
        yield settings


@pytest.fixture
def broker(pipeline_on, tmp_path, monkeypatch):
    monkeypatch.setenv("NEWS_BROKER", pipeline_on.broker)
    monkeypatch.setenv("NEWS_DATA_DIR", str(tmp_path / "data"))
    return pipeline_on.broker


def receipts(capsysbinary):
    return [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]


def of_site(site):
    return lambda found: [each for each in found if each["enrichment"]["site"] == site]


def test_what_is_published_is_acknowledged_enriched_and_consumed(broker, tmp_path, capsysbinary):
    path = tmp_path / "bridge.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert main(["publish", str(path), "--site", "bridge.example", "--json"]) == 0
    (receipt,) = receipts(capsysbinary)
    assert set(receipt) == {"id", "partition", "offset", "source_id"}
    assert receipt["source_id"] == str(path)
    read_until(broker, ENRICHED.name, of_site("bridge.example"))

    assert main(["consume", "--site", "bridge.example", "--entity", "蓝远山", "--since", "1h"]) == 0
    (document,) = receipts(capsysbinary)
    assert document["uri"] == f"urn:uuid:{receipt['id']}"
    source = document["enrichment"]["source"]
    assert (source["partition"], source["offset"]) == (receipt["partition"], receipt["offset"])

    assert main(["consume", "--site", "bridge.example", "--entity", "白石川"]) == 0
    assert receipts(capsysbinary) == []
    assert main(["consume", "--ninjs", "--site", "bridge.example"]) == 0
    (plain,) = receipts(capsysbinary)
    assert "enrichment" not in plain
    assert plain["bodies"] == document["bodies"]


def test_the_same_article_has_the_same_id(broker, tmp_path, capsysbinary):
    path = tmp_path / "twice.jsonl"
    path.write_text(json.dumps({"site": "twice.example", "text": TEXT + "\n再说一遍。"}))
    ids = []
    for _ in range(2):
        assert main(["publish", str(path), "--json", "--again"]) == 0
        ids += [receipt["id"] for receipt in receipts(capsysbinary)]
    assert len(ids) == 2
    assert ids[0] == ids[1]


def test_a_group_goes_on_where_it_stood(broker, tmp_path, capsysbinary):
    path = tmp_path / "group.jsonl"
    path.write_text(json.dumps({"site": "group.example", "text": TEXT + "\n给一个组看。"}))
    assert main(["publish", str(path)]) == 0
    read_until(broker, ENRICHED.name, of_site("group.example"))
    capsysbinary.readouterr()
    asked = ["consume", "--group", "desk", "--site", "group.example"]
    assert main(asked) == 0
    assert len(receipts(capsysbinary)) == 1
    assert main(asked) == 0
    assert receipts(capsysbinary) == []


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("cut.json", b'{"text": "\xe5\x8d\x8a', "bad-json"),
        ("number.jsonl", b'{"text": 5}', "wrong-type"),
        ("empty.txt", b" \n", "empty"),
        ("photo.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "undecodable"),
    ],
)
def test_bad_input_ends_in_the_rejected_topic(broker, tmp_path, capsysbinary, name, data, reason):
    path = tmp_path / name
    path.write_bytes(data)
    # The publisher passes it over; what another client sends ends in the topic.
    assert main(["publish", str(path), "--json"]) == 1
    assert receipts(capsysbinary) == []
    kind = "text/plain" if name.endswith("txt") else None

    async def send():
        async with Publisher(load_settings()) as publisher:
            return await publisher.send_bytes(data, content_type=kind)

    receipt = asyncio.run(send())
    place = (str(receipt.partition), str(receipt.offset))
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        told = {
            (headers["x-raw-partition"], headers["x-raw-offset"]): headers
            for _, headers, _ in read_topic(broker, REJECTED.name)
        }
        if place in told:
            break
        time.sleep(0.5)
    assert told[place]["x-reason"] == reason
    assert told[place]["x-stage"] == "clean"


def test_a_too_large_article_is_refused_and_the_others_are_sent(broker, tmp_path, capsysbinary):
    large = tmp_path / "a-large.txt"
    large.write_bytes("这一行写了很多遍。\n".encode() * (9 * 2**20 // 28))
    (tmp_path / "b-small.txt").write_text(TEXT, encoding="utf-8")
    assert main(["publish", str(tmp_path), "--json"]) == 1
    out, err = capsysbinary.readouterr()
    (receipt,) = [json.loads(line) for line in out.splitlines()]
    assert receipt["source_id"].endswith("b-small.txt")
    line, count = err.decode().splitlines()
    assert str(large) in line
    assert count == "news: 1 not sent, each named above"
    assert hashlib.sha256(large.read_bytes()).hexdigest() in line


def test_an_interrupted_publish_goes_on_where_it_stopped(broker, tmp_path):
    path = tmp_path / "many.jsonl"
    articles = [{"id": f"{n}", "site": "many.example", "text": f"第{n}篇稿子。"} for n in range(60)]
    path.write_text("\n".join(json.dumps(article) for article in articles))
    command = [sys.executable, "-m", "pipeline", "publish", str(path)]
    first = subprocess.Popen(
        [*command, "--rate", "10"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while not any((tmp_path / "data").rglob("*.done")) and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(1)
    first.send_signal(signal.SIGINT)
    _, told = first.communicate(timeout=60)
    assert first.returncode == 130
    assert "the same command goes on from here" in told
    second = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert "were sent before and are not sent again" in second.stderr
    assert len(second.stdout.splitlines()) < 60
    sent = Counter(
        article["id"]
        for _, _, value in read_topic(broker, RAW.name)
        if b"many.example" in value and (article := json.loads(value))
    )
    assert set(sent) == {article["id"] for article in articles}
    assert sum(sent.values()) <= 61  # one may have been on its way
    (journal,) = (tmp_path / "data").rglob("*.done")
    assert len(journal.read_text().splitlines()) == 60


def test_topics_are_there_and_differences_are_told(broker, monkeypatch, capsysbinary):
    monkeypatch.setenv("NEWS_GROUPING", "dedup+extract")
    assert main(["topics", "create"]) == 0
    assert main(["topics", "check"]) == 0
    monkeypatch.setenv("NEWS_PARTITIONS", "3")
    capsysbinary.readouterr()
    assert main(["topics", "check"]) == 3
    said = capsysbinary.readouterr().err
    assert b"news: news.raw.v1, " in said
    assert (
        b"the number of partitions is 8, must be 3\nnews: Run `export NEWS_PARTITIONS=8`\n" in said
    )


def test_doctor_looks_at_the_broker(broker, capsysbinary):
    assert main(["doctor", "--json"]) == 0
    found = {each["what"]: each for each in receipts(capsysbinary)}
    assert {"python", "settings", "stages", "disk", "broker", "topics"} <= set(found)
    assert all(each["ok"] for each in found.values())


def test_run_ends_in_order_when_it_is_told_to(broker, tmp_path):
    environment = os.environ | {"NEWS_APP_ID": "other", "NEWS_DATA_DIR": str(tmp_path / "run")}
    command = [sys.executable, "-m", "pipeline", "run", "--stages", "clean"]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    for line in run.stderr:
        if line.startswith("news: "):
            break
    assert line == f"news: 1 workers are ready on {broker}\n"
    run.send_signal(signal.SIGTERM)
    assert run.wait(60) == 0
