"""Whose article it is, over topics: (site, id) without a URL, withdrawals, and what is sent again.

The real stages, in every grouping, on one partition and on several.
"""

from __future__ import annotations

import asyncio
import json
from functools import cache

import pytest

from pipeline.kafka.records import raw_id, record_key
from pipeline.settings import load_settings
from pipeline.stages.built import Stages, build_stages
from pipeline.topology import GROUPINGS, LINKS
from pipeline.types.articles import Origin, RawArticle
from tests.stream.worlds import MemoryWorld, Outcome

SITE = "daily.example"
LINKS_BELOW = """相关阅读：
- 江边步道下月开放给行人
- 县里的图书馆周末延长开放时间
- 气象台：未来三天有小到中雨
- 老街改造后首批商户开门迎客
- 今年的早稻收割已经过半"""
FIRST = f"""第三座桥今天通车
镇上的第三座桥今天上午通车，车辆可以双向通行，货车仍要绕行老路。
桥长二百零三米，由县交通局局长顾明远剪彩，工期比计划提前了两个月。
{LINKS_BELOW}"""
SECOND = f"""夜间自习区增加座位
县里的图书馆从下周起延长开放时间，闭馆推迟到晚上九点，自习区增加八十个座位。
馆长说，读者可以在网上预约，临时有事的要提前两个小时取消，空出的座位给排队的人。
{LINKS_BELOW}"""

Said = dict[str, str | int]
WORLDS = [(name, partitions) for name in sorted(GROUPINGS) for partitions in (1, 4)]


@cache
def stages() -> Stages:
    return build_stages(load_settings(), ("clean", "dedup", "extract"))


class Newsroom:
    """A world, and what became of each record that was sent to it, in the order of sending."""

    def __init__(self, name: str, partitions: int) -> None:
        self.world = MemoryWorld(stages(), GROUPINGS[name], partitions=partitions)

    def send(self, *records: Said) -> list[Outcome]:
        return asyncio.run(self._send(records))

    async def _send(self, records: tuple[Said, ...]) -> list[Outcome]:
        places = []
        for said in records:
            raw = RawArticle(origin=Origin(source_id=""), **said)
            value = json.dumps(said, ensure_ascii=False).encode()
            places.append(await self.world.publish(value, key=record_key(raw).encode()))
        found = await self.world.outcomes(places)
        assert [len(found[place]) for place in places] == [1] * len(places)
        return [found[place][0] for place in places]

    def counts(self) -> list[int]:
        records = {r.key: json.loads(r.value) for r in self.world.kafka.read(LINKS.name)}
        return [record["count"] for record in records.values()]


@pytest.fixture(params=WORLDS, ids=lambda each: f"{each[0]} on {each[1]}")
def news(request) -> Newsroom:
    return Newsroom(*request.param)


def article(text: str = FIRST, **more: str | int) -> Said:
    return {"site": SITE, "id": "7", "text": text, **more}


def withdrawal(**more: str | int) -> Said:
    return {"site": SITE, "id": "7", "pub_status": "canceled", **more}


def told(outcome: Outcome) -> tuple[str, str, str]:
    """Return uri, status and what an article is to others; of a rejection why."""
    if outcome.is_rejected:
        return "", outcome.headers["x-stage"], outcome.reason
    document = outcome.document
    return document["uri"], document["pubStatus"], document["enrichment"]["duplicate"]["status"]


def said_by(outcome: Outcome) -> dict:
    """Return all that an event's `ce_id` covers."""
    document = outcome.document
    for name in ("stages", "source"):
        document["enrichment"].pop(name)
    return document


def test_an_id_without_a_url_is_the_articles(news: Newsroom) -> None:
    first, other, changed, elsewhere = news.send(
        article(fetched_at=1_699_999_000),
        article(id="8"),
        article(SECOND),
        {"site": "b.example", "id": "7", "text": SECOND},
    )
    raw = RawArticle(origin=Origin(source_id=""), site=SITE, id="7", text=FIRST)
    uri = f"urn:uuid:{raw_id(raw)}"
    assert told(first) == (uri, "usable", "original")
    assert told(changed) == (uri, "usable", "update")
    assert first.document["version"] != changed.document["version"]
    assert told(other)[1:] == ("usable", "exact")
    assert len({told(each)[0] for each in (first, other, elsewhere)}) == 3


def test_it_is_withdrawn_by_site_and_id(news: Newsroom) -> None:
    first, gone, again = news.send(article(), withdrawal(), withdrawal(fetched_at=1_700_000_900))
    assert told(gone) == (told(first)[0], "canceled", "update")
    assert gone.headers["ce_id"].endswith(":canceled")
    assert gone.record.key == first.record.key
    assert (gone.headers["ce_id"], said_by(gone)) == (again.headers["ce_id"], said_by(again))
    assert news.counts() == [0] * 5
    # Its text is nobody's now, and it may come again.
    other, back = news.send(article(id="8"), article())
    assert told(other)[1:] == ("usable", "original")
    assert told(back)[:2] == (told(first)[0], "usable")
    assert news.counts() == [2] * 5


def test_a_withdrawal_of_nothing_known_is_rejected_and_what_comes_stays_withdrawn(
    news: Newsroom,
) -> None:
    unknown, late, twice, still, copy = news.send(
        withdrawal(), article(), article(fetched_at=1_700_000_900), withdrawal(), article(id="8")
    )
    assert told(unknown) == told(still) == ("", "dedup", "unknown-article")
    assert told(late)[1:] == ("canceled", "original")
    assert late.headers["ce_id"].endswith(":canceled")
    assert late.document["enrichment"]["quality"] == ["publishedUnknown", "withdrawnBefore"]
    assert (late.headers["ce_id"], said_by(late)) == (twice.headers["ce_id"], said_by(twice))
    assert told(copy)[1:] == ("usable", "original")
    assert news.counts() == [1] * 5
    assert told(*news.send({"site": SITE, "pub_status": "canceled"})) == (
        "", "clean", "unknown-article",
    )  # fmt: skip


def test_a_url_alone_withdraws_an_article_of_a_site_of_another_name(news: Newsroom) -> None:
    url = "https://www.daily.example/bridge/3"
    (first,) = news.send(article(site="河口日报", url=url))
    (gone,) = news.send({"url": url, "pub_status": "canceled"})
    assert told(gone) == (told(first)[0], "canceled", "update")
    # And where nobody knows it yet, it stays withdrawn under either name.
    url = "https://www.daily.example/bridge/4"
    (unknown,) = news.send({"url": url, "pub_status": "canceled"})
    (late,) = news.send(article(SECOND, site="河口日报", url=url))
    assert told(unknown)[2] == "unknown-article"
    assert told(late)[1] == "canceled"


def test_the_same_article_gives_the_same_event(news: Newsroom) -> None:
    first, again = news.send(
        article(fetched_at=1_700_000_000, url="https://daily.example/3"),
        article(fetched_at=1_700_003_600, url="https://m.daily.example/3?from=app", id="9"),
    )
    assert first.headers["ce_id"] == again.headers["ce_id"]
    assert first.headers["ce_time"] == again.headers["ce_time"]
    assert said_by(first) == said_by(again)
    (changed,) = news.send(article(SECOND, fetched_at=1_700_007_200, url="https://daily.example/3"))
    assert changed.document["firstCreated"] == first.document["firstCreated"]
    assert changed.document["versionCreated"] == "2023-11-15T00:13:20Z"
