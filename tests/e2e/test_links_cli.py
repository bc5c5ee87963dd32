"""`news links` against a running pipeline: what it knows, and an operator's word that it obeys."""

import asyncio
import json
import time

import pytest

from pipeline.cli.main import main
from pipeline.dedup.links.known_links import KnownLinks
from pipeline.dedup.links.operator_names import link_name
from pipeline.stages import shipped
from pipeline.stream.followed.link_watch import LinkWatch
from pipeline.stream.metrics import Stats
from pipeline.topology import ENRICHED
from tests.e2e.running import read_until, running

pytestmark = pytest.mark.kafka

HEADLINES = (
    "老街改造后首批商户开门迎客",
    "江边步道下月开放给行人",
    "县里的图书馆周末延长开放时间",
    "今年的早稻收割已经过半",
    "渡口小学的孩子们种下第一批银杏",
)
BLOCKED = "山口村的老磨坊今年秋天又磨起了新收的荞麦面。"
SECONDS = 60


@pytest.fixture(scope="module")
def pipeline_on(tmp_path_factory):
    with running(tmp_path_factory.mktemp("links"), grouping="all", partitions=2) as settings:
        yield settings


class News:
    """Publishes pages, and runs `news links`."""

    def __init__(self, broker, folder, capture):
        self.broker, self.folder, self.capture = broker, folder, capture
        self.published = 0

    def publish(self, *body, site="a.example", form="- {}", listed=HEADLINES):
        """Publish a page of its own with a list of links; return its enriched document."""
        self.published += 1
        opening = (
            f"河口镇第{self.published}次赶集昨天开市，来了{70 + self.published}个摊子，"
            f"卖的多是自家田里的东西，到傍晚收了{self.published}车空筐。"
        )
        closing = f"镇里说，下一次赶集定在{self.published}天以后，摊位的租金仍旧不收。"
        lines = [opening, *body, closing, "相关阅读：", *map(form.format, listed)]
        url = f"https://{site}/{self.folder.name}/{self.published}"
        path = self.folder / f"{self.published}.jsonl"
        path.write_text(json.dumps({"url": url, "site": site, "text": "\n".join(lines)}))
        assert main(["publish", str(path), "--json"]) == 0
        (receipt,) = self.told()
        uri = f"urn:uuid:{receipt['id']}"
        found = read_until(
            self.broker, ENRICHED.name, lambda found: any(each["uri"] == uri for each in found)
        )
        return next(each for each in found if each["uri"] == uri)

    def publish_until(self, wanted, *body):
        """Publish page after page until one comes out as it is wanted: workers obey in seconds."""
        end = time.monotonic() + SECONDS
        while not wanted(document := self.publish(*body)):
            assert time.monotonic() < end, "the workers do not obey"
        return document

    def links(self, *arguments, code=0):
        self.told()
        assert main(["links", *arguments, "--json"]) == code
        return self.told()

    def told(self):
        return [json.loads(line) for line in self.capture.readouterr().out.splitlines()]


@pytest.fixture
def news(pipeline_on, tmp_path, monkeypatch, capsysbinary):
    monkeypatch.setenv("NEWS_BROKER", pipeline_on.broker)
    monkeypatch.setenv("NEWS_DATA_DIR", str(tmp_path / "data"))
    return News(pipeline_on.broker, tmp_path, capsysbinary)


def body_of(document):
    return document["bodies"][0]["value"]


def removed(document):
    return {piece["text"]: piece for piece in document["enrichment"]["boilerplate"]["removed"]}


