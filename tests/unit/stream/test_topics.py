"""The topics and readers of each group of stages."""

from __future__ import annotations

import pytest

from pipeline.settings import Settings
from pipeline.stream.topics import changelogs, group_id, pipeline_topics, readers_of, topics_of
from pipeline.topology import GROUPINGS, TOPICS

SETTINGS = Settings(partitions=6, app_id="news")


@pytest.mark.parametrize(
    ("stages", "names"),
    [
        (("clean",), ["clean"]),
        (("dedup",), ["dedup", "match", "decide", "links"]),
        (("extract",), ["extract"]),
        (("clean", "dedup"), ["clean", "match", "decide", "links"]),
        (("dedup", "extract"), ["dedup", "match", "decide", "links"]),
        (("clean", "extract"), ["clean", "extract"]),
        (("clean", "dedup", "extract"), ["clean", "match", "decide", "links"]),
    ],
)
def test_a_stage_whose_input_is_made_in_its_group_reads_no_topic(stages, names) -> None:
    assert [spec.name for spec in readers_of(stages)] == names


def test_changelogs_are_those_of_the_groups_tables_and_kept() -> None:
    found = changelogs(SETTINGS, ("dedup", "extract"))
    assert [topic.name for topic in found] == [
        f"news-dedup-extract-{table}-changelog"
        for table in ("line-memory", "story-index", "story-decisions", "links")
    ]
    assert {(t.cleanup, t.retention_ms, t.partitions) for t in found} == {("compact", -1, 6)}
    assert {t.max_message_bytes for t in found} == {24 << 20}
    assert {t.compression for t in found} == {"lz4"}
    assert changelogs(SETTINGS, ("clean",)) == ()


def test_every_topic_has_the_partitions_that_are_set() -> None:
    own = pipeline_topics(SETTINGS)
    assert [topic.name for topic in own] == [topic.name for topic in TOPICS]
    assert {topic.partitions for topic in own} == {6}
    for grouping in GROUPINGS.values():
        for group in grouping:
            assert topics_of(SETTINGS, group)[: len(own)] == own
    assert group_id(SETTINGS, ("clean", "dedup")) == "news-clean-dedup"
