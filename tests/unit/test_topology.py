from pipeline.topology import (
    AGENTS,
    ALIASES,
    GROUPINGS,
    LARGEST_ARTICLE_BYTES,
    LARGEST_ARTICLE_LINES,
    PARTITIONS,
    RAW,
    REJECTED,
    TOPICS,
    Topic,
    agents_of,
)


def test_topic_names_carry_their_major_version():
    assert all(topic.name.startswith("news.") and topic.name.endswith(".v1") for topic in TOPICS)
    assert len({topic.name for topic in TOPICS}) == len(TOPICS)


def test_a_rejected_record_has_room_for_the_largest_raw_one():
    assert REJECTED.max_message_bytes > RAW.max_message_bytes


def test_every_topic_but_the_edges_is_read_or_published():
    written = {topic.name for agent in AGENTS for topic in agent.writes}
    read = {agent.reads.name for agent in AGENTS}
    assert written | {"news.raw.v1", "news.control.v1"} == {topic.name for topic in TOPICS}
    assert read <= written | {"news.raw.v1"}


def test_every_grouping_runs_every_agent_once():
    for grouping in GROUPINGS.values():
        names = [agent.name for stages in grouping for agent in agents_of(stages)]
        assert sorted(names) == sorted(agent.name for agent in AGENTS)


def test_co_partitioned_topics_have_equal_counts():
    assert len({topic.partitions for topic in TOPICS}) == 1


def test_every_agent_may_reject():
    assert all(REJECTED in agent.writes for agent in AGENTS)


def test_an_alias_comes_from_the_owner_of_the_old_id():
    """The match agent tells the decide agent: two of them may find a new id for one story."""
    writers = {agent.name for agent in AGENTS if ALIASES in agent.writes}
    assert writers == {"dedup", "decide", "links"}


def test_limits_are_those_of_the_topics_page():
    assert (LARGEST_ARTICLE_BYTES, LARGEST_ARTICLE_LINES) == (8 * 1_048_576, 200_000)
    assert PARTITIONS == 8
    large = {"news.raw.v1": 32, "news.rejected.v1": 33}
    assert {t.name: t.max_message_bytes for t in TOPICS} == {
        t.name: large.get(t.name, 24) * 1_048_576 for t in TOPICS
    }


def test_how_long_each_topic_is_kept():
    day = 24 * 60 * 60 * 1000
    kept = {
        "news.enriched.v1": ("compact,delete", 30 * day),
        "news.links.v1": ("compact", -1),
        "news.aliases.v1": ("compact", -1),
        "news.control.v1": ("compact", -1),
        "news.rejected.v1": ("delete", 30 * day),
    }
    assert {t.name: (t.cleanup, t.retention_ms) for t in TOPICS} == {
        t.name: kept.get(t.name, ("delete", 7 * day)) for t in TOPICS
    }


def test_a_topics_own_values_are_the_brokers_settings():
    topic = Topic(
        name="t", key="k", value="v", doc="d", cleanup="c", retention_ms=2, max_message_bytes=3
    )
    assert topic.config() == {
        "cleanup.policy": "c",
        "retention.ms": "2",
        "max.message.bytes": "3",
        "compression.type": "producer",
    }


def test_what_is_kept_smaller_and_how():
    """Others need not read lz4, and every client reads gzip; publishers' own is kept as it came."""
    ours = {"clean", "unique", "link-seen", "story-postings", "story-matches"}
    codecs = dict.fromkeys(ours, "lz4") | dict.fromkeys(("enriched", "links"), "gzip")
    assert {topic.name: topic.compression for topic in TOPICS} == {
        topic.name: codecs.get(topic.name.split(".")[1], "producer") for topic in TOPICS
    }


def test_a_compacted_topic_is_compacted_hourly_and_every_64_mebibytes():
    compacted = {topic.name: topic.config() for topic in TOPICS if "compact" in topic.cleanup}
    large = {"news.enriched.v1": 256}
    for name, config in compacted.items():
        assert {key: config[key] for key in config.keys() - TOPICS[0].config().keys()} == {
            "segment.bytes": str(large.get(name, 64) * 1_048_576),
            "segment.ms": "3600000",
            "min.cleanable.dirty.ratio": "0.2",
            "delete.retention.ms": "259200000",
        }


def test_a_segment_holds_the_largest_record():
    """The broker refuses a batch that is larger than a segment."""
    for topic in TOPICS:
        if segment := topic.config().get("segment.bytes"):
            assert int(segment) > topic.max_message_bytes


def test_agents_come_in_the_order_of_the_pipeline_and_of_the_stages_asked_for():
    names = ["clean", "dedup", "match", "decide", "links", "extract"]
    assert [agent.name for agent in agents_of(("extract", "dedup", "clean"))] == names
    assert [agent.name for agent in agents_of(("dedup",))] == names[1:5]
    assert agents_of(()) == ()
