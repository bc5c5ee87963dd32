"""Stories of a run over files: the name they were first printed under is the one they keep."""

import json
from itertools import permutations

import pytest

from pipeline.cleaning.cleaner import Cleaner
from pipeline.codec import too_large
from pipeline.entities.extractor import Extractor
from pipeline.errors import UsageError
from pipeline.intake.files import InputRecord
from pipeline.offline import enrich
from pipeline.offline import run as run_module
from pipeline.offline.dedup import OfflineDedup
from pipeline.offline.run import Options, enrich_inputs, outcomes
from pipeline.settings import load_settings
from pipeline.stages.run_many import TOGETHER
from pipeline.topology import LARGEST_ARTICLE_LINES
from pipeline.types.articles import Origin, RawArticle

BODY = """河口镇的石拱桥昨天通车,镇里的孩子们排着队第一次从桥上走到对岸的学校去上课。
修桥的钱一半来自镇里,一半由对岸的五个村按户凑齐,账目每个月都贴在村口的布告栏上。
石匠说,桥上的每一块石头都编了号,哪一块松了,按着号就能找到当年是谁砌的。"""
OTHER = """城里的旧书市搬到了河边,周末两天摆出四百多个书摊,来淘书的人比往年多了一倍。
摊主们说,卖得最好的是旧地图和老课本,有人专门来找自己小时候用过的那一版。"""


def article(name, day, text=BODY):
    time = f"2024-03-{day:02}T08:00:00+08:00"
    return {
        "id": name,
        "site": f"{name}.example",
        "title": name,
        "text": text,
        "published_at": time,
    }


@pytest.mark.parametrize("order", list(permutations("abc")), ids="".join)
@pytest.mark.parametrize("days", [(1, 2, 3), (2, 2, 2)], ids=["three days", "one moment"])
def test_copies_are_one_story_in_any_order(order, days):
    given = {name: article(name, day) for name, day in zip("abc", days, strict=True)}
    given["other"] = article("other", 2, OTHER)
    found = {
        each["source_id"]: each["duplicate"]["story"]
        for each in enrich([given[name] for name in (*order, "other")], stage="dedup")
    }
    assert len({found[name] for name in "abc"}) == 1
    assert found["other"] not in {found[name] for name in "abc"}


def test_a_copy_names_what_it_copies():
    first, second = enrich([article("a", 1), article("b", 2)], stage="dedup")
    assert first["duplicate"] == {"status": "original", "of": None, "story": first["id"], "similarity": 0.0}  # fmt: skip
    assert second["duplicate"] == {"status": "exact", "of": first["id"], "story": first["id"], "similarity": 1.0}  # fmt: skip


def test_nothing_is_remembered_from_one_run_to_the_next():
    once = list(enrich([article("a", 1)], stage="dedup"))
    assert list(enrich([article("a", 1)], stage="dedup")) == once


def test_what_is_too_large_is_refused_however_it_is_given():
    text = "行\n" * LARGEST_ARTICLE_LINES
    raw = RawArticle(origin=Origin(source_id="c"), text=text)
    found = list(enrich([text, {"id": "b", "text": text}, raw, "早班船"], stage="clean"))
    assert [each["source_id"] for each in found[:3]] == ["articles:1", "b", "c"]
    assert [each["rejected"] for each in found[:3]] == [
        {"stage": "clean", "reason": "too-large", "detail": too_large(text)}
    ] * 3
    assert "rejected" not in found[3]


def test_the_times_of_processing_are_those_of_the_clock_given():
    (found,) = enrich([article("a", 1)], clock=lambda: 7.0)
    assert {stage["at"] for stage in found["enrichment"]["stages"]} == {"1970-01-01T00:00:07Z"}
    assert [stage["outcome"] for stage in found["enrichment"]["stages"]] == ["ok", "original", "ok"]


