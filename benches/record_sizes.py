"""Bytes an article on each topic and in each table, and processor time a stage: constants of scale.

`python -m benches.record_sizes [--articles N]`. The articles of `benches.stream`, each with thirty
of two thousand invented headlines, through the stages in one process with eight shards. Values as
the agents encode them, without keys and headers; compressed a hundred at a time (zlib, level 1).
Figures are means of the second half, when the tables know the headlines.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import zlib
from collections import Counter
from collections.abc import Sequence

from benches.stream import articles
from pipeline.codec import decode_raw, encode
from pipeline.dedup.deduplicator import Deduplicator
from pipeline.document.ninjs import document
from pipeline.settings import load_settings
from pipeline.stages import shipped
from pipeline.stages.built import build_stages
from pipeline.text.fingerprint import partition_of
from pipeline.topology import (
    CLEAN,
    ENRICHED,
    LINK_SEEN,
    LINKS,
    RAW,
    STORY_MATCHES,
    STORY_POSTINGS,
    UNIQUE,
)
from pipeline.types.articles import CleanArticle, EnrichedArticle, Origin
from pipeline.types.records import LinkSightings, Postings, StoryMessage

_SHARDS = 8
_BATCH = 100
# Headlines an article, and how many there are.
_SHOWN, _HEADLINES = 30, 2000


class Tables:
    """The tables of one run, and the bytes written to each: what its changelog carries."""

    def __init__(self) -> None:
        self.written: Counter[str] = Counter()
        self.lines = Written(self.written, "line-memory")
        self.rows = Written(self.written, "story-index")
        self.decisions = Written(self.written, "story-decisions")
        self.links = Written(self.written, "links")


class Written(dict[str, bytes]):
    """A table that counts what is written to it."""

    def __init__(self, counter: Counter[str], name: str) -> None:
        super().__init__()
        self._counter, self._name = counter, name

    def __setitem__(self, key: str, value: bytes) -> None:
        """Write, and count key and value."""
        self._counter[self._name] += len(key) + len(value)
        super().__setitem__(key, value)


def with_headlines(value: bytes, number: int) -> bytes:
    """Return the envelope with thirty headlines as its links, most of them shown before."""
    envelope = json.loads(value)
    lines = [line for line in envelope["text"].split("\n") if not line.startswith("- ")]
    first = number * _SHOWN // 3
    shown = [(first + i) % _HEADLINES for i in range(_SHOWN)]
    lines += [f"- 环球速递:{n % 61}路公交车在第{n}号渡口增设站点" for n in shown]
    return json.dumps(envelope | {"text": "\n".join(lines)}, ensure_ascii=False).encode()


def measure(  # noqa: C901 - the stages one after the other
    count: int,
) -> tuple[dict[str, list[bytes]], Tables, Counter[str]]:
    """Return the records of the second half by topic, the tables, and seconds a stage."""
    stages = build_stages(load_settings(), ("clean", "extract"))
    dedup, tables = Deduplicator(prior=shipped.prior()), Tables()
    shards = [dedup.index(tables.rows, shard) for shard in range(_SHARDS)]
    records: dict[str, list[bytes]] = {}
    spent: Counter[str] = Counter()
    shared: dict[str, dict[int, list[object]]] = {STORY_POSTINGS.name: {}, LINK_SEEN.name: {}}
    for offset, (_, made) in enumerate(articles(count)):
        value = with_headlines(made, offset)
        if offset == count // 2:
            records.clear()
            spent.clear()
            tables.written.clear()
        origin = Origin(
            source_id=str(offset), topic=RAW.name, partition=0, offset=offset, timestamp=1.79e9
        )
        started = time.process_time()
        (clean,) = stages.clean.many([decode_raw(value, origin)])
        assert isinstance(clean, CleanArticle)
        cleaned = time.process_time()
        opened = dedup.open(clean, tables.lines, partition=0, offset=offset, shards=_SHARDS)
        matches = [shards[one.shard].match(one) for one in opened.postings]
        done = dedup.decide(opened.pending, matches, tables.decisions)
        for one in done.postings:
            shards[one.shard].match(one)
        decided = time.process_time()
        (enriched,) = stages.extract.many([done.article])
        assert isinstance(enriched, EnrichedArticle)
        spent += Counter(
            {
                "clean": cleaned - started,
                "dedup": decided - cleaned,
                "extract": time.process_time() - decided,
            }
        )
        for one in (*opened.postings, *done.postings):
            shared[STORY_POSTINGS.name].setdefault(one.shard, []).append(one)
        for sighting in opened.sightings:
            shared[LINK_SEEN.name].setdefault(partition_of(sighting.id, _SHARDS), []).append(
                sighting
            )
        written = {
            RAW.name: [value],
            CLEAN.name: [encode(clean)],
            STORY_MATCHES.name: [
                encode(StoryMessage(pending=opened.pending)),
                *(encode(StoryMessage(match=m)) for m in matches),
            ],
            UNIQUE.name: [encode(done.article)],
            ENRICHED.name: [encode(document(enriched))],
            LINKS.name: [
                encode(record)
                for s in opened.sightings
                if (record := dedup.apply_sighting(s, tables.links)[0])
            ],
        }
        if (offset + 1) % _BATCH == 0:
            for items in shared[STORY_POSTINGS.name].values():
                written.setdefault(STORY_POSTINGS.name, []).append(
                    encode(Postings(items=tuple(items)))
                )
            for items in shared[LINK_SEEN.name].values():
                written.setdefault(LINK_SEEN.name, []).append(
                    encode(LinkSightings(items=tuple(items)))
                )
            for by_partition in shared.values():
                by_partition.clear()
        for topic, values in written.items():
            records.setdefault(topic, []).extend(values)
    return records, tables, spent


def _packed(values: list[bytes]) -> int:
    batches = (values[at : at + _BATCH] for at in range(0, len(values), _BATCH))
    return sum(len(zlib.compress(b"".join(batch), 1)) for batch in batches)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=800)
    count = parser.parse_args(argv).articles
    records, tables, spent = measure(count)
    half = count - count // 2
    print(f"a mean article of the last {half} of {count}")
    print(f"  {'topic':24} {'records':>8} {'bytes':>8} {'compressed':>11}")
    for topic, values in records.items():
        plain, packed = sum(map(len, values)) / half, _packed(values) / half
        print(f"  {topic:24} {len(values) / half:8.2f} {plain:8.0f} {packed:11.0f}")
    print(f"  {'table':24} {'written':>17} (bytes; once a change, before a batch joins them)")
    for name, written in tables.written.items():
        print(f"  {name:24} {written / half:17.0f}")
    print(
        "  CPU seconds a thousand: "
        + ", ".join(f"{k} {1000 * v / half:.2f}" for k, v in spent.items())
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
