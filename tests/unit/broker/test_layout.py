"""How topics differ from ours: what refuses, what is only noted, and the commands that mend it."""

from __future__ import annotations

import msgspec
import pytest

from pipeline.broker.layout import FoundTopic, commands, differences, lines, own_settings
from pipeline.topology import CLEAN, ENRICHED, LINKS, RAW, Topic

BROKER = "kafka.example:9092"


def found(topic: Topic, *, partitions: int = 8, replicas: int = 1, **changes: str) -> FoundTopic:
    """Return a topic as it was made, with settings that an operator changed since."""
    config = topic.config() | {name.replace("_", "."): value for name, value in changes.items()}
    return FoundTopic(
        partitions=partitions, replicas=replicas, config=config, own=frozenset(topic.config())
    )


def as_of_0_2_0(topic: Topic) -> FoundTopic:
    """Return a topic as 0.2.0 made it: three settings of ours, Kafka's own for all else."""
    ours = {
        "cleanup.policy": topic.cleanup,
        "retention.ms": str(topic.retention_ms),
        "max.message.bytes": str(topic.max_message_bytes),
    }
    kafkas = {
        "segment.bytes": "1073741824",
        "segment.ms": "604800000",
        "min.cleanable.dirty.ratio": "0.5",
        "delete.retention.ms": "86400000",
        "compression.type": "producer",
        "min.insync.replicas": "1",
    }
    return FoundTopic(partitions=8, replicas=1, config=kafkas | ours, own=frozenset(ours))


def compare(*topics: tuple[Topic, FoundTopic | None], replication: int = 1):
    there = {topic.name: has for topic, has in topics if has is not None}
    wanted = [topic for topic, _ in topics]
    return differences(wanted, there, broker=BROKER, replication=replication)


def test_topics_as_they_were_made_differ_in_nothing() -> None:
    assert compare(*((topic, found(topic)) for topic in (RAW, ENRICHED, LINKS))) == ()


def test_a_missing_topic_is_made() -> None:
    (missing,) = compare((RAW, None))
    assert (str(missing), missing.refuses) == ("news.raw.v1: missing", True)
    assert commands([missing], broker=BROKER) == ("news topics create",)


@pytest.mark.parametrize(
    "change",
    [
        {"retention_ms": "86400000"},
        {"segment_bytes": "1048576"},
        {"segment_ms": "60000"},
        {"min_cleanable_dirty_ratio": "0.9"},
        {"delete_retention_ms": "0"},
    ],
)
def test_what_an_operator_tunes_is_noted(change) -> None:
    ((name, value),) = change.items()
    (tuned,) = compare((ENRICHED, found(ENRICHED, **change)))
    setting = name.replace("_", ".")
    ours = ENRICHED.config()[setting]
    assert str(tuned) == f"news.enriched.v1: {setting} is {value}, ours is {ours}"
    assert not tuned.refuses
    assert commands([tuned], broker=BROKER) == ()


def test_a_codec_that_the_whole_broker_has_is_an_operators() -> None:
    config = RAW.config() | {"compression.type": "zstd"}
    has = FoundTopic(partitions=8, replicas=1, config=config, own=frozenset({"retention.ms"}))
    assert [each.weight for each in compare((RAW, has))] == ["tuned"]


@pytest.mark.parametrize(("size", "wrong"), [(-1, True), (0, False), (1, False)])
def test_the_largest_record_is_at_least_ours(size, wrong) -> None:
    ours = RAW.max_message_bytes
    has = found(RAW, max_message_bytes=str(ours + size))
    told = compare((RAW, has))
    assert [each.refuses for each in told] == [True] * wrong
    if wrong:
        assert str(told[0]) == f"news.raw.v1: max.message.bytes is {ours - 1}, must be {ours}"
        assert commands(told, broker=BROKER) == (
            (
                f"kafka-configs.sh --bootstrap-server {BROKER} --alter --entity-type topics "
                f"--entity-name news.raw.v1 --add-config max.message.bytes={ours}"
            ),
        )


@pytest.mark.parametrize(
    ("topic", "cleanup", "right"),
    [
        (ENRICHED, "compact,delete", True),
        (ENRICHED, "delete,compact", True),
        (ENRICHED, "compact", False),
        (LINKS, "compact,delete", False),
        (RAW, "compact", False),
        (RAW, "delete", True),
    ],
)
def test_what_compaction_keeps_is_ours(topic, cleanup, right) -> None:
    told = compare((topic, found(topic, cleanup_policy=cleanup)))
    assert [each.refuses for each in told] == [True] * (not right)


def test_a_list_stands_in_brackets() -> None:
    told = compare((ENRICHED, found(ENRICHED, cleanup_policy="delete")))
    (command,) = commands(told, broker=BROKER)
    assert command.endswith("--add-config cleanup.policy=[compact,delete]")


@pytest.mark.parametrize("partitions", [7, 9])
def test_more_partitions_are_as_wrong_as_fewer(partitions) -> None:
    (wrong,) = compare((CLEAN, found(CLEAN, partitions=partitions)))
    assert wrong.refuses
    line = f"news.clean.v1: the number of partitions is {partitions}, must be 8"
    assert str(wrong) == line
    assert wrong.mend == (
        f"kafka-topics.sh --bootstrap-server {BROKER} --delete --topic news.clean.v1 "
        "&& news topics create"
    )