def test_a_call_goes_through_all_stages_unless_told_to_stop():
    keys = {
        stage: next(iter(enrich([article("a", 1)], stage=stage))).keys()
        for stage in ("clean", "dedup", "extract")
    }
    assert "lines" in keys["clean"]
    assert "duplicate" not in keys["clean"]
    assert {"lines", "duplicate"} <= keys["dedup"]
    assert "bodies" in keys["extract"]
    assert next(iter(enrich([article("a", 1)]))).keys() == keys["extract"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_cannot_be_asked_for_is_told(jobs):
    with pytest.raises(UsageError, match="no stage is called 'boil'"):
        list(enrich_inputs([], Options(stage="boil", jobs=jobs)))
    for none in (0, -1):
        with pytest.raises(UsageError, match=f"{none} jobs are no number of processes"):
            list(enrich_inputs([], Options(jobs=none)))


def test_an_article_of_a_call_came_now_and_is_counted_from_1():
    (found,) = enrich(["早班船六点开。"], stage="clean", clock=lambda: 1.7e9)
    assert (found["source_id"], found["event_time"]) == ("articles:1", 1.7e9)


@pytest.mark.parametrize(
    ("identifier", "source"),
    [("n1", "n1"), (7, "7"), ([], "articles:1"), (True, "articles:1"), ("", "articles:1")],
)
def test_a_refusal_is_under_the_id_given_where_that_is_text_or_a_number(identifier, source):
    (found,) = enrich([{"id": identifier, "text": ""}], stage="clean")
    assert found["source_id"] == source
    assert found["rejected"]["reason"] in {"empty", "wrong-type"}


def test_an_article_without_a_time_came_with_its_own_record():
    def timed(text, day=None):
        return {"text": text} | ({"published_at": f"2024-03-{day:02}T08:00:00Z"} if day else {})

    clock = iter(1.75e9 + n for n in range(1000))
    given = [timed("一。", 5), timed("二。"), "", timed("四。", 2), timed("五。")]
    found = list(enrich(given, stage="dedup", clock=lambda: next(clock)))
    times = [each.get("event_time") for each in found]
    assert (times[0], times[3]) == (1_709_625_600.0, 1_709_366_400.0)
    assert 1.75e9 < times[1] < times[4]


def records(count):
    return [
        InputRecord(source_id=f"a:{n}", data=f"第{n}班船开了。".encode(), content_type="text/plain")
        for n in range(count)
    ]


def test_the_first_answer_comes_at_once_and_reading_ahead_doubles():
    read = []

    def asked():
        for record in records(60):
            read.append(record)
            yield record

    ahead = []
    for number, _ in enumerate(outcomes(asked(), Options(stage="clean")), 1):
        ahead.append((number, len(read)))
    assert dict(ahead) | {1: 1, 2: 3, 3: 3, 4: 7, 8: 15, 16: 31, 31: 31, 32: 47, 48: 60} == dict(
        ahead
    )


def test_processes_read_ahead_three_tasks_each_and_answer_in_order():
    read = []

    def asked():
        for record in records(200):
            read.append(record.source_id)
            yield record

    answers = enrich_inputs(asked(), Options(stage="clean", jobs=2))
    first = [json.loads(next(answers)[1])["source_id"]]
    assert len(read) == 2 * 3 * TOGETHER
    first += [json.loads(line)["source_id"] for _, line in answers]
    assert first == [f"a:{n}" for n in range(200)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_was_refused_is_not_accepted_and_keeps_its_place(jobs):
    given = [*records(2), InputRecord(source_id="bad", data=b"{"), *records(1)]
    for stage in ("clean", "dedup", "extract") if jobs == 1 else ("dedup", "extract"):
        found = list(enrich_inputs(given, Options(stage=stage, jobs=jobs)))
        assert [accepted for accepted, _ in found] == [True, True, False, True]
        assert json.loads(found[2][1])["source_id"] == "bad"


@pytest.mark.parametrize("broken", ["clean", "dedup", "extract", "printed"])
def test_what_breaks_is_refused_by_its_stage_under_its_source_id(monkeypatch, broken):
    def fail(*_args, **_more):
        raise ValueError("broken on purpose")

    place, name = {
        "clean": (Cleaner, "many"),
        "dedup": (OfflineDedup, "__call__"),
        "extract": (Extractor, "many"),
        "printed": (run_module, "enriched_line"),
    }[broken]
    monkeypatch.setattr(place, name, fail)
    ((accepted, line),) = enrich_inputs(records(1), Options())
    rejected = json.loads(line)
    assert (accepted, rejected["source_id"]) == (False, "a:0")
    assert rejected["rejected"]["reason"] == "internal-error"
    assert rejected["rejected"]["stage"] == ("extract" if broken == "printed" else broken)


def test_the_settings_of_a_call_name_who_finds_the_names():
    (found,) = enrich(
        [{"text": "市长林若川在苏州会见客人。"}], settings=load_settings(accurate=True)
    )
    finders = {m["recognizer"] for m in found["enrichment"]["mentions"]}
    assert "lac" in finders


@pytest.mark.parametrize("jobs", [1, 2])
def test_own_names_reach_every_process(jobs, tmp_path):
    names = tmp_path / "names.tsv"
    names.write_text("海鹭7轮\tproduct\tship:7\n", encoding="utf-8")
    given = [InputRecord(source_id="a", data=json.dumps({"text": "海鹭7轮今天靠港。"}).encode())]
    ((_, line),) = enrich_inputs(given, Options(jobs=jobs, names_file=names))
    (entity,) = json.loads(line)["enrichment"]["entities"]
    assert (entity["name"], entity["type"]) == ("海鹭7轮", "product")
