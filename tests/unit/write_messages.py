"""Write docs/reference/messages.json anew: `python -m tests.unit.write_messages`.

Records of every topic, as the real stages write them of articles of our own: of one article those
of the stages, of the others the shortest.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

from pipeline.stream.messages import Message
from pipeline.topology import CONTROL, REJECTED, STORY_MATCHES, TOPICS
from tests.conftest import ROOT
from tests.fixtures.written import run
from tools.write_schemas import MESSAGES

ARTICLE = b"https://s0.example/bridge/0"


def chosen(topic: str, records: list[Message]) -> Iterator[tuple[str, Message]]:
    """Yield the records to show of a topic, each with a name."""
    if topic == CONTROL.name:
        yield from ((json.loads(each.value)["kind"], each) for each in records)
    elif topic == STORY_MATCHES.name:
        for kind in ("pending", "match", "alias"):
            of_kind = [each for each in records if says(json.loads(each.value), kind)]
            yield kind, min(of_kind, key=lambda each: len(each.value))
    else:
        named = [each for each in records if ARTICLE in each.value]
        yield "example", named[0] if named else min(records, key=lambda each: len(each.value))


def says(value: dict, kind: str) -> bool:
    return any(word.get(kind) for word in (value, *(value.get("items") or ())))


def example(topic: str, name: str, record: Message) -> dict[str, object]:
    text = record.value.decode()
    payload = text if topic == REJECTED.name else json.loads(text)
    headers = {header: value.decode() for header, value in record.headers}
    return {"name": name, "headers": headers, "payload": payload}


def main() -> None:
    kafka = asyncio.run(run()).kafka
    found = {}
    for topic in (each.name for each in TOPICS):
        records = [m for (own, _), log in sorted(kafka.logs.items()) if own == topic for m in log]
        found[topic] = [example(topic, name, record) for name, record in chosen(topic, records)]
    (ROOT / MESSAGES).write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
