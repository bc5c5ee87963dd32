"""What the Helm chart is made of that stands elsewhere: topics, groups, rights, alerts, dashboard.

A chart reads no file outside its own folder: these are written into it by `make schemas`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.broker.layout import own_settings
from pipeline.codec import encode_json
from pipeline.settings import Settings
from pipeline.stream.rights import consumer, operator, publisher, worker
from pipeline.stream.topics import changelogs, group_id, readers_of
from pipeline.topology import GROUPINGS, PARTITIONS, RAW, TOPICS, Right, Topic
from pipeline.types.articles import StageName

APP = "{app}"
"""Stands for `NEWS_APP_ID`, which a release may set."""
CHART = Path("deploy/helm/news-pipeline")


def chart_files(root: Path) -> dict[Path, bytes]:
    """Return the chart's made files by their paths."""
    files, deploy = root / CHART / "files", root / "deploy"
    return {
        files / "pipeline.json": encode_json(pipeline_facts(), indent=True) + b"\n",
        files / "alerts.yaml": (deploy / "prometheus" / "alerts.yaml").read_bytes(),
        files / "dashboard.json": (deploy / "grafana" / "dashboard.json").read_bytes(),
    }


def pipeline_facts() -> dict[str, Any]:
    """Return what the templates ask of the pipeline."""
    several = next(n for n in range(1, 10) if own_settings(RAW, n) != RAW.config())
    more = own_settings(RAW, several).items() - RAW.config().items()
    return {
        "partitions": PARTITIONS,
        "replicated": {"from": several, "config": dict(sorted(more))},
        "topics": [_topic(topic) for topic in TOPICS],
        "groupings": {name: _grouping(name) for name in GROUPINGS},
        "users": {"publisher": _rights(publisher()), "consumer": _rights(consumer())},
    }


def _grouping(name: str) -> dict[str, Any]:
    settings = Settings(app_id=APP, grouping=name)
    groups = {"-".join(stages): _group(settings, stages) for stages in GROUPINGS[name]}
    return {"groups": groups, "operator": _rights(operator(settings))}


def _group(settings: Settings, stages: tuple[StageName, ...]) -> dict[str, Any]:
    return {
        "stages": ",".join(stages),
        "id": group_id(settings, stages),
        "reads": [spec.reads.name for spec in readers_of(stages)],
        "changelogs": [_topic(topic) for topic in changelogs(settings, stages)],
        "rights": _rights(worker(settings, stages)),
    }


def _topic(topic: Topic) -> dict[str, Any]:
    return {"name": topic.name, "config": topic.config()}


def _rights(rights: Iterable[Right]) -> list[dict[str, Any]]:
    """Return rights a resource, as Strimzi's users have them."""
    found: dict[tuple[str, str, bool], list[str]] = {}
    for each in rights:
        found.setdefault((each.resource, each.name, each.prefixed), []).append(each.operation)
    return [
        {
            "resource": {
                "type": "transactionalId" if kind == "transactional id" else kind,
                "name": name,
                "patternType": "prefix" if prefixed else "literal",
            },
            "operations": operations,
        }
        for (kind, name, prefixed), operations in found.items()
    ]
