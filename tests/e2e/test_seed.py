"""The main job on a real broker: one article in, its enriched event and its links out.

The one real article lies beside the checkout and is read only where it is there; its twin, of our
own writing, always runs.
"""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from pipeline.cli.main import main
from pipeline.codec import decode, encode_json
from pipeline.demo.manifest import Sample, load_samples
from pipeline.document.fields import EnrichedDocument
from pipeline.text.fingerprint import article_id
from pipeline.topology import ENRICHED, LINKS
from tests.e2e.running import read_until, running
from tests.golden.examples.faults import faults

pytestmark = pytest.mark.kafka
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="module")
def broker(tmp_path_factory):
    with running(tmp_path_factory.mktemp("seed")) as settings:
        yield settings.broker


def through(broker, tmp_path, monkeypatch, text, site):
    """Publish one article; return its enriched document, and what the links topic then holds."""
    envelope = tmp_path / "article.jsonl"
    envelope.write_text(json.dumps({"site": site, "text": text}, ensure_ascii=False))
    monkeypatch.setenv("NEWS_BROKER", broker)
    monkeypatch.setenv("NEWS_DATA_DIR", str(tmp_path))
    assert main(["publish", str(envelope)]) == 0
    uri = f"urn:uuid:{article_id(url=None, site=site, own=None, title='', content=text)}"
    enriched = read_until(
        broker, ENRICHED.name, lambda found: any(each["uri"] == uri for each in found)
    )
    (one,) = [each for each in enriched if each["uri"] == uri]
    document = decode(encode_json(one), EnrichedDocument)

    def of_site(found):
        return {each["id"]: each for each in found if site in each["sites"]}

    links = read_until(broker, LINKS.name, lambda found: len(of_site(found)) >= 30)
    return document, list(of_site(links).values())


def check(sample, document, links):
    assert faults(sample, document) == []
    assert Counter(link["headline"] for link in links) == Counter(sample.headlines)
    facts = document.enrichment
    removed = [piece for piece in facts.boilerplate.removed if piece.kind == "link"]
    assert {piece.link_id for piece in removed} == {link["id"] for link in links}
    # nothing of the links among the facts
    article = document.bodies[0].value + "\n".join(head.text for head in facts.text.head)
    assert [entity.name for entity in facts.entities if entity.name not in article] == []
    assert [v.surface for v in facts.values if v.type in {"money", "security", "percent"}] == []
    assert [o.name for o in document.organisations if o.symbols] == []


def test_the_twin_comes_out_as_it_should(broker, tmp_path, monkeypatch):
    (sample,) = [s for s in load_samples(EXAMPLES) if s.headlines]
    text = (EXAMPLES / sample.path).read_text(encoding="utf-8")
    document, links = through(broker, tmp_path, monkeypatch, text, "twin.example")
    check(sample, document, links)


def test_the_real_article_comes_out_as_it_should(broker, tmp_path, monkeypatch, shared):
    gold = json.loads((shared / "data/cleaning/seed_gold.jsonl").read_text(encoding="utf-8"))
    names = json.loads((shared / "data/entities/seed_gold.json").read_text(encoding="utf-8"))
    sample = expected(gold, names)
    assert (sample.paragraphs, sample.links, len(sample.people)) == (6, 30, 7)
    document, links = through(broker, tmp_path, monkeypatch, gold["raw"], "seed.example")
    check(sample, document, links)


def expected(gold: dict, names: dict) -> Sample:
    """Return what the article's hand-made labels ask for, as a sample."""
    lines = gold["lines"]
    texts = {line["label"]: line["text"] for line in lines}
    inline = {
        kind: line["text"][start:end] for line in lines for start, end, kind in line.get("segs", ())
    }
    reporter = re.search(r"记者\s*(\w+)", inline["byline"])[1]
    editor = re.search(r"编辑\s*[:：]\s*(\w+)", inline["credit"])[1]
    in_body = [e for e in names["entities"] if e["end"] <= names["body"][1]]
    persons = [e for e in in_body if e["type"] == "PER" and e["text"] not in (reporter, editor)]
    # the posts that the issue names: those of the province's two leaders
    posts = {
        e["text"]: e["titles"][0] for e in persons if e.get("titles") and e["titles"][0][0] == "省"
    }
    places = Counter(e["text"] for e in in_body if e["type"] == "LOC")
    body = [line for line in lines if line["label"] == "body"]
    links = [line for line in lines if line["label"] == "link"]
    return Sample(
        path="seed",
        ends="enriched",
        title=texts["title"],
        kicker=texts["shoulder"],
        headline=texts["headline"],
        subhead=texts["subhead"],
        by=reporter,
        editor=editor,
        paragraphs=len(body),
        links=len(links),
        dates=tuple(
            {
                re.match(r"\d+月\d+日", e["text"])[0]
                for e in in_body
                if e["type"] == "DATE" and re.match(r"\d+月\d+日", e["text"])
            }
        ),
        people=tuple({e["text"] for e in persons}),
        posts=posts,
        places=(places.most_common(1)[0][0],),
        events=tuple(
            {e["text"] for e in in_body if e["type"] == "EVENT" and e["text"].endswith("冬奥会")}
        ),
        nothing=tuple(line["text"] for line in links),
        headlines=tuple(line["canon"] for line in links),
    )
