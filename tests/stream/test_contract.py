"""What stands on the topic is what the schema says: every byte of every event, strictly."""

from __future__ import annotations

import json

from pipeline.settings import load_settings
from pipeline.stages.built import build_stages
from pipeline.topology import ENRICHED, GROUPINGS
from tests.schemas import faults
from tests.stream.newsroom import articles
from tests.stream.worlds import MemoryWorld

ODD = [
    {"text": "河边新桥今天试通车。"},
    {"text": "河边新桥今天试通车。", "url": "https://a.example/1", "site": "a.example"},
    {"title": "新桥", "text": "新桥", "id": "7", "site": "b.example", "feed": "要闻"},
    {
        "html": "<html><head><title>新桥</title></head><body><p>河边新桥今天试通车。</p></body></html>"
    },
    {"text": "No Chinese here: the bridge opened.", "published_at": "2024-03-01T09:30:00+08:00"},
    {
        "text": "市长周立言说:“新桥3月1日通车,造价2.5亿元。”\n- 相关新闻一则\n- 相关新闻两则",
        "fetched_at": 1.7e9,
    },
    {"url": "https://a.example/1", "site": "a.example", "pub_status": "canceled"},
]


async def test_every_event_on_the_topic_validates(shared) -> None:
    world = MemoryWorld(
        build_stages(load_settings(), ("clean", "dedup", "extract")), GROUPINGS["all"]
    )
    ninjs = shared / "data" / "schemas" / "ninjs-schema_3.1.json"
    places = [await world.publish(json.dumps(each).encode()) for each in ODD]
    for article in articles(stories=8, links=4):
        key, value = article.record()
        places.append(await world.publish(value, key=key))
    await world.outcomes(places)
    events = [json.loads(record.value) for record in world.kafka.read(ENRICHED.name)]
    assert len(events) >= len(places) - 1
    assert {str(found) for event in events for found in faults(event, ninjs)} == set()
    assert {event["pubStatus"] for event in events} == {"usable", "canceled"}
