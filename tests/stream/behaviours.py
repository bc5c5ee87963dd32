"""What the stream does, whatever carries it: run in memory and on a real broker.

A subclass gives a fixture `world`. The stages are the tiny ones: they refuse and break when a
text tells them to. Nobody may rely on how often something is delivered, so a place may have
several outcomes, and then they are alike.
"""

from __future__ import annotations

import json

from pipeline.text.fingerprint import hash64
from pipeline.topology import LARGEST_ARTICLE_BYTES, LARGEST_ARTICLE_LINES

SITE = "daily.example"


def envelope(text: str, *, site: str = SITE, **fields) -> bytes:
    return json.dumps({"site": site, "text": text, **fields}, ensure_ascii=False).encode()


class Behaviours:
    async def one(self, world, value, **how):
        """Publish one record and return what became of it."""
        place = await world.publish(value, key=how.pop("key", SITE.encode()), **how)
        outcomes = (await world.outcomes([place]))[place]
        assert outcomes, "the record was lost"
        return place, outcomes[-1]

    async def rejected(self, world, value, reason, stage="clean", **how):
        place, outcome = await self.one(world, value, **how)
        assert outcome.is_rejected, outcome.record
        assert (outcome.headers["x-stage"], outcome.reason) == (stage, reason)
        assert (outcome.headers["x-raw-partition"], outcome.headers["x-raw-offset"]) == (
            str(place[0]),
            str(place[1]),
        )
        return outcome

    async def test_an_article_comes_out_enriched(self, world) -> None:
        place, outcome = await self.one(
            world,
            envelope("湖边修了一条新路。", url="https://daily.example/a/1"),
            headers=(("traceparent", b"00-0af7-b7ad-01"),),
        )
        assert not outcome.is_rejected
        document, headers = outcome.document, outcome.headers
        assert document["bodies"][0]["value"] == "湖边修了一条新路。"
        assert (document["enrichment"]["source"]["topic"], outcome.place()) == (
            "news.raw.v1",
            place,
        )
        assert [s["name"] for s in document["enrichment"]["stages"]] == [
            "clean",
            "dedup",
            "extract",
        ]
        assert headers["ce_type"] == "news.article.enriched.v1"
        assert headers["traceparent"] == "00-0af7-b7ad-01"
        assert outcome.record.key.decode() == headers["ce_subject"]

    async def test_broken_json_is_rejected_with_its_bytes(self, world) -> None:
        value = b'{"text": "no end'
        place, outcome = await self.one(world, value, headers=(("traceparent", b"00-1-2-01"),))
        headers = outcome.headers
        assert outcome.record.value == value
        assert outcome.record.key == SITE.encode()
        assert headers["x-original-topic"] == "news.raw.v1"
        assert (headers["x-original-partition"], headers["x-original-offset"]) == (
            str(place[0]),
            str(place[1]),
        )
        assert int(headers["x-original-timestamp"]) > 0
        assert (headers["x-stage"], headers["x-reason"]) == ("clean", "bad-json")
        assert headers["x-detail"]
        assert "\n" not in headers["x-detail"]
        assert headers["x-attempts"] == "1"
        assert headers["x-first-failed-at"]
        assert headers["traceparent"] == "00-1-2-01"

    async def test_what_is_no_article_is_rejected_for_its_reason(self, world) -> None:
        await self.rejected(world, None, "empty")
        await self.rejected(world, b"", "empty")
        await self.rejected(world, b"[1, 2]", "wrong-type")
        await self.rejected(world, b'{"text": 7}', "wrong-type")
        await self.rejected(world, b'{"text": "  "}', "empty")
        await self.rejected(
            world,
            b"\x00\x01\x02\xff" * 9,
            "undecodable",
            headers=(("content-type", b"text/plain"),),
        )

    async def test_a_stage_may_refuse(self, world) -> None:
        value = envelope("REFUSE this")
        outcome = await self.rejected(world, value, "no-article")
        assert outcome.record.value == value

    async def test_a_bug_costs_one_article_in_every_stage(self, world) -> None:
        value = envelope("BREAK CLEAN now")
        outcome = await self.rejected(world, value, "internal-error", "clean")
        assert outcome.record.value == value
        assert outcome.headers["x-detail"].startswith("ValueError: broken on purpose in two lines")
        assert "tiny.py" in outcome.headers["x-detail"]
        await self.rejected(world, envelope("BREAK DEDUP now"), "internal-error", "dedup")
        await self.rejected(world, envelope("BREAK EXTRACT now"), "internal-error", "extract")
        _, outcome = await self.one(world, envelope("and the stream goes on"))
        assert not outcome.is_rejected

    async def test_too_large_is_rejected_with_its_bytes(self, world) -> None:
        value = envelope("大" * (LARGEST_ARTICLE_BYTES // 3 + 1))
        outcome = await self.rejected(world, value, "too-large")
        assert outcome.record.value == value
        await self.rejected(world, envelope("行\n" * LARGEST_ARTICLE_LINES), "too-large")

    async def test_the_largest_article_is_taken(self, world) -> None:
        _, outcome = await self.one(world, envelope("字" * (LARGEST_ARTICLE_BYTES // 3)))
        assert not outcome.is_rejected

    async def test_an_output_too_large_for_its_topic_is_a_rejection(self, world) -> None:
        await self.rejected(world, envelope("GROW " + "长" * 20_000), "too-large", "dedup")

    async def test_an_article_sent_twice_comes_out_twice_with_one_decision(self, world) -> None:
        value = envelope("同一篇文章。", url="https://daily.example/twice")
        places = [await world.publish(value, key=SITE.encode()) for _ in range(3)]
        found = await world.outcomes(places)
        documents = [found[place][-1].document for place in places]
        assert len({d["uri"] for d in documents}) == 1
        assert {d["enrichment"]["duplicate"]["status"] for d in documents} == {"original"}

    async def test_a_copy_names_its_original(self, world) -> None:
        text = "水库今年的水位比去年高两米。"
        _, first = await self.one(world, envelope(text, url="https://daily.example/first"))
        _, copy = await self.one(world, envelope(text, url="https://daily.example/copy"))
        duplicate = copy.document["enrichment"]["duplicate"]
        assert duplicate["status"] == "exact"
        assert f"urn:uuid:{duplicate['of']}" == first.document["uri"]

    async def test_a_link_is_counted_once_an_article(self, world) -> None:
        line = "- 两地将开通直达列车"
        for number in range(3):
            value = envelope(f"正文{number}\n{line}", url=f"https://daily.example/link/{number}")
            await self.one(world, value)
        record = (await world.links())[f"{hash64(line):016x}"]
        assert (record["headline"], record["count"]) == ("两地将开通直达列车", 3)

    async def test_any_key_will_do(self, world) -> None:
        text = envelope("没有键的文章。", site="other.example")
        for partition in range(world.partitions):
            place, outcome = await self.one(world, text, key=None, partition=partition)
            assert (outcome.is_rejected, outcome.place()) == (False, place)