def test_a_raw_topic_that_the_broker_made_again_is_named_and_widened() -> None:
    """Deleted, and made by the next publisher: one partition, and nothing of ours on it."""
    kafkas = {
        "cleanup.policy": "delete",
        "retention.ms": "604800000",
        "max.message.bytes": "1048588",
        "compression.type": "producer",
    }
    again = FoundTopic(partitions=1, replicas=1, config=kafkas)
    told = compare((RAW, again), (LINKS, found(LINKS)))
    assert lines(told) == (
        (
            "news.raw.v1: the number of partitions is 1, must be 8 "
            "(the broker made it by itself: nothing of ours is set on it)"
        ),
        f"news.raw.v1: max.message.bytes is 1048588, must be {RAW.max_message_bytes}",
    )
    assert commands(told, broker=BROKER) == (
        f"kafka-topics.sh --bootstrap-server {BROKER} --alter --topic news.raw.v1 --partitions 8",
        (
            f"kafka-configs.sh --bootstrap-server {BROKER} --alter --entity-type topics "
            f"--entity-name news.raw.v1 --add-config max.message.bytes={RAW.max_message_bytes}"
        ),
    )


def test_a_raw_topic_with_too_many_is_made_anew() -> None:
    told = compare((RAW, found(RAW, partitions=9)), (LINKS, found(LINKS)))
    assert "--delete --topic news.raw.v1" in told[0].mend


def test_where_all_have_another_number_the_setting_is_wrong() -> None:
    told = compare((RAW, found(RAW, partitions=4)), (LINKS, found(LINKS, partitions=4)))
    assert commands(told, broker=BROKER) == ("export NEWS_PARTITIONS=4",)
    assert lines(told) == ("news.raw.v1, news.links.v1: the number of partitions is 4, must be 8",)


@pytest.mark.parametrize(("replicas", "lower"), [(1, True), (2, True), (3, False), (4, False)])
def test_fewer_replicas_than_are_set_are_told(replicas, lower) -> None:
    has = found(RAW, replicas=replicas, min_insync_replicas="1" if lower else "2")
    told = [each for each in compare((RAW, has), replication=3) if "replicas is" in str(each)]
    assert not any(each.refuses for each in told)
    line = (
        f"news.raw.v1: the number of replicas is {replicas}, set is 3 "
        "(PLAN.json names 3 brokers for each of its partitions)"
    )
    assert (line in map(str, told)) is lower
    mend = "kafka-reassign-partitions.sh --bootstrap-server " in "".join(each.mend for each in told)
    assert mend is lower


@pytest.mark.parametrize(
    ("replicas", "replication", "in_sync", "weight"),
    [
        (1, 1, "1", None),
        (1, 1, "2", "wrong"),  # no write would ever be acknowledged
        (2, 2, "1", None),
        (2, 2, "3", "wrong"),
        (3, 3, "2", None),
        (3, 3, "3", None),
        (3, 3, "1", "lower"),
    ],
)
def test_replicas_in_sync(replicas, replication, in_sync, weight) -> None:
    has = found(RAW, replicas=replicas, min_insync_replicas=in_sync)
    told = compare((RAW, has), replication=replication)
    assert [each.weight for each in told] == ([weight] if weight else [])
    if weight == "lower":
        assert commands(told, broker=BROKER)[0].endswith("--add-config min.insync.replicas=2")


@pytest.mark.parametrize(("replicas", "in_sync"), [(1, None), (2, None), (3, "2"), (4, "2")])
def test_from_three_replicas_on_two_must_have_a_record(replicas, in_sync) -> None:
    config = own_settings(RAW, replicas)
    assert config.pop("min.insync.replicas", None) == in_sync
    assert config == RAW.config()


def test_topics_of_0_2_0_are_taken_and_what_could_be_better_is_one_command() -> None:
    told = compare(*((topic, as_of_0_2_0(topic)) for topic in (RAW, CLEAN, LINKS, ENRICHED)))
    assert not any(each.refuses for each in told)
    assert {each.weight for each in told} == {"better"}
    both = [each for each in told if each.topic in (LINKS.name, ENRICHED.name)]
    assert "news.links.v1, news.enriched.v1: segment.ms is 604800000, better 3600000" in lines(both)
    (clean,) = [each for each in told if each.topic == CLEAN.name]
    assert str(clean) == (
        "news.clean.v1: compression.type is producer, better lz4 "
        "(once no worker of 0.2.0 is left: it reads no lz4)"
    )
    assert not [each for each in told if each.topic == RAW.name]
    alike = msgspec.structs.replace(LINKS, name="other")
    told = compare((LINKS, as_of_0_2_0(LINKS)), (alike, as_of_0_2_0(alike)))
    (command,) = commands(told, broker=BROKER)
    assert command == (
        f"for t in news.links.v1 other; do kafka-configs.sh --bootstrap-server {BROKER} --alter "
        "--entity-type topics --entity-name $t --add-config compression.type=gzip,"
        "segment.bytes=67108864,segment.ms=3600000,min.cleanable.dirty.ratio=0.2,delete.retention.ms=259200000; done"
    )


def test_blanks_in_a_list_are_none() -> None:
    assert compare((ENRICHED, found(ENRICHED, **{"cleanup.policy": "delete, compact"}))) == ()


@pytest.mark.parametrize("told", ["", "eight", "1e6"])
def test_what_is_no_number_is_not_believed(told) -> None:
    (size,) = compare((RAW, found(RAW, **{"max.message.bytes": told})))
    assert (size.setting, size.refuses) == ("max.message.bytes", True)
    assert not any(
        one.refuses for one in compare((RAW, found(RAW, **{"min.insync.replicas": told})))
    )
