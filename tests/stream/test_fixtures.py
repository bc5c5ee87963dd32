"""What earlier versions wrote is read: records under way and changelogs.

Local stores of 0.2.0 are not: they may have gaps (a worker that stood still wrote the offset that
it reached over what another had written). They are set up anew from the changelogs.
"""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from pipeline import codec
from pipeline.document.fields import EnrichedDocument
from pipeline.settings import load_settings
from pipeline.stages.built import Stages, build_stages
from pipeline.stream.on_kafka.rocks_store import RocksStore
from pipeline.topology import (
    ALIASES,
    CLEAN,
    CONTROL,
    ENRICHED,
    LINK_SEEN,
    LINKS,
    RAW,
    REJECTED,
    STORY_MATCHES,
    STORY_POSTINGS,
    TOPICS,
    UNIQUE,
)  # fmt: skip
from pipeline.types.articles import CleanArticle, UniqueArticle
from pipeline.types.records import Alias, Control, LinkRecord, StoryMessage
from pipeline.worker.app import stored_partitions, tables_folder
from tests.fixtures import written
from tests.schemas import said
from tests.stream.behaviours import envelope
from tests.stream.memory import MemoryKafka, MemoryWorker, run_to_the_end
from tests.stream.test_real_stages import LINKS as LINES
from tests.stream.test_real_stages import page

VERSIONS = sorted(
    path.name for path in written.FOLDER.iterdir() if (path / "changelogs.jsonl").exists()
)
TYPES = {
    CLEAN: CleanArticle,
    UNIQUE: UniqueArticle,
    ENRICHED: EnrichedDocument,
    STORY_MATCHES: StoryMessage,
    LINKS: LinkRecord,
    ALIASES: Alias,
    CONTROL: Control,
}


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> Path:
    return written.FOLDER / request.param


@pytest.fixture(scope="module")
def stages() -> Stages:
    return build_stages(load_settings(), ("clean", "dedup", "extract"))


def kafka_of(version: Path, *topics: str) -> MemoryKafka:
    """Return a broker that holds what the version left on these topics."""
    kafka = MemoryKafka(partitions=written.PARTITIONS)
    for row in written.read_rows(version / "records.jsonl"):
        if row["topic"] in topics:
            message = written.message_of(row)
            kafka.logs.setdefault((message.topic, message.partition), []).append(message)
    return kafka


def with_tables(worker: MemoryWorker, version: Path) -> MemoryWorker:
    """Return `worker`, whose tables' changelogs the version wrote."""
    group = "-".join(worker.group)
    for change in written.read_rows(version / "changelogs.jsonl"):
        place = (group, change["table"], change["partition"])
        row = (written.unpacked(change["key"]) or b"", written.unpacked(change["value"]))
        worker.kafka.changelogs.setdefault(place, []).append(row)
    return worker


def test_there_is_a_version() -> None:
    assert "0.2.0" in VERSIONS


def test_every_topic_was_written(version: Path) -> None:
    rows = written.read_rows(version / "records.jsonl")
    assert {row["topic"] for row in rows} == {topic.name for topic in TOPICS}


def without_new(read, sent):
    """Return what was read without the fields that are null in it and were not known then."""
    if isinstance(read, dict) and isinstance(sent, dict):
        return {
            name: without_new(value, sent.get(name))
            for name, value in read.items()
            if name in sent or value is not None
        }
    if isinstance(read, list) and isinstance(sent, list) and len(read) == len(sent):
        return [without_new(*pair) for pair in zip(read, sent, strict=True)]
    return read


@pytest.mark.parametrize("topic", TYPES, ids=lambda topic: topic.name)
def test_records_are_read(version: Path, topic) -> None:
    for message in kafka_of(version, topic.name).read(topic.name):
        if message.value is None:
            continue
        record = codec.decode(message.value, TYPES[topic])
        # Nothing that was written is lost on the way through our types.
        read = msgspec.json.decode(codec.encode(record))
        sent = msgspec.json.decode(message.value)
        if topic is ENRICHED:
            # It holds no null any more, and what is always there may be empty.
            assert said(read) == said(sent) | {"standard": read["standard"]}
        else:
            assert without_new(read, sent) == sent


