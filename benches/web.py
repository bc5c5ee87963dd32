"""The page with 100,000 articles in its file: how long each of its pages takes, with its queries.

    python -m benches.web                  # some minutes, most of them to fill the file
    python -m benches.web --db /tmp/page.sqlite   # kept, and taken as it is the next time

The articles are invented, their names drawn as names are: a few stand in thousands of articles,
most in one or two. Each page is asked for over HTTP, of the server that `news web` starts.
"""

from __future__ import annotations

import argparse
import http.client
import random
import statistics
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import msgspec

from pipeline.codec import decode, encode_json
from pipeline.document.fields import EnrichedDocument
from pipeline.kafka.records import Record
from pipeline.offline import enrich
from pipeline.settings import Settings
from pipeline.topology import ENRICHED
from pipeline.web.server import Served, Site, serving
from pipeline.web.store.article_rows import AmountRow, ArticleRow, NameRow, QuoteRow, day_of
from pipeline.web.store.article_writer import ArticleWriter
from pipeline.web.store.database import Keep
from pipeline.web.store.tables import open_file

ARTICLES, DAYS, SITES = 100_000, 30, 200
# How many of each are in use, and how many of them an article names.
NAMED = {"person": (8_000, 3), "place": (600, 3), "organisation": (2_000, 2), "event": (300, 1)}
SYLLABLES = "江河湖海山石林田青白春秋东西南北安平和光明远新兴建国文华志强云雨雪风"
RUNS = 9
SAMPLE = {
    "title": "江城大桥通车",
    "text": "江城大桥通车\n江城市市长周舟昨天说,江城大桥今天通车,总投资3.2亿元。",
    "site": "daily.example",
}


