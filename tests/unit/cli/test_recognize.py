"""`news recognize` and `news explain`: which line is which text, and what is none."""

from __future__ import annotations

import json

import pytest

from pipeline.cli.main import main


def printed(capsysbinary) -> list[dict]:
    return [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]


def test_texts_go_by_their_id_else_by_their_line(tmp_path, capsysbinary):
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"text": "甲"}\n\n  \n{"id": null, "text": "乙"}\n{"id": "x", "text": ""}\n', "utf-8"
    )
    assert main(["recognize", str(path)]) == 0
    found = printed(capsysbinary)
    assert [each["id"] for each in found] == [f"{path}:1", None, "x"]
    assert all(set(each) == {"id", "mentions", "values"} for each in found)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": 1, "text": 7}', "wrong-type"),
        ('{"id": 1, "text": null}', "wrong-type"),
        ('{"id": 1}', "wrong-type"),
        ("[1]", "wrong-type"),
        ("{", "bad-json"),
    ],
)
def test_what_is_no_text_is_told_and_counted(tmp_path, capsysbinary, line, reason):
    path = tmp_path / "a.jsonl"
    path.write_text(f'{line}\n{{"text": "甲"}}\n{line}\n', "utf-8")
    assert main(["recognize", str(path)]) == 1
    out, err = capsysbinary.readouterr()
    first, second, third = map(json.loads, out.splitlines())
    assert first["rejected"]["reason"] == third["rejected"]["reason"] == reason
    assert second["mentions"] == []
    assert err.decode().startswith("news: 2 lines are no texts")
    assert first["id"] == (1 if '"id"' in line else f"{path}:1")


def test_a_txt_file_is_one_text_in_any_encoding(tmp_path, capsysbinary):
    path = tmp_path / "a.txt"
    text = "市长林若川在苏州会见客人。\n会见之后，市长和客人一起去了码头。"
    path.write_bytes(text.encode("gb18030"))
    assert main(["recognize", str(path)]) == 0
    (found,) = printed(capsysbinary)
    assert found["id"] == str(path)
    assert all(text[m["start"] : m["end"]] == m["surface"] for m in found["mentions"])
    assert "林若川" in {m["surface"] for m in found["mentions"]}


@pytest.fixture
def three(tmp_path) -> str:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"id": "a", "text": "甲。"}\n{"id": "b", "text": ""}\n{"id": "c", "text": "丙。"}\n'
    )
    return str(path)


@pytest.mark.parametrize(("number", "source"), [("1", "a"), ("3", "c")])
def test_articles_of_a_file_are_counted_from_1(three, capsysbinary, number, source):
    assert main(["explain", three, "--number", number, "--json"]) == 0
    (found,) = printed(capsysbinary)
    assert found["source_id"] == source


def test_a_rejected_article_is_explained_as_json_too(three, capsysbinary):
    assert main(["explain", three, "--number", "2"]) == 1
    out, err = capsysbinary.readouterr()
    assert (out, err.startswith(b"news: ")) == (b"", True)
    assert main(["explain", three, "--number", "2", "--json"]) == 1
    (found,) = printed(capsysbinary)
    assert found["rejected"]["reason"] == "empty"


@pytest.mark.parametrize(("text", "code"), [("甲。", 0), ("", 1)])
def test_enrich_counts_what_was_rejected(tmp_path, capsysbinary, text, code):
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"id": "a", "text": "{text}"}}\n' * 3)
    assert main(["enrich", "--stage", "clean", str(path)]) == code
    err = capsysbinary.readouterr().err.decode()
    assert err == ('news: 3 rejected; each says why under "rejected"\n' if code else "")
