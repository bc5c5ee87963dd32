"""`news enrich`, `news recognize` and `news explain` on good and on bad input."""

import io
import json
import os
import sys
import time

import pytest

from pipeline.cleaning.cleaner import Cleaner
from pipeline.cli.main import main
from pipeline.offline import enrich

TEXT = """河口镇新桥今日通车
本报讯(记者 苗青禾)6月3日上午,河口镇新建的石拱桥正式通车。镇长蓝远山出席通车仪式,他说,孩子们上学再不用绕行三公里山路。
新桥长86米、宽9米,总投资1240万元,由镇里和对岸的五个村共同筹款修建。
村民牛满仓赶着三头黄牛第一个过桥。他说,桥面平得连一碗水都洒不出来。
(编辑:吴小满)
相关新闻
- 山里的电影院又亮灯了
- 端午包粽子,糯米要泡多久?_生活小站
- 今日提醒:暴雨将至 出门记得带伞"""
LABELS = {"title", "shoulder", "headline", "subhead", "byline", "body", "credit", "marker", "link", "other", "blank"}  # fmt: skip
KNOWN = {"id": "bridge", "site": "river.example", "title": "河口镇新桥今日通车", "text": TEXT}


def printed(capsysbinary):
    return [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]


@pytest.fixture
def articles(tmp_path):
    path = tmp_path / "articles.jsonl"
    other = TEXT.replace("河口镇", "渡口乡").replace("蓝远山", "白石川")
    lines = [
        KNOWN,
        KNOWN | {"id": "again", "site": "hill.example"},
        KNOWN | {"id": 7, "text": other},
    ]
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines))
    return path


def test_clean_prints_every_line_of_the_raw_text(tmp_path, capsysbinary):
    path = tmp_path / "bridge.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert main(["enrich", "--stage", "clean", str(path)]) == 0
    (found,) = printed(capsysbinary)
    assert found["source_id"] == str(path)
    assert [TEXT[line["start"] : line["end"]] for line in found["lines"]] == TEXT.split("\n")
    assert all(line["label"] in LABELS for line in found["lines"])
    assert all(set(line) == {"start", "end", "label", "score", "reason"} for line in found["lines"])
    assert all(set(span) == {"line", "start", "end", "kind"} for span in found["spans"])
    assert found["text"] == TEXT


def test_a_page_prints_the_text_that_its_offsets_index(tmp_path, capsysbinary):
    path = tmp_path / "page.html"
    paragraphs = "".join(f"<p>{line}</p>" for line in TEXT.split("\n")[1:4])
    path.write_text(f"<html><body><h1>河口镇新桥今日通车</h1>{paragraphs}</body></html>")
    assert main(["enrich", "--stage", "clean", str(path)]) == 0
    (found,) = printed(capsysbinary)
    joined = "\n".join(found["text"][line["start"] : line["end"]] for line in found["lines"])
    assert joined == found["text"]
    assert "总投资1240万元" in joined


def test_dedup_adds_links_and_the_story(articles, capsysbinary):
    assert main(["enrich", "--stage", "dedup", str(articles)]) == 0
    first, again, other = printed(capsysbinary)
    links = [line["link"] for line in first["lines"] if line["label"] == "link"]
    assert [set(link) for link in links] == [{"id", "headline"}] * 3
    assert set(first["duplicate"]) == {"status", "of", "story", "similarity"}
    assert first["duplicate"]["status"] == "original"
    assert first["duplicate"]["of"] is None
    assert again["duplicate"]["story"] == first["duplicate"]["story"]
    assert other["source_id"] == "7"


def test_extract_prints_the_document_and_its_source_id(articles, capsysbinary):
    assert main(["enrich", str(articles)]) == 0
    first, *_ = printed(capsysbinary)
    assert first["source_id"] == "bridge"
    assert first["uri"].startswith("urn:uuid:")
    body = first["bodies"][0]["value"]
    mentions = [m for m in first["enrichment"]["mentions"] if m["field"] == "body"]
    assert "蓝远山" in {m["surface"] for m in mentions}
    assert all(body[m["start"] : m["end"]] == m["surface"] for m in mentions)
    stages = first["enrichment"]["stages"]
    assert [stage["name"] for stage in stages] == ["clean", "dedup", "extract"]


def test_the_output_is_the_same_for_any_number_of_jobs(articles, capsysbinary):
    def told(jobs):
        assert main(["enrich", "--jobs", jobs, str(articles)]) == 0
        found = printed(capsysbinary)
        for document in found:
            for stage in document["enrichment"]["stages"]:
                stage["at"] = stage["ms"] = None
        return found

    assert told("2") == told("1")