@pytest.mark.parametrize("batch", [1, 200])
async def test_what_is_under_way_arrives(version: Path, stages: Stages, batch: int) -> None:
    """An upgrade finds records of the version before on every topic between the stages."""
    between = (CLEAN, LINK_SEEN, STORY_POSTINGS, STORY_MATCHES)
    kafka = kafka_of(version, *(topic.name for topic in between))
    worker = MemoryWorker(kafka, stages, ("dedup", "extract"), batch_size=batch)
    await run_to_the_end(with_tables(worker, version))
    before = kafka_of(version, ENRICHED.name).read(ENRICHED.name)
    ids = {message.key for message in kafka.read(ENRICHED.name)}
    assert ids == {message.key for message in before}
    assert not kafka.read(REJECTED.name)


async def test_unique_articles_are_enriched(version: Path, stages: Stages) -> None:
    kafka = kafka_of(version, UNIQUE.name)
    await run_to_the_end(MemoryWorker(kafka, stages, ("extract",)))
    before = kafka_of(version, ENRICHED.name).read(ENRICHED.name)
    assert len(kafka.read(ENRICHED.name)) == len(before)
    texts = [sorted(body(m) for m in found) for found in (kafka.read(ENRICHED.name), before)]
    assert texts[0] == texts[1]


def body(message) -> str:
    bodies = json.loads(message.value).get("bodies") or [{"value": ""}]
    return bodies[0]["value"]


async def test_tables_are_taken_over(version: Path, stages: Stages) -> None:
    """After an upgrade a copy is still a copy, and a link is counted on from where it stood."""
    kafka = kafka_of(version, LINKS.name, ENRICHED.name, RAW.name)
    counts = {r.headline: r.count for r in link_records(kafka)}
    known = {json.loads(m.value)["uri"] for m in kafka.read(ENRICHED.name)}
    assert counts[LINES[0]] > 1
    kafka.logs = {place: log for place, log in kafka.logs.items() if place[0] != ENRICHED.name}
    worker = with_tables(MemoryWorker(kafka, stages, ("clean", "dedup", "extract")), version)
    text = page(2).replace("第2座桥今天通车", "第2座桥通车了", 1)
    # What the version before had read is committed.
    for (topic, partition), log in kafka.logs.items():
        kafka.offsets["-".join(worker.group), topic, partition] = len(log)
    value = envelope(text, site="other.example", url="https://other.example/copy")
    kafka.publish(RAW.name, value, key=b"other.example")
    await run_to_the_end(worker)
    (event,) = [json.loads(message.value) for message in kafka.read(ENRICHED.name)]
    duplicate = event["enrichment"]["duplicate"]
    assert duplicate["status"] in {"exact", "near"}
    assert f"urn:uuid:{duplicate['of']}" in known
    after = {r.headline: r.count for r in link_records(kafka)}
    assert after[LINES[0]] == counts[LINES[0]] + 1


def link_records(kafka: MemoryKafka) -> list[LinkRecord]:
    return [codec.decode(m.value, LinkRecord) for m in kafka.read(LINKS.name) if m.value]


async def test_a_data_folder_is_left_alone_and_its_tables_are_read_from_the_changelogs(
    version: Path, stages: Stages, tmp_path: Path
) -> None:
    """Started over the folder of the version before: its stores are not asked, nor is it theirs."""
    settings = load_settings(data_dir=tmp_path, partitions=written.PARTITIONS)
    folder = tables_folder(settings, written.GROUP, 0)
    before = tmp_path / "tables" / "news-dedup" / "0" / "v1" / "tables" / "story-index-0.db"
    before.mkdir(parents=True)
    (before / "CURRENT").write_text("MANIFEST-000005\n")
    assert stored_partitions(folder) == []
    worker = with_tables(MemoryWorker(MemoryKafka(), stages, written.GROUP), version)
    wanted = {
        (table, key): value
        for (_, table, partition), log in worker.kafka.changelogs.items()
        for key, value in dict(log).items()
        if partition == 0 and value is not None
    }
    assert len(wanted) > 20
    for _ in range(2):
        # The second time they are its own, and are read no more.
        store = RocksStore(folder / "0")
        await worker.log(0).open(store)
        assert {(t, k): store.read(t, k) for t in written.TABLES for k in store.keys(t)} == wanted
        store.close()
    assert stored_partitions(folder) == [0]
    assert [path.name for path in before.iterdir()] == ["CURRENT"]