def main() -> None:
    """Fill a file, ask for each page, print medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--db", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.db or Path(folder) / "page.sqlite"
        if not path.exists():
            began = time.perf_counter()
            fill(path, options.articles)
            print(f"filled in {time.perf_counter() - began:.0f} s")
        print(f"{options.articles:,} articles, {path.stat().st_size / 1e6:,.0f} MB")
        served = Served(host="127.0.0.1", port=0, path=path, keep=Keep(days=36_500))
        with serving(site := Site(Settings(broker=""), served)):
            print(f"{'median of ' + str(RUNS):<34} {'processor':>10}  {'clock':>10}")
            host = urlsplit(site.address).netloc
            for name, address in pages(path):
                taken = [ask(host, address) for _ in range(RUNS + 1)][1:]
                print(
                    "{:<34} {:7.1f} ms  {:7.1f} ms".format(
                        name, *map(statistics.median, zip(*taken, strict=True))
                    )
                )


def ask(host: str, address: str) -> tuple[float, float]:
    """Return the milliseconds until the whole of a page is there: of the processor, of the clock.

    The server is a thread here; on a machine that others use, the former tells more.
    """
    used, began = time.process_time(), time.perf_counter()
    connection = http.client.HTTPConnection(host, timeout=120)
    connection.request("GET", quote(address, safe="/?&=%"))
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, address
    connection.close()
    return 1000 * (time.process_time() - used), 1000 * (time.perf_counter() - began)


def pages(path: Path) -> Iterator[tuple[str, str]]:
    """Yield name and address of each page, those with most to show."""
    connection = open_file(path)
    one = dict(
        connection.execute(
            "SELECT type, key FROM (SELECT type, key, count(*) AS n FROM names GROUP BY key"
            " ORDER BY n) GROUP BY type HAVING n = max(n)"
        ).fetchall()
    )
    (middle,) = connection.execute(
        "SELECT seq FROM articles ORDER BY seq LIMIT 1 OFFSET (SELECT count(*) / 2 FROM articles)"
    ).fetchone()
    (day,) = connection.execute("SELECT max(day) FROM articles").fetchone()
    (article, story) = connection.execute(
        "SELECT id, story FROM articles GROUP BY story ORDER BY count(*) DESC LIMIT 1"
    ).fetchone()
    connection.close()
    person = one["person"].partition("/")[2]
    yield "news", "/"
    yield "news, from the middle on", f"/?before={middle}"
    yield "words: in most articles", "/?q=春江"
    yield "words: a name of many", f"/?q={person}"
    yield "words: in none", "/?q=没有这样的词语"
    yield "words and site", f"/?q={person}&site=site007.example"
    yield "entity of most articles", f"/?entity={quote(one['person'], safe='')}"
    yield "place of most articles", f"/?place={one['place'].partition('/')[2]}"
    yield "site", "/?site=site000.example"
    yield "day", f"/?day={day}"
    yield "entity and day", f"/?entity={quote(one['place'], safe='')}&day={day}"
    yield "an article", f"/article/{article}"
    yield "entities of the last day", "/entities"
    yield "entities of all days", "/entities?day=all"
    yield "the person of most articles", f"/entity?key={quote(one['person'], safe='')}"
    yield "the place of most articles", f"/entity?key={quote(one['place'], safe='')}"
    yield "stories", "/stories"
    yield "a story", f"/story/{story}"
    yield "links", "/links"
    yield "links: words", "/links?q=青白"
    yield "pipeline", "/pipeline"


def fill(path: Path, count: int) -> None:
    """Write invented articles, rejections and links."""
    chance = random.Random(7)
    connection = open_file(path)
    writer = ArticleWriter(connection, lambda text: [text])
    # One event for all: what the page of an article decodes.
    value = encode_json(next(iter(enrich([SAMPLE]))))
    document = decode(value, EnrichedDocument)
    made = {
        kind: [f"{chance.choice(SYLLABLES)}{a}{b}" for a in SYLLABLES for b in pair(chance, size)]
        for kind, (size, _) in NAMED.items()
    }
    now, stories = time.time(), []
    connection.execute("BEGIN")
    for number in range(count):
        at = now - DAYS * 86_400 * (1 - number / count)
        if not stories or chance.random() < 0.7:
            stories.append(f"s{number}")
        row = article(chance, number, at, made, chance.choice(stories[-200:]))
        record = Record(
            topic=ENRICHED.name,
            partition=number % 8,
            offset=number // 8,
            timestamp=at,
            key=row.id.encode(),
            value=value,
            headers=(),
        )
        body = msgspec.structs.replace(document.bodies[0], value="".join((row.lead, *spelt(row))))
        made_of = msgspec.structs.replace(document, headlines=(), bodies=(body,))
        writer._add(writer._free_seq(record), row.id, row, record, made_of)  # noqa: SLF001
        if number % 5000 == 4999:
            connection.execute("COMMIT")
            connection.execute("BEGIN")
    for number in range(count // 10):
        connection.execute(
            "INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                f"{number:016x}", "".join(chance.choices(SYLLABLES, k=14)), "每日快看\n环球播报",
                "\n".join(f"site{n:03}.example" for n in range(number % 20)), number % 20,
                now - 9e5, now, int(chance.paretovariate(0.8)),
            ),
        )  # fmt: skip
    for number in range(count // 20):
        connection.execute(
            "INSERT INTO rejections VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number % 8, number, now - number * 30, "clean", f"reason-{number % 9}",
                "what is wrong", "news.raw.v1", 1, 5000, b"{" + b"x" * 5000,
            ),
        )  # fmt: skip
    connection.execute("COMMIT")
    connection.close()


def spelt(row: ArticleRow) -> Iterator[str]:
    """Yield what an article says beside its beginning: a word of all articles, and its names."""
    yield "春江"
    yield from (name.name for name in row.names)


def pair(chance: random.Random, size: int) -> list[str]:
    """Return as many second syllables as names of one first syllable are needed."""
    return [
        "".join(chance.choices(SYLLABLES, k=chance.choice((1, 2))))
        for _ in range(max(size // len(SYLLABLES), 1))
    ]


def article(
    chance: random.Random, number: int, at: float, made: dict[str, list[str]], story: str
) -> ArticleRow:
    """Return the rows of one invented article."""
    names = {}
    for kind, (_, most) in NAMED.items():
        for _ in range(most):
            # Of names, as of words, the first is in every tenth article, the thousandth in few.
            at_name = min(int(chance.paretovariate(0.7)) - 1, len(made[kind]) - 1)
            name = made[kind][at_name]
            names[f"{kind}/{name}"] = NameRow(
                key=f"{kind}/{name}", type=kind, name=name, spellings=(name,),
                position="市长" if kind == "person" and number % 3 else "", count=2,
                prominence=chance.random(),
            )  # fmt: skip
    people = [each for each in names.values() if each.type == "person"]
    return ArticleRow(
        id=str(uuid.UUID(int=chance.getrandbits(128))),
        version="1",
        site=f"site{min(int(chance.paretovariate(0.8)) - 1, SITES - 1):03}.example",
        title="".join(chance.choices(SYLLABLES, k=18)),
        lead="".join(chance.choices(SYLLABLES, k=160)),
        language="zh-Hans",
        story=story,
        status="original",
        of="",
        similarity=1.0,
        published=at,
        precision="minute",
        event_time=at,
        day=day_of(at),
        removed=7,
        ratio=0.2,
        begun=at - 2,
        names=tuple(names.values()),
        amounts=tuple(
            AmountRow(
                type=kind,
                value=str(value := chance.randrange(10_000)),
                unit="CNY",
                surface=f"{value}元",
            )
            for kind in ("money", "quantity", "percent", "date")
        ),
        quotes=tuple(
            QuoteRow(
                key=each.key,
                speaker=each.name,
                verb="说",
                text="".join(chance.choices(SYLLABLES, k=30)),
            )
            for each in people[:1]
        ),
        links=tuple(f"{each:016x}" for each in chance.sample(range(10_000), 5)),
        runs=(("clean", 4.0), ("dedup", 1.0), ("extract", 6.0)),
    )


if __name__ == "__main__":
    main()