def test_the_python_call_is_the_same(articles, capsysbinary):
    assert main(["enrich", "--stage", "dedup", str(articles)]) == 0
    by_command = printed(capsysbinary)
    given = [json.loads(line) for line in articles.read_text().splitlines()]
    mtime = articles.stat().st_mtime
    by_call = list(enrich(given, stage="dedup", clock=lambda: mtime))
    # a file's bytes were decoded, a dictionary's text was not
    assert [document | {"encoding": None} for document in by_command] == by_call


def test_an_iterator_is_read_one_article_at_a_time():
    answers = []

    def asked():
        for number in range(5):
            assert len(answers) == number
            yield f"{TEXT}\n{number}"

    answers.extend(found["id"] for found in enrich(asked(), stage="clean"))
    given = [f"{TEXT}\n{number}" for number in range(5)]
    assert [found["id"] for found in enrich(given, stage="clean")] == answers


def test_a_bug_costs_one_article(monkeypatch):
    broken = Cleaner.many

    def many(self, raws):
        if any("暴雨" not in raw.text for raw in raws):
            raise ValueError("broken on purpose")
        return broken(self, raws)

    monkeypatch.setattr(Cleaner, "many", many)
    given = [f"{TEXT}\n{number}" for number in range(20)]
    given[7] = "没有雨。"
    found = list(enrich(given, stage="clean"))
    assert [number for number, each in enumerate(found) if "rejected" in each] == [7]
    assert found[7]["rejected"]["reason"] == "internal-error"


def test_no_article_lends_its_time_to_another(tmp_path, capsysbinary):
    dated = {"text": TEXT, "published_at": "2021-06-03T10:00:00+08:00"}
    found = list(enrich([TEXT, dated, TEXT + "\n"], stage="dedup", clock=lambda: 1.7e9))
    assert [each["event_time"] for each in found] == [1.7e9, 1622685600.0, 1.7e9]
    assert ["publishedUnknown" in each["flags"] for each in found] == [True, False, True]
    file = tmp_path / "two.jsonl"
    file.write_text("\n".join(json.dumps(each) for each in (dated, {"text": TEXT + "。"})))
    os.utime(file, (1.7e9, 1.7e9))
    assert main(["enrich", str(file)]) == 0
    first, second = printed(capsysbinary)
    assert first["contentCreated"] == "2021-06-03T10:00:00+08:00"
    assert "contentCreated" not in second
    assert "publishedUnknown" in second["enrichment"]["quality"]
    assert second["firstCreated"] == "2023-11-14T22:13:20Z"


def test_standard_input_is_as_old_as_the_run(monkeypatch, capsysbinary):
    given = json.dumps({"text": TEXT, "published_at": "2099-01-01T00:00:00Z"}).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    before = time.time()
    assert main(["enrich", "--stage", "clean", "-"]) == 0
    (found,) = printed(capsysbinary)
    assert before <= found["event_time"] <= time.time()
    assert {"futureTime", "publishedUnknown"} <= set(found["flags"])


def test_recognize_finds_reporters_too(monkeypatch, capsysbinary):
    given = {"id": 5, "text": "本报记者苗青禾报道,6月3日,镇长蓝远山在苏州捐款20万元。"}
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(given).encode())))
    assert main(["recognize", "-"]) == 0
    (found,) = printed(capsysbinary)
    assert found["id"] == 5
    text = given["text"]
    assert {text[m["start"] : m["end"]] for m in found["mentions"] if m["type"] == "person"} == {"苗青禾", "蓝远山"}  # fmt: skip
    assert {v["type"] for v in found["values"]} == {"date", "money"}


def test_your_own_names_win(tmp_path, capsysbinary):
    names = tmp_path / "names.tsv"
    names.write_text("河口镇新桥\tproduct\tbridge:1\n", encoding="utf-8")
    path = tmp_path / "t.txt"
    path.write_text("他们走过河口镇新桥。", encoding="utf-8")
    assert main(["recognize", str(path), "--dict", str(names)]) == 0
    (found,) = printed(capsysbinary)
    assert [(m["type"], m["surface"]) for m in found["mentions"]] == [("product", "河口镇新桥")]


def test_explain_shows_every_line_with_its_reason(tmp_path, capsysbinary):
    path = tmp_path / "bridge.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert main(["explain", str(path)]) == 0
    shown = capsysbinary.readouterr().out.decode()
    lines = TEXT.split("\n")
    assert all(line.split("(")[0] in shown for line in lines)
    assert "- link" in shown
    assert "+ body" in shown
    assert "clean " in shown
    assert "\x1b[" not in shown  # no terminal, no colours


def test_explain_prints_the_facts_as_json(tmp_path, capsysbinary):
    path = tmp_path / "bridge.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert main(["explain", "--json", str(path)]) == 0
    (found,) = printed(capsysbinary)
    assert "\n".join(line["text"] for line in found["lines"]) == TEXT
    assert all(line["score"] is not None and line["reason"] for line in found["lines"])
    assert [stage["name"] for stage in found["stages"]] == ["clean", "dedup", "extract"]
