"""Bad input gets one clear line, or an object that says why, and a documented exit code."""

import gzip
import json
import os
import random
import socket
from pathlib import Path

import pytest

from pipeline.cli.main import main


def told(capsysbinary):
    out, err = capsysbinary.readouterr()
    return [json.loads(line) for line in out.splitlines()], err.decode()


@pytest.mark.parametrize("verb", ["enrich", "recognize", "explain"])
def test_a_file_that_is_not_there(verb, tmp_path, capsysbinary):
    path = tmp_path / "nowhere.jsonl"
    assert main([verb, str(path)]) == 2
    out, err = told(capsysbinary)
    assert out == []
    assert err.startswith(f"news: {path}: No such file or directory. ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("verb", ["enrich", "recognize", "explain"])
def test_a_file_that_cannot_be_read(verb, tmp_path, capsysbinary):
    folder = tmp_path / "folder.jsonl" / "inner.txt"
    folder.mkdir(parents=True)  # a folder where a file is meant; root may read every file
    path = folder if verb == "recognize" else folder.parent / "inner.txt"
    assert main([verb, str(path)]) == 2
    _, err = told(capsysbinary)
    assert err.startswith(f"news: {path}: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("cut.json", b'{"text": "\xe5\x8d\x8a', "bad-json"),
        ("list.jsonl", b'["no", "object"]\n', "wrong-type"),
        ("number.jsonl", b'{"text": 5}\n', "wrong-type"),
        ("time.jsonl", b'{"text": "a", "published_at": []}\n', "wrong-type"),
        ("status.jsonl", b'{"text": "a", "pub_status": "gone"}\n', "wrong-type"),
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n\xe2\x80\x8b\n", "empty"),
        ("blank.html", b"<html><body><p> </p></body></html>", "empty"),
        ("nothing.jsonl", b'{"title": "only a title"}\n', "empty"),
        ("photo.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "undecodable"),
    ],
)
def test_an_article_that_is_none_is_rejected_with_its_reason(
    name, data, reason, tmp_path, capsysbinary
):
    path = tmp_path / name
    path.write_bytes(data)
    assert main(["enrich", str(path)]) == 1
    (found,), err = told(capsysbinary)
    assert set(found) == {"source_id", "rejected"}
    assert found["source_id"].startswith(str(path))
    assert set(found["rejected"]) == {"stage", "reason", "detail"}
    assert found["rejected"]["reason"] == reason
    assert "\n" not in found["rejected"]["detail"]
    assert err == 'news: 1 rejected; each says why under "rejected"\n'


def test_a_broken_line_stops_nothing(tmp_path, capsysbinary):
    path = tmp_path / "mixed.jsonl"
    path.write_text(
        '{"id": "a", "text": "镇上开了集市。"}\n{broken\n{"id": "c", "text": "集市散了。"}\n'
    )
    assert main(["enrich", "--stage", "clean", str(path)]) == 1
    found, _ = told(capsysbinary)
    assert [each["source_id"] for each in found] == ["a", f"{path}:2", "c"]
    assert ["rejected" in each for each in found] == [False, True, False]


def test_an_article_of_30_megabytes_is_too_large(tmp_path, capsysbinary):
    path = tmp_path / "large.txt"
    path.write_bytes("这一行写了很多遍。\n".encode() * (30 * 2**20 // 28))
    assert main(["enrich", str(path)]) == 1
    (found,), _ = told(capsysbinary)
    assert found["rejected"]["reason"] == "too-large"


def test_a_wrong_encoding_is_read_by_what_the_bytes_say(tmp_path, capsysbinary):
    path = tmp_path / "gbk.txt"
    path.write_bytes("镇上的集市今天开张，四面八方的乡亲都来了。".encode("gb18030"))
    assert main(["enrich", "--stage", "clean", str(path)]) == 0
    (found,), _ = told(capsysbinary)
    assert found["encoding"] == "gb18030"


def test_a_names_file_with_bad_lines_is_named(tmp_path, capsysbinary):
    names = tmp_path / "names.tsv"
    names.write_text("海鹭7轮 product\n", encoding="utf-8")
    text = tmp_path / "a.txt"
    text.write_text("海鹭7轮开了。", encoding="utf-8")
    assert main(["recognize", str(text), "--dict", str(names)]) == 2
    _, err = told(capsysbinary)
    assert err.startswith(f"news: {names}: line 1: no tab")


@pytest.mark.parametrize("line", ["[]", "{}", '{"text": null}', "nonsense"])
def test_recognize_names_a_line_that_is_no_text(line, tmp_path, capsysbinary):
    path = tmp_path / "texts.jsonl"
    path.write_text(f'{line}\n{{"id": 2, "text": "镇长来了。"}}\n')
    assert main(["recognize", str(path)]) == 1
    (bad, good), _ = told(capsysbinary)
    assert bad["id"] == f"{path}:1"
    assert bad["rejected"]["reason"] in {"bad-json", "wrong-type"}
    assert good["id"] == 2


@pytest.mark.parametrize(
    "arguments",
    [["publish", "-"], ["consume"], ["run"], ["topics", "check"], ["links", "top"]],
    ids=" ".join,
)
def test_no_broker_named(arguments, monkeypatch, capsysbinary):
    monkeypatch.delenv("NEWS_BROKER", raising=False)
    assert main(arguments) == 3
    _, err = told(capsysbinary)
    assert err.startswith("news: NEWS_BROKER: no broker is named. ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["consume"],
        ["topics", "create"],
        ["topics", "check"],
        ["links", "show", "x"],
        ["links", "block", "x", "--decoration"],
    ],
    ids=" ".join,
)
def test_a_broker_that_is_not_there(arguments, monkeypatch, capsysbinary):
    monkeypatch.setenv("NEWS_BROKER", "127.0.0.1:9")
    assert main(arguments) == 3
    _, err = told(capsysbinary)
    assert err.startswith("news: 127.0.0.1:9: ")
    assert err.count("\n") == 1


def test_publish_to_a_broker_that_is_not_there(tmp_path, monkeypatch, capsysbinary):
    monkeypatch.setenv("NEWS_BROKER", "127.0.0.1:9")
    monkeypatch.setenv("NEWS_DATA_DIR", str(tmp_path))
    path = tmp_path / "a.txt"
    path.write_text("一篇稿子。", encoding="utf-8")
    assert main(["publish", str(path)]) == 3
    assert told(capsysbinary)[1].count("\n") == 1


def test_a_busy_port_keeps_a_run_from_starting(tmp_path, monkeypatch, capsysbinary):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("NEWS_BROKER", "127.0.0.1:9")
        monkeypatch.setenv("NEWS_DATA_DIR", str(tmp_path))
        monkeypatch.setenv("NEWS_METRICS_PORT", str(port))
        assert main(["run"]) == 2
    _, err = told(capsysbinary)
    assert err.startswith(f"news: NEWS_METRICS_PORT: port {port} of 127.0.0.1 is taken. ")
    assert err.count("\n") == 1


def test_a_folder_that_cannot_be_made_keeps_a_run_from_starting(
    tmp_path, monkeypatch, capsysbinary
):
    (tmp_path / "file").touch()
    monkeypatch.setenv("NEWS_BROKER", "127.0.0.1:9")
    monkeypatch.setenv("NEWS_DATA_DIR", str(tmp_path / "file" / "data"))
    assert main(["run"]) == 2
    _, err = told(capsysbinary)
    assert err.startswith(
        f"news: NEWS_DATA_DIR: {tmp_path / 'file' / 'data'}: it cannot be written"
    )
    assert err.count("\n") == 1


def test_a_setting_that_cannot_be_taken(monkeypatch, capsysbinary):
    monkeypatch.setenv("NEWS_PARTITIONS", "many")
    assert main(["topics", "check"]) == 2
    _, err = told(capsysbinary)
    assert err.startswith("news: NEWS_PARTITIONS: ")


def test_explain_says_why_an_article_is_rejected(tmp_path, capsysbinary):
    path = tmp_path / "empty.txt"
    path.write_bytes(b"")
    assert main(["explain", str(path)]) == 1
    _, err = told(capsysbinary)
    assert err.startswith(f"news: {path}: rejected by clean (empty): ")


def test_explain_of_an_article_that_the_file_lacks(tmp_path, capsysbinary):
    path = tmp_path / "one.txt"
    path.write_text("一篇稿子。", encoding="utf-8")
    assert main(["explain", str(path), "--number", "2"]) == 2
    _, err = told(capsysbinary)
    assert err == f"news: {path}: there is no article 2. Give a smaller --number\n"


def test_what_was_decided_of_the_bytes_stands_in_the_event(tmp_path, capsysbinary):
    text = "镇上的集市今天开张，四面八方的乡亲都来了，一直热闹到太阳落山。"
    page = f"<html><meta charset=gb2312><title>集市开张</title><p>{text}</p></html>"
    (tmp_path / "a.html").write_bytes(page.encode("gb18030"))
    (tmp_path / "b.txt").write_bytes(text.encode("gb18030"))
    (tmp_path / "c.txt").write_bytes(f"集市开张\n{text}\n{text}锟斤拷锟斤拷".encode())
    assert main(["enrich", str(tmp_path)]) == 0
    found, _ = told(capsysbinary)
    page, plain, broken = (each["enrichment"] for each in found)
    assert (page["source"]["encoding"], page["source"]["encodingConfidence"]) == ("gb18030", 0.99)
    assert plain["source"]["encoding"] == "gb18030"
    assert 0.9 < plain["source"]["encodingConfidence"] <= 1
    assert "mojibake" in broken["quality"]
    assert found[2]["bodies"][0]["value"].endswith("锟斤拷锟斤拷")


GOOD = "镇上的集市今天开张，四面八方的乡亲都来了，一直热闹到太阳落山。\n"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bad_file_is_named_and_counted_and_the_rest_goes_on(jobs, tmp_path, capsysbinary):
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.txt").symlink_to("nowhere")
    (tmp_path / "c.json").write_bytes(b"[" * 100_000)
    (tmp_path / "d.jsonl.gz").write_bytes(gzip.compress(b'{"text": "a"}\n' * 100)[:-9])
    (tmp_path / "e.txt").write_text(GOOD * 2, encoding="utf-8")
    assert main(["enrich", "--stage", "clean", "--jobs", jobs, str(tmp_path)]) == 1
    found, err = told(capsysbinary)
    bad = {each["source_id"]: each["rejected"] for each in found if "rejected" in each}
    assert {name.rsplit("/", 1)[1]: why["reason"] for name, why in bad.items()} == {
        "b.txt": "unreadable",
        "c.json": "bad-json",
        "d.jsonl.gz": "unreadable",
    }
    assert found[0]["source_id"] == str(tmp_path / "a.txt")
    assert found[-1]["source_id"] == str(tmp_path / "e.txt")
    first, second, last = err.splitlines()
    assert first == f"news: {tmp_path / 'b.txt'}: No such file or directory. Check the file"
    assert second.startswith(f"news: {tmp_path / 'd.jsonl.gz'}: ")
    assert last == 'news: 3 rejected; each says why under "rejected"'


def test_strict_stops_at_the_first(tmp_path, capsysbinary):
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.txt").symlink_to("nowhere")
    (tmp_path / "c.txt").write_text(GOOD, encoding="utf-8")
    assert main(["enrich", "--stage", "clean", "--strict", str(tmp_path)]) == 1
    found, err = told(capsysbinary)
    assert ["rejected" in each for each in found] == [False, True]
    assert err.splitlines()[-1] == "news: stopped at the first that was rejected (--strict)"


def test_a_rejected_line_keeps_its_id(tmp_path, capsysbinary):
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"text": 5, "id": "one"}\n{"id": 2}\n{"id": "three", "text": "cut\n{"id": true}\n'
        '{"id": "\\ud800", "text": "a"}\n{"id": ' + "9" * 400 + ', "text": "a"}\n{"id": ""}\n'
    )
    assert main(["enrich", "--stage", "clean", str(path)]) == 1
    found, _ = told(capsysbinary)
    assert [each["source_id"] for each in found] == [
        "one", "2", "three", *(f"{path}:{line}" for line in (4, 5, 6, 7)),
    ]  # fmt: skip
    assert all("rejected" in each for each in found)


@pytest.mark.parametrize("verb", ["enrich", "explain", "publish"])
def test_an_encoding_that_is_none_is_wrong_usage(verb, tmp_path, monkeypatch, capsysbinary):
    monkeypatch.setenv("NEWS_BROKER", "127.0.0.1:9")
    path = tmp_path / "a.txt"
    path.write_text(GOOD, encoding="utf-8")
    assert main([verb, str(path), "--encoding", "utf-9"]) == 2
    _, err = told(capsysbinary)
    assert err == ("news: utf-9 is no encoding. Use one such as utf-8, gb18030, big5 or utf-16\n")


@pytest.mark.parametrize("data", [None, b"\xff\xfe\x00", b"no tab\n"])
@pytest.mark.parametrize("verb", ["enrich", "recognize", "explain"])
def test_names_that_cannot_be_read_are_wrong_usage(verb, data, tmp_path, capsysbinary):
    names = tmp_path / "names"
    names.mkdir() if data is None else names.write_bytes(data)
    path = tmp_path / "a.txt"
    path.write_text(GOOD, encoding="utf-8")
    assert main([verb, str(path), "--dict", str(names)]) == 2
    _, err = told(capsysbinary)
    assert err.startswith(f"news: {names}: ")
    assert err.count("\n") == 1


def test_random_bytes_are_no_text(tmp_path, capsysbinary):
    generator = random.Random(12)
    for number in range(40):
        size = generator.randrange(200, 6000)
        (tmp_path / f"{number:02}.txt").write_bytes(generator.randbytes(size))
    assert main(["enrich", "--stage", "clean", str(tmp_path)]) == 1
    found, _ = told(capsysbinary)
    assert [each["rejected"]["reason"] for each in found] == ["undecodable"] * 40


def test_recognize_reads_no_photograph_and_shows_any_name(tmp_path, capsysbinary):
    path = os.fsdecode(bytes(tmp_path) + b"/b\xff.txt")
    Path(path).write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    assert main(["recognize", path]) == 1
    (found,), _ = told(capsysbinary)
    assert found["id"] == rf"{tmp_path}/b\xff.txt"
    assert found["rejected"]["reason"] == "undecodable"


def test_recognize_goes_by_the_line_where_an_id_is_none(tmp_path, capsysbinary):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": ' + "[" * 300 + "]" * 300 + ', "text": "a"}\n')
    assert main(["recognize", str(path)]) == 0
    (found,), _ = told(capsysbinary)
    assert found["id"] == f"{path}:1"