def test_top_and_show_tell_what_was_seen(news):
    for site in ("a.example", "b.example", "b.example"):
        news.publish(site=site, form="· 环球速递：{}")
    end = time.monotonic() + SECONDS
    while [link["count"] for link in news.links("top")] != [3] * 5:
        assert time.monotonic() < end
    first, *others = news.links("top", "--limit", "4")
    assert len(others) == 3
    assert first["headline"] in HEADLINES
    assert (first["sites"], first["site_count"]) == (["a.example", "b.example"], 2)
    assert first["decorations"] == ["环球速递"]
    assert first["first_seen"].endswith("+00:00")
    assert news.links("top", "--site", "c.example") == []
    assert news.links("top", "--decorations") == [
        {"decoration": "环球速递", "links": 5, "learnt": False}
    ]
    for name in (first["id"], first["headline"], f"【今日要闻】{first['headline']}"):
        (shown,) = news.links("show", name)
        assert shown == first | {"aliases": [], "said": None}
    assert news.links("show", "从未有人见过的一条链接", code=1) == []


async def test_what_the_stream_knows_of_links_reaches_a_worker(pipeline_on):
    known = KnownLinks()
    task = asyncio.create_task(LinkWatch(pipeline_on, known, Stats()).follow())
    end = time.monotonic() + SECONDS
    names = [link_name(headline, shipped.prior()) for headline in HEADLINES]
    while not all(known.get(name, 0) >= 3 for name in names):
        assert time.monotonic() < end
        await asyncio.sleep(0.2)
    task.cancel()


def test_an_id_that_turned_out_to_be_another_is_found(news):
    cut, whole = "村里的旧船厂改成了木工学…", "村里的旧船厂改成了木工学校 秋天招生"
    old, new, again = [link_of(news, line) for line in (cut, whole, cut)]
    assert old != new == again
    end = time.monotonic() + SECONDS
    while not (shown := news.links("show", old))[0]["aliases"]:
        assert time.monotonic() < end
    (found,) = shown
    assert (found["id"], found["headline"], found["aliases"]) == (new, whole, [old])
    assert (found["count"], found["site_count"]) == (3, 1)


def link_of(news, line):
    """Publish a page whose list begins with `line`; return the id of that link."""
    document = news.publish(site="cut.example", listed=(line, *HEADLINES))
    (name,) = [p["linkId"] for text, p in removed(document).items() if line.rstrip("…") in text]
    return name


def test_a_block_takes_effect_in_running_workers_and_allow_takes_it_back(news):
    assert BLOCKED in body_of(news.publish(BLOCKED))
    (said,) = news.links("block", BLOCKED)
    assert (said["kind"], said["said"]) == ("link", "blocked")
    document = news.publish_until(lambda found: BLOCKED not in body_of(found), BLOCKED)
    piece = removed(document)[BLOCKED]
    assert (piece["kind"], piece["reason"], piece["linkId"]) == ("link", "blocked", said["name"])
    (shown,) = news.links("show", BLOCKED)
    assert shown["said"] == "blocked"

    assert news.links("allow", said["name"])[0]["said"] == "allowed"
    document = news.publish_until(lambda found: BLOCKED in body_of(found), BLOCKED)
    assert BLOCKED not in removed(document)
    # A link that was always one stays in the body too, once it is allowed.
    news.links("allow", HEADLINES[0])
    news.publish_until(lambda found: HEADLINES[0] in body_of(found))
    assert news.links("allow", HEADLINES[0], "--undo")[0]["said"] == "undone"
    news.publish_until(lambda found: HEADLINES[0] not in body_of(found))


def test_a_decoration_is_blocked_and_taken_back(news):
    news.links("block", "【青蘿小站】", "--decoration")
    known = {news.links("show", headline)[0]["id"] for headline in HEADLINES}
    end = time.monotonic() + SECONDS
    while True:
        document = news.publish(site="d.example", form="青萝小站：{}")
        if {piece["linkId"] for piece in removed(document).values()} - {""} == known:
            break
        assert time.monotonic() < end, "the workers do not obey"
    (said,) = news.links("block", "青萝小站", "--decoration", "--undo")
    assert (said["name"], said["said"]) == ("青萝小站", "undone")
    assert main(["links", "block", "：", "--decoration"]) == 2
