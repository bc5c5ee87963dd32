"""The least that each user needs, held against what the agents do."""

import shlex

import pytest

from pipeline.settings import load_settings
from pipeline.stream import rights
from pipeline.stream.topics import changelogs, group_id, readers_of, topics_of
from pipeline.topology import AGENTS, GROUPINGS, TOPICS, Right, agents_of

SETTINGS = load_settings(app_id="desk")
GROUPS = sorted({stages for grouping in GROUPINGS.values() for stages in grouping})


def may(found, operation: str) -> set[str]:
    return {r.name for r in found if r.resource == "topic" and r.operation == operation}


@pytest.mark.parametrize("stages", GROUPS)
def test_a_worker_reads_and_writes_what_its_agents_do(stages):
    found = rights.worker(SETTINGS, stages)
    kept = {topic.name for topic in changelogs(SETTINGS, stages)}
    read, written = may(found, "Read") - kept, may(found, "Write") - kept
    assert kept <= may(found, "Read") & may(found, "Write")
    assert {spec.reads.name for spec in readers_of(stages)} <= read
    followed = read - {spec.reads.name for spec in readers_of(stages)}
    assert followed == {"news.control.v1"} | ({"news.links.v1"} if "dedup" in stages else set())
    spared = {t.name for spec in agents_of(stages) for t in spec.writes} - written
    assert spared == {
        name
        for name, pair in (
            ("news.clean.v1", {"clean", "dedup"}),
            ("news.unique.v1", {"dedup", "extract"}),
        )
        if pair <= set(stages)
    }
    # Only a clean agent that opens articles sends them back under their site.
    assert ("news.raw.v1" in written) == ({"clean", "dedup"} <= set(stages))


@pytest.mark.parametrize("stages", GROUPS)
def test_a_worker_sees_the_settings_of_all_it_checks_and_creates_none(stages):
    found = rights.worker(SETTINGS, stages)
    names = {topic.name for topic in topics_of(SETTINGS, stages)}
    assert may(found, "DescribeConfigs") == names
    seen = may(found, "Describe") | may(found, "Read") | may(found, "Write")
    assert seen == names
    # Kafka has Read and Write imply it.
    assert not may(found, "Describe") & (may(found, "Read") | may(found, "Write"))
    assert not may(found, "Create")
    others = [right for right in found if right.resource != "topic"]
    group = group_id(SETTINGS, stages)
    assert others == [
        Right(operation="Read", resource="group", name=group),
        Right(operation="Write", resource="transactional id", name=f"{group}-", prefixed=True),
    ]


def test_every_topic_has_its_writer_and_its_reader():
    users = rights.users(SETTINGS)
    for topic in TOPICS:
        writers = {name for name, found in users.items() if topic.name in may(found, "Write")}
        assert writers, topic.name
    assert {name for name, found in users.items() if "news.raw.v1" in may(found, "Write")} == {
        "publisher",
        "clean+dedup+extract",
    }
    assert {name for name, found in users.items() if "news.control.v1" in may(found, "Write")} == {
        "operator"
    }


def test_users_are_all_there():
    stages = {"+".join(group) for group in GROUPS}
    assert set(rights.users(SETTINGS)) == {"publisher", "consumer", "operator"} | stages
    assert {spec.stage for spec in AGENTS} == {"clean", "dedup", "extract"}


def test_a_publisher_writes_and_a_consumer_reads_and_no_more():
    assert [right.line() for right in rights.publisher()] == ["Write on topic news.raw.v1"]
    assert [right.line() for right in rights.consumer()] == ["Read on topic news.enriched.v1"]
    assert [right.line() for right in rights.consumer("g")] == [
        "Read on topic news.enriched.v1",
        "Read on group g",
    ]


def test_a_verb_of_the_day_after_needs_little():
    lines = {
        verb: [right.line() for right in found] for verb, found in rights.verbs(SETTINGS).items()
    }
    assert set(lines) == {"rejected", "trace", "lag", "replay", "export", "import"}
    assert not set(lines) & set(rights.users(SETTINGS))
    assert lines["rejected"] == [
        "Read on topic news.raw.v1",
        "Write on topic news.raw.v1",
        "Read on topic news.rejected.v1",
        "Delete on topic news.rejected.v1",
    ]
    assert len(lines["trace"]) == len(TOPICS) - 2
    assert lines["lag"][-2:] == [
        "Describe on group desk-clean",
        "Describe on group desk-dedup-extract",
    ]
    assert lines["import"] == ["Write on topic news.raw.v1"]
    assert len(lines["export"]) == len(TOPICS)
    assert all(line.startswith("Read on") for line in lines["export"] + lines["trace"])


def test_a_replay_changes_nothing_but_its_own_and_what_it_publishes():
    found = rights.verbs(SETTINGS)["replay"]
    others = [right.line() for right in found if not right.prefixed]
    assert others == [
        "Read on topic news.raw.v1",
        "Read on topic news.control.v1",
        "Write on topic news.enriched.v1",
    ]
    assert {(right.resource, right.name) for right in found if right.prefixed} == {
        ("topic", "news.replay-"),
        ("topic", "desk-replay-"),
        ("group", "desk-replay-"),
        ("transactional id", "desk-replay-"),
    }


def test_commands_are_one_a_resource():
    found = rights.acl_commands(
        [
            Right(operation="Read", resource="topic", name="t"),
            Right(operation="DescribeConfigs", resource="topic", name="t"),
            Right(operation="Write", resource="transactional id", name="g-", prefixed=True),
        ],
        principal="User:CN=desk,O=news",
        broker="a:1,b:2",
    )
    start = "kafka-acls.sh --bootstrap-server a:1,b:2 --add --allow-principal 'User:CN=desk,O=news'"
    assert found == [
        f"{start} --operation Read --operation DescribeConfigs --topic t",
        f"{start} --operation Write --transactional-id g- --resource-pattern-type prefixed",
    ]


@pytest.mark.parametrize("name", ["two words", "o'clock", "$(date)", "*", "组"])
def test_a_name_is_one_word_of_the_command(name):
    whom = f"User:CN=desk's,O={name}, C=CN"
    lines = rights.acl_commands(rights.consumer(name) * 2, principal=whom, broker="a:1,b:2")
    words = [shlex.split(line) for line in lines]
    assert [found[6:] for found in words] == [
        ["--operation", "Read", "--topic", "news.enriched.v1"],
        ["--operation", "Read", "--group", name],
    ]
    assert {found[5] for found in words} == {whom}


def test_a_group_without_a_name_is_none():
    assert rights.consumer("") == rights.consumer()
