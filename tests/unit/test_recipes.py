"""Recipes for others' tools: the page shows the files, and they name what there is."""

import json
import re
import shutil
import subprocess

import pytest

from pipeline.topology import ENRICHED
from tests.conftest import ROOT
from tests.doc_blocks import blocks

FOLDER = ROOT / "examples" / "recipes"
SAMPLE = ROOT / "docs" / "reference" / "event.json"
FILES = sorted(path.name for path in FOLDER.iterdir())
SHOWN = {b.name: b.text for b in blocks() if b.page == "docs/how-to/recipes.md"}

# What Confluent's reference of this sink lists and we use, and what any connector takes.
OF_THE_CONNECTOR = {
    "behavior.on.malformed.documents", "behavior.on.null.values", "connection.password",
    "connection.url", "connection.username", "key.ignore", "schema.ignore", "write.method",
}  # fmt: skip
OF_ANY = re.compile(
    r"connector\.class|tasks\.max|topics|(key|value)\.converter(\.schemas\.enable)?|"
    r"consumer\.override\.[a-z.]+|errors\.[a-z.]+"
)


def text_of(name):
    return (FOLDER / name).read_text("utf-8")


def test_the_page_shows_every_file_as_it_is():
    assert {name: text_of(name) for name in FILES} == SHOWN
    assert len(FILES) == 4


@pytest.mark.parametrize("name", FILES)
def test_a_recipe_reads_our_topic(name):
    assert ENRICHED.name in text_of(name)


def test_the_connector_is_told_what_it_knows_and_reads_what_is_committed():
    config = json.loads(text_of("connect-elasticsearch.json"))["config"]
    assert {k for k in config if not OF_ANY.fullmatch(k)} == OF_THE_CONNECTOR
    assert all(isinstance(value, str) for value in config.values())
    assert config["consumer.override.isolation.level"] == "read_committed"
    assert config["consumer.override.max.partition.fetch.bytes"] == str(ENRICHED.max_message_bytes)
    assert config["value.converter.schemas.enable"] == "false"


def test_jq_makes_a_line_of_an_event():
    program = re.search(r"jq -r '(.+)'", text_of("kcat-jq.sh"), re.DOTALL)[1]
    jq = shutil.which("jq")
    assert jq, "jq is not installed: apt-get install jq"
    event = json.dumps(json.loads(SAMPLE.read_text("utf-8"))).encode()
    withdrawn = event.replace(b'"usable"', b'"canceled"')
    done = subprocess.run(
        [jq, "-r", program], input=event + withdrawn, capture_output=True, check=True
    )
    assert done.stdout.decode().splitlines() == [
        "urn:uuid:0b0e4c1e-5f0c-5f0e-9d5e-000000000001\t春江大桥通车\t周舟"
    ]


def test_the_shell_takes_the_script():
    subprocess.run(["sh", "-n", FOLDER / "kcat-jq.sh"], check=True)


def test_flink_names_fields_of_the_event_and_reads_what_is_committed():
    text = text_of("flink.sql")
    event = json.loads(SAMPLE.read_text("utf-8"))
    table = text[: text.index("WATERMARK")]
    top = re.findall(r"^  (\w+) (?:STRING|ROW)", table, re.MULTILINE)
    assert top == ["uri", "pubStatus", "contentCreated", "enrichment"]
    assert set(top) <= set(event)
    entity = re.search(r"entities ARRAY<ROW<(.+)>>", table)[1]
    names = re.findall(r"`?(\w+)`? (?:STRING|INT)", entity)
    assert names
    assert set(names) <= set(event["enrichment"]["entities"][0])
    assert "'properties.isolation.level' = 'read_committed'" in text


def test_clickhouse_names_fields_of_the_event_and_columns_that_are_there():
    text = text_of("clickhouse.sql")
    event = json.loads(SAMPLE.read_text("utf-8"))
    asked = set(re.findall(r"\(value, '(\w+)'", text))
    assert asked == {
        "uri",
        "version",
        "pubStatus",
        "enrichment",
        "headlines",
        "bodies",
        "contentCreated",
        "people",
    }
    assert asked <= set(event)
    columns = re.findall(
        r"^    (\w+) [A-Z]",
        text[text.index("news_articles (") : text.index("ENGINE = Repl")],
        re.MULTILINE,
    )
    made = re.findall(r" AS (\w+)(?:,|\n)", text[text.index("SELECT") :])
    assert made == columns
    assert text.count("(") == text.count(")")
