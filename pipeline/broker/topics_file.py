"""`deploy/topics.yaml`: the topics of `pipeline.topology` for whoever lays them out by hand.

python -m pipeline.broker.topics_file > deploy/topics.yaml
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from pipeline.topology import TOPICS, Topic


def topics_yaml(topics: Sequence[Topic]) -> str:
    """Return the topics as YAML: name, key, value, partitions and the broker's settings of each."""
    lines = [
        "# Made from pipeline/topology.py by `python -m pipeline.broker.topics_file`: edit that.",
        "# Partition counts are fixed for life; co-partitioned topics have equal ones.",
        "topics:",
    ]
    for topic in topics:
        lines += [
            f"  - name: {topic.name}",
            f"    doc: {_quoted(topic.doc)}",
            f"    key: {_quoted(topic.key)}",
            f"    value: {_quoted(topic.value)}",
            f"    partitions: {topic.partitions}",
            "    config:",
            *(f"      {name}: {_quoted(value)}" for name, value in topic.config().items()),
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # A YAML double-quoted scalar; the settings are strings to the broker, numbers too.
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


if __name__ == "__main__":
    sys.stdout.write(topics_yaml(TOPICS))
