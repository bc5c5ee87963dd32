"""`news schema`: what is shipped is printed, and a line that does not hold is named."""

import io
import json
import sys

import jsonschema
import pytest

from pipeline.cli.main import main
from pipeline.codec import encode
from pipeline.document.asyncapi import asyncapi
from pipeline.document.ninjs import document
from pipeline.document.schemas import EXPORT, schemas
from pipeline.kafka.records import Record
from pipeline.operations.json_lines import line_of
from pipeline.operations.schema_check import faults
from pipeline.stream.dead_letter import refuse, rejected_record
from pipeline.stream.messages import Message
from pipeline.topology import ENRICHED, LINKS, RAW, REJECTED
from tests.conftest import ROOT
from tests.unit.enriched_sample import sample

EVENT = json.loads(encode(document(sample())))
ARTICLE = {"id": "gate-7", "url": "https://gate.example/7", "text": "石桥昨天通车。"}


def line(value):
    return json.dumps(value, ensure_ascii=False).encode()


def exported(topic, value, headers=()):
    return line_of(
        Record(topic=topic.name, partition=0, offset=7, timestamp=1.5, key=b"k", value=value,
               headers=headers)
    )  # fmt: skip


def found(data, name=None):
    return [f"{each.path}: {each.message}" for each in faults(data, name)]


def test_every_schema_is_printed_as_it_is_in_the_docs(capsysbinary):
    assert main(["schema", "print"]) == 0
    names = capsysbinary.readouterr().out.decode().split()
    assert names == [*schemas(), "asyncapi"]
    for name in schemas():
        assert main(["schema", "print", name]) == 0
        docs = ROOT / "docs" / "schemas" / f"{name}.schema.json"
        assert capsysbinary.readouterr().out == docs.read_bytes()
    assert main(["schema", "print", "link-seen"]) == 0
    assert json.loads(capsysbinary.readouterr().out)["title"] == "news.link-seen.v1"
    assert main(["schema", "print", "asyncapi"]) == 0
    assert json.loads(capsysbinary.readouterr().out) == asyncapi()
    assert main(["schema", "print", "rejected"]) == 2
    for schema in schemas().values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_what_the_pipeline_writes_holds():
    assert found(line(EVENT)) == []
    assert found(line(ARTICLE)) == []
    assert found(exported(ENRICHED, encode(document(sample())))) == []
    assert found(exported(RAW, line(ARTICLE))) == []
    assert found(exported(RAW, b"<p>", (("Content-Type", b"text/html"),))) == []
    assert found(exported(LINKS, None)) == []
    assert found(exported(REJECTED, b"\xff", rejection())) == []


def rejection():
    message = Message(topic=RAW.name, partition=0, offset=7, timestamp=1.5, value=b"\xff")
    return rejected_record(refuse("clean", "bad-json", "no"), message, now=0.0).headers


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{broken", "$: no JSON"),
        (b"[1]", "$: [1] is not of type 'object'"),
        (line(ARTICLE | {"text": 7}), "$.text: 7 is none of string, null"),
        (line(ARTICLE | {"text": ["x" * 900]}), "$.text: ['" + "x" * 38 + "… is none of string, null"),
        (line({**EVENT, "extra": 1}), "$: Additional properties are not allowed ('extra' was unexpected)"),
        (line({k: v for k, v in EVENT.items() if k != "uri"}), "$: 'uri' is a required property"),
        (line(EVENT | {"enrichment": {}}), "$.enrichment: 'site' is a required property"),
        (exported(ENRICHED, line({**EVENT, "version": 1})), "$.value_text.version: 1 is not of type 'string'"),
        (exported(ENRICHED, b'{"enrichment":{}}'), "$.value: 'uri' is a required property"),
        (exported(ENRICHED, b"text"), "$.value: no JSON"),
        (exported(ENRICHED, b"\xff"), "$.value: no JSON"),
        (exported(RAW, b"{no json"), "$.value: no JSON"),
        (exported(REJECTED, b"x"), "$.headers: [] does not contain items matching the given schema"),
        (line({"topic": "t", "offset": 1}), "$: 'partition' is a required property"),
        (
            line(json.loads(exported(RAW, line(ARTICLE))) | {"value_base64": ""}),
            "is valid under each of",
        ),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_named(data, said):
    assert any(said in each for each in found(data)), found(data)
    assert all("\n" not in each and len(each) < 400 for each in found(data))


def test_it_is_as_strict_as_the_schema():
    """What jsonschema refuses with the schema of the docs is refused here, and nothing else."""
    for name, schema in schemas().items():
        if name != ENRICHED.name:
            theirs = jsonschema.Draft202012Validator(schema)
            for value in (EVENT, ARTICLE, {}, [], None, 7, json.loads(exported(LINKS, None))):
                unlike = list(theirs.iter_errors(value))
                ours = found(line(value), name)
                # Of an exported record the value is looked at, too.
                assert len(unlike) == len(ours) or (name == EXPORT and not unlike), (name, value)


def test_faults_are_named_by_file_and_line(tmp_path, capsysbinary, monkeypatch):
    path = tmp_path / "some.jsonl"
    path.write_bytes(b"\n".join([line(ARTICLE), b"", line({"text": 7}), b"{"]))
    assert main(["schema", "check", str(path)]) == 1
    out, err = capsysbinary.readouterr()
    first, second = out.decode().splitlines()
    assert first == f"{path}:3: $.text: 7 is none of string, null"
    assert second.startswith(f"{path}:4: $: no JSON")
    assert err.decode() == "news: 3 lines, 2 faults in 2 of them\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line(EVENT))))
    assert main(["schema", "check", "-"]) == 0
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line({"text": 7}))))
    assert main(["schema", "check", "-", "--json"]) == 1
    told = json.loads(capsysbinary.readouterr().out)
    assert (told["file"], told["line"], told["path"]) == ("-", 1, "$.text")
    # What a line is meant for is said where it does not say it itself.
    path.write_bytes(line(ARTICLE))
    assert main(["schema", "check", "--as", "enriched", str(path)]) == 1
    assert main(["schema", "check", "--as", "none", str(path)]) == 2
    assert main(["schema", "check", str(tmp_path / "none.jsonl")]) == 2
