"""`deploy/topics.yaml`: what stands in it."""

from pathlib import Path

from pipeline.broker.topics_file import topics_yaml
from pipeline.topology import TOPICS, Topic

DEPLOYED = Path(__file__).resolve().parents[3] / "deploy" / "topics.yaml"


def test_each_topic_with_its_values_quoted():
    topic = Topic(
        name="t.v1", key='a "b"', value="c\\d", doc="e: f", cleanup="compact", partitions=3
    )
    assert topics_yaml([topic]).splitlines()[2:] == [
        "topics:",
        "  - name: t.v1",
        '    doc: "e: f"',
        r'    key: "a \"b\""',
        r'    value: "c\\d"',
        "    partitions: 3",
        "    config:",
        '      cleanup.policy: "compact"',
        '      retention.ms: "604800000"',
        '      max.message.bytes: "25165824"',
        '      compression.type: "producer"',
        '      segment.bytes: "67108864"',
        '      segment.ms: "3600000"',
        '      min.cleanable.dirty.ratio: "0.2"',
        '      delete.retention.ms: "259200000"',
    ]


def test_what_is_deployed_is_what_the_topology_says():
    assert DEPLOYED.read_text("utf-8") == topics_yaml(TOPICS)
